package page

import (
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
)

// ConsoleParts are those of the screen from which a meeting is led.
func ConsoleParts(f Frame, s procedure.Sitting) []Part {
	return []Part{
		{"console-call", call(f, s, "console-call")}, {"console-head", consoleHead(f, s)}, {"console-agenda", consoleAgenda(f, s)},
		{"console-floor", consoleFloor(f, s)}, {"console-hands", consoleHands(f, s)}, {"console-vote", consoleVote(f, s)},
	}
}

func consolePath(id commune.MeetingID) string { return MeetingPath(id) + "/console" }

// key is the letter with which an act of the console is done.
func key(f Frame, act string) string { return f.T("key." + act) }

// progress is how far an item of the agenda is.
func progress(s procedure.Sitting, i int) string {
	switch {
	case i == s.Current():
		return "here"
	case i < s.Current():
		return "done"
	}
	return "coming"
}

// waiting are the texts of the treated item that can be put to the vote; once none is left, those of the others.
func waiting(s procedure.Sitting) []commune.Motion {
	at := treated(s).ID
	motions := slices.DeleteFunc(slices.Clone(s.Motions), commune.Motion.Opened)
	here := slices.DeleteFunc(slices.Clone(motions), func(m commune.Motion) bool { return m.Item != at })
	if len(here) > 0 {
		return here
	}
	return motions
}

// hands is who is there, for the moderator to note who raises a hand and has no device.
func hands(f Frame, s procedure.Sitting) []Option {
	options := make([]Option, 0, len(s.Present))
	for id := range s.Present {
		options = append(options, Option{Value: strconv.FormatInt(int64(id), 10), Label: s.Names[id]})
	}
	locale.ByName(f.Printer, options, func(o Option) string { return o.Label })
	return options
}

// longWait lists the ways of attending of which someone has waited for long, while the other way spoke (MO-3).
func longWait(s procedure.Sitting) []commune.Mode {
	var modes []commune.Mode
	for _, mode := range []commune.Mode{commune.Room, commune.Online} {
		if w := s.Floor.Waiting[mode]; w.Count > 0 && s.At.Sub(w.Since) >= patience {
			modes = append(modes, mode)
		}
	}
	return modes
}

// predictedEnd is when the meeting ends if what is left takes the time that it was foreseen for (OJ-4).
func predictedEnd(s procedure.Sitting) time.Time {
	left := 0
	for i, item := range s.Plan {
		if i >= max(0, s.Current()) {
			left += item.Minutes
		}
	}
	return s.At.Add(minutes(left)).Truncate(time.Minute)
}

// keyedAct is a button with the key that presses it, if any.
type keyedAct struct{ path, key, icon, label, class string }

func (a keyedAct) bound(f Frame) templ.Attributes {
	if a.key == "" {
		return nil
	}
	return templ.Attributes{"data-key": key(f, a.key)}
}

// step marks the item that is treated.
func step(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"aria-current": "step"}
}
