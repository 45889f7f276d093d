package page

import (
	"fmt"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// Welcome is the next meeting to which someone new can come, and when they are welcomed (AG-2).
type Welcome struct {
	Meeting *commune.Meeting // nil: none is foreseen
	From    time.Time
}

// Join is the form of who wants to become a member or a sympathiser.
type Join struct {
	Coming                  Welcome
	Kind, Name, Email, Word Field
	Problems                []Problem
	Sent                    bool // the same words whether the address is known or not
}

// JoinLink is the page that the mailed link opens: only its button confirms the address.
type JoinLink struct {
	Token   string
	Request commune.JoinRequest
	Coming  Welcome
}

func joinAct(token, act string) templ.SafeURL { return templ.SafeURL("/join/" + token + act) }

func requestAct(r commune.JoinRequest, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/members/requests/%d/%s", r.ID, act))
}
