package page

import (
	"fmt"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// themes are the appearances that a reader can choose between.
var themes = [...]string{"system", "light", "dark"}

func chosenTheme(f Frame) string {
	if f.Theme == "" {
		return themes[0]
	}
	return f.Theme
}

func pressed(yes bool) string {
	if yes {
		return "true"
	}
	return "false"
}

// current marks the link to where one is.
func current(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func title(f Frame, h Head) string {
	if h.Title == f.Site.Name || f.Site.Name == "" {
		return h.Title
	}
	return h.Title + " · " + f.Site.Name
}

// The addresses of pages, each in one place.

// MeetingPath is the page of a meeting.
func MeetingPath(id commune.MeetingID) string { return fmt.Sprintf("/meetings/%d", id) }

// ScreenPath is a screen of a meeting, by its name.
func ScreenPath(id commune.MeetingID, screen string) string { return MeetingPath(id) + "/" + screen }

// StreamPath is what keeps a screen of a meeting current.
func StreamPath(id commune.MeetingID, screen string) string {
	return MeetingPath(id) + "/stream?screen=" + screen
}

// ProjectorPath is the page of a projector, by the token of its meeting.
func ProjectorPath(token string) string { return "/projector/" + token }

// SeatPath is the screen of who takes part in a meeting.
func SeatPath(id commune.MeetingID) string { return MeetingPath(id) + "/seat" }

// ConsolePath is the screen of who leads a meeting.
func ConsolePath(id commune.MeetingID) string { return MeetingPath(id) + "/console" }

// MotionPath is a motion's place on the page of its meeting.
func MotionPath(in commune.MeetingID, id commune.MotionID) string {
	return fmt.Sprintf("/meetings/%d#motion-%d", in, id)
}

// ItemPath is an item's place on the page of its meeting.
func ItemPath(in commune.MeetingID, id commune.ItemID) string {
	return fmt.Sprintf("/meetings/%d#item-%d", in, id)
}

// NewItemPath is where an item is proposed to a meeting.
func NewItemPath(in commune.MeetingID) string { return fmt.Sprintf("/meetings/%d/items/new", in) }

// EditPath is where an item is written.
func EditPath(id commune.ItemID) string { return fmt.Sprintf("/items/%d/edit", id) }

// DecisionPath is the page of a decision.
func DecisionPath(number string) string {
	if slug, own := commune.SplitNumber(number); slug != "" {
		return BodyPath(commune.Body{Kind: commune.PopularAssembly, Slug: slug}) + "/decisions/" + own
	}
	return "/decisions/" + number
}

// MemberPath is the page of a member's dues.
func MemberPath(id commune.MemberID) string { return fmt.Sprintf("/members/%d", id) }

// PeerPath is the page of a commune at its council.
func PeerPath(id int64) string { return fmt.Sprintf("/communes/%d", id) }

func meetingPath(id commune.MeetingID) templ.SafeURL { return templ.SafeURL(MeetingPath(id)) }

func memberPath(id commune.MemberID) templ.SafeURL { return templ.SafeURL(MemberPath(id)) }

func peerPath(id int64) templ.SafeURL { return templ.SafeURL(PeerPath(id)) }

func decisionPath(number string) templ.SafeURL { return templ.SafeURL(DecisionPath(number)) }

func meetingAct(id commune.MeetingID, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/meetings/%d/%s", id, act))
}

func itemAct(id commune.ItemID, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/items/%d/%s", id, act))
}

func motionAct(id commune.MotionID, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/motions/%d/%s", id, act))
}

func memberAct(id commune.MemberID, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/members/%d/%s", id, act))
}

func peerAct(id int64, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/communes/%d/%s", id, act))
}

// MotionPage is the page of one motion.
func MotionPage(id commune.MotionID) string { return fmt.Sprintf("/motions/%d", id) }

func motionPage(id commune.MotionID) templ.SafeURL { return templ.SafeURL(MotionPage(id)) }
