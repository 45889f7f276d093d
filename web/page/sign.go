package page

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// Watch keeps a page as an agenda is: what it shows differs from reader to reader, so that it is read anew when its sign changes.
type Watch struct {
	Live   Live
	Sign   string
	Spread int // the milliseconds over which those who watch read the page anew
}

// WatchOf is what keeps a page as an agenda is. The more are in the hall, the less often each of them reads: a whole hall asks for no more
// than a few hundred pages a second.
func WatchOf(s procedure.Sitting) Watch {
	return Watch{Sign: AgendaSign(s), Spread: 1000 + 5*len(s.Present)}
}

// live is the stream of a page, nil for one that is not kept.
func (w *Watch) live() *Live {
	if w == nil {
		return nil
	}
	return &w.Live
}

// AgendaParts are those of the pages that show an agenda, or a point of it: their sign.
func AgendaParts(f Frame, s procedure.Sitting) []Part {
	return []Part{{"sign", watched(WatchOf(s))}}
}

// AgendaSign changes with what the dossier of a meeting shows, and with nothing else.
func AgendaSign(s procedure.Sitting) string {
	shown := struct {
		State   commune.MeetingState
		Meeting commune.Meeting
		Writing procedure.Writing
		Motions []commune.Motion
		Items   []commune.Item
		Count   map[commune.Mode]int
	}{State: s.State, Meeting: s.Meeting, Writing: s.Writing, Motions: s.Motions, Count: s.Count}
	for _, item := range s.Timing.Items {
		shown.Items = append(shown.Items, item.Item)
	}
	text, err := json.Marshal(shown)
	if err != nil {
		return err.Error() // of what holds no function, no channel and no number without end there is none
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
