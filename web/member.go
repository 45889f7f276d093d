package web

import (
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

func (s *Server) members(tx *store.Tx, v *visit) (templ.Component, error) {
	people, err := procedure.Everybody(tx)
	locale.ByName(v.Printer, people, func(p procedure.Person) string { return p.PublicName })
	view := page.Members{List: make([]page.MemberRow, len(people))}
	for i, p := range people {
		view.List[i] = page.MemberRow{Member: p.Member, Good: p.Good, Paid: p.Standing.PaidUntil()}
	}
	if err != nil {
		return nil, err
	}
	if view.Sympathisers, err = sympathisers(tx, v); err != nil {
		return nil, err
	}
	view.Waiting, err = tx.CountJoins()
	return page.MembersPage(v.Frame, view), err
}

// sympathisers are those who have an account without a vote, by name.
func sympathisers(tx *store.Tx, v *visit) ([]commune.Member, error) {
	all, err := tx.People(commune.KindSympathiser)
	known := slices.DeleteFunc(all, func(m commune.Member) bool { return !m.Known() })
	locale.ByName(v.Printer, known, func(m commune.Member) string { return m.PublicName })
	return known, err
}

func (s *Server) newMember(_ *store.Tx, v *visit) (templ.Component, error) {
	at := map[string]string{
		commune.ErrNameMissing.Key: "name", commune.ErrEmailInvalid.Key: "email", commune.ErrEmailTaken.Key: "email",
	}[v.refused.Key]
	form := page.NewMember{Name: v.field("name", at), Email: v.field("email", at), Kind: v.field("kind", at), Problems: v.problems(at)}
	if v.refused.Key == "" {
		form.Kind.Value = string(commune.KindMember)
	}
	return page.NewMemberPage(v.Frame, form), nil
}

// admit admits a person (ME-1), and goes on to their dues where that is the same person's work.
func (s *Server) admit(tx *store.Tx, v *visit) (done, error) {
	if v.PostForm("kind") == string(commune.KindSympathiser) {
		m, err := procedure.AdmitSympathiser(tx, v.person.ID, v.PostForm("name"), v.PostForm("email"))
		return done{"/members", v.T("done.sympathiser", m.PublicName)}, err
	}
	m, err := procedure.Admit(tx, v.person.ID, v.PostForm("name"), v.PostForm("email"))
	if err != nil {
		return done{}, err
	}
	return done{page.MemberPath(m.ID), v.T("done.member", m.PublicName)}, nil
}

func (s *Server) member(tx *store.Tx, v *visit) (templ.Component, error) {
	if !v.Keeper() {
		return nil, commune.ErrNotMandated.With(string(commune.RecordDues))
	}
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	p, err := procedure.Identify(tx, commune.MemberID(id))
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrAmountInvalid.Key: "amount", commune.ErrPeriodInvalid.Key: "until", commune.ErrDateInvalid.Key: "from",
		commune.ErrPayMethod.Key: "method", commune.ErrExemptionPaid.Key: "amount", commune.ErrTooLong.Key: "reason",
	}[v.refused.Key]
	view := page.MemberView{
		MemberRow: page.MemberRow{Member: p.Member, Good: p.Good, Paid: p.Standing.PaidUntil()},
		Standing:  p.Standing, Method: v.field("method", at), Reason: v.field("reason", at), Amount: v.field("amount", at), From: v.field("from", at),
		Until: v.field("until", at), Problems: v.problems(at),
	}
	if v.refused.Key == "" {
		settings, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		from, until := settings.DuesPeriod.Suggest(view.Paid, commune.DayOf(v.Now, v.Site.Location()))
		view.From.Value, view.Until.Value = string(from), string(until)
	}
	return page.MemberPage(v.Frame, view), nil
}

// recordPayment records a member's dues (ME-1).
func (s *Server) recordPayment(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	payment := commune.Payment{Member: commune.MemberID(id), Method: commune.PayMethod(v.PostForm("method"))}
	if payment.Method == commune.Exemption {
		payment.Reason = v.PostForm("reason")
	}
	if payment.Cents, err = commune.ParseCents(v.PostForm("amount")); err != nil {
		return done{}, err
	}
	if payment.From, err = commune.ParseDay(v.PostForm("from")); err != nil {
		return done{}, err
	}
	if payment.Until, err = commune.ParseDay(v.PostForm("until")); err != nil {
		return done{}, commune.ErrPeriodInvalid
	}
	_, err = procedure.RecordPayment(tx, v.person.ID, payment)
	return done{page.MemberPath(payment.Member), v.T("done.payment")}, err
}
