package commune

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// PopularAssemblyPage is what a popular assembly says of itself, by those who bring it about here (AP-1).
type PopularAssemblyPage struct {
	Body        BodyID    `gorm:"primaryKey;autoIncrement:false"`
	Coming      string    // when it usually meets, and how one comes
	Rules       string    // how it works: its own rules, in writing
	Proposers   Proposers // who proposes, by those rules
	Organisers  string    // one a line (AP-3)
	Initiatives string    // one a line (AP-6)
	Ended       string    // why it does not meet any more; empty while it does
	ChangedBy   MemberID
	ChangedAt   time.Time
}

// TableName is where they are kept.
func (PopularAssemblyPage) TableName() string { return "popular_assemblies" }

// Ally is somebody who organises with us (AP-3), or an initiative that is supported (AP-6): a name, a link, who supports it.
type Ally struct {
	Name, Link, By string
}

// maxAllies is how many lines of them a page can have.
const maxAllies = 100

// ParseAllies reads one a line: the name, then, after a bar each and in any number up to both, a link and who supports it.
func ParseAllies(text string) ([]Ally, error) {
	var all []Ally
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		a, err := parseAlly(line)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	if len(all) > maxAllies {
		return nil, ErrTooLong
	}
	return all, nil
}

func parseAlly(line string) (Ally, error) {
	var a Ally
	for i, part := range strings.Split(line, "|") {
		part = strings.TrimSpace(part)
		link := strings.Contains(part, "://")
		switch {
		case i == 0:
			a.Name = part
		case part == "":
		case link && a.Link == "":
			a.Link = part
		case !link && a.By == "":
			a.By = part
		default:
			return a, ErrAllyLine.With(strings.TrimSpace(line))
		}
	}
	if Text(a.Name, MaxName, ErrNameMissing) != nil || strings.Contains(a.Name, "://") || OptionalText(a.By, MaxName) != nil {
		return a, ErrAllyLine.With(strings.TrimSpace(line))
	}
	if a.Link == "" {
		return a, nil
	}
	if u, err := url.Parse(a.Link); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return a, ErrAllyLine.With(strings.TrimSpace(line))
	}
	return a, nil
}

// Check refuses what cannot be shown. An assembly's rules are written down, for its decisions are to be understood by who was not there (AP-2).
func (p PopularAssemblyPage) Check() error {
	if err := Text(strings.TrimSpace(p.Rules), MaxText, ErrRulesMissing); err != nil {
		return err
	}
	if p.Proposers != "" && !slices.Contains(AllProposers, p.Proposers) {
		return ErrProposersInvalid
	}
	for _, text := range []string{p.Coming, p.Organisers, p.Initiatives} {
		if err := OptionalText(text, MaxText); err != nil {
			return err
		}
	}
	for _, lines := range []string{p.Organisers, p.Initiatives} {
		if _, err := ParseAllies(lines); err != nil {
			return err
		}
	}
	return nil
}

// NewPopularAssembly is one of which an organisation tells, and that no decision of it made (AP-2).
func NewPopularAssembly(b Body, now time.Time) (Body, error) {
	b = Body{Kind: PopularAssembly, Slug: strings.ToLower(strings.TrimSpace(b.Slug)), Name: strings.TrimSpace(b.Name), Purpose: strings.TrimSpace(b.Purpose), CreatedAt: now}
	if b.Slug == "" {
		b.Slug = SlugOf(b.Name)
	}
	return b, b.CheckWords()
}

// CheckWords refuses a body without a name, an address or a purpose.
func (b Body) CheckWords() error {
	if err := Text(b.Name, MaxName, ErrNameMissing); err != nil {
		return err
	}
	if err := CheckSlug(b.Slug); err != nil {
		return err
	}
	return Text(b.Purpose, MaxText, ErrPurposeMissing)
}

// Popular holds for a sitting of a popular assembly.
func (m Meeting) Popular() bool { return m.Body != 0 }

// Counts tells whether who is at the meeting takes part in its votes: members in good standing in the general assembly (AG-4), everybody in
// a popular one (AP-2).
func (m Meeting) Counts(good bool) bool { return good || m.Popular() }

// Majority is what a vote of the meeting needs to adopt: what the general assembly decided for its own, and for a popular one, whose rules
// it does not make, more for than against (AG-5, AP-2).
func (m Meeting) Majority(s Settings) Majority {
	if m.Popular() {
		return OfVotes
	}
	return s.Majority
}

// Admits refuses a motion that the assembly of the meeting cannot vote: a popular one says what it wants in words for everybody, and gives
// no mandate and changes nothing of the organisation (AP-2).
func (m Meeting) Admits(motion Motion) (Motion, error) {
	if !m.Popular() {
		return motion, nil
	}
	if motion.Form != FormResolution || motion.Charged != 0 {
		return motion, ErrPopularForm
	}
	motion.Audience = Public
	return motion, nil
}

// NewPopularMeeting is a sitting of a popular assembly: who organises says when and where. Its agenda is written until it is over.
func NewPopularMeeting(b Body, to Meeting, now time.Time) (Meeting, error) {
	switch {
	case b.Kind != PopularAssembly:
		return Meeting{}, ErrNotFound
	case !b.Living():
		return Meeting{}, ErrBodyDissolved.With(b.DissolvedAt)
	case !to.StartsAt.After(now):
		return Meeting{}, ErrDatePast
	}
	place := strings.TrimSpace(to.Place)
	if err := Text(place, MaxName, ErrPlaceMissing); err != nil {
		return Meeting{}, err
	}
	return Meeting{Body: b.ID, Kind: Ordinary, ScheduledAt: to.StartsAt, StartsAt: to.StartsAt, AgendaClosesAt: to.StartsAt, Place: place, ConvenedAt: now}, nil
}

// End says that a popular assembly does not meet any more: by a decision of its own, or, with none, by the hand of who organises it (AP-2). Its
// page, its minutes and its name stay.
func (b Body) End(by Decision, sittingsToCome int, now time.Time) (Body, error) {
	switch {
	case b.Kind != PopularAssembly, by.ID != 0 && by.Assembly != b.Slug:
		return b, ErrNotFound
	case !b.Living():
		return b, ErrBodyDissolved.With(b.DissolvedAt)
	case sittingsToCome > 0:
		return b, ErrSittingsToCome.With(sittingsToCome)
	}
	b.Dissolved, b.DissolvedAt = by.ID, now
	return b, nil
}

// The refusals of popular assemblies.
var (
	ErrPopularForm  = Refuse(Forbidden, "popular_form") // AP-2
	ErrRulesMissing = Refuse(Invalid, "rules_missing")
	ErrAllyLine     = Refuse(Invalid, "ally_line") // line
	ErrPlaceMissing = Refuse(Invalid, "place_missing")
	ErrNotPopular   = Refuse(Conflict, "not_popular")

	ErrSittingsToCome = Refuse(Conflict, "sittings_to_come") // how many
	ErrEndingMissing  = Refuse(Invalid, "ending_missing")
)
