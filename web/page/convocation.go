package page

import (
	"slices"
	"time"

	"federes.org/commune"
)

// Convocation is how the members were called to a meeting, or will be.
type Convocation struct {
	From    time.Time // when it goes out; zero once it has, or never will
	SentAt  time.Time // zero while it was not sent
	Sent    int       // to how many
	LogSize int       // the register as it stood then
	LogHash string
	Change  bool // the viewer may change the meeting, or cancel it (PW-1)
}

// Plan is the form that changes a meeting, or cancels it.
type Plan struct {
	Meeting                        commune.Meeting
	Together                       bool // the members convened it together (AG-3)
	AgendaDays                     int
	StartsAt, Place, Video, Reason Field
	Problems                       []Problem
}

// Unsubscribe is the page of the link in a mail that ends such mails.
type Unsubscribe struct {
	Topic commune.Topic
	Token string
	Done  bool
}

func topicOptions(f Frame, muted []commune.Topic) []Option {
	var options []Option
	for _, topic := range commune.Topics() {
		options = append(options, Option{
			Value: string(topic), Label: f.T("mails." + string(topic)), Help: f.T("mails." + string(topic) + "_help"),
			Chosen: !slices.Contains(muted, topic),
		})
	}
	return options
}

// callOpen tells whether the reader may join the call of a meeting now (DR-1): a member in good standing until it ends; a guest at the
// welcome, where the call is a page that everybody may be told of (AG-2).
func callOpen(f Frame, m commune.Meeting) bool {
	switch {
	case !callKnown(f, m) || m.Callable(f.Now) != nil:
		return false
	case f.Viewer == nil:
		return m.State(f.Now) == commune.Due
	}
	return f.Viewer.Good
}

// callKnown tells whether a meeting has a call, as far as the reader may know.
func callKnown(f Frame, m commune.Meeting) bool {
	if f.Viewer == nil {
		return m.Video != "" || f.OpenCalls
	}
	return m.Video != "" || f.Calls
}

// CallPath is where the video call of a meeting is joined.
func CallPath(id commune.MeetingID) string { return MeetingPath(id) + "/video" }

// planHelp says what another hour does to the agenda (OJ-1).
func planHelp(f Frame, v Plan) string {
	if v.Meeting.Kind == commune.Exceptional {
		return ""
	}
	return f.T("plan.agenda", v.AgendaDays)
}

// words name the mails that are ended.
func (v Unsubscribe) words(f Frame) string {
	if v.Topic.Popular() {
		return f.T("mails.popular")
	}
	return f.T("mails." + string(v.Topic))
}

func (v Unsubscribe) help(f Frame) string {
	if v.Topic.Popular() {
		return f.T("mails.popular_help")
	}
	return f.T("mails." + string(v.Topic) + "_help")
}
