package commune_test

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func TestCH2_EverySettingTakesEachOfItsValuesAndNoOther(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range commune.SettingsOf(commune.KindCouncil) {
		if seen[s.Key] {
			t.Errorf("%s stands twice in the table", s.Key)
		}
		seen[s.Key] = true
		if now, err := s.Check(s.Of(commune.DefaultSettings())); s.Kind != commune.SettingWords && err != nil || now != s.Of(commune.DefaultSettings()) {
			t.Errorf("%s could not be what it is: %q, %v", s.Key, now, err)
		}
		good, bad := append([]string{}, s.Choices...), []string{"", " ", "-", "oui", "1e3", "0x10", "99:99", "١"}
		switch s.Kind {
		case commune.SettingNumber:
			good = append(good, strconv.Itoa(s.Min), strconv.Itoa(s.Max), " "+strconv.Itoa(s.Max)+" ")
			bad = append(bad, strconv.Itoa(s.Min-1), strconv.Itoa(s.Max+1), "1.5", "99999999999999999999")
		case commune.SettingHour:
			good, bad = append(good, "00:00", "23:59", " 19:05 "), append(bad, "24:00", "19", "19:60")
		case commune.SettingWords:
			good, bad = append(good, " Halle aux grains ", strings.Repeat("é", commune.MaxName)), []string{"", " ", strings.Repeat("é", commune.MaxName+1), "\x00", "\xff"}
		}
		for _, v := range good {
			kept, err := s.Check(v)
			after := commune.DefaultSettings().With(commune.SettingChange{Key: s.Key, Value: kept})
			if err != nil || s.Of(after) != kept {
				t.Errorf("%s = %q: kept %q, is %q, %v", s.Key, v, kept, s.Of(after), err)
			}
		}
		for _, v := range bad {
			if kept, err := s.Check(v); err == nil {
				t.Errorf("%s = %q was accepted as %q", s.Key, v, kept)
			}
		}
	}
	if _, err := commune.SettingOf("votes_per_person"); err == nil {
		t.Error("an unknown setting is known")
	}
}

func TestCH2_ASettingChangesItselfAndNothingElse(t *testing.T) {
	for _, changed := range commune.SettingsOf(commune.KindCouncil) {
		value := map[commune.SettingKind]string{commune.SettingNumber: strconv.Itoa(changed.Max), commune.SettingHour: "07:15", commune.SettingWords: "Halle"}[changed.Kind]
		if changed.Kind == commune.SettingChoice {
			value = changed.Choices[len(changed.Choices)-1]
		}
		after := commune.DefaultSettings().With(commune.SettingChange{Key: changed.Key, Value: value})
		for _, other := range commune.SettingsOf(commune.KindCouncil) {
			if other.Key != changed.Key && other.Of(after) != other.Of(commune.DefaultSettings()) {
				t.Errorf("%s = %s changed %s to %s", changed.Key, value, other.Key, other.Of(after))
			}
		}
		if reflect.DeepEqual(after, commune.DefaultSettings()) {
			t.Errorf("%s = %s changed nothing", changed.Key, value)
		}
	}
}

func TestCH2_AnotherDayOrHourHoldsForTheMeetingsThatAreNotPlannedYet(t *testing.T) {
	paris, last := zone(t, "Europe/Paris"), time.Date(2026, 11, 12, 17, 30, 0, 0, time.UTC) // a Thursday
	with := func(pairs ...string) commune.Settings {
		s := commune.DefaultSettings()
		for i := 0; i < len(pairs); i += 2 {
			s = s.With(commune.SettingChange{Key: pairs[i], Value: pairs[i+1]})
		}
		return s
	}
	for name, c := range map[string]struct {
		s    commune.Settings
		want time.Time
	}{
		"as it was":            {with(), time.Date(2026, 11, 26, 18, 30, 0, 0, paris)},
		"on Wednesdays":        {with("weekday", "3"), time.Date(2026, 11, 25, 18, 30, 0, 0, paris)},
		"on Sundays":           {with("weekday", "0"), time.Date(2026, 11, 29, 18, 30, 0, 0, paris)},
		"on Mondays":           {with("weekday", "1"), time.Date(2026, 11, 23, 18, 30, 0, 0, paris)},
		"every week, at seven": {with("every_weeks", "1", "starts_at", "19:00"), time.Date(2026, 11, 19, 19, 0, 0, 0, paris)},
	} {
		got := c.s.After(last, last, paris)
		if !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got.In(paris), c.want)
		}
		if welcome := c.s.Welcome(got); got.Sub(welcome) != 30*time.Minute {
			t.Errorf("%s: newcomers are welcomed %s before", name, got.Sub(welcome))
		}
	}
}

func TestCH2_OrdinaryMeetingsAreHeldWhereTheAssemblyDecided(t *testing.T) {
	o, s := commune.Organisation{Place: "Maison du peuple", TimeZone: "Europe/Paris"}, commune.DefaultSettings()
	if m := commune.NewOrdinary(o, s, start, start); m.Place != "Maison du peuple" {
		t.Errorf("held at %q", m.Place)
	}
	s = s.With(commune.SettingChange{Key: "place", Value: "Halle aux grains"})
	if m := commune.NewOrdinary(o, s, start, start); m.Place != "Halle aux grains" {
		t.Errorf("held at %q", m.Place)
	}
}

func TestAG3_AnExceptionalMeetingIsConvenedAsLongBeforeAsTheAssemblyDecided(t *testing.T) {
	s := commune.DefaultSettings()
	accepted(t, s.Notice(start, start))
	s = s.With(commune.SettingChange{Key: "notice_hours", Value: "24"})
	accepted(t, s.Notice(start.Add(24*time.Hour), start))
	refused(t, s.Notice(start.Add(24*time.Hour-time.Second), start), commune.ErrNoticeShort)
	convened := start.Add(-48 * time.Hour)
	m := commune.Meeting{Kind: commune.Exceptional, StartsAt: start, ConvenedAt: convened}
	move := func(to time.Time) error {
		_, _, err := m.Changed(commune.Change{StartsAt: to}, s, time.UTC, convened)
		return err
	}
	accepted(t, move(start.Add(-24*time.Hour)))
	refused(t, move(start.Add(-24*time.Hour-time.Second)), commune.ErrNoticeShort)
	accepted(t, move(start.Add(time.Hour)))
}

func TestAG3_WhoConvenesIsWhatTheAssemblyDecided(t *testing.T) {
	mandated, none := error(nil), error(commune.ErrNotMandated)
	for _, c := range []struct {
		who   commune.Conveners
		by    error
		good  bool
		alone bool
		want  error
	}{
		{commune.MandateOrMembers, mandated, false, true, nil},
		{commune.MandateOrMembers, none, true, false, nil},
		{commune.MandateOrMembers, none, false, false, commune.ErrNoStanding},
		{commune.MembersTogether, mandated, true, false, nil},
		{commune.MembersTogether, mandated, false, false, commune.ErrNoStanding},
		{commune.MembersTogether, none, true, false, nil},
		{commune.MandateAlone, mandated, false, true, nil},
		{commune.MandateAlone, none, true, false, commune.ErrNotMandated},
	} {
		s := commune.DefaultSettings().With(commune.SettingChange{Key: "conveners", Value: string(c.who)})
		if alone, err := s.CallsAlone(c.by, c.good); alone != c.alone || !errors.Is(err, c.want) {
			t.Errorf("%+v: alone %v, %v", c, alone, err)
		}
	}
}
