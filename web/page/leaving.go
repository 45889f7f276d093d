package page

import (
	"fmt"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// Leaving is the form by which someone leaves, or is let out at their request (ME-3).
type Leaving struct {
	Person   commune.Member
	Name     Field     // typed once more, so that nobody leaves by a slip
	DueAt    time.Time // when an erasure is due that was asked for; zero for none
	Problems []Problem
}

// DeparturePath is where who admits members asks for someone's erasure.
func DeparturePath(id commune.MemberID) string { return fmt.Sprintf("/members/%d/leaving", id) }

func departurePath(id commune.MemberID) templ.SafeURL { return templ.SafeURL(DeparturePath(id)) }

// keptData are what is kept of people, in the order in which the page says it: for each, what for, and how long (ME-2).
var keptData = []string{"account", "joining", "dues", "presence", "floor", "votes", "writing", "mandates", "bodies", "mails", "calendar"}
