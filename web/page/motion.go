package page

import (
	"time"

	"federes.org/commune"
)

// choices are the three buttons, in the order in which they stand.
var choices = [...]struct {
	commune.Choice
	icon string
}{
	{commune.For, "check"},
	{commune.Against, "x"},
	{commune.Abstain, "minus"},
}

func capabilityWords(f Frame, list commune.Capabilities) []string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = f.T("capability." + string(c))
	}
	return words
}

func lengthOf(s commune.Settings) time.Duration { return minutes(s.LengthMinutes) }

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func meetingKicker(f Frame, m commune.Meeting) string {
	if m.Kind == commune.Exceptional {
		return f.T("meeting.exceptional")
	}
	return ""
}
