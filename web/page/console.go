package page

import (
	"maps"
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
		{"console-call", call(f, s, "console-call")}, {"console-head", consoleHead(f, s)}, {"console-undo", undoing(f, s)}, {"console-overflow", overflow(f, s)},
		{"console-agenda", consoleAgenda(f, s)},
		{"console-floor", consoleFloor(f, s)}, {"console-hands", consoleHands(f, s)}, {"console-vote", consoleVote(f, s)},
	}
}

// key is the letter with which an act of the console is done.
func key(f Frame, act string) string { return f.T("key." + act) }

// waiting are the texts that can be put to the vote: those of the treated item, and the others; between two items, all.
func waiting(s procedure.Sitting) (here, others []commune.Motion) {
	at := treated(s).ID
	for _, m := range s.Motions {
		switch {
		case !m.Waits():
		case m.Item == at, at == 0:
			here = append(here, m)
		default:
			others = append(others, m)
		}
	}
	return here, others
}

// votable is the first of some texts that can be put to the vote now: amendments come before what they amend (AG-5); 0 for none.
func votable(s procedure.Sitting, texts []commune.Motion) commune.MotionID {
	for _, m := range texts {
		if waitingView(s, m).Waiting == 0 {
			return m.ID
		}
	}
	return 0
}

// led is a motion on the desk of the console; keyed is the one on which the keys act.
func led(f Frame, s procedure.Sitting, view MotionView, keyed bool) MotionView {
	view.Back, view.Keyed = ConsolePath(s.Meeting.ID), keyed
	view.Noted = Noted(f, slices.Collect(maps.Values(s.Present)), s.Names)
	return view
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

// patience is how long one way of attending waits before it is shown that it does (MO-3).
const patience = 5 * time.Minute

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

// following is the item that comes next on the agenda: the first that was not treated; 0 for none.
func following(s procedure.Sitting) commune.ItemID {
	for _, i := range s.Timing.Items {
		if !i.Treated {
			return i.ID
		}
	}
	return 0
}

// consoleForm is what an act of the console sends.
type consoleForm struct {
	action  templ.SafeURL
	meeting commune.MeetingID
	fields  []hidden
}

// hidden is a field that its form fills by itself.
type hidden struct{ Name, Value string }

func consoleAct(s procedure.Sitting, path string, fields ...hidden) consoleForm {
	return consoleForm{meetingAct(s.Meeting.ID, path), s.Meeting.ID, fields}
}

func itemConsole(i commune.TimedItem, path string) consoleForm {
	return consoleForm{itemAct(i.ID, path), i.Meeting, nil}
}

// giving gives the floor to whom one sees first in the list: who came before in the meantime is not given it unseen.
func giving(s procedure.Sitting) consoleForm {
	return consoleAct(s, "speeches", regarding(s.Floor.Queue[0].Member))
}

func removing(s procedure.Sitting, p commune.Queued) consoleForm {
	return consoleAct(s, "requests/withdrawal", regarding(p.Member), hidden{"kind", string(p.Kind)})
}

func recalling(s procedure.Sitting, call commune.Recall) consoleForm {
	return consoleAct(s, "speeches/recall", hidden{"call", string(call)})
}

func regarding(who commune.MemberID) hidden {
	return hidden{"member", strconv.FormatInt(int64(who), 10)}
}

// keyedButton is a button with the key that presses it, if any.
type keyedButton struct {
	key, icon, label, class string
	of                      string // what it is about, for who hears the page
}

func (b keyedButton) bound(f Frame) templ.Attributes {
	if b.key == "" {
		return nil
	}
	return templ.Attributes{"data-key": key(f, b.key)}
}

// step marks the item that is treated.
func step(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"aria-current": "step"}
}

// paceWords say how long the meeting has lasted and when it should end (DR-4).
func paceWords(f Frame, t commune.Timing) string {
	switch t.Pace {
	case commune.Past:
		return f.T("timing.past", f.Time(t.Limit))
	case commune.Tight:
		return f.T("timing.tight", f.Time(t.EndsAt), f.Time(t.Limit))
	}
	return f.T("timing.in_time", f.Time(t.EndsAt))
}
