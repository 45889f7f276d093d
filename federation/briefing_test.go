package federation_test

import (
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/federation"
)

// TestCF5_ADelegateIsToldWhatTheAssemblySaidBeforeTheyWereMandated has the voice of who comes after a revoked delegate count by the instruction that
// the assembly gave before: its last one on the point, told once.
func TestCF5_ADelegateIsToldWhatTheAssemblySaidBeforeTheyWereMandated(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		r := newRegion(t, open)
		town, council := r.joined()
		first := town.delegates(council)
		settle(town, council)
		council.sits(town.enters(council, first))
		r.later(2*federation.TextsEvery, town, council)
		about := town.hears(council)[0].Points[0].About
		town.instructs(council, about, commune.Against)
		town.clock.Add(time.Minute)
		town.instructs(council, about, commune.For)
		town.revokes(first)
		second := town.delegates(council)
		settle(town, council)
		if said := town.hears(council)[0].Points[0].Said; len(said) != 1 || said[0].Position != commune.For || said[0].Text == "" {
			t.Fatalf("the delegate who came after holds %+v", said)
		}
		who := town.enters(council, second)
		council.attends(who)
		council.clock.Add(time.Minute)
		m := council.ballots(commune.Motion{Form: commune.FormResolution, Text: "Le conseil organise la cantine de la vallée.", Payload: council.carriesAny()})
		if err := council.votes(who, m, commune.For); err != nil {
			t.Fatal(err)
		}
		settle(town, council)
		if m = council.closes(m); m.Settling() || !m.Adopted || m.For != 1 {
			t.Errorf("the voice of the delegate who came after waits: %+v", m.Tally())
		}
		r.later(2*federation.TextsEvery, town, council)
		if n := len(town.written(record.KindInstruction)); n != 3 {
			t.Errorf("two instructions, one of them to who came after, are %d records", n)
		}
	})
}
