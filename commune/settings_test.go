package commune_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func TestCH2_TheDefaultsAreTheFoundingTexts(t *testing.T) {
	want := commune.Settings{
		EveryDays: 14, Weekday: time.Thursday, StartsAt: 18*60 + 30, WelcomeAt: 18 * 60,
		AgendaDays: 4, LengthMinutes: 120, GraceDays: 0, ConvenersPer: 10,
		SpeechSeconds: 180, FloorScope: commune.WholeMeeting, FloorTies: commune.TiesPriority, AdjournedFirst: true, LateItems: true,
		MinutesDays: 1, DuesPeriod: commune.AnyYear, ConvocationDays: 7,
		Conveners: commune.MandateOrMembers, Majority: commune.OfVotes, RatificationRule: commune.ByCommunes, CharterDays: 90, ConfirmDays: 21,
	}
	if got := commune.DefaultSettings(); !reflect.DeepEqual(got, want) {
		t.Errorf("defaults %+v", got)
	}
}

// TestCF6_ACouncilBeginsWithARhythmInWhichEachAssemblyHearsAndInstructs counts the assemblies between two sittings: one for the report on the last,
// one for the instructions on the next.
func TestCF6_ACouncilBeginsWithARhythmInWhichEachAssemblyHearsAndInstructs(t *testing.T) {
	council, assembly := commune.FirstSettings(commune.KindCouncil), commune.FirstSettings(commune.KindCommune)
	if council.EveryDays != 28 || council.EveryDays/assembly.EveryDays < 2 {
		t.Errorf("a council meets every %d days, its communes every %d", council.EveryDays, assembly.EveryDays)
	}
	council.EveryDays = assembly.EveryDays
	if !reflect.DeepEqual(council, commune.DefaultSettings()) || !reflect.DeepEqual(assembly, commune.DefaultSettings()) {
		t.Error("something else is not as in the founding text")
	}
	for _, s := range commune.SettingsOf(commune.KindCouncil) {
		if s.Key == "every_weeks" && (s.Founding || s.Of(commune.FirstSettings(commune.KindCouncil)) != "4") {
			t.Error("the rhythm of a council is said to be the founding text's")
		}
	}
}

func TestCH2_EachChangeReplacesTheEarlierAndNothingElse(t *testing.T) {
	s := commune.DefaultSettings()
	for _, value := range []string{"logement", "solidarité\nlogement"} {
		s = s.With(commune.SettingChange{Key: commune.SettingPriorities, Value: value})
	}
	if !slices.Equal(s.Priorities, []string{"solidarité", "logement"}) {
		t.Errorf("priorities %v", s.Priorities)
	}
	s.Priorities = nil
	if !reflect.DeepEqual(s.With(commune.SettingChange{Key: "unknown", Value: "1"}), commune.DefaultSettings()) {
		t.Error("an unknown key changed something")
	}
}

func TestOJ3_PrioritiesAreAListOfThemesEachOnce(t *testing.T) {
	got, err := commune.Priorities("  logement \r\n\n solidarité\n")
	if err != nil || !slices.Equal(got, []string{"logement", "solidarité"}) {
		t.Errorf("read %q, %v", got, err)
	}
	many := make([]string, commune.MaxPriorities+1)
	for i := range many {
		many[i] = strings.Repeat("x", i+1)
	}
	if _, err := commune.Priorities(strings.Join(many[:commune.MaxPriorities], "\n")); err != nil {
		t.Errorf("%d themes: %v", commune.MaxPriorities, err)
	}
	for _, text := range []string{
		"", " \n ", "logement\nlogement", "logement\n logement ", strings.Join(many, "\n"), strings.Repeat("é", commune.MaxName+1), "a\x00b", "a\xffb",
	} {
		_, err := commune.Priorities(text)
		refused(t, err, commune.ErrPrioritiesInvalid)
	}
}
