package federation_test

import (
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	"federes.org/federation"
)

func TestADeliveryThatIsLostIsRepairedByThePull(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		council.doorway(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
		lost := town.decides(commune.Motion{Audience: commune.Confederation})
		settle(town)
		council.opens()
		settle(town, council)
		if council.knows(town.ag(), lost) {
			t.Fatal("the delivery was not lost")
		}
		next := town.decides(commune.Motion{Audience: commune.Confederation})
		settle(town, council)
		if !council.knows(town.ag(), lost) || !council.knows(town.ag(), next) {
			t.Error("the gap before the next record did not bring the pull")
		}
	})
}

func TestThePullThatComesBackEveryDayNeedsNoDelivery(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	council.doorway(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	var all []commune.Decision
	for range 60 {
		all = append(all, town.decides(commune.Motion{Audience: commune.Confederation}))
	}
	settle(town)
	council.opens()
	r.later(federation.PullEvery, council)
	here := map[commune.Seq]bool{}
	for _, r := range council.heard(town.ag()) {
		here[r.Seq] = r.Fault == confederation.NoFault
	}
	for _, d := range all {
		if !here[d.Seq] {
			t.Errorf("decision %s is missing after a pull of several pages", d.Number())
		}
	}
}

func TestAPullThatIsNotRecognisedTakesNothingForHidden(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	council.doorway(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	d := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town)
	council.opens()
	town.rate = 0.000001 // one request of the council is heard, and no more
	town.start()
	signedGet(council, town, "/ag/records?after=-1")
	r.later(federation.PullEvery, council)
	if next := council.peer(town.ag()).NextSeq; next > d.Seq {
		t.Errorf("the council takes the log for known up to %d, and lacks %d", next, d.Seq)
	}
	town.rate = 0
	town.start()
	r.later(time.Hour, council)
	if !council.knows(town.ag(), d) {
		t.Error("the decision is lost")
	}
}

func TestADeliveryIsRepeatedUntilTheCouncilIsBack(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	council.fails(http.StatusInternalServerError)
	d := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town)
	came := council.posts.Load()
	settle(town)
	if council.posts.Load() != came {
		t.Error("the delivery is repeated before its time")
	}
	r.later(30*time.Second, town)
	if council.posts.Load() == came {
		t.Error("the delivery is not repeated after 30 seconds")
	}
	council.start()
	r.later(10*24*time.Hour, town)
	if !council.knows(town.ag(), d) {
		t.Error("a delivery to a council was given up")
	}
}

func TestADeliveryToAFollowerIsGivenUpAfterAWeek(t *testing.T) {
	r := onSQLite(t)
	town := r.commune("Commune de Crest")
	reader := newStranger(t, "/amina")
	if status := reader.posts(town, "/ag/inbox", reader.follow(town)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	settle(town)
	reader.closed.Store(true)
	town.decides(commune.Motion{Audience: commune.Public})
	for range 20 {
		r.later(24*time.Hour, town)
	}
	came := reader.requests.Load()
	r.later(30*24*time.Hour, town)
	if reader.requests.Load() != came {
		t.Error("the delivery is still repeated after a month")
	}
	if n := town.count("jobs WHERE kind = 'deliver'"); n != 0 {
		t.Errorf("%d deliveries are left", n)
	}
}

func TestAFollowerWhoseInboxIsGoneIsFollowedByNoFurtherDelivery(t *testing.T) {
	r := onSQLite(t)
	town := r.commune("Commune de Crest")
	reader := newStranger(t, "/amina")
	if status := reader.posts(town, "/ag/inbox", reader.follow(town)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	settle(town)
	reader.gone.Store(true)
	town.decides(commune.Motion{Audience: commune.Public})
	settle(town)
	if jobs, followers := town.count("jobs WHERE kind = 'deliver'"), town.count("followers"); jobs != 0 || followers != 0 {
		t.Errorf("%d deliveries and %d followers are left", jobs, followers)
	}
}

func TestWhatWasDecidedLeavesThoughNobodyWasThereToCarryIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		d := town.decides(commune.Motion{Audience: commune.Confederation})
		town.start() // the runner that was told of the commit is gone
		if council.knows(town.ag(), d) {
			t.Fatal("delivered without a runner")
		}
		settle(town)
		if !council.knows(town.ag(), d) {
			t.Error("the decision is lost with the runner")
		}
	})
}
