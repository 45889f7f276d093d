package commune

import "time"

// ActID names an act of who leads a meeting.
type ActID int64

// ActKind is what was done.
type ActKind string

// The acts of the floor and of the agenda that can be taken back.
const (
	ActGave    ActKind = "gave"    // the floor
	ActEnded   ActKind = "ended"   // a speech
	ActRemoved ActKind = "removed" // a request
	ActRecall  ActKind = "recalled"
	ActStarted ActKind = "started" // an item
	ActStopped ActKind = "stopped" // an item
	ActAdjourn ActKind = "adjourned"
)

// Act is one that who leads can take back, as long as nothing that came later stands against it.
type Act struct {
	ID      ActID
	Meeting MeetingID
	Kind    ActKind
	Member  MemberID // whom it was about; 0 for none
	Item    ItemID   // which it was about; 0 for none
	Count   int      // how many items it adjourned
	At      time.Time
	Undo    []byte // what restores the state before it
}

// The refusals of taking back.
var (
	ErrNothingToUndo = Refuse(Conflict, "nothing_to_undo")
	ErrUndoStale     = Refuse(Conflict, "undo_stale")
	ErrUndoAgainst   = Refuse(Conflict, "undo_against")
)
