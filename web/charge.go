package web

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// chargeRoutes are how far each decision of the assembly is: for everybody to read; who may say it is for the procedure to tell (SE-1).
func (s *Server) chargeRoutes() []Route {
	return []Route{
		{get, "/decisions", Anyone, "", s.show(s.followUp)},
		{post, "/decisions/:number/charge", Members, "", s.act(s.chargeDecision, s.decision)},
		{post, "/decisions/:number/notes", Members, "", s.act(s.markDecision, s.decision)},
	}
}

// chargeLines are decisions in the hands of secretariats, those that this visitor may read.
func chargeLines(tx *store.Tx, v *visit, charges []commune.Charge) ([]page.ChargeLine, error) {
	var lines []page.ChargeLine
	for _, c := range charges {
		d, err := tx.DecisionByID(c.Decision)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(v.audiences(), d.Audience) {
			continue
		}
		b, err := tx.Body(c.Body)
		if err != nil {
			return nil, err
		}
		lines = append(lines, page.ChargeLine{Charge: c, Of: d, Body: b})
	}
	return lines, nil
}

// followUp lists the decisions that are being carried out, by how far they are: of one secretariat, or of all.
func (s *Server) followUp(tx *store.Tx, v *visit) (templ.Component, error) {
	charges, err := tx.Charges()
	if err != nil {
		return nil, err
	}
	lines, err := chargeLines(tx, v, charges)
	if err != nil {
		return nil, err
	}
	var view page.Follow
	for _, l := range lines {
		if !slices.Contains(view.Bodies, l.Body) {
			view.Bodies = append(view.Bodies, l.Body)
		}
		if strconv.FormatInt(int64(l.Body.ID), 10) == v.Query("body") {
			view.Body = l.Body
		}
	}
	for _, state := range commune.ChargeStates() {
		group := page.ChargeGroup{State: state}
		for _, l := range lines {
			if l.State == state && (view.Body.ID == 0 || view.Body.ID == l.Body.ID) {
				group.List = append(group.List, l)
			}
		}
		if len(group.List) > 0 {
			view.Groups = append(view.Groups, group)
		}
	}
	return page.FollowPage(v.Frame, view), nil
}

// chargeView is what became of a decision, and what this visitor can do about it.
func chargeView(tx *store.Tx, v *visit, d commune.Decision) (page.ChargeView, error) {
	view := page.ChargeView{Decision: d}
	c, err := tx.Charge(d.ID)
	switch {
	case err == nil:
		view.Charge = &c
		if err := chargeStory(tx, v, &view); err != nil {
			return view, err
		}
	case !errors.Is(err, commune.ErrNotFound):
		return view, err
	}
	at := map[string]string{
		commune.ErrChargeState.Key: "state", commune.ErrChargeReason.Key: "note", commune.ErrChargeSame.Key: "note", commune.ErrTooLong.Key: "note",
		commune.ErrNoSecretariat.Key: "to", commune.ErrChargeTaken.Key: "to", commune.ErrReviewDay.Key: "review", commune.ErrDateInvalid.Key: "review",
	}[v.refused.Key]
	view.Problems = v.problems(at)
	view.State, view.Note = v.field("state", at), v.field("note", at)
	view.To, view.ReviewOn = v.field("to", at), v.field("review", at)
	if view.Charge != nil {
		view.State.Value = cmp.Or(view.State.Value, string(c.State))
		view.To.Value, view.ReviewOn.Value = cmp.Or(view.To.Value, bodyValue(c.Body)), cmp.Or(view.ReviewOn.Value, string(c.ReviewOn))
	}
	if v.person == nil {
		return view, nil
	}
	view.Secretariats, err = chargeable(tx, v, d)
	return view, err
}

// chargeStory is the notes of a decision, with who wrote them for members, and whether this visitor writes more.
func chargeStory(tx *store.Tx, v *visit, view *page.ChargeView) error {
	var err error
	if view.Body, err = tx.Body(view.Charge.Body); err != nil {
		return err
	}
	notes, err := tx.ChargeNotes(view.Decision.ID)
	if err != nil {
		return err
	}
	names := map[commune.MemberID]string{}
	if v.person != nil {
		view.Mark = view.Body.Living() && len(v.person.Mandates.In(view.Body.ID, v.Now)) > 0
		if names, err = tx.PublicNames(); err != nil {
			return err
		}
	}
	for _, n := range notes {
		view.Notes = append(view.Notes, page.ChargeNoteLine{ChargeNote: n, By: names[n.WrittenBy]})
	}
	return nil
}

// chargeable are the secretariats into whose hands this member may put a decision.
func chargeable(tx *store.Tx, v *visit, d commune.Decision) ([]page.Option, error) {
	all, err := tx.Bodies()
	var options []page.Option
	for _, b := range all {
		if b.Kind == commune.Secretariat && b.Living() && procedure.MayCharge(*v.person, b.ID, d, tx) {
			options = append(options, page.Option{Value: bodyValue(b.ID), Label: b.Name})
		}
	}
	return options, err
}

func bodyValue(b commune.BodyID) string { return strconv.FormatInt(int64(b), 10) }

// bodyOfForm is the body that a form names; 0 for none.
func (v *visit) bodyOfForm(name string) commune.BodyID {
	id, err := strconv.ParseInt(v.PostForm(name), 10, 64)
	if err != nil {
		return 0
	}
	return commune.BodyID(id)
}

// reviewDay is the day on which one would ask whether a decision was carried out; empty for never.
func (v *visit) reviewDay() (commune.Day, error) {
	if v.PostForm("review") == "" {
		return "", nil
	}
	return commune.ParseDay(v.PostForm("review"))
}

func (s *Server) chargeDecision(tx *store.Tx, v *visit) (done, error) {
	d, err := decisionOf(tx, v)
	if err != nil {
		return done{}, err
	}
	review, err := v.reviewDay()
	if err != nil {
		return done{}, err
	}
	_, err = procedure.Charge(tx, v.person.ID, commune.Charge{Decision: d.ID, Body: v.bodyOfForm("to"), ReviewOn: review})
	return done{page.ChargePath(d), v.T("done.charged")}, err
}

func (s *Server) markDecision(tx *store.Tx, v *visit) (done, error) {
	d, err := decisionOf(tx, v)
	if err != nil {
		return done{}, err
	}
	_, err = procedure.MarkCharge(tx, v.person.ID, commune.ChargeNote{
		Decision: d.ID, State: commune.ChargeState(v.PostForm("state")), Text: v.PostForm("note"),
	})
	return done{page.ChargePath(d), v.T("done.marked")}, err
}
