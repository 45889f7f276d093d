package commune

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
