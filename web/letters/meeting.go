package letters

import (
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// meetingLetter is one letter about a meeting as it is being written: what about, and what its reader had before.
type meetingLetter struct {
	*letter
	commune.Letter
	reader   procedure.Person
	before   *commune.Letter // of the same kind; nil: none
	settings commune.Settings
	about    commune.Meeting
	body     commune.Body // the popular assembly whose sitting it is
	calls    bool         // it is held online too
	now      time.Time
}

// meetingWriters say what each kind of letter about a meeting says.
func meetingWriters() map[commune.LetterKind]func(l *meetingLetter, tx *store.Tx) error {
	return map[commune.LetterKind]func(l *meetingLetter, tx *store.Tx) error{
		commune.LetterConvocation: (*meetingLetter).convocation, commune.LetterEve: (*meetingLetter).reminder, commune.LetterAgenda: (*meetingLetter).reminder,
		commune.LetterMinutes: (*meetingLetter).owed, commune.LetterLate: (*meetingLetter).owed, commune.LetterPublished: (*meetingLetter).published,
	}
}

// meeting is a letter about a meeting, in the thread of that meeting.
func (p Post) meeting(tx *store.Tx, of commune.Letter) (*letter, error) {
	l := &meetingLetter{Letter: of, now: tx.Now()}
	var err error
	if l.reader, l.before, err = procedure.Addressee(tx, of); err != nil {
		return nil, err
	}
	if l.letter, err = p.begin(tx, l.reader.Member); err != nil {
		return nil, err
	}
	if l.settings, err = tx.Settings(); err != nil {
		return nil, err
	}
	if l.about, err = tx.Meeting(of.Meeting); err != nil {
		return nil, err
	}
	write := meetingWriters()[of.Kind]
	if l.about.Popular() {
		write = sittingWriters()[of.Kind]
		if err := l.of(tx); err != nil {
			return nil, err
		}
	}
	if write == nil {
		return nil, fmt.Errorf("letters: nobody writes letters of the kind %q", of.Kind)
	}
	l.calls = p.Calls || l.about.Video != ""
	l.name = fmt.Sprintf("%s.%d.%d.%d", of.Kind, of.Meeting, of.Edition, of.Member)
	l.thread = fmt.Sprintf("meeting.%d", of.Meeting)
	l.topic = l.about.Topic(of.Kind)
	return l.letter, write(l, tx)
}

// page is the address of the meeting's page.
func (l *meetingLetter) page() string { return l.site.BaseURL + page.MeetingPath(l.about.ID) }

// call is the address of its video call.
func (l *meetingLetter) call() string { return l.site.BaseURL + page.CallPath(l.about.ID) }
