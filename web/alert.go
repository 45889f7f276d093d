package web

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// everyone picks the alerts on whomever they are.
func everyone(commune.ActorID) bool { return true }

// alerts are those that are known on whom a test picks, in words: keys that are not the ones that we pinned, then what is told twice.
func alerts(tx *store.Tx, v *visit, on func(commune.ActorID) bool) ([]page.AlertView, error) {
	known, err := peers.AllPeers(tx)
	if err != nil {
		return nil, err
	}
	all, err := keyAlerts(tx, v, known, on)
	if err != nil {
		return nil, err
	}
	told, err := peers.Alerts(tx)
	if err != nil {
		return nil, err
	}
	name, err := naming(tx, v, known)
	if err != nil {
		return nil, err
	}
	for _, a := range told {
		if !on(a.Actor) {
			continue
		}
		shown := page.AlertView{
			ID: a.ID, Kind: a.Kind, Name: name(a.Actor), Host: commune.OriginOf(string(a.Actor)), FoundBy: name(a.FoundBy), FoundAt: a.FoundAt,
			Answered: a.Answered(), Ours: a.Actor == v.Site.Assembly(),
		}
		if shown.Ours && !shown.Answered {
			m, err := confederal.MotionOnAlert(tx, a)
			if err != nil {
				return nil, err
			}
			shown.Motion, shown.May = int64(m.ID), v.person != nil
		}
		all = append(all, shown)
	}
	return all, nil
}

// naming gives an organisation the name by which we know it, else its address.
func naming(tx *store.Tx, v *visit, known []confederation.Peer) (func(commune.ActorID) string, error) {
	witnesses, err := confederal.Witnesses(tx)
	if err != nil {
		return nil, err
	}
	names := map[commune.ActorID]string{v.Site.Assembly(): v.Site.Name}
	for _, p := range slices.Concat(known, witnesses) {
		names[p.Actor] = p.Name
	}
	return func(actor commune.ActorID) string {
		if names[actor] == "" {
			return commune.OriginOf(string(actor))
		}
		return names[actor]
	}, nil
}

// keyAlerts are those on peers whose address shows another key than the one that we pinned (CF-3).
func keyAlerts(tx *store.Tx, v *visit, known []confederation.Peer, on func(commune.ActorID) bool) (all []page.AlertView, err error) {
	for _, p := range known {
		if !p.Foreign() || !on(p.Actor) {
			continue
		}
		m, err := confederal.MotionOnKey(tx, p)
		if err != nil {
			return nil, err
		}
		all = append(all, page.AlertView{
			ID: int64(p.ID), Kind: page.AlertKey, Name: p.Name, Host: commune.OriginOf(string(p.Actor)), FoundBy: v.Site.Name, FoundAt: p.ShownAt,
			Motion: int64(m.ID), May: v.person != nil, Pinned: p.Fingerprint(), Shown: p.ShownPrint(),
		})
	}
	return all, nil
}

// alarmed are the names of those on whom an alert is open, for the first page of members.
func alarmed(tx *store.Tx, v *visit, view *page.Home) error {
	if v.person == nil {
		return nil
	}
	missing, err := tx.Missing()
	if err != nil {
		return err
	}
	view.Behind = int(missing)
	all, err := alerts(tx, v, everyone)
	for _, a := range all {
		if !a.Answered && !slices.Contains(view.Alarmed, a.Name) {
			view.Alarmed = append(view.Alarmed, a.Name)
		}
	}
	return err
}
