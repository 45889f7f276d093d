package commune

import "time"

// LetterKind is the cause of a mail to a member.
type LetterKind string

// The letters about a meeting. A convocation is followed by one letter for each change, in the same thread.
const (
	LetterConvocation LetterKind = "convocation" // AG-2, AG-3
	LetterAgenda      LetterKind = "agenda"      // it closes tomorrow (OJ-1)
	LetterEve         LetterKind = "eve"         // the AG is tomorrow
	LetterMinutes     LetterKind = "minutes"     // the last day of who owes them (CR-3)
	LetterLate        LetterKind = "late"        // they are late
	LetterPublished   LetterKind = "published"   // they can be read (CR-3)
)

// Topic is what a member can choose to get no mail about.
type Topic string

// The topics, in the order in which they are shown.
const (
	TopicConvocations Topic = "convocations"
	TopicReminders    Topic = "reminders"
	TopicMinutes      Topic = "minutes"
	TopicBodies       Topic = "bodies"     // what secretariats and commissions publish (SE-5)
	TopicEvents       Topic = "events"     // of one's own bodies, and those to which one comes (OU-A)
	TopicAllEvents    Topic = "all_events" // every other event that is for them
	TopicDues         Topic = "dues"       // they end (ME-1)
)

// Topics are those that one can mute. What a mandate asks of its holder is none of them.
func Topics() []Topic {
	return []Topic{TopicConvocations, TopicReminders, TopicMinutes, TopicBodies, TopicEvents, TopicAllEvents, TopicDues}
}

// Wished holds for a topic about which nobody gets mail unasked.
func (t Topic) Wished() bool { return t == TopicAllEvents || t.Popular() }

// letterTopics says what each kind of letter is about; one without a topic cannot be muted.
var letterTopics = map[LetterKind]Topic{
	LetterConvocation: TopicConvocations, LetterAgenda: TopicReminders, LetterEve: TopicReminders,
	LetterPublished: TopicMinutes,
}

// Topic is what a letter is about; empty for one that a mandate asks for.
func (k LetterKind) Topic() Topic { return letterTopics[k] }

// Writes tells whether letters about a meeting are for someone: the general assembly's are for members, a popular one's for whom it knows.
func (m Meeting) Writes(to Member) bool { return to.Active() || m.Popular() && to.Known() }

// Letter is one mail to one member about one meeting. Its edition tells what was said then from what is said now: of two letters of one
// kind the member gets the second only if it is another edition.
type Letter struct {
	Meeting MeetingID  `json:"meeting" gorm:"primaryKey;autoIncrement:false"`
	Kind    LetterKind `json:"kind" gorm:"primaryKey"`
	Member  MemberID   `json:"member" gorm:"primaryKey;autoIncrement:false"`
	Edition int64      `json:"edition"`
	SentAt  time.Time  `json:"-"`
}

// Edition is the one that a letter about the meeting would be now: a convocation says anew what was changed, a reminder is of one hour.
func (m Meeting) Edition(k LetterKind) int64 {
	switch k {
	case LetterAgenda:
		return m.AgendaClosesAt.Unix()
	case LetterEve:
		return m.StartsAt.Unix()
	}
	return int64(m.Sequence)
}

// Reminded tells which reminders are due: of the agenda from a calendar day before it closes, of the meeting from a calendar day before it.
// Who was called less than a day before has just been told. The agenda of a popular assembly does not close before it sits.
func (m Meeting) Reminded(convoked, now time.Time, loc *time.Location) []LetterKind {
	var due []LetterKind
	if from := daysBefore(m.AgendaClosesAt, 1, loc); !m.Popular() && m.AcceptsItems(now) == nil && convoked.Before(from) && !now.Before(from) {
		due = append(due, LetterAgenda)
	}
	if from := daysBefore(m.StartsAt, 1, loc); m.Expected(now) && convoked.Before(from) && !now.Before(from) {
		due = append(due, LetterEve)
	}
	return due
}
