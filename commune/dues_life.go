package commune

import (
	"slices"
	"time"
)

// PayMethod is how dues were paid.
type PayMethod string

// The ways; an exemption is one without money. Entries from before ways were noted have none.
const (
	Cash      PayMethod = "cash"
	Transfer  PayMethod = "transfer"
	HelloAsso PayMethod = "helloasso"
	OtherWay  PayMethod = "other"
	Exemption PayMethod = "exemption"
)

// PayMethods are all, in the order in which they are offered.
func PayMethods() []PayMethod { return []PayMethod{Cash, Transfer, HelloAsso, OtherWay, Exemption} }

// The refusals of an entry of dues.
var (
	ErrPayMethod     = Refuse(Invalid, "pay_method")
	ErrExemptionPaid = Refuse(Invalid, "exemption_paid")
	ErrPaymentTaken  = Refuse(Conflict, "payment_taken_back")
)

// Reverse is the entry that takes a payment back: the same days, and the same amount less. An entry that takes back cannot itself be.
func (p Payment) Reverse() (Payment, error) {
	if p.Reverses != 0 {
		return p, ErrPaymentTaken
	}
	return Payment{Member: p.Member, Cents: -p.Cents, From: p.From, Until: p.Until, Method: p.Method, Reverses: p.ID}, nil
}

// valid are the payments that were not taken back.
func (s Standing) valid() []Payment {
	var valid []Payment
	for _, p := range s.Payments {
		if p.Reverses == 0 && !s.TakenBack(p.ID) {
			valid = append(valid, p)
		}
	}
	return valid
}

// TakenBack tells whether a payment was.
func (s Standing) TakenBack(id PaymentID) bool {
	return id != 0 && slices.ContainsFunc(s.Payments, func(p Payment) bool { return p.Reverses == id })
}

// DuesState is how a member stands to their dues today, as who records them looks at it (ME-1).
type DuesState string

// From the most pressing to the least.
const (
	DuesLate   DuesState = "late"   // nothing covers today
	DuesGrace  DuesState = "grace"  // over, within the days of grace
	DuesSoon   DuesState = "soon"   // ends within DuesNotice
	DuesExempt DuesState = "exempt" // covered without a payment
	DuesGood   DuesState = "good"
)

// DuesStates are all, in that order.
func DuesStates() []DuesState {
	return []DuesState{DuesLate, DuesGrace, DuesSoon, DuesExempt, DuesGood}
}

// DuesNotice is how many days before their end dues are said to end soon.
const DuesNotice = 14

// State is how they stand on a day.
func (s Standing) State(today Day) DuesState {
	last := s.PaidUntil()
	switch {
	case last == "" || last.Add(s.GraceDays) < today:
		return DuesLate
	case last < today:
		return DuesGrace
	case last <= today.Add(DuesNotice):
		return DuesSoon
	}
	for _, p := range s.valid() {
		if p.Until == last && (p.Cents > 0 || p.Source != "" && p.Method != Exemption) { // a program may know until when dues are paid, and not how much
			return DuesGood
		}
	}
	return DuesExempt
}

// DuesLetter is the cause of a mail about dues: they end soon, they end now, they are over (ME-1). Each is sent once for one last day.
type DuesLetter string

// The letters, in the order in which they come.
const (
	DuesEndSoon DuesLetter = "soon"
	DuesEnd     DuesLetter = "end"
	DuesOver    DuesLetter = "over"
)

// duesForgotten is how many days after the end of the days of grace nobody is reminded any more.
const duesForgotten = 30

// Due is the letter for which it is the time on a day, or none.
func (s Standing) Due(today Day) DuesLetter {
	last := s.PaidUntil()
	over := last.Add(s.GraceDays)
	switch {
	case last == "" || !s.FrozenAt.IsZero() || today < last.Add(-DuesNotice) || today > over.Add(duesForgotten):
		return ""
	case today < last:
		return DuesEndSoon
	case today <= over:
		return DuesEnd
	}
	return DuesOver
}

// DuesPeriod is what the assembly suggests that dues cover (CH-2): a year from the day of payment, a calendar year, or one from September on.
type DuesPeriod string

// The periods.
const (
	AnyYear      DuesPeriod = "year"
	CalendarYear DuesPeriod = "calendar"
	SchoolYear   DuesPeriod = "school"
)

// Suggest is the period that the next payment would cover: from the end of the last one, if that covers today, else from today.
func (d DuesPeriod) Suggest(paid, today Day) (from, until Day) {
	from = today
	if paid >= today {
		from = paid.Add(1)
	}
	year, month, _ := from.Time().Date()
	end := from.Time().AddDate(1, 0, -1)
	switch {
	case d == CalendarYear:
		end = time.Date(year, time.December, 31, 12, 0, 0, 0, time.UTC)
	case d == SchoolYear && month >= time.September:
		end = time.Date(year+1, time.August, 31, 12, 0, 0, 0, time.UTC)
	case d == SchoolYear:
		end = time.Date(year, time.August, 31, 12, 0, 0, 0, time.UTC)
	}
	return from, DayOf(end, time.UTC)
}
