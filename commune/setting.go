package commune

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FormSetting changes one setting of the assembly (CH-2).
const FormSetting FormName = "setting"

// SettingKind is what the value of a setting is.
type SettingKind string

// A whole number between bounds, an hour of the day, one of several answers, or a few words.
const (
	SettingNumber SettingKind = "number"
	SettingHour   SettingKind = "hour"
	SettingChoice SettingKind = "choice"
	SettingWords  SettingKind = "words"
)

// Setting is one of the assembly's settings: what values it can have, and which it has (CH-2).
type Setting struct {
	Key      string
	Kind     SettingKind
	Min, Max int      // of a number
	Choices  []string // of a choice
	Founding bool     // its value stands in the founding text until the assembly decides otherwise

	get func(Settings) string
	set func(*Settings, string)
}

// SettingTerms is what a motion that changes a setting says (CH-2).
type SettingTerms struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	From  string `json:"from"` // its value until then
}

// The refusals of a change.
var (
	ErrSettingUnknown = Refuse(NotFound, "setting_unknown")
	ErrSettingBounds  = Refuse(Invalid, "setting_bounds") // from, to
	ErrSettingValue   = Refuse(Invalid, "setting_value")
	ErrSettingSame    = Refuse(Conflict, "setting_same")
	ErrSettingMissing = Refuse(Invalid, "setting_missing")
)

// AllSettings are those that a motion of the form "setting" can change, in the order in which they are read. The priorities have a form of
// their own (OJ-3).
func AllSettings() []Setting {
	return []Setting{
		number("every_weeks", 1, 26, func(s *Settings) *int { return &s.EveryDays }).founding().times(7),
		choice("weekday", []string{"1", "2", "3", "4", "5", "6", "0"}, func(s Settings) string { return strconv.Itoa(int(s.Weekday)) },
			func(s *Settings, v string) { s.Weekday = time.Weekday(whole(v)) }).founding(),
		startsAt().founding(),
		welcome().founding(),
		place().founding(),
		number("convocation_days", 1, 60, func(s *Settings) *int { return &s.ConvocationDays }),
		choice("conveners", []string{string(MandateOrMembers), string(MembersTogether), string(MandateAlone)}, func(s Settings) string { return string(s.Conveners) },
			func(s *Settings, v string) { s.Conveners = Conveners(v) }),
		number("conveners_per", 2, 100, func(s *Settings) *int { return &s.ConvenersPer }),
		number("notice_hours", 0, 14*24, func(s *Settings) *int { return &s.NoticeHours }),
		number("agenda_days", 1, 21, func(s *Settings) *int { return &s.AgendaDays }).founding(),
		yesOrNo("late_items", func(s *Settings) *bool { return &s.LateItems }),
		number("length_minutes", 30, 480, func(s *Settings) *int { return &s.LengthMinutes }).founding(),
		yesOrNo("adjourned_first", func(s *Settings) *bool { return &s.AdjournedFirst }),
		choice("floor_scope", []string{string(WholeMeeting), string(EachItem)}, func(s Settings) string { return string(s.FloorScope) },
			func(s *Settings, v string) { s.FloorScope = FloorScope(v) }).founding(),
		choice("floor_ties", []string{string(TiesPriority), string(TiesTime), string(TiesAsked)}, func(s Settings) string { return string(s.FloorTies) },
			func(s *Settings, v string) { s.FloorTies = FloorTies(v) }).founding(),
		number("speech_seconds", 30, 1800, func(s *Settings) *int { return &s.SpeechSeconds }),
		choice("majority", []string{string(OfVotes), string(OfVoters), string(OfElectors)}, func(s Settings) string { return string(s.Majority) },
			func(s *Settings, v string) { s.Majority = Majority(v) }).founding(),
		number("minutes_days", 1, 30, func(s *Settings) *int { return &s.MinutesDays }).founding(),
		number("grace_days", 0, 366, func(s *Settings) *int { return &s.GraceDays }),
		choice("dues_period", []string{string(AnyYear), string(CalendarYear), string(SchoolYear)}, func(s Settings) string { return string(s.DuesPeriod) },
			func(s *Settings, v string) { s.DuesPeriod = DuesPeriod(v) }),
	}
}

// CouncilSettings are those that a council has beside them.
func CouncilSettings() []Setting {
	return []Setting{
		choice("ratification_rule", []string{string(ByCommunes), string(ByPersons), string(ByBoth)}, func(s Settings) string { return string(s.RatificationRule) },
			func(s *Settings, v string) { s.RatificationRule = RatificationRule(v) }),
		number("charter_days", 7, 366, func(s *Settings) *int { return &s.CharterDays }),
		number("confirm_days", 1, 90, func(s *Settings) *int { return &s.ConfirmDays }),
	}
}

// SettingsOf are those of an organisation, in the order in which they are read.
func SettingsOf(kind OrganisationKind) []Setting {
	all := AllSettings()
	if kind == KindCouncil {
		all = append(all, CouncilSettings()...)
	}
	first, text := FirstSettings(kind), DefaultSettings()
	for i, s := range all {
		all[i].Founding = s.Founding && s.Of(first) == s.Of(text)
	}
	return all
}

// SettingOf is the setting of a key.
func SettingOf(key string) (Setting, error) {
	for _, s := range SettingsOf(KindCouncil) {
		if s.Key == key {
			return s, nil
		}
	}
	return Setting{}, ErrSettingUnknown
}

// Of is the value that the setting has.
func (t Setting) Of(s Settings) string { return t.get(s) }

// Check gives the one form in which a value is kept, or refuses what the setting cannot be.
func (t Setting) Check(value string) (string, error) {
	value = strings.TrimSpace(value)
	switch t.Kind {
	case SettingNumber:
		n, err := strconv.Atoi(value)
		if err != nil || n < t.Min || n > t.Max {
			return "", ErrSettingBounds.With(t.Min, t.Max)
		}
		return strconv.Itoa(n), nil
	case SettingHour:
		h, err := ParseClock(value)
		return h.Clock(), err
	case SettingWords:
		return value, Text(value, MaxName, ErrSettingMissing)
	}
	if !slices.Contains(t.Choices, value) {
		return "", ErrSettingValue
	}
	return value, nil
}

// Clock writes an hour of the day as a form does: 18:30.
func (h Hour) Clock() string { return fmt.Sprintf("%02d:%02d", h/60, h%60) }

// ParseClock reads what Clock wrote.
func ParseClock(value string) (Hour, error) {
	t, err := time.Parse("15:04", value)
	if err != nil {
		return 0, ErrSettingValue
	}
	return Hour(t.Hour()*60 + t.Minute()), nil
}

func number(key string, lowest, highest int, field func(*Settings) *int) Setting {
	return Setting{
		Key: key, Kind: SettingNumber, Min: lowest, Max: highest,
		get: func(s Settings) string { return strconv.Itoa(*field(&s)) },
		set: func(s *Settings, v string) { *field(s) = whole(v) },
	}
}

func choice(key string, choices []string, get func(Settings) string, set func(*Settings, string)) Setting {
	return Setting{Key: key, Kind: SettingChoice, Choices: choices, get: get, set: set}
}

func yesOrNo(key string, field func(*Settings) *bool) Setting {
	get := func(s Settings) string {
		if *field(&s) {
			return "yes"
		}
		return "no"
	}
	return choice(key, []string{"yes", "no"}, get, func(s *Settings, v string) { *field(s) = v == "yes" })
}

// startsAt moves the welcome with the hour of the meeting: it stays as long before.
func startsAt() Setting {
	return Setting{
		Key: "starts_at", Kind: SettingHour,
		get: func(s Settings) string { return s.StartsAt.Clock() },
		set: func(s *Settings, v string) {
			before := s.StartsAt - s.WelcomeAt
			s.StartsAt, _ = ParseClock(v)
			s.WelcomeAt = s.StartsAt - before
		},
	}
}

// welcome is how many minutes before the meeting newcomers are welcomed.
func welcome() Setting {
	return Setting{
		Key: "welcome_minutes", Kind: SettingNumber, Max: 180,
		get: func(s Settings) string { return strconv.Itoa(int(s.StartsAt - s.WelcomeAt)) },
		set: func(s *Settings, v string) { s.WelcomeAt = s.StartsAt - Hour(whole(v)) },
	}
}

// place is where ordinary meetings are held.
func place() Setting {
	return Setting{
		Key: "place", Kind: SettingWords,
		get: func(s Settings) string { return s.Place },
		set: func(s *Settings, v string) { s.Place = v },
	}
}

func (t Setting) founding() Setting {
	t.Founding = true
	return t
}

// times is a setting that is said in a unit of so many of its field's.
func (t Setting) times(unit int) Setting {
	get, set := t.get, t.set
	t.get = func(s Settings) string { return strconv.Itoa(whole(get(s)) / unit) }
	t.set = func(s *Settings, v string) { set(s, strconv.Itoa(whole(v)*unit)) }
	return t
}

// whole reads a number that Check let pass.
func whole(v string) int {
	n, _ := strconv.Atoi(v)
	return n
}
