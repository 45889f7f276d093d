package confederation_test

import (
	"errors"
	"testing"

	"federes.org/commune"
	"federes.org/confederation"
)

// states are all that a tie can be in.
var states = []confederation.State{confederation.Known, confederation.Asked, confederation.Accepted, confederation.Refused}

func TestCF1_ACommuneAsksOnceUntilItIsAnswered(t *testing.T) {
	for _, state := range states {
		c := confederation.Peer{Actor: council, Role: confederation.RoleCouncil, State: state}
		got, err := c.Ask([]byte("decision"))
		if state == confederation.Asked || state == confederation.Accepted {
			if !errors.Is(err, confederation.ErrAlreadyJoined) || got.State != state {
				t.Errorf("%s: %v, then %s", state, err, got.State)
			}
			continue
		}
		if err != nil || got.State != confederation.Asked || string(got.JoinRecord) != "decision" {
			t.Errorf("%s: %v, then %s", state, err, got.State)
		}
	}
	if _, err := known().Ask(nil); !errors.Is(err, confederation.ErrNotCouncil) {
		t.Errorf("a commune is asked: %v", err)
	}
}

func TestCH1_OnlyTheCharterInForceIsAccepted(t *testing.T) {
	charter := commune.Charter{Version: 2}
	for name, c := range map[string]struct {
		version int
		hash    string
		accept  bool
		want    error
		state   confederation.State
	}{
		"the one in force":           {2, "sha256:02", true, nil, confederation.Accepted},
		"an outdated one":            {1, "sha256:02", true, confederation.ErrCharterOutdated, confederation.Asked},
		"another text":               {2, "sha256:ff", true, confederation.ErrCharterOutdated, confederation.Asked},
		"an outdated one, refused":   {1, "sha256:01", false, nil, confederation.Refused},
		"the one in force, refused":  {2, "sha256:02", false, nil, confederation.Refused},
		"one that is not yet, still": {3, "sha256:03", true, confederation.ErrCharterOutdated, confederation.Asked},
	} {
		p := known()
		p.State, p.CharterVersion, p.CharterHash = confederation.Asked, c.version, c.hash
		got, err := p.Answer(c.accept, charter, "sha256:02")
		if !errors.Is(err, c.want) || got.State != c.state {
			t.Errorf("%s: %v, then %s", name, err, got.State)
		}
	}
}

func TestCF3_NobodyIsAnsweredWhoDidNotAsk(t *testing.T) {
	for _, state := range states {
		if state == confederation.Asked {
			continue
		}
		commune, council := known(), confederation.Peer{Role: confederation.RoleCouncil}
		commune.State, council.State = state, state
		if got, err := commune.Answer(true, charterOf(commune), commune.CharterHash); !errors.Is(err, confederation.ErrNotAsked) || got.State != state {
			t.Errorf("the council answers a commune that is %s: %v", state, err)
		}
		if got, err := council.Answered(council.JoinRecord, true); !errors.Is(err, confederation.ErrNotAsked) || got.State != state {
			t.Errorf("a council that is %s answers: %v", state, err)
		}
	}
	asked := confederation.Peer{Role: confederation.RoleCouncil, State: confederation.Asked}
	for accepted, want := range map[bool]confederation.State{true: confederation.Accepted, false: confederation.Refused} {
		if got, err := asked.Answered(nil, accepted); err != nil || got.State != want {
			t.Errorf("answered %v: %v, then %s", accepted, err, got.State)
		}
	}
	asked.Role = confederation.RoleCommune
	if _, err := asked.Answered(nil, true); !errors.Is(err, confederation.ErrNotAsked) {
		t.Errorf("a commune answers a council: %v", err)
	}
}

func charterOf(p confederation.Peer) commune.Charter {
	return commune.Charter{Version: p.CharterVersion}
}

func TestTheTermsOfJoiningAreWhatTheCouncilShowed(t *testing.T) {
	p := confederation.Peer{
		Actor: council, Name: "Conseil de la vallée", CharterID: "https://vallee.example/records/1", CharterVersion: 1, CharterHash: "sha256:00",
	}
	want := confederation.JoinTerms{
		Council: council, CouncilName: "Conseil de la vallée", CharterID: "https://vallee.example/records/1", CharterVersion: 1, CharterHash: "sha256:00",
	}
	if got := p.Terms(); got != want {
		t.Errorf("%+v", got)
	}
}

func TestEveryEventOfTheConfederationHasANameOfItsOwn(t *testing.T) {
	names := map[string]bool{}
	for _, e := range []commune.Event{confederation.JoinDecided{}, confederation.JoinAnswered{}, confederation.PullDue{}} {
		names[e.EventName()] = true
	}
	if len(names) != 3 {
		t.Errorf("%v", names)
	}
}
