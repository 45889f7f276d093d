package web

import (
	"errors"
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// motion is the page of one motion, for members: its exact words and what became of them, its amendments, how it is or was voted.
func (s *Server) motion(tx *store.Tx, v *visit) (templ.Component, error) {
	m, err := motionOf(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.MotionPageView{Mine: m.ProposedBy == v.person.ID, Problems: v.problems("")}
	if view.MotionView, err = motionView(tx, v, m); err != nil {
		return nil, err
	}
	if view.Meeting, err = tx.Meeting(m.Meeting); err != nil {
		return nil, err
	}
	if view.Item, err = tx.Item(m.Item); err != nil {
		return nil, err
	}
	stands := !view.Item.Withdrawn()
	if stands && view.Meeting.State(v.Now) == commune.Open {
		if view.Lead, err = leads(tx, v, view.Meeting); err != nil {
			return nil, err
		}
	}
	v.typedCounts(&view)
	view.Amend = stands && v.person.Good && m.Waits() && m.Amends == 0 && !s.House.Forms[m.Form].Whole
	if err := relatives(tx, v, &view); err != nil {
		return nil, err
	}
	if err := entries(tx, v, &view.MotionView); err != nil {
		return nil, err
	}
	if view.Charter != nil {
		if view.InForce, err = charterUntil(tx, view.Charter.Version); err != nil {
			return nil, err
		}
	}
	if view.Consent, err = consent(tx, v, m); err != nil {
		return nil, err
	}
	view.Electors, err = electors(tx, v, m)
	return page.MotionPageOf(v.Frame, view), err
}

// typedCounts puts back a hand count that was refused.
func (v *visit) typedCounts(view *page.MotionPageView) {
	if v.refused.Key == "" {
		return
	}
	for _, c := range view.Motion.Choices() {
		view.Typed = append(view.Typed, v.field(string(c), ""))
	}
}

// motionOf is the motion of the address.
func motionOf(tx *store.Tx, v *visit) (commune.Motion, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Motion{}, err
	}
	return tx.Motion(commune.MotionID(id))
}

// relatives are the amendments of a motion, or the motion that it amends.
func relatives(tx *store.Tx, v *visit, view *page.MotionPageView) error {
	if view.Motion.Amends != 0 {
		main, err := tx.Motion(view.Motion.Amends)
		view.Main = &main
		return err
	}
	amendments, err := tx.Amendments(view.Motion.ID)
	if err != nil {
		return err
	}
	for _, a := range amendments {
		amendment, err := motionView(tx, v, a)
		if err != nil {
			return err
		}
		view.Amendments = append(view.Amendments, amendment)
	}
	return nil
}

// entries are the ballots that who leads entered for others, and for whom more could be.
func entries(tx *store.Tx, v *visit, view *page.MotionView) error {
	names, err := names(tx)
	if err != nil {
		return err
	}
	presences, err := tx.Presences(view.Motion.Meeting)
	if err != nil {
		return err
	}
	view.Noted = page.Noted(v.Frame, presences, names)
	ballots, err := tx.Ballots(view.Motion.ID)
	for _, b := range ballots {
		if b.EnteredBy != 0 {
			view.Entered = append(view.Entered, page.Entered{Name: names[b.Elector], By: names[b.EnteredBy]})
		}
	}
	locale.ByName(v.Printer, view.Entered, func(e page.Entered) string { return e.Name })
	return err
}

// electors are the names of the list that the opening wrote, in their order.
func electors(tx *store.Tx, v *visit, m commune.Motion) ([]page.ElectorLine, error) {
	list, err := tx.Electors(m.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	names, err := names(tx)
	if err != nil {
		return nil, err
	}
	lines := make([]page.ElectorLine, len(list))
	for i, e := range list {
		lines[i] = page.ElectorLine{Name: names[e.Member], Mode: e.Mode, Expelled: e.Expelled}
	}
	locale.ByName(v.Printer, lines, func(e page.ElectorLine) string { return e.Name })
	return lines, nil
}

// motionView is a motion as this member may see it.
func motionView(tx *store.Tx, v *visit, m commune.Motion) (page.MotionView, error) {
	view, err := proposed(tx, v, m)
	if err != nil {
		return view, err
	}
	in, err := tx.Meeting(m.Meeting)
	if err != nil {
		return view, err
	}
	view.Popular = in.Popular()
	if view.Voices, err = confederal.ShownVoices(tx, m); err != nil {
		return view, err
	}
	switch {
	case m.Waits():
		amendments, err := tx.Amendments(m.ID)
		waiting := slices.DeleteFunc(amendments, commune.Motion.Ended)
		view.Waiting = len(waiting)
		return view, err
	case m.Voting():
		return view, polled(tx, v, &view)
	case m.Decided():
		d, err := tx.DecisionOf(m.ID)
		view.Decision = d.Number()
		return view, err
	}
	return view, followed(tx, &view)
}

// proposed is a motion with what adopting it would carry out.
func proposed(tx *store.Tx, v *visit, m commune.Motion) (page.MotionView, error) {
	names, err := names(tx)
	if err != nil {
		return page.MotionView{}, err
	}
	view := page.ViewMotion(m, names)
	view.Own = m.ProposedBy == v.person.ID && m.OwnWords()
	if view.Terms != nil && view.Terms.Body != 0 {
		body, err := tx.Body(view.Terms.Body)
		view.BodyName = body.Name
		return view, err
	}
	if view.Charter != nil && m.Waits() { // another version may have been adopted since it was proposed
		now, err := procedure.CharterInForce(tx)
		view.Charter.Version = now.Version + 1
		return view, err
	}
	if view.CoOrganises != nil && m.Waits() {
		offer, err := peers.OfferOf(tx, view.CoOrganises.Assembly)
		view.Gone = !offer.State.Together() || offer.Form() != m.Form
		return view, err
	}
	if view.Council != "" {
		council, err := peers.PeerByActor(tx, commune.ActorID(view.Council))
		view.CharterText = council.CharterText
		if err == nil && m.Form == confederation.FormAdopt && view.CharterVersion != council.CharterVersion {
			var offered record.Charter
			offered, _, err = confederal.CharterOffered(tx, council)
			view.CharterText = offered.Text
		}
		return view, err
	}
	return view, nil
}

// polled is what a running vote shows this member: their own part, and how far it is.
func polled(tx *store.Tx, v *visit, view *page.MotionView) error {
	var err error
	if view.Vote, err = procedure.ReadVote(tx, view.Motion); err != nil {
		return err
	}
	view.Listed = view.Vote.Listed(v.person.ID)
	if view.Said, err = ownBallot(tx, view.Motion.ID, v.person.ID); err != nil {
		return err
	}
	return nil
}

// ownBallot is what a member's own ballot says; empty for none, and always in a secret vote.
func ownBallot(tx *store.Tx, id commune.MotionID, who commune.MemberID) (commune.Choice, error) {
	ballot, err := tx.BallotOf(id, who)
	if errors.Is(err, commune.ErrNotFound) {
		return "", nil
	}
	return ballot.Choice, err
}

// followed is what came after a vote that decided nothing by itself.
func followed(tx *store.Tx, view *page.MotionView) error {
	if again, err := tx.Repeat(view.Motion.ID); err == nil {
		view.Again = again.ID
	} else if !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	if !view.Motion.Plural() {
		return nil
	}
	next, err := tx.Follower(view.Motion.ID)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	view.Next = next.ID
	return err
}
