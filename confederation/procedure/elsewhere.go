package procedure

import (
	"maps"
	"slices"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// comparedElsewhere bounds the councils that are none of ours and with which we compare.
const comparedElsewhere = 16

// Compared are those with whom we compare what both know of others: our witnesses, and the councils to which members of ours say that they belong too.
// Who tells two councils different things is so found by them, though nothing else joins the two (CR-2).
func Compared(tx *store.Tx) ([]commune.ActorID, error) {
	witnesses, err := Witnesses(tx)
	if err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	all := []commune.ActorID{}
	for _, w := range witnesses {
		all = append(all, w.Actor)
	}
	members, err := peers.Peers(tx, confederation.RoleCommune)
	if err != nil {
		return nil, err
	}
	others := make(map[commune.ActorID]bool)
	for _, p := range members {
		if p.State != confederation.Accepted {
			continue
		}
		if err := elsewhere(tx, p, others); err != nil {
			return nil, err
		}
	}
	found := slices.DeleteFunc(slices.Sorted(maps.Keys(others)), func(a commune.ActorID) bool { return a == o.Assembly() || slices.Contains(all, a) })
	return append(all, found[:min(len(found), comparedElsewhere)]...), nil
}

// elsewhere adds the councils that a member decided to join, and did not decide to leave since.
func elsewhere(tx *store.Tx, p confederation.Peer, councils map[commune.ActorID]bool) error {
	joined := make(map[commune.ActorID]bool)
	err := eachVerified(tx, p, []string{record.KindDecision}, func(r record.Parsed) error {
		if d, ok := confederation.ReadTie(r); ok {
			joined[d.Council] = commune.FormName(d.Form) != confederation.FormLeave
		}
		return nil
	})
	for council, belongs := range joined {
		if belongs {
			councils[council] = true
		}
	}
	return err
}
