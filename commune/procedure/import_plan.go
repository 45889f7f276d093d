package procedure

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/spreadsheet"
	"federes.org/commune/store"
)

// Known is by what a line's member was found.
type Known string

// From the surest to the least sure; none for a line that is about nobody yet.
const (
	ByChoice    Known = "choice"
	ByReference Known = "reference"
	ByNumber    Known = "number"
	ByEmail     Known = "email"
	ByOrder     Known = "order"
	ByName      Known = "name"
)

// ImportLine is one line of a file, and what importing it would do.
type ImportLine struct {
	spreadsheet.Entry
	State      commune.LineState
	Why        commune.Refusal // of a line that waits, or is left aside
	Member     commune.Member  // whom it is about; someone new has no number yet
	Known      Known
	Candidates []commune.Member // who it could be about
	Choice     string
	MayBeNew   bool             // someone can be admitted from what the line says
	Payment    *commune.Payment // that would be recorded
	Back       commune.PaymentID
	Numbers    bool // keeps the member's number

	of *soul
}

// ImportPlan is what importing a file would do, line by line.
type ImportPlan struct {
	Sheet
	Lines  []ImportLine
	Counts map[commune.LineState]int
	Seen   string // by which the plan is known again: importing does what was shown, or nothing
}

// Waiting is how many lines would stay out although something could be made of them.
func (p ImportPlan) Waiting() int {
	return p.Counts[commune.LineBad] + p.Counts[commune.LineOpen]
}

// Acting is how many lines would change something.
func (p ImportPlan) Acting() int {
	return p.Counts[commune.LineNew] + p.Counts[commune.LineChange]
}

// PlanImport says what importing a file would do (ME-1). It changes nothing.
func PlanImport(tx *store.Tx, who commune.MemberID, id commune.ImportID) (ImportPlan, error) {
	s, err := OpenSheet(tx, who, id)
	if err != nil {
		return ImportPlan{}, err
	}
	return planSheet(tx, who, s)
}

// planner reads lines one after the other; what an earlier one brings counts for the later ones.
type planner struct {
	*roll
	admits, records bool
	choices         map[int]string
	period          commune.DuesPeriod
	today           commune.Day
	now             time.Time
	lines           map[string]int // of references that were read
}

func planSheet(tx *store.Tx, who commune.MemberID, s Sheet) (ImportPlan, error) {
	plan := ImportPlan{Sheet: s, Counts: map[commune.LineState]int{}}
	if s.Unreadable.Key != "" {
		return plan, s.Unreadable
	}
	if err := s.Reading.Check(len(s.Header)); err != nil {
		return plan, err
	}
	p, err := newPlanner(tx, who, s)
	if err != nil {
		return plan, err
	}
	entries := s.Entries(s.Reading)
	slices.SortStableFunc(entries, func(a, b spreadsheet.Entry) int { return cmp.Compare(a.On, b.On) })
	for _, e := range entries {
		l := ImportLine{Entry: e, Choice: p.choices[e.Line]}
		p.judge(&l)
		plan.Counts[l.State]++
		plan.Lines = append(plan.Lines, l)
	}
	slices.SortFunc(plan.Lines, func(a, b ImportLine) int { return a.Line - b.Line })
	plan.Seen = seen(plan.Lines)
	return plan, nil
}

func newPlanner(tx *store.Tx, who commune.MemberID, s Sheet) (*planner, error) {
	me, err := Identify(tx, who)
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	p := &planner{choices: s.Choices, period: settings.DuesPeriod, now: tx.Now(), lines: map[string]int{}}
	_, admits := me.May(commune.AdmitMembers, tx.Now())
	_, records := me.May(commune.RecordDues, tx.Now())
	p.admits, p.records = admits == nil, records == nil
	if p.today, err = Today(tx); err != nil {
		return nil, err
	}
	p.roll, err = newRoll(tx, s.Format.Source())
	return p, err
}

// judge says what becomes of a line.
func (p *planner) judge(l *ImportLine) {
	known := p.entries[l.Reference]
	switch before := p.lines[l.Reference]; {
	case l.Entry.Refusal.Key != "":
		l.wait(commune.LineBad, l.Entry.Refusal)
	case !l.Membership(), l.Choice == ChooseSkip:
		l.State = commune.LineAside
	case l.Reference != "" && before != 0:
		l.wait(commune.LineBad, commune.ErrLineTwice.With(before))
	case l.Reference != "" && known != nil:
		p.again(l, known)
	case l.Paid == spreadsheet.PaidNot:
		l.wait(commune.LineBad, commune.ErrLineUnpaid)
	case l.Paid == spreadsheet.PaidBack:
		p.refund(l, p.orders[l.Order])
	case p.find(l):
		p.settle(l)
	}
	if l.Reference != "" && p.lines[l.Reference] == 0 {
		p.lines[l.Reference] = l.Line
	}
}

// wait keeps a line out, and says why.
func (l *ImportLine) wait(state commune.LineState, why error, candidates ...*soul) {
	l.State = state
	errors.As(why, &l.Why)
	for _, s := range candidates {
		if s.ID != 0 {
			l.Candidates = append(l.Candidates, s.Member)
		}
	}
}

// is says whom the line is about.
func (l *ImportLine) is(s *soul, by Known) bool {
	l.of, l.Member, l.Known = s, s.Member, by
	return true
}

// seen is the plan as one word.
func seen(lines []ImportLine) string {
	sum := sha256.New()
	for _, l := range lines {
		fmt.Fprintln(sum, l.Line, l.State, l.Why.Key, l.Member.ID, l.Member.Email, l.Known, l.Back, l.Numbers)
		if l.Payment != nil {
			fmt.Fprintln(sum, l.Payment.Cents, l.Payment.From, l.Payment.Until, l.Payment.Method)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
