package web

import (
	"cmp"
	"errors"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// openingRoutes are what a meeting does before its agenda, and who is there.
func (s *Server) openingRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/opening", Members, commune.KindCommune, s.show(s.opening)},
		{post, "/meetings/:id/opening", Members, commune.KindCommune, s.act(s.openMeeting, nil)},
		{post, "/meetings/:id/opening/steps", Members, commune.KindCommune, s.act(s.takeStep, nil)},
		{post, "/meetings/:id/opening/mandates", Members, commune.KindCommune, s.act(s.proposeSitting, s.openingAgain)},
		{post, "/meetings/:id/presence", Members, commune.KindCommune, s.act(s.attend, nil)},
		{get, "/meetings/:id/presences", Members, commune.KindCommune, s.show(s.presences)},
		{get, "/meetings/:id/presences/sheet", Members, commune.KindCommune, s.show(s.sheet)},
		{get, "/meetings/:id/arrival", Members, commune.KindCommune, s.show(s.arrival)},
		{get, "/meetings/:id/arrival/poster", Members, commune.KindCommune, s.show(s.poster)},
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

func (s *Server) opening(tx *store.Tx, v *visit) (templ.Component, error) {
	return openingPage(tx, v, commune.Refusal{})
}

func (s *Server) openingAgain(refused commune.Refusal) pager {
	return func(tx *store.Tx, v *visit) (templ.Component, error) { return openingPage(tx, v, refused) }
}

func openingPage(tx *store.Tx, v *visit, refused commune.Refusal) (templ.Component, error) {
	m, err := meetingHere(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.OpeningView{Meeting: m, State: m.State(v.Now)}
	if view.Settings, err = tx.Settings(); err != nil {
		return nil, err
	}
	if view.List, err = procedure.ReadChecklist(tx, m); err != nil {
		return nil, err
	}
	if view.Presence, err = attendance(tx, v, m.ID); err != nil {
		return nil, err
	}
	view.Here = view.Presence.Mine != ""
	if view.Lead, err = leads(tx, v, m); err != nil {
		return nil, err
	}
	if view.Code, err = page.CodeOf(v.Address(page.ArrivalPath(m.ID))); err != nil {
		return nil, err
	}
	if err := describeOpening(tx, v, &view); err != nil {
		return nil, err
	}
	view.Form = sittingForm(v, view, refused)
	return page.OpeningPage(v.Frame, view), nil
}

// describeOpening adds to the page who is new, the vote that runs, and what is prepared next.
func describeOpening(tx *store.Tx, v *visit, view *page.OpeningView) error {
	by, err := names(tx)
	if err != nil {
		return err
	}
	view.New = page.FirstNames(called(by, view.List.Newcomers))
	for _, p := range view.List.Present {
		view.Form.People = append(view.Form.People, page.Option{Value: strconv.FormatInt(int64(p.Member), 10), Label: by[p.Member]})
	}
	locale.ByName(v.Printer, view.Form.People, func(o page.Option) string { return o.Label })
	if view.List.Sitting.Voting() {
		motion, err := motionView(tx, v, view.List.Sitting)
		if err != nil {
			return err
		}
		motion.Back = page.OpeningPath(view.Meeting.ID)
		view.Vote = &motion
	}
	if view.Agenda, err = procedure.Agenda(tx, view.Meeting.ID); err != nil {
		return err
	}
	if view.Late, err = lateItems(tx, v); err != nil {
		return err
	}
	next, err := procedure.NextOrdinary(tx, view.Meeting)
	view.Next = next.StartsAt
	return err
}

func called(by map[commune.MemberID]string, members []commune.MemberID) []string {
	list := make([]string, len(members))
	for i, id := range members {
		list[i] = by[id]
	}
	return list
}

// sittingForm is the form of the three mandates, with what was typed and what stands against it.
func sittingForm(v *visit, view page.OpeningView, refused commune.Refusal) page.SittingForm {
	form := view.Form
	form.People = append([]page.Option{{Label: v.T("opening.mandates.choose")}}, form.People...)
	for i, name := range sittingFields {
		form.Holders[i] = v.field(name, "", refused)
	}
	form.Mode.Value = cmp.Or(v.PostForm("mode"), string(page.SittingMode(view.List.Present)))
	form.Problems = v.problems("", refused)
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
