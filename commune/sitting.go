package commune

import (
	"fmt"
	"strings"
	"time"
)

// Moved is a sitting of a popular assembly at another hour or place, and why. Its place is always named: everybody must be able to come (AP-2).
// The second value is false when nothing is different.
func (m Meeting) Moved(c Change, reason string, now time.Time) (Meeting, bool, error) {
	if !m.Popular() {
		return m, false, ErrNotPopular
	}
	if err := Text(strings.TrimSpace(c.Place), MaxName, ErrPlaceMissing); err != nil {
		return m, false, err
	}
	reason = strings.TrimSpace(reason)
	if err := OptionalText(reason, MaxText); err != nil {
		return m, false, err
	}
	m, different, err := m.Changed(c, Settings{}, time.UTC, now)
	if different {
		m.ChangeReason = reason
	}
	return m, different, err
}

// popularTopic is how the topic of a popular assembly begins.
const popularTopic = "popular-"

// PopularTopic is what whoever asked for mail about a popular assembly gets: its convocations, what changes, its minutes (AP-5).
func PopularTopic(b BodyID) Topic { return Topic(fmt.Sprintf("%s%d", popularTopic, b)) }

// Popular holds for the topic of a popular assembly.
func (t Topic) Popular() bool { return strings.HasPrefix(string(t), popularTopic) }

// Topic is what a letter about this meeting is about; empty for one that a mandate asks for.
func (m Meeting) Topic(k LetterKind) Topic {
	topic := k.Topic()
	if topic != "" && m.Popular() {
		return PopularTopic(m.Body)
	}
	return topic
}

// Reasoned is why a meeting is not as it was announced; empty for one that is.
func (m Meeting) Reasoned() string {
	if !m.CancelledAt.IsZero() {
		return m.CancelReason
	}
	return m.ChangeReason
}
