package commune

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Decision is what a vote adopted: an entry of the register, never edited (CR-2).
type Decision struct {
	ID         DecisionID
	Assembly   string // the slug of the popular assembly whose decision it is (AP-2); empty for the general assembly's
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
	Majority   Majority // that it reached
	Audience   Audience
	DecidedAt  time.Time
	Seq        Seq // its entry in the register's log
}

// Number is how people cite the decision: 2026-14, and one of a popular assembly bourse-2026-3.
func (d Decision) Number() string {
	if d.Assembly != "" {
		return d.Assembly + "-" + d.OwnNumber()
	}
	return d.OwnNumber()
}

// OwnNumber is its number among those of its assembly.
func (d Decision) OwnNumber() string { return fmt.Sprintf("%d-%d", d.Year, d.Rank) }

// SplitNumber reads, of what Number wrote, the slug of the popular assembly and the number among its own; the slug is empty for ours.
func SplitNumber(s string) (slug, own string) {
	parts := strings.Split(s, "-")
	if len(parts) < 3 {
		return "", s
	}
	at := len(parts) - 2
	return strings.Join(parts[:at], "-"), strings.Join(parts[at:], "-")
}

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
		Year: m.DecidedAt().In(loc).Year(), Rank: lastRank + 1, Motion: m.ID, Meeting: m.Meeting, Form: m.Form, Text: m.Text,
		For: m.For, Against: m.Against, Abstain: m.Abstain, Electorate: m.Electorate, Mode: m.Mode,
		Majority: cmp.Or(m.Majority, OfVotes), Audience: m.Audience, DecidedAt: m.DecidedAt(),
	}
}
