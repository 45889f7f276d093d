package web

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// screen is a page that is kept as its meeting is: /meetings/:id/NAME, and its stream. What it shows is computed from one reading of the
// meeting, the same for all who watch.
type screen struct {
	name  string
	watch func(procedure.Sitting, commune.MemberID) bool // who may; nil for every member
	more  func(*procedure.Sitting, *store.Tx) error      // reads what no other screen shows; nil where there is nothing

	// shared are the parts that all see alike, in their language; own are those of a member, and nil where there are none. Both are
	// computed from the reading alone: all of whom it says the same are sent the same bytes.
	shared func(page.Frame, procedure.Sitting) []page.Part
	own    []page.OwnPart
}

// screenOf is the one of a name.
func screenOf(name string) (screen, error) {
	all := screens()
	i := slices.IndexFunc(all, func(sc screen) bool { return sc.name == name })
	if i < 0 {
		return screen{}, errNotFound
	}
	return all[i], nil
}

func (sc screen) watched(sitting procedure.Sitting, by commune.MemberID) bool {
	return sc.watch == nil || sc.watch(sitting, by)
}

// scripted allows the page to run our scripts and to listen to its stream; nothing else.
func (v *visit) scripted() { v.Header("Content-Security-Policy", livePolicy) }

// live has the page of a screen kept current by its stream.
func (v *visit) live(id commune.MeetingID, name string) page.Live {
	v.scripted()
	return page.Live{Stream: page.StreamPath(id, name)}
}
