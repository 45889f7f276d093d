package commune

import "time"

// Event is what a procedure brought about and others may have to hear of: the publisher turns it into activities and deliveries,
// in the transaction of the act itself.
type Event interface{ EventName() string }

// RecordWritten says that a signed record entered the register's log. Records for members only are never published.
type RecordWritten struct {
	Seq      Seq
	Kind     string
	Body     ActorID
	Audience Audience
	To       []ActorID // the councils and communes that it is addressed to
	Document []byte    // the signed bytes
}

// EventName names the event.
func (RecordWritten) EventName() string { return "record-written" }

// VoteOpened says that a council opened a vote: whoever votes in it is confirmed from now on (CF-5).
type VoteOpened struct {
	Motion   Motion
	Electors []Elector
}

// EventName names the event.
func (VoteOpened) EventName() string { return "vote-opened" }

// EventVerb is what happened to an event of the calendar.
type EventVerb string

// It is announced, it is otherwise than announced, or it is withdrawn: what was cancelled stays announced, as such.
const (
	EventAnnounced EventVerb = "announced"
	EventChanged   EventVerb = "changed"
	EventWithdrawn EventVerb = "withdrawn"
)

// EventTold says that an event of the calendar concerns everybody: one occasion of a body, in the words of the organisation (OU-A).
type EventTold struct {
	Verb     EventVerb
	Body     ActorID // whose it is; what is withdrawn is so by who announced it
	ID       string  // its address, at which its page stands too
	Name     string
	Summary  string
	Content  string // HTML
	Place    string
	Video    string
	StartsAt time.Time
	EndsAt   time.Time

	Cancelled bool
}

// EventName names the event.
func (EventTold) EventName() string { return "event-told" }
