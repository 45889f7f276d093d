package web

import (
	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// mandateID is the one of the address.
func (v *visit) mandateID() (commune.MandateID, error) {
	id, err := v.number("id")
	return commune.MandateID(id), err
}

// acceptMandate begins a mandate that waits for its holder (SE-3).
func (s *Server) acceptMandate(tx *store.Tx, v *visit) (done, error) {
	id, err := v.mandateID()
	if err != nil {
		return done{}, err
	}
	_, err = procedure.AcceptMandate(tx, s.House, v.person.ID, id)
	return done{page.MandatePath(id), v.T("done.mandate_accepted")}, err
}

// declineMandate leaves its place vacant (SE-3).
func (s *Server) declineMandate(tx *store.Tx, v *visit) (done, error) {
	id, err := v.mandateID()
	if err != nil {
		return done{}, err
	}
	_, err = procedure.DeclineMandate(tx, v.person.ID, id)
	return done{page.MandatePath(id), v.T("done.mandate_declined")}, err
}

// resign ends one's own mandate at once.
func (s *Server) resign(tx *store.Tx, v *visit) (done, error) {
	id, err := v.mandateID()
	if err != nil {
		return done{}, err
	}
	_, err = procedure.Resign(tx, s.House, v.person.ID, id)
	return done{page.MandatePath(id), v.T("done.resigned")}, err
}

// proposeRenewal brings to the next agenda that a mandate be given again (SE-3).
func (s *Server) proposeRenewal(tx *store.Tx, v *visit) (done, error) {
	id, err := v.mandateID()
	if err != nil {
		return done{}, err
	}
	m, err := procedure.ProposeRenewal(tx, s.House, v.person.ID, id)
	return v.broughtTo(tx, m, err)
}

// proposeRevocation puts the revocation of a mandate to the vote, at the meeting in session or at the next one (SE-7).
func (s *Server) proposeRevocation(tx *store.Tx, v *visit) (done, error) {
	id, err := v.mandateID()
	if err != nil {
		return done{}, err
	}
	m, err := procedure.ProposeRevocation(tx, s.House, v.person.ID, procedure.RevocationProposal{Mandate: id, Reasons: v.PostForm("reasons"), Theme: v.PostForm("theme")})
	return v.broughtTo(tx, m, err)
}

// broughtTo says to which assembly a motion was brought, and leads there.
func (v *visit) broughtTo(tx *store.Tx, m commune.Motion, err error) (done, error) {
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(m.Meeting)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.proposed", v.Date(on.StartsAt))}, err
}

// answerTerms is what a person says to a mandate for which they are proposed, before the vote (SE-3).
func (s *Server) answerTerms(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	yes := v.PostForm("answer") == "yes"
	m, err := procedure.AnswerTerms(tx, v.person.ID, commune.MotionID(id), yes)
	key := "done.terms_declined"
	if yes {
		key = "done.terms_accepted"
	}
	return done{page.MotionPage(m.ID), v.T(key)}, err
}
