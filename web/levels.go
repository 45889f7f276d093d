package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// levelRoutes are the drawing of the levels, for everybody, and the motions on our memberships (CF-1, CF-8, CH-1).
func (s *Server) levelRoutes() []Route {
	return []Route{
		{get, confederal.LevelsPath, Anyone, "", s.show(s.levels)},
		{post, "/levels/:id/leaving", Members, "", s.act(s.proposesTie(confederation.FormLeave), nil)},
		{post, "/levels/:id/adoption", Members, "", s.act(s.proposesTie(confederation.FormAdopt), nil)},
		{post, "/levels/:id/ending", Members, commune.KindCouncil, s.act(s.proposesTie(confederation.FormEnd), nil)},
	}
}

// levels draws where we stand, and how far we know what each says.
func (s *Server) levels(tx *store.Tx, v *visit) (templ.Component, error) {
	rolls, err := peers.Rolls(tx)
	if err != nil {
		return nil, err
	}
	known, err := peers.AllPeers(tx)
	if err != nil {
		return nil, err
	}
	us := confederation.Stand{Actor: v.Site.Assembly(), Name: v.Site.Name, Kind: confederation.OfCommune}
	if v.Council() {
		us.Kind = confederation.OfCouncil
	}
	names := make(map[commune.ActorID]string)
	by := make(map[commune.ActorID]confederation.Peer)
	for _, p := range known {
		names[p.Actor], by[p.Actor] = p.Name, p
		if p.Role == confederation.RoleCouncil && p.State == confederation.Accepted && !rolls.Stands(us.Actor, p.Actor) {
			// Its own word on our membership has not arrived yet; its answer has.
			rolls[p.Actor] = append(rolls[p.Actor], confederation.Enrolled{Council: p.Actor, Member: us.Actor, Kind: us.Kind, Name: us.Name})
		}
	}
	view := page.Levels{Rows: rolls.Levels(us, names), Nodes: make(map[commune.ActorID]page.LevelNode)}
	for actor, stand := range confederation.ByActor(view.Rows) {
		node := page.LevelNode{Stand: stand, Footing: confederation.Here}
		if actor != us.Actor {
			p := by[actor]
			if node.Footing, err = footing(tx, p); err != nil {
				return nil, err
			}
			node.Heard = p.HeardAt
		}
		view.Nodes[actor] = node
	}
	if v.person != nil {
		view.Ties, err = ties(tx, v, known)
	}
	return page.LevelsPage(v.Frame, view), err
}

// footing is how far we know what another says: nothing but what its council tells of it, unless we read it.
func footing(tx *store.Tx, p confederation.Peer) (confederation.Footing, error) {
	if frozen, err := peers.Frozen(tx, p.Actor); err != nil || frozen {
		return confederation.Frozen, err
	}
	if p.State != confederation.Accepted && !p.Followed {
		return confederation.Told, nil
	}
	h, err := peers.HeardOf(tx, p)
	return p.Footing(h, tx.Now()), err
}

// ties are the memberships that the assembly can decide on, each with the motion that waits already.
func ties(tx *store.Tx, v *visit, known []confederation.Peer) ([]page.Tie, error) {
	var all []page.Tie
	for _, p := range known {
		var forms []commune.FormName
		tie := page.Tie{ID: int64(p.ID), Name: p.Name, Version: p.CharterVersion, Above: p.Role == confederation.RoleCouncil}
		switch {
		case tie.Above && (p.State == confederation.Accepted || p.State == confederation.Asked):
			newest, _, err := confederal.CharterOffered(tx, p)
			if err != nil {
				return nil, err
			}
			if tie.Newest = newest.Version; newest.Version > p.CharterVersion && p.State == confederation.Accepted {
				forms = append(forms, confederation.FormAdopt)
			}
			forms, tie.Seats = append(forms, confederation.FormLeave), p.State == confederation.Accepted
		case v.Council() && p.Role == confederation.RoleCommune && p.State == confederation.Accepted:
			period, err := confederal.CharterPeriod(tx)
			if err != nil {
				return nil, err
			}
			e := confederation.Enrolled{Member: p.Actor, CharterVersion: p.CharterVersion}
			if tie.Newest, tie.Until = period.InForce.Version, period.Ends(); e.CharterVersion >= tie.Newest {
				continue
			}
			if period.Ground(e, tx.Now()) == nil {
				forms = append(forms, confederation.FormEnd)
			}
		default:
			continue
		}
		for _, form := range forms {
			waiting, err := confederal.TieMotion(tx, form, p.Actor)
			if err != nil {
				return nil, err
			}
			tie.Acts = append(tie.Acts, page.TieAct{Form: form, Motion: waiting})
		}
		all = append(all, tie)
	}
	return all, nil
}

// proposesTie puts a motion of a form on a membership to the vote at the next assembly.
func (s *Server) proposesTie(form commune.FormName) func(*store.Tx, *visit) (done, error) {
	return func(tx *store.Tx, v *visit) (done, error) {
		id, err := v.number("id")
		if err != nil {
			return done{}, err
		}
		p, err := peers.Peer(tx, confederation.PeerID(id))
		if err != nil {
			return done{}, err
		}
		m, err := confederal.ProposeTie(tx, s.House, v.person.ID, form, p)
		return done{page.MotionPath(m.Meeting, m.ID), v.T("done.motion")}, err
	}
}
