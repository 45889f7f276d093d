package page

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// Charter is the text that all bodies respect, with all its versions, the one in force first (CH-1).
type Charter struct {
	Versions []CharterLine
	Words    string           // of the one in force, as HTML
	Waiting  []commune.Motion // that would adopt the next; for members
	Councils []CouncilCharter // of a commune: what it adopted with its councils
}

// CharterLine is one version with the decision that adopted it; without one it stands from the founding.
type CharterLine struct {
	commune.Charter
	By string
}

// CouncilCharter is the charter of a council as the commune adopted it, by its decision to join (CH-1).
type CouncilCharter struct {
	Peer  PeerView
	Words string // as HTML
	By    string // the decision's number; empty for who may not read it
	At    time.Time
}

// CharterVersion is the page of one version.
type CharterVersion struct {
	CharterLine
	Latest int
	Words  string // as HTML
	Before string // the text of the version before; empty for the first
	Record Record
}

// NewCharter proposes the next version.
type NewCharter struct {
	Item          commune.Item
	Charter, Text Field
	Theme         Theme
	Problems      []Problem
}

func charterPath(version int) templ.SafeURL { return templ.SafeURL(procedure.CharterPath(version)) }

// newCharterUnder is where a version is proposed under an item.
func newCharterUnder(id commune.ItemID) templ.SafeURL {
	return templ.SafeURL("/charter/edit?item=" + strconv.FormatInt(int64(id), 10))
}
