package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// room is a meeting that somebody watches. It reads it once for all of them: after each change, and every few seconds for what the hour
// alone changes. Whoever is slow finds the latest reading, and misses those between.
type room struct {
	hub     *hub
	meeting commune.MeetingID
	dirty   chan struct{} // the meeting changed
	doubt   chan struct{} // someone who watches may no longer
	empty   chan struct{} // closed when nobody watches any more

	mu       sync.Mutex
	watching map[*stream]struct{}
	latest   *reading
	next     chan struct{} // closed when there is a later reading
	shown    map[sheet]*shown
}

// reading is a meeting as it was read once. It never changes.
type reading struct {
	number  int
	site    commune.Organisation
	sitting procedure.Sitting
	missing error // why there is none to show
}

// sheet is one screen in one language.
type sheet struct{ screen, language string }

// shown is what all who watch one sheet see alike, and what those see beside it of whom the reading says the same.
type shown struct {
	of    *reading
	parts []drawnPart
	sum   [sha256.Size]byte // of all parts
	own   map[procedure.Own][]drawnPart
}

// drawnPart is a part as the stream sends it.
type drawnPart struct {
	id    string
	lines []byte
	sum   [sha256.Size]byte // of the lines
	since int               // the number of the reading that changed it last; of parts that all see alike
}

func newRoom(h *hub, m commune.MeetingID) *room {
	return &room{
		hub: h, meeting: m, dirty: make(chan struct{}, 1), doubt: make(chan struct{}, 1), empty: make(chan struct{}),
		watching: map[*stream]struct{}{}, next: make(chan struct{}), shown: map[sheet]*shown{},
	}
}

// wake leaves a sign; one that was not seen yet is enough.
func (r *room) wake(sign chan struct{}) {
	select {
	case sign <- struct{}{}:
	default:
	}
}

func (r *room) admit(w *stream) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watching[w] = struct{}{}
}

func (r *room) dismiss(w *stream) (left int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.watching, w)
	return len(r.watching)
}

// run reads the meeting for as long as somebody watches it.
func (r *room) run() {
	tick, stop := r.hub.server.ticks()
	defer stop()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	pause := time.NewTimer(breath)
	defer pause.Stop()
	for look := false; ; {
		r.read(ctx, look)
		pause.Reset(breath)
		select {
		case <-pause.C:
		case <-r.empty:
			return
		}
		look = false
		select {
		case <-r.dirty:
		case <-r.doubt:
			look = true
		case <-tick:
			look = true
		case <-r.empty:
			return
		}
	}
}

// read reads the meeting, and looks who may still watch it if that is asked. What fails is tried again at the next sign or tick.
func (r *room) read(ctx context.Context, look bool) {
	defer r.hub.server.rescue("reading a meeting for those who watch it")
	next := &reading{}
	var gone []*stream
	err := r.hub.server.Store.View(ctx, func(tx *store.Tx) (err error) {
		if next.site, err = tx.Organisation(); err != nil {
			return err
		}
		if look {
			if gone, err = r.unwelcome(tx); err != nil {
				return err
			}
		}
		next.sitting, err = procedure.ReadSitting(tx, r.meeting)
		return err
	})
	if errors.Is(err, commune.ErrNotFound) {
		next.missing, err = err, nil
	}
	if err != nil {
		r.hub.server.Log.Error("reading a meeting for those who watch it", "meeting", r.meeting, "error", err)
		return
	}
	for _, w := range gone {
		r.wake(w.gone)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.latest != nil {
		next.number = r.latest.number + 1
	}
	r.latest = next
	close(r.next)
	r.next = make(chan struct{})
}

// now is the latest reading, nil before the first, and what is closed when there is a later one.
func (r *room) now() (*reading, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.latest, r.next
}

// draw renders what all who watch a sheet see alike, once for all of them. To whom is slow it gives what is shown already.
func (r *room) draw(on *reading, sc screen, f page.Frame) (*shown, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := sheet{sc.name, f.Lang()}
	before := r.shown[key]
	if before != nil && before.of.number >= on.number {
		return before, nil
	}
	d := &shown{of: on, own: map[procedure.Own][]drawnPart{}}
	parts, err := drawParts(sc.shared(f, on.sitting))
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, p := range parts {
		p.since = on.number
		d.parts = append(d.parts, before.keep(p))
		sum.Write(p.sum[:])
	}
	sum.Sum(d.sum[:0])
	r.shown[key] = d
	return d, nil
}

// drawOwn renders what one member sees beside it, once for all of whom the reading says the same.
func (r *room) drawOwn(d *shown, w *stream, f page.Frame) ([]drawnPart, error) {
	if w.screen.own == nil {
		return nil, nil
	}
	own := d.of.sitting.Own(w.who, w.good)
	r.mu.Lock()
	defer r.mu.Unlock()
	if parts, ok := d.own[own]; ok {
		return parts, nil
	}
	parts, err := drawParts(w.screen.own(f, d.of.sitting, own))
	if err != nil {
		return nil, err
	}
	d.own[own] = parts
	return parts, nil
}

// keep gives the part of before if it is the same.
func (before *shown) keep(p drawnPart) drawnPart {
	if before == nil {
		return p
	}
	for _, b := range before.parts {
		if b.id == p.id && b.sum == p.sum {
			return b
		}
	}
	return p
}

// drawParts renders parts as a stream sends them.
func drawParts(parts []page.Part) ([]drawnPart, error) {
	drawn := make([]drawnPart, len(parts))
	for i, p := range parts {
		lines, err := eventLines(p)
		if err != nil {
			return nil, err
		}
		drawn[i] = drawnPart{id: p.ID, lines: lines, sum: sha256.Sum256(lines)}
	}
	return drawn, nil
}

// eventLines renders a part as lines of an event: no text that people wrote can end it.
func eventLines(p page.Part) ([]byte, error) {
	var body, lines bytes.Buffer
	if err := p.Partial().Render(context.Background(), &body); err != nil {
		return nil, err
	}
	text := bytes.ReplaceAll(bytes.ReplaceAll(body.Bytes(), []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		lines.WriteString("data: ")
		lines.Write(line)
		lines.WriteByte('\n')
	}
	return lines.Bytes(), nil
}
