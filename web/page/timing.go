package page

import (
	"strconv"
	"time"

	"federes.org/commune"
)

// Timing is where a meeting stands in its time, as one member may act on it (OJ-4, DR-4).
type Timing struct {
	Meeting commune.MeetingID
	commune.Timing
	Lead bool
}

// CoursePath is the meeting's course on its page.
func CoursePath(id commune.MeetingID) string { return MeetingPath(id) + "#course" }

// seconds writes a length of time for what counts on from it.
func seconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }

// paceClass is the colour of a pace.
func paceClass(p commune.Pace) string {
	return map[commune.Pace]string{commune.Tight: "late", commune.Past: "bad"}[p]
}

// spentOf words how long an item has been treated, of the time foreseen for it.
func spentOf(f Frame, i commune.TimedItem) string {
	return f.T("timing.spent", f.Duration(i.Elapsed), f.Duration(minutes(i.Minutes)))
}
