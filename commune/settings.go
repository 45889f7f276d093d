package commune

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Hour is a local hour of the day, in minutes after midnight.
type Hour int

// Settings are the assembly's own numbers. The defaults are the founding text's; each is changed only by a decision (CH-2).
type Settings struct {
	EveryDays     int          // AG-2
	Weekday       time.Weekday // AG-2
	StartsAt      Hour         // AG-2
	WelcomeAt     Hour         // AG-2
	AgendaDays    int          // OJ-1: the agenda is final so many calendar days before
	LengthMinutes int          // OJ-4, DR-4
	GraceDays     int          // ME-1
	ConvenersPer  int          // AG-3: one of so many members in good standing can convene
	Priorities    []string     // OJ-3: themes, the first is treated first

	SpeechSeconds   int        // MO-2: after so long the timer says that a turn is long
	FloorScope      FloorScope // MO-1: over what turns are counted
	FloorTies       FloorTies  // MO-1: what decides among those who had as many turns
	AdjournedFirst  bool       // OJ-4: what was adjourned comes first within its priority
	LateItems       bool       // OJ-1: the AG can add an item by a vote at the opening
	DuesPeriod      DuesPeriod // ME-1: what the next payment is suggested to cover
	MinutesDays     int        // CR-3: minutes are published so many days after the meeting, at the latest
	ConvocationDays int        // AG-2: the convocation goes out so many calendar days before
	Place           string     // AG-2: where ordinary meetings are held; empty: at the organisation's own place
	Conveners       Conveners  // AG-3: who can convene an exceptional AG
	NoticeHours     int        // AG-3: an exceptional AG begins so many hours after it is convened, at the earliest
	Majority        Majority   // AG-5

	RatificationRule RatificationRule // CF-7: of a council, by which majority a text put to all communes is adopted
	ConfirmDays      int              // CF-5: of a council, so long a closed vote waits for the assemblies whose instructions did not cover it
	CharterDays      int              // CH-1: of a council, so long after a new version of the charter who adopted the one before still sits
}

// RatificationRule is by which majority a text that was put to all communes is adopted (CF-7).
type RatificationRule string

// More communes that say yes than no; more persons, counted over all those assemblies; or the one and the other.
const (
	ByCommunes RatificationRule = "communes"
	ByPersons  RatificationRule = "persons"
	ByBoth     RatificationRule = "both"
)

// FloorScope is over what the turns of a speaker are counted (MO-1).
type FloorScope string

// Over the whole meeting, or anew for each item.
const (
	WholeMeeting FloorScope = "meeting"
	EachItem     FloorScope = "item"
)

// FloorTies is what decides among those who had as many turns (MO-1).
type FloorTies string

// The self-declared priority, then who spoke for less time, then who asked first; without the priority; or only who asked first.
const (
	TiesPriority FloorTies = "priority"
	TiesTime     FloorTies = "time"
	TiesAsked    FloorTies = "asked"
)

// Conveners are who can convene an exceptional AG (AG-3).
type Conveners string

// The holder of a mandate that says so, or enough members together; or only the one or the other.
const (
	MandateOrMembers Conveners = "either"
	MandateAlone     Conveners = "mandate"
	MembersTogether  Conveners = "members"
)

// DefaultSettings are the numbers of the founding text.
func DefaultSettings() Settings {
	return Settings{
		EveryDays: 14, Weekday: time.Thursday, StartsAt: 18*60 + 30, WelcomeAt: 18 * 60,
		AgendaDays: 4, LengthMinutes: 120, ConvenersPer: 10,
		SpeechSeconds: 180, FloorScope: WholeMeeting, FloorTies: TiesPriority, AdjournedFirst: true, LateItems: true,
		MinutesDays: 1, DuesPeriod: AnyYear, ConvocationDays: 7,
		Conveners: MandateOrMembers, Majority: OfVotes,
		RatificationRule: ByCommunes, CharterDays: 90, ConfirmDays: 21,
	}
}

// FirstSettings are the numbers with which an organisation begins. A council sets its own rhythm (SE-9, CF-5), and begins with four weeks: between two of
// its sittings each assembly, which meets every two, hears the report on the last (CF-6) and instructs its delegates on the next.
func FirstSettings(kind OrganisationKind) Settings {
	s := DefaultSettings()
	if kind == KindCouncil {
		s.EveryDays = 2 * s.EveryDays
	}
	return s
}

// SettingPriorities is the key under which decisions about the priorities are kept (OJ-3, CH-2).
const SettingPriorities = "priorities"

// SettingChange is one line of a setting's history: what it became, by which decision, when (CH-2).
type SettingChange struct {
	ID        int64
	Key       string
	Value     string
	Decision  DecisionID
	ChangedAt time.Time
}

// With gives the settings after a change.
func (s Settings) With(c SettingChange) Settings {
	if c.Key == SettingPriorities {
		s.Priorities = strings.Split(c.Value, "\n")
	}
	if setting, err := SettingOf(c.Key); err == nil {
		setting.set(&s, c.Value)
	}
	return s
}

// Priorities reads an ordered list of themes, one a line (OJ-3): each once, none empty.
func Priorities(text string) ([]string, error) {
	var themes []string
	for line := range strings.Lines(text) {
		theme := strings.TrimSpace(line)
		if theme == "" {
			continue
		}
		if slices.Contains(themes, theme) || OptionalText(theme, MaxName) != nil {
			return nil, ErrPrioritiesInvalid.With(MaxPriorities)
		}
		themes = append(themes, theme)
	}
	if len(themes) == 0 || len(themes) > MaxPriorities {
		return nil, ErrPrioritiesInvalid.With(MaxPriorities)
	}
	return themes, nil
}

// at gives an hour of a day of the calendar. Of an hour that the clocks show twice the first counts; one that they skip comes as
// much later as they skip, in every zone (time.Date promises neither).
func at(y int, m time.Month, d int, h Hour, loc *time.Location) time.Time {
	wall := time.Date(y, m, d, 0, int(h), 0, 0, time.UTC)
	_, before := wall.AddDate(0, 0, -1).In(loc).Zone()
	first := wall.Add(-time.Duration(before) * time.Second).In(loc)
	if t := time.Date(y, m, d, 0, int(h), 0, 0, loc); shows(t, wall) && !shows(first, wall) {
		return t
	}
	return first
}

// shows tells whether the clocks of t's zone show this hour at t.
func shows(t, wall time.Time) bool {
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).Equal(wall)
}

// ParseHour reads a day and hour as a form sends them (2026-12-03T18:30), in the commune's zone. An hour that the clocks skip is refused.
func ParseHour(s string, loc *time.Location) (time.Time, error) {
	wall, err := time.Parse("2006-01-02T15:04", strings.TrimSpace(s))
	if err != nil || wall.Year() < 2000 || wall.Year() > 2200 {
		return time.Time{}, ErrDateInvalid
	}
	y, m, d := wall.Date()
	t := at(y, m, d, Hour(wall.Hour()*60+wall.Minute()), loc)
	if !shows(t, wall) {
		return time.Time{}, ErrDateInvalid
	}
	return t.UTC(), nil
}

// First is the first ordinary meeting after a founding: the first such weekday whose agenda can still be written (AG-2, OJ-1).
func (s Settings) First(founded time.Time, loc *time.Location) time.Time {
	y, m, d := founded.In(loc).Date()
	for i := s.AgendaDays; ; i++ {
		start := at(y, m, d+i, s.StartsAt, loc)
		if start.Weekday() == s.Weekday && s.AgendaClose(start, loc).After(founded) {
			return start.UTC()
		}
	}
}

// After is the first ordinary meeting that starts after t in the series of last: the same local hour, whatever the clocks did (AG-2). Where
// the assembly chose another day of the week since, it is the nearest such day.
func (s Settings) After(last, t time.Time, loc *time.Location) time.Time {
	y, m, d := last.In(loc).Date()
	d += nearest(last.In(loc).Weekday(), s.Weekday)
	for i := s.EveryDays; ; i += s.EveryDays {
		if start := at(y, m, d+i, s.StartsAt, loc); start.After(t) {
			return start.UTC()
		}
	}
}

// nearest is how many days lead from one day of the week to another: at most three, forwards or back.
func nearest(from, to time.Weekday) int { return (int(to-from)+10)%7 - 3 }

// AgendaClose is when the agenda of a meeting becomes final: so many calendar days earlier, at the same local hour (OJ-1).
func (s Settings) AgendaClose(start time.Time, loc *time.Location) time.Time {
	return daysBefore(start, s.AgendaDays, loc)
}

// daysBefore is so many calendar days earlier, at the same local hour.
func daysBefore(t time.Time, days int, loc *time.Location) time.Time {
	local := t.In(loc)
	y, m, d := local.Date()
	return at(y, m, d-days, Hour(local.Hour()*60+local.Minute()), loc).UTC()
}

// Welcome is when newcomers are welcomed before a meeting that starts at the ordinary hour (AG-2).
func (s Settings) Welcome(start time.Time) time.Time {
	return start.Add(-time.Duration(s.StartsAt-s.WelcomeAt) * time.Minute)
}

// ConvenersNeeded is how many members in good standing convene an exceptional AG together (AG-3): never fewer than one.
func (s Settings) ConvenersNeeded(standing int) int {
	return max(1, (standing+s.ConvenersPer-1)/s.ConvenersPer)
}

// Home is where ordinary meetings are held: where the assembly decided, or the place that the founding named (AG-2).
func (s Settings) Home(o Organisation) string { return cmp.Or(s.Place, o.Place) }

// Notice refuses to convene an exceptional AG for an hour that is too near (AG-3).
func (s Settings) Notice(start, now time.Time) error {
	if earliest := now.Add(time.Duration(s.NoticeHours) * time.Hour); start.Before(earliest) {
		return ErrNoticeShort.With(s.NoticeHours, earliest)
	}
	return nil
}

// CallsAlone tells who may convene an exceptional AG by themselves, under a mandate that says so; mandated is nil for its holder. Otherwise it
// takes members together, of whom each is in good standing (AG-3).
func (s Settings) CallsAlone(mandated error, good bool) (bool, error) {
	switch {
	case mandated == nil && s.Conveners != MembersTogether:
		return true, nil
	case s.Conveners == MandateAlone:
		return false, mandated
	case !good:
		return false, ErrNoStanding
	}
	return false, nil
}
