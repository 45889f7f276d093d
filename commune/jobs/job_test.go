package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"

	"federes.org/commune/jobs"
)

func TestAJobIsDoneWhenItsTimeHasComeAndThenIsGone(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		r := w.runner(w.does(succeed), nil)
		later := w.post("b")
		later.RunAt = w.clock().Add(time.Hour)
		w.add(later, w.post("a"))
		w.pending(1)
		w.drain(r)
		w.did("post/a v1 1")
		w.pass(time.Hour)
		w.drain(r)
		w.did("post/b v1 1")
		w.pending(0)
		w.drain(r)
		w.did()
	})
}

func TestAJobIsHandedOverAsItWasAdded(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		var got jobs.Job
		r := w.runner(func(_ context.Context, j jobs.Job) error { got = j; return nil }, nil)
		added := jobs.Job{Kind: "post", Key: "clé", Lane: "hôte", Payload: []byte{0, 255}, RunAt: w.clock()}
		w.add(added)
		w.drain(r)
		added.Attempts = 1
		if fmt.Sprint(got) != fmt.Sprint(added) {
			t.Errorf("handed over as %v, added as %v", got, added)
		}
	})
}

func TestAnActThatIsRolledBackLeavesNoJob(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		refused := errors.New("refused")
		err := db.Transaction(func(tx *gorm.DB) error {
			if err := jobs.Add(tx, w.post("a")); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		w.pending(0)
	})
}

func TestAddingAJobAgainChangesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(w.post("a"))
		again := w.post("a")
		again.Payload = []byte("v2")
		w.add(again, w.post("b"))
		w.drain(w.runner(w.does(succeed), nil))
		w.did("post/a v1 1", "post/b v1 1")
	})
}

func TestManyJobsAreAddedAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		many := make([]jobs.Job, 1000)
		for i := range many {
			many[i] = w.post(fmt.Sprint(i))
		}
		w.add(many...)
		w.add()
		w.pending(1000)
	})
}

func TestAWokenJobTakesTheNewPayloadAndTheEarlierTime(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		r := w.runner(w.does(succeed), nil)
		wake := func(payload string, in time.Duration) {
			t.Helper()
			j := jobs.Job{Kind: "post", Key: "a", Payload: []byte(payload), RunAt: w.clock().Add(in)}
			if err := jobs.AddOrWake(db, j); err != nil {
				t.Fatal(err)
			}
		}
		wake("v1", time.Hour)
		wake("v2", 2*time.Hour)
		w.drain(r)
		w.did()
		wake("v3", 0)
		w.drain(r)
		w.did("post/a v3 1")
	})
}

func TestAJobThatIsWokenWhileItIsDoneIsDoneOnceMore(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		for name, result := range map[string]error{"succeeds": nil, "fails": errors.New("peer is down")} {
			w, first := newWorld(t, db), true
			r := w.runner(w.does(func(j jobs.Job) error {
				if !first {
					return nil
				}
				first = false
				j.Payload, j.RunAt = []byte("v2"), w.clock()
				if err := errors.Join(jobs.AddOrWake(db, j), jobs.AddOrWake(db, j)); err != nil {
					t.Error(err)
				}
				return result
			}), nil)
			w.add(w.post(name))
			w.drain(r)
			w.did("post/"+name+" v1 1", "post/"+name+" v2 2")
			w.pending(0)
		}
	})
}

func TestPendingTellsTheOldest(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		if count, oldest, err := jobs.Pending(db, w.clock()); count != 0 || !oldest.IsZero() || err != nil {
			t.Errorf("%d since %v, %v", count, oldest, err)
		}
		old := w.clock()
		w.add(w.post("a"))
		w.pass(time.Minute)
		w.add(w.post("b"))
		if count, oldest, err := jobs.Pending(db, w.clock()); count != 2 || !oldest.Equal(old) || err != nil {
			t.Errorf("%d since %v, %v", count, oldest, err)
		}
	})
}
