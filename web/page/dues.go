package page

import (
	"fmt"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// Dues is how all members stand to their dues, for who records them (ME-1).
type Dues struct {
	Counts map[commune.DuesState]int
	Shown  commune.DuesState // empty: all
	List   []DuesRow
	Sums   []DuesSum
}

// DuesRow is one member.
type DuesRow struct {
	Member commune.Member
	State  commune.DuesState
	Paid   commune.Day // last day covered; empty if none
}

// DuesSum is what came in during one month.
type DuesSum struct {
	Month    string
	At       time.Time // within it
	Cents    int
	Payments int
	By       map[commune.PayMethod]int
}

// ways are how it came in, in words: the exempt brought nothing.
func (s DuesSum) ways(f Frame) []string {
	var ways []string
	for _, m := range commune.PayMethods() {
		if s.By[m] != 0 {
			ways = append(ways, f.T("dues.way", f.T("dues.method_"+string(m)), f.Money(int64(s.By[m]))))
		}
	}
	return ways
}

func methodOptions(f Frame) []Option {
	var options []Option
	for _, m := range commune.PayMethods() {
		options = append(options, Option{Value: string(m), Label: f.T("dues.method_" + string(m))})
	}
	return options
}

func reversal(p commune.Payment) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/members/%d/payments/%d/reversal", p.Member, p.ID))
}

func duesState(s commune.DuesState) templ.SafeURL { return templ.SafeURL("/dues?state=" + string(s)) }

// stateClass is how a state is drawn.
func stateClass(s commune.DuesState) string {
	switch s {
	case commune.DuesLate, commune.DuesGrace:
		return "late"
	case commune.DuesGood, commune.DuesExempt:
		return "good"
	}
	return ""
}
