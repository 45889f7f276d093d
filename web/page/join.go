package page

import (
	"fmt"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// Join is the form of who wants to become a member or a sympathiser.
type Join struct {
	Coming                  procedure.Welcome
	Kind, Name, Email, Word Field
	Problems                []Problem
	Sent                    bool // the same words whether the address is known or not
}

// JoinLink is the page that the mailed link opens: only its button confirms the address.
type JoinLink struct {
	Token   string
	Request commune.JoinRequest
	Coming  procedure.Welcome
}

func joinAct(token, act string) templ.SafeURL { return templ.SafeURL("/join/" + token + act) }

func requestAct(r commune.JoinRequest, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/members/requests/%d/%s", r.ID, act))
}
