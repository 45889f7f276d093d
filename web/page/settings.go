package page

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// Settings are the assembly's own numbers, with the decisions that set them (CH-2).
type Settings struct {
	Lines      []SettingLine
	Priorities SettingLine
	Item       commune.Item // under which a change is to be proposed; none while its ID is 0
}

// SettingLine is one setting with its value and its history, the latest change first.
type SettingLine struct {
	commune.Setting
	Value   string
	Began   string // what it was before anything was decided; empty for what had no value
	History []SettingChange
}

// SettingChange is what a setting became, when, and by which decision; its number is empty for who may not read the decision.
type SettingChange struct {
	Value    string
	At       time.Time
	Decision string
}

// NewSetting proposes to change one setting.
type NewSetting struct {
	commune.Setting
	Now         string
	Item        commune.Item
	Value, Text Field
	Theme       Theme
	Problems    []Problem
}

// NewPriorities proposes another order of the themes (OJ-3).
type NewPriorities struct {
	Item             commune.Item
	Priorities, Text Field
	Theme            Theme
	Problems         []Problem
}

// settingGroups are the headings under which the settings stand.
var settingGroups = [...]struct {
	key  string
	keys []string
}{
	{"meetings", []string{"every_weeks", "weekday", "starts_at", "welcome_minutes", "place", "convocation_days"}},
	{"exceptional", []string{"conveners", "conveners_per", "notice_hours"}},
	{"agenda", []string{"agenda_days", "late_items", "length_minutes", "adjourned_first"}},
	{"floor", []string{"floor_scope", "floor_ties", "speech_seconds"}},
	{"votes", []string{"majority"}},
	{"after", []string{"minutes_days", "grace_days", "dues_period"}},
	{"texts", []string{"ratification_rule", "charter_days", "confirm_days"}},
}

// group are the lines under one heading.
func (v Settings) group(keys []string) []SettingLine {
	var lines []SettingLine
	for _, key := range keys {
		if i := slices.IndexFunc(v.Lines, func(l SettingLine) bool { return l.Key == key }); i >= 0 {
			lines = append(lines, v.Lines[i])
		}
	}
	return lines
}

// settingPath is where the change of a setting, or of the priorities, is proposed.
func (v Settings) settingPath(key string) templ.SafeURL {
	path := "/settings/" + key
	if v.Item.ID != 0 {
		path += "?item=" + strconv.FormatInt(int64(v.Item.ID), 10)
	}
	return templ.SafeURL(path)
}

// settingWords says a value as people do.
func settingWords(f Frame, key, value string) string {
	n, _ := strconv.Atoi(value)
	switch key {
	case "every_weeks":
		return f.N("setting.every_weeks_value", n)
	case "weekday":
		return f.T("date.weekday." + value)
	case "starts_at":
		h, _ := commune.ParseClock(value)
		return f.Time(time.Date(2000, time.January, 1, 0, int(h), 0, 0, f.Zone()))
	case "welcome_minutes", "length_minutes":
		return f.Duration(minutes(n))
	case "speech_seconds":
		if n%60 != 0 {
			return f.N("setting.seconds", n)
		}
		return f.Duration(minutes(n / 60))
	case "place":
		return cmp.Or(value, f.Site.Place, f.T("setting.place_none"))
	case "notice_hours":
		if n == 0 {
			return f.T("setting.notice_none")
		}
		return f.N("setting.hours", n)
	case "conveners_per":
		return f.T("setting.conveners_per_value", n)
	case "agenda_days", "convocation_days", "minutes_days", "grace_days", "charter_days", "confirm_days":
		return f.N("span.days", n)
	}
	return f.T("setting." + key + "_" + value)
}

// answers are the choices of a setting.
func (v NewSetting) answers(f Frame) []Option {
	options := make([]Option, len(v.Choices))
	for i, c := range v.Choices {
		options[i] = Option{Value: c, Label: settingWords(f, v.Key, c)}
	}
	return options
}

// inputType is the control that fits what a value is.
func (v NewSetting) inputType() string {
	switch v.Kind {
	case commune.SettingHour:
		return "time"
	case commune.SettingWords:
		return "text"
	}
	return "number"
}

// bounds of a number, for its control.
func (v NewSetting) bounds() (lowest, highest string) {
	if v.Kind != commune.SettingNumber {
		return "", ""
	}
	return strconv.Itoa(v.Min), strconv.Itoa(v.Max)
}

// settingsUnder is where a setting is chosen whose change is proposed under an item.
func settingsUnder(id commune.ItemID) templ.SafeURL {
	return templ.SafeURL("/settings?item=" + strconv.FormatInt(int64(id), 10))
}
