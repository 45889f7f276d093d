package federation_test

import (
	"encoding/json"
	"slices"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// below are those that an instance knows to stand below a council.
func (i *instance) below(council commune.ActorID) (all []commune.ActorID) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		reached, err := peers.Below(tx, council)
		for _, b := range reached {
			all = append(all, b.Member)
		}
		return err
	})
	return all
}

// TestCF1_CF8_EachLevelKnowsWhoStandsBelowItAndAbove has a commune in a council, and that council in one above: the highest learns of the commune, and
// the commune of the highest, by public records alone. The highest cannot join the one below it. Then the commune leaves, and all three know.
func TestCF1_CF8_EachLevelKnowsWhoStandsBelowItAndAbove(t *testing.T) {
	r := onSQLite(t)
	town, valley := r.joined()
	region := r.council("Conseil de la région")
	valley.asksToJoin(region)
	settle(region, valley)
	region.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, valley.conseil())
		if err != nil {
			return err
		}
		return confederal.AnswerJoin(tx, region.house, region.founder, confederal.JoinAnswer{Peer: p.ID, Accept: true})
	})
	settle(region, valley, town)
	if got := region.below(region.conseil()); !slices.Equal(got, []commune.ActorID{valley.conseil(), town.ag()}) {
		t.Errorf("the highest knows below it %v", got)
	}
	if got := town.below(region.conseil()); !slices.Equal(got, []commune.ActorID{valley.conseil(), town.ag()}) {
		t.Errorf("the commune knows below the highest %v", got)
	}
	found, err := region.service.Council(t.Context(), string(valley.conseil()))
	if err != nil {
		t.Fatal(err)
	}
	if err := region.InTx(t.Context(), func(tx *store.Tx) error { _, err := confederal.Meet(tx, region.founder, found); return err }); err == nil {
		t.Error("the highest can join a council below it")
	}
	payload, err := json.Marshal(confederation.TieTerms{Actor: valley.conseil()})
	if err != nil {
		t.Fatal(err)
	}
	town.decides(commune.Motion{Form: confederation.FormLeave, Audience: commune.Public, Text: "La commune quitte le conseil.", Payload: payload})
	settle(town, valley, region)
	for _, i := range []*instance{valley, region} {
		if got := i.below(valley.conseil()); len(got) != 0 {
			t.Errorf("after it left, %s knows %v", i.base, got)
		}
	}
	if got := valley.peer(town.ag()).State; got != confederation.Known {
		t.Errorf("who left is %s", got)
	}
}
