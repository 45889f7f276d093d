package web

import (
	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// openVote opens the vote on a motion, whose electorate is written in the same instant (AG-4).
func (s *Server) openVote(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := procedure.OpenVote(tx, s.House, v.person.ID, commune.MotionID(id))
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.vote_open")}, err
}

// cast keeps a ballot; until the close a later one replaces it (AG-5).
func (s *Server) cast(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	ballot, err := procedure.Cast(tx, v.person.ID, commune.MotionID(id), commune.Choice(v.PostForm("choice")))
	if err != nil {
		return done{}, err
	}
	m, err := tx.Motion(ballot.Motion)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.voted", v.T("choice."+string(ballot.Choice)))}, err
}

// closeVote counts and ends a vote (AG-5, CR-2).
func (s *Server) closeVote(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := procedure.CloseVote(tx, s.House, v.person.ID, commune.MotionID(id))
	if err != nil {
		return done{}, err
	}
	if !m.Adopted {
		return done{page.MotionPath(m.Meeting, m.ID), v.T("done.rejected")}, nil
	}
	d, err := tx.DecisionOf(m.ID)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.adopted", d.Number())}, err
}
