package commune

import (
	"fmt"
	"time"
)

// Decision is what a vote adopted: an entry of the register, never edited (CR-2).
type Decision struct {
	ID         DecisionID
	Body       BodyID // the popular assembly whose decision it is (AP-2); 0 for the general assembly's
	Year       int
	Rank       int // within the year, and the assembly
	Motion     MotionID
	Meeting    MeetingID
	Form       FormName
	Text       string
	For        int
	Against    int
	Abstain    int
	Electorate int
	Mode       VoteMode // how it was voted
	Audience   Audience
	DecidedAt  time.Time
	Seq        Seq // its entry in the register's log
}

// Number is how people cite the decision: 2026-14.
func (d Decision) Number() string { return fmt.Sprintf("%d-%d", d.Year, d.Rank) }

// ParseNumber reads what Number wrote.
func ParseNumber(s string) (year, rank int, err error) {
	if n, err := fmt.Sscanf(s, "%d-%d", &year, &rank); err != nil || n != 2 || fmt.Sprintf("%d-%d", year, rank) != s {
		return 0, 0, ErrNotFound
	}
	return year, rank, nil
}

// Tally gives the counts.
func (d Decision) Tally() Tally { return Tally{For: d.For, Against: d.Against, Abstain: d.Abstain} }

// Decide makes the decision of an adopted motion; its number counts the decisions of the year in the commune's zone (CR-2).
func Decide(m Motion, lastRank int, loc *time.Location) Decision {
	return Decision{
		Year: m.ClosedAt.In(loc).Year(), Rank: lastRank + 1, Motion: m.ID, Meeting: m.Meeting, Form: m.Form, Text: m.Text,
		For: m.For, Against: m.Against, Abstain: m.Abstain, Electorate: m.Electorate, Mode: m.Mode,
		Audience: m.Audience, DecidedAt: m.ClosedAt,
	}
}
