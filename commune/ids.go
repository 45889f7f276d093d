package commune

// A type for every identifier, so that none is taken for another.
type (
	MemberID   int64
	PaymentID  int64
	MandateID  int64
	MeetingID  int64
	ItemID     int64
	MotionID   int64
	DecisionID int64
	SpeechID   int64
	DocumentID int64
	FileID     int64
	BodyID     int64
	ReportID   int64
	FeedID     int64
	RequestID  int64

	BodyDecisionID int64
	GatheringID    int64
	ChargeNoteID   int64

	Seq int64 // Seq is the place of an entry in the register's log, from 0.

	// ActorID is the URI of an ActivityPub actor: a body, here or elsewhere.
	ActorID string
)
