package web

import (
	"cmp"
	"fmt"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// witnessRoutes are who witnesses what, and how an assembly answers for two stories (CR-2).
func (s *Server) witnessRoutes() []Route {
	return []Route{
		{get, "/witness", Anyone, "", s.show(s.witness)},
		{post, "/alerts/:id/motion", Members, "", s.act(s.proposeAccount, nil)},
		{post, "/peers/:id/key", Members, "", s.act(s.proposeKey, nil)},
	}
}

// witness is what our register is worth to others, and theirs to us.
func (s *Server) witness(tx *store.Tx, v *visit) (templ.Component, error) {
	tree, err := tx.Tree()
	if err != nil {
		return nil, err
	}
	missing, err := tx.Missing()
	if err != nil {
		return nil, err
	}
	view := page.Witnesses{Size: int(tree.Size), Root: tree.Root.String(), Behind: int(missing)}
	all, err := confederal.Witnesses(tx)
	if err != nil {
		return nil, err
	}
	for _, w := range all {
		c, err := peers.CosignatureBy(tx, w.Actor)
		if err != nil {
			return nil, err
		}
		shown := page.WitnessView{Name: w.Name, Host: commune.OriginOf(string(w.Actor)), At: c.At}
		if c.Line != "" {
			shown.Size = int(c.Size)
		}
		view.By = append(view.By, shown)
	}
	logs, err := peers.Logs(tx)
	if err != nil {
		return nil, err
	}
	names, err := known(tx)
	if err != nil {
		return nil, err
	}
	for _, l := range logs {
		host := commune.OriginOf(string(l.Actor))
		view.Logs = append(view.Logs, page.LogView{Name: cmp.Or(names[l.Actor], host), Host: host, Size: int(l.Size), At: l.CosignedAt, Unlike: l.Unlike > 0})
	}
	view.Alerts, err = alerts(tx, v, everyone)
	return page.WitnessPage(v.Frame, view), err
}

// known are the names of all organisations that we know, by actor: those that we speak to, and those on the rolls of councils.
func known(tx *store.Tx) (map[commune.ActorID]string, error) {
	names, err := councilNames(tx)
	if err != nil {
		return nil, err
	}
	rolls, err := peers.Rolls(tx)
	for _, roll := range rolls {
		for _, e := range roll {
			names[e.Member] = cmp.Or(names[e.Member], e.Name)
		}
	}
	return names, err
}

// proposeAccount puts it to the next assembly to answer for an alert on our register.
func (s *Server) proposeAccount(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := confederal.ProposeAccount(tx, s.House, v.person.ID, id)
	return done{fmt.Sprintf("/motions/%d", m.ID), v.T("account.proposed")}, err
}

// proposeKey puts it to the next assembly to pin the key that a peer's address shows now.
func (s *Server) proposeKey(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := confederal.ProposeRekey(tx, s.House, v.person.ID, confederation.PeerID(id))
	return done{fmt.Sprintf("/motions/%d", m.ID), v.T("account.proposed")}, err
}
