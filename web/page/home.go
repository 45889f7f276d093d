package page

import (
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/confederation"
)

// Home is the front page: what is asked of the reader now, the next assembly, what was decided last, how to follow and to join.
type Home struct {
	Asked     []Asked
	Alarmed   []string      // on whom an alert is open (CR-2, CF-3)
	Behind    int           // entries of our register that a witness holds and we do not
	Late      []LateMinutes // which everybody sees (CR-3)
	Next      *commune.Meeting
	Decisions []Entry
	Newcomer  *procedure.Welcome // what someone does who has attended nothing yet; nil for anybody else
	News      []NewsLine         // what secretariats and commissions published (SE-5, CO-5)
	Duties    []commune.Duty     // reports that are overdue (SE-6)
	Council   CouncilHome
	Coming    Coming
	Popular   []commune.Body           // popular assemblies that can be followed (AP-5)
	Texts     []confederation.Proposal // put to all communes, that can still be answered (CF-7)
}

// Coming is what the calendar says of the next weeks (OU-A).
type Coming struct {
	Bodies []CalendarBody
	List   []commune.Occasion
}

// NewsLine is one thing that a body published.
type NewsLine struct {
	At       time.Time
	Icon     string
	Who      string // the body, or the holder of a mandate
	What     string // which kind of thing, in words
	Text     string
	Href     string
	Audience commune.Audience
}

// Asked is one thing that waits for this reader, and the button that leads to it.
type Asked struct {
	Sentence, Act string
	Icon, Href    string
}

// LateMinutes is an assembly whose minutes should have been published.
type LateMinutes struct {
	Meeting commune.Meeting
	DueAt   time.Time
}

// CouncilHome is what only a council's front page shows.
type CouncilHome struct {
	Communes int
	Waiting  int // communes that asked to join
}

// Entry is one line of the register, ours or, on a council, of a commune.
type Entry struct {
	Number      string
	Text        string
	Tally       commune.Tally
	Base        int // the electorate
	Audience    commune.Audience
	DecidedAt   time.Time
	Origin      string // scheme and host of the instance that decided
	Name        string // of the commune that decided; empty for our own
	Own         bool
	Popular     bool   // of a popular assembly, in which everybody who is there counts (AP-2)
	Delegations bool   // of a council, in which each delegation has a voice (CF-5)
	Href        string // of its page; empty if it does not verify
	Record      string // address of the signed record
	Verified    bool
}

// nextHref is the address of the next meeting.
func (h Home) nextHref() string {
	if h.Next == nil {
		return "/meetings"
	}
	return MeetingPath(h.Next.ID)
}
