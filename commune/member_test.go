package commune_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"federes.org/commune"
)

// What is kept of a person. Adding to this list is a decision to take, not a detail: each field must be needed by a rule.
func TestME2_OfAPersonTheLeastIsKept(t *testing.T) {
	want := []string{"ID", "Kind", "PublicName", "Email", "Language", "PasswordHash", "AdmittedAt", "LeftAt"}
	want = append(want, "Delegation", "SeatedUntil", "SeatRank") // for whom a delegate sits, and how long: of the mandate, not of the person (CF-5)
	var got []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[commune.Member]()) {
		got = append(got, f.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("of a member %v is kept; allowed is %v", got, want)
	}
}

func TestPW1_NothingOfAPersonIsAFlagOfPower(t *testing.T) {
	for _, noun := range []reflect.Type{
		reflect.TypeFor[commune.Member](), reflect.TypeFor[commune.Organisation](), reflect.TypeFor[commune.Presence](), reflect.TypeFor[commune.Standing](),
	} {
		for _, f := range reflect.VisibleFields(noun) {
			declared := noun == reflect.TypeFor[commune.Presence]() && f.Name == "Priority" // says when one speaks, allows nothing (MO-1)
			if f.Type.Kind() == reflect.Bool && !declared {
				t.Errorf("%s.%s is a flag: power comes from a mandate", noun.Name(), f.Name)
			}
		}
	}
}

func TestAnAddressIsKeptInOneForm(t *testing.T) {
	for text, want := range map[string]string{
		"awa@tisserands.example":        "awa@tisserands.example",
		"  Awa.D+ag@Tisserands.EXAMPLE": "awa.d+ag@tisserands.example",
		"o'neill@a-b.example":           "o'neill@a-b.example",
		"zoé@tisserands.example":        "zoé@tisserands.example",
	} {
		got, err := commune.Email(text)
		if err != nil || got != want {
			t.Errorf("%q was kept %q, %v", text, got, err)
		}
		if again, err := commune.Email(got); err != nil || again != got {
			t.Errorf("%q is not stable: %q, %v", got, again, err)
		}
	}
	for _, text := range []string{
		"", "awa", "awa@", "@x.example", "a b@x.example", "Awa <awa@x.example>", "<awa@x.example>", "awa@x.example (Awa)",
		"awa@x.example,zoe@x.example", `"awa"@x.example`, "awa@[127.0.0.1]", "awa@x.example\nBcc: all@x.example", "awa@x\r\n.example",
		"awa\x00@x.example", "awa@x.ex\x00ample", "aw\xff@x.example", "a..b@x.example", ".a@x.example", strings.Repeat("a", 250) + "@x.example",
	} {
		_, err := commune.Email(text)
		if err == nil {
			t.Errorf("%q was accepted", text)
			continue
		}
		refused(t, err, commune.ErrEmailInvalid)
	}
}

func TestME1_AnAdmissionNamesAPerson(t *testing.T) {
	m, err := commune.NewMember("  Awa D. ", "Awa@x.example", start)
	accepted(t, err)
	if m != (commune.Member{Kind: commune.KindMember, PublicName: "Awa D.", Email: "awa@x.example", AdmittedAt: start}) || !m.Active() {
		t.Errorf("admitted as %+v", m)
	}
	m.LeftAt = start
	if m.Active() {
		t.Error("who left is active")
	}
	for name, want := range map[string]commune.Refusal{
		"": commune.ErrNameMissing, " \t": commune.ErrNameMissing, strings.Repeat("é", commune.MaxName+1): commune.ErrTooLong,
		"a\x00b": commune.ErrUnreadable, "a\xffb": commune.ErrUnreadable,
	} {
		_, err := commune.NewMember(name, "awa@x.example", start)
		refused(t, err, want)
	}
	_, err = commune.NewMember(strings.Repeat("é", commune.MaxName), "awa@x.example", start)
	accepted(t, err)
	_, err = commune.NewMember("Awa", "awa", start)
	refused(t, err, commune.ErrEmailInvalid)
}
