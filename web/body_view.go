package web

import (
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// bodyView is a body as this visitor may see it.
func bodyView(tx *store.Tx, v *visit, b commune.Body) (page.BodyView, error) {
	view := page.BodyView{Body: b, Today: commune.DayOf(v.Now, v.Site.Location())}
	var err error
	if view.Created, err = v.decisionRef(tx, b.Created); err != nil {
		return view, err
	}
	if view.Dissolved, err = v.decisionRef(tx, b.Dissolved); err != nil {
		return view, err
	}
	people := bodyMandates
	if b.Kind == commune.Commission {
		people = bodyMembers
	}
	for _, read := range []func(*store.Tx, *visit, *page.BodyView) error{people, bodyActivity, bodyMeetings, bodyReports, bodyRequests} {
		if err := read(tx, v, &view); err != nil {
			return view, err
		}
	}
	return view, nil
}

// bodyMandates are the mandates that are exercised in a secretariat, and the reports that they owe (SE-2, SE-6).
func bodyMandates(tx *store.Tx, v *visit, view *page.BodyView) error {
	all, err := v.knownMandates(tx)
	if err != nil {
		return err
	}
	councils, err := councilNames(tx)
	if err != nil {
		return err
	}
	living := all.In(view.Body.ID, v.Now)
	for _, m := range living {
		view.Mandates = append(view.Mandates, page.MandateLine{Mandate: m, CouncilName: councils[m.Council]})
	}
	if v.person != nil {
		view.Mine = v.person.Mandates.In(view.Body.ID, v.Now)
	}
	duties, err := procedure.Duties(tx)
	for _, d := range duties {
		if d.Mandate.Body == view.Body.ID {
			view.Duties = append(view.Duties, d)
		}
	}
	return err
}

// bodyMembers are how many are in a commission and, for members, who (CO-3).
func bodyMembers(tx *store.Tx, v *visit, view *page.BodyView) error {
	members, err := procedure.CommissionMembers(tx, view.Body.ID)
	view.Count = len(members)
	if v.person == nil {
		view.Body.Signal = ""
		return err
	}
	for _, m := range members {
		view.Members = append(view.Members, m.PublicName)
		view.Joined = view.Joined || m.ID == v.person.ID
	}
	locale.ByName(v.Printer, view.Members, func(name string) string { return name })
	return err
}

// listed is how many decisions and reports the page of a body shows.
const listed = 20

// bodyActivity is what a secretariat decided (SE-4), and what it carries out (SE-1).
func bodyActivity(tx *store.Tx, v *visit, view *page.BodyView) error {
	decisions, err := tx.BodyDecisions(view.Body.ID, v.audiences(), listed)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		view.Decisions = append(view.Decisions, page.BodyDecisionLine{BodyDecision: d, Body: view.Body})
	}
	charges, err := tx.ChargesOf(view.Body.ID)
	if err != nil {
		return err
	}
	view.Charges, err = chargeLines(tx, v, charges)
	return err
}

// meetingsAhead is how far ahead the page of a body looks into the calendar.
const meetingsAhead = 92 * 24 * time.Hour

// bodyMeetings are what the body has in the calendar, from today on (CO-7).
func bodyMeetings(tx *store.Tx, v *visit, view *page.BodyView) error {
	var err error
	span := commune.Span{From: v.Now, Until: v.Now.Add(meetingsAhead)}
	if view.Meetings, err = procedure.EventsOf(tx, procedure.ReaderOf(tx, v.person), view.Body.ID, span); err != nil || v.person == nil {
		return err
	}
	planner, err := procedure.PlannerOf(tx, *v.person, view.Body.ID)
	view.Planner = view.Works() && planner.Puts(view.Body.ID) == nil
	return err
}

// bodyReports are what the body published and, for those who write them, its drafts (SE-5, CO-5).
func bodyReports(tx *store.Tx, v *visit, view *page.BodyView) error {
	var err error
	if view.Reports, err = tx.Reports(view.Body.ID, v.audiences(), listed); err != nil || !view.Works() {
		return err
	}
	drafts, err := tx.ReportDrafts(view.Body.ID)
	for _, r := range drafts {
		if procedure.MayReport(tx, v.person.ID, r) == nil {
			view.Drafts = append(view.Drafts, r)
		}
	}
	return err
}

// bodyRequests are what commissions sent to a secretariat, or what a commission sent, for members (CO-6).
func bodyRequests(tx *store.Tx, v *visit, view *page.BodyView) error {
	if v.person == nil {
		return nil
	}
	all, err := tx.RequestsOf(view.Body.ID)
	if err != nil {
		return err
	}
	for _, r := range all {
		line := page.RequestLine{Request: r}
		if line.From, err = tx.Body(r.Commission); err != nil {
			return err
		}
		if line.Secretariat, err = tx.Body(r.To); err != nil {
			return err
		}
		if line.Answer, err = answerPath(tx, line); err != nil {
			return err
		}
		view.Requests = append(view.Requests, line)
	}
	return nil
}

// answerPath is where the answer to a request is read.
func answerPath(tx *store.Tx, r page.RequestLine) (string, error) {
	switch {
	case r.Decision != 0:
		d, err := tx.BodyDecisionByID(r.Decision)
		return page.BodyDecisionPath(r.Secretariat, d), err
	case r.Item != 0:
		item, err := tx.Item(r.Item)
		return page.ItemPath(item.Meeting, item.ID), err
	}
	return "", nil
}

// ownBodies are those to which a member belongs: by a living mandate (SE-2), or as one of a commission (CO-3).
func ownBodies(tx *store.Tx, p procedure.Person) ([]commune.Body, error) {
	memberships, err := tx.MembershipsOf(p.ID)
	if err != nil {
		return nil, err
	}
	var ids []commune.BodyID
	for _, m := range p.Mandates {
		if m.Body != 0 && m.LivingAt(tx.Now()) {
			ids = append(ids, m.Body)
		}
	}
	for _, m := range memberships {
		ids = append(ids, m.Body)
	}
	slices.Sort(ids)
	var own []commune.Body
	for _, id := range slices.Compact(ids) {
		b, err := tx.Body(id)
		if err != nil {
			return nil, err
		}
		if b.Living() {
			own = append(own, b)
		}
	}
	return own, nil
}
