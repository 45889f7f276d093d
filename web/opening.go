package web

import (
	"cmp"
	"errors"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// openingRoutes are what a meeting does before its agenda, and who is there.
func (s *Server) openingRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/opening", Members, "", s.show(s.opening)},
		{post, "/meetings/:id/opening", Members, "", s.act(s.openMeeting, nil)},
		{post, "/meetings/:id/opening/steps", Members, "", s.act(s.takeStep, nil)},
		{post, "/meetings/:id/opening/mandates", Members, "", s.act(s.proposeSitting, s.opening)},
		{post, "/meetings/:id/presence", Members, "", s.act(s.attend, nil)},
		{get, "/meetings/:id/presences", Members, "", s.show(s.presences)},
		{get, "/meetings/:id/presences/sheet", Members, "", s.show(s.sheet)},
		{get, "/meetings/:id/arrival", Members, "", s.show(s.arrival)},
		{get, "/meetings/:id/arrival/poster", Members, "", s.show(s.poster)},
	}
}

// meetingHere is the meeting of the address.
func meetingHere(tx *store.Tx, v *visit) (commune.Meeting, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Meeting{}, err
	}
	return tx.Meeting(commune.MeetingID(id))
}

// opening is kept as the meeting is, but for a form that was refused: that waits for its writer.
func (s *Server) opening(tx *store.Tx, v *visit) (templ.Component, error) {
	now, err := sittingAt(tx, v)
	if err != nil {
		return nil, err
	}
	if err := now.ReadOpening(tx); err != nil {
		return nil, err
	}
	view := page.Opening{Now: now, Me: now.Own(v.person.ID, v.person.Good), Form: sittingForm(v)}
	if v.refused.Key == "" && !view.Me.Excluded {
		live := v.live(now.Meeting.ID, openingScreen)
		view.Live = &live
	}
	view.Choices, err = ownChoices(tx, v, now)
	return page.OpeningPage(v.Frame, view), err
}

// ownChoices are the visitor's own ballots in the votes that are open.
func ownChoices(tx *store.Tx, v *visit, now procedure.Sitting) (map[commune.MotionID]commune.Choice, error) {
	choices := make(map[commune.MotionID]commune.Choice)
	for _, vote := range now.Votes {
		ballot, err := tx.BallotOf(vote.ID, v.person.ID)
		if err != nil && !errors.Is(err, commune.ErrNotFound) {
			return nil, err
		}
		choices[vote.ID] = ballot.Choice
	}
	return choices, nil
}

// sittingForm is the form of the three mandates, with what was typed and what stands against it.
func sittingForm(v *visit) page.SittingForm {
	form := page.SittingForm{Mode: v.field("mode", ""), Problems: v.problems("")}
	for i, name := range sittingFields {
		form.Holders[i] = v.field(name, "")
	}
	return form
}

// sittingFields are the places of the form of the three mandates.
var sittingFields = [...]string{"facilitator", "taker", "preparer"}

// leads tells whether the viewer leads a meeting; each act asks again.
func leads(tx *store.Tx, v *visit, m commune.Meeting) (bool, error) {
	_, err := procedure.Facilitating(tx, v.person.ID, m)
	if errors.Is(err, commune.ErrNotMandated) {
		return false, nil
	}
	return err == nil, err
}

// takeStep notes how far a step of the opening is (DR-1, DR-3).
func (s *Server) takeStep(tx *store.Tx, v *visit) (done, error) {
	line := commune.OpeningLine{Step: commune.OpeningStep(v.PostForm("step")), State: commune.StepState(v.PostForm("state"))}
	d, err := atMeeting(v, "done.step", func(id commune.MeetingID) error {
		_, err := procedure.TakeStep(tx, v.person.ID, id, line)
		return err
	})
	d.to += "/opening#step-" + string(line.Step)
	return d, err
}

// proposeSitting puts the three mandates of the meeting to the vote, in the mode that who leads chose (DR-2).
func (s *Server) proposeSitting(tx *store.Tx, v *visit) (done, error) {
	d, err := atMeeting(v, "done.vote_open", func(id commune.MeetingID) error {
		terms := commune.SittingTerms{Meeting: id}
		for i, p := range terms.People() {
			n, err := strconv.ParseInt(v.PostForm(sittingFields[i]), 10, 64)
			if err != nil {
				return commune.ErrHolderAbsent
			}
			p.Member = commune.MemberID(n)
		}
		motion, err := procedure.ProposeSitting(tx, s.House, v.person.ID, terms)
		if err != nil {
			return err
		}
		mode := commune.VoteMode(cmp.Or(v.PostForm("mode"), string(commune.Named)))
		_, err = procedure.OpenVoteIn(tx, s.House, v.person.ID, procedure.Opening{Motion: motion.ID, Mode: mode})
		return err
	})
	d.to += "/opening#step-mandates"
	return d, err
}
