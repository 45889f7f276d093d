package procedure

import (
	"strconv"
	"strings"

	"federes.org/commune"
	"federes.org/commune/spreadsheet"
)

// find says whom a line is about, or why that is not sure: then someone chooses. The address of the payer finds nobody, unless the payer is
// the member by name: a parent, a friend, an employer pays for others.
func (p *planner) find(l *ImportLine) bool {
	email, own := l.Email, l.Own()
	if email == "" && own {
		email, _ = commune.Email(l.PayerEmail)
	}
	l.MayBeNew = l.Name != "" && email != "" && p.byEmail[email] == nil && !p.others[email]
	switch {
	case l.Choice != "":
		return p.chosen(l, email)
	case l.Number != "" && p.numbers[l.Number] != nil:
		return l.is(p.numbers[l.Number], ByNumber)
	case p.ordered(l):
		return true
	case l.State != "":
		return false
	case l.Email != "" && p.byEmail[l.Email] != nil:
		return p.addressed(l, p.byEmail[l.Email])
	case email != "" && p.others[email]:
		l.wait(commune.LineBad, commune.ErrLineNotMember.With(email))
		return false
	case l.Name == "":
		return p.unnamed(l)
	case email != "" && p.byEmail[email] != nil:
		return p.paidBy(l, p.byEmail[email])
	}
	return p.byName(l, email)
}

// chosen is whom someone said that the line is about.
func (p *planner) chosen(l *ImportLine, email string) bool {
	number, _ := strings.CutSuffix(l.Choice, ChooseAnyway)
	id, _ := strconv.ParseInt(number, 10, 64)
	if s := p.byID[commune.MemberID(id)]; s != nil {
		return l.is(s, ByChoice)
	}
	if l.Choice == ChooseNew && l.MayBeNew {
		return p.bring(l, email)
	}
	same, like := p.named(l.who())
	l.wait(commune.LineOpen, commune.ErrLineWho, append(same, like...)...)
	return false
}

// who is the name by which a person can be proposed.
func (l *ImportLine) who() string {
	if l.Name != "" {
		return l.Name
	}
	return l.Payer
}

// ordered finds the member of a payment by the order to which it belongs, once a payment of the same order was recorded.
func (p *planner) ordered(l *ImportLine) bool {
	before := p.orders[l.Order]
	if l.Order == "" || len(before) == 0 || before[0].of == nil || l.Name != "" {
		return false
	}
	if strings.HasPrefix(before[0].Reference, "order/") { // the whole order came with the other export
		l.State, l.Member, l.Known = commune.LineSame, before[0].of.Member, ByOrder
		return false
	}
	return l.is(before[0].of, ByOrder)
}

// addressed is who has the address that the file says is the member's. Two people of one file do not share one.
func (p *planner) addressed(l *ImportLine, s *soul) bool {
	if s.line != 0 && !spreadsheet.SameName(s.PublicName, l.Name) {
		l.wait(commune.LineBad, commune.ErrLineEmailTwice.With(s.line))
		return false
	}
	return l.is(s, ByEmail)
}

// paidBy is a member who paid for themselves: their name must be like the one here, since a couple may share an address.
func (p *planner) paidBy(l *ImportLine, s *soul) bool {
	if spreadsheet.LikeName(s.PublicName, l.Name) {
		return l.is(s, ByEmail)
	}
	l.wait(commune.LineOpen, commune.ErrLineNamesake, s)
	return false
}

// unnamed is a line that names nobody but a payer, or gives a number that nobody has yet.
func (p *planner) unnamed(l *ImportLine) bool {
	same, like := p.named(l.Payer)
	why := commune.ErrLineWho
	if l.Payer != "" {
		why = commune.ErrLinePayer
	}
	l.wait(commune.LineOpen, why, append(same, like...)...)
	return false
}

// byName finds a member by their name where the line gives nothing surer, and else someone new.
func (p *planner) byName(l *ImportLine, email string) bool {
	same, like := p.named(l.Name)
	switch {
	case len(same) > 1:
		l.wait(commune.LineOpen, commune.ErrLineSeveral, same...)
	case len(same) == 1 && (l.Email == "" || same[0].Email == ""):
		return l.is(same[0], ByName)
	case len(same) == 1 || len(like) > 0:
		l.wait(commune.LineOpen, commune.ErrLineNamesake, append(same, like...)...)
	case email == "":
		l.wait(commune.LineOpen, commune.ErrLineNoEmail)
	default:
		return p.bring(l, email)
	}
	return false
}

// bring is someone new, under a mandate to admit (ME-1).
func (p *planner) bring(l *ImportLine, email string) bool {
	m, err := commune.NewMember(l.Name, email, p.now)
	if err == nil && !p.admits {
		err = commune.ErrLineMayNotAdmit
	}
	if err != nil {
		l.wait(commune.LineBad, err)
		return false
	}
	l.State = commune.LineNew
	return l.is(&soul{Member: m, line: l.Line}, "")
}
