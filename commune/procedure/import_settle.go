package procedure

import (
	"strings"

	"federes.org/commune"
	"federes.org/commune/spreadsheet"
)

// again is a line that was imported before: it changes nothing, unless its payment was given back since.
func (p *planner) again(l *ImportLine, known *entry) {
	l.State, l.Known = commune.LineSame, ByReference
	if known.of != nil {
		l.Member = known.of.Member
	}
	if l.Paid == spreadsheet.PaidBack && known.of != nil && !p.takenBack(known) {
		p.refund(l, []*entry{known})
	}
}

// refund takes back the entry of a payment that was given back, if there is one.
func (p *planner) refund(l *ImportLine, of []*entry) {
	switch {
	case len(of) != 1 || of[0].of == nil || of[0].ID == 0:
		l.wait(commune.LineBad, commune.ErrLineRefunded)
	case !p.records:
		l.wait(commune.LineBad, commune.ErrLineMayNotRecord)
	default:
		l.State, l.Back = commune.LineChange, of[0].ID
		l.is(of[0].of, ByReference)
	}
}

// settle says what a line adds to what is known of its member: a number, dues, or nothing.
func (p *planner) settle(l *ImportLine) {
	s := l.of
	fresh := l.State == commune.LineNew
	if l.Number != "" && l.Source != commune.FromHelloAsso && p.numbers[l.Number] != s {
		if s.numbered || p.numbers[l.Number] != nil {
			l.wait(commune.LineBad, commune.ErrLineNumber.With(l.Number))
			return
		}
		l.Numbers = true
	}
	if l.Dues() && !p.owe(l, s) {
		return
	}
	switch {
	case fresh:
		p.add(s)
	case l.Payment != nil || l.Numbers:
		l.State = commune.LineChange
	case s.line != 0:
		l.wait(commune.LineBad, commune.ErrLineTwice.With(s.line))
	default:
		l.State = commune.LineSame
	}
	if l.Numbers {
		p.numbers[l.Number], s.numbered = s, true
	}
	if l.Payment != nil {
		s.standing.Payments = append(s.standing.Payments, *l.Payment)
		p.note(&entry{*l.Payment, s})
	}
}

// owe works out the entry of dues that a line makes, and whether the line can go on.
func (p *planner) owe(l *ImportLine, s *soul) bool {
	pay := commune.Payment{Member: s.ID, Cents: l.Cents, Method: l.Method, Source: l.Source, Reference: l.Reference, Order: l.Order}
	pay.From, pay.Until = p.covered(l, s)
	switch paid := s.standing.PaidUntil(); {
	case l.Exempt && paid >= p.today, l.NoAmount && paid >= pay.Until:
		return true // their dues are known to last as long
	case l.Exempt:
		pay.Cents, pay.Method = 0, commune.Exemption
	case l.NoAmount:
		pay.Cents = 0
	}
	if !p.records {
		l.wait(commune.LineBad, commune.ErrLineMayNotRecord)
		return false
	}
	if other := p.orderedElsewhere(l); other != nil {
		return p.elsewhere(l, s, other)
	}
	if err := pay.Check(); err != nil {
		l.wait(commune.LineBad, err)
		return false
	}
	if hand, ok := s.double(pay, max(l.On, l.From)); ok && !strings.HasSuffix(l.Choice, ChooseAnyway) {
		l.wait(commune.LineOpen, commune.ErrLineByHand.With(hand.From, hand.Until), s)
		return false
	}
	l.Payment = &pay
	return true
}

// covered are the days that an entry covers: as the file says; as the order does, of which it is another part; or as the assembly suggests.
func (p *planner) covered(l *ImportLine, s *soul) (from, until commune.Day) {
	from, until = l.From, l.Until
	switch before := p.orders[l.Order]; {
	case until != "" && from != "":
		return from, until
	case until != "" && l.On != "":
		return l.On, until
	case until != "":
		return min(p.today, until.Add(-364)), until
	case l.Order != "" && len(before) > 0 && before[0].of == s:
		return before[0].From, before[0].Until
	case from != "":
		_, until = p.period.Suggest("", from)
		return from, until
	case l.On != "":
		return p.period.Suggest(s.standing.PaidUntil(), l.On)
	}
	return p.period.Suggest(s.standing.PaidUntil(), p.today)
}

// orderedElsewhere is an entry that was made from the other export of HelloAsso, for the same order.
func (p *planner) orderedElsewhere(l *ImportLine) *entry {
	for _, e := range p.orders[l.Order] {
		if l.Order != "" && strings.HasPrefix(l.Reference, "order/") && strings.HasPrefix(e.Reference, "payment/") {
			return e
		}
	}
	return nil
}

// elsewhere is a membership whose order was recorded as a payment already: for the same member it is the same, for another it is not known
// how much of it was theirs.
func (p *planner) elsewhere(l *ImportLine, s *soul, e *entry) bool {
	if e.of == s {
		return true
	}
	name := ""
	if e.of != nil {
		name = e.of.PublicName
	}
	l.wait(commune.LineBad, commune.ErrLineOrder.With(name))
	return false
}
