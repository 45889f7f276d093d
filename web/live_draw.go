package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/web/page"
)

// sheet is one screen in one language.
type sheet struct{ screen, language string }

// shown is what all who watch one sheet see alike, and what those see beside it of whom the reading says the same.
type shown struct {
	of    *reading
	parts []drawnPart
	own   map[procedure.Own]*ownShown
	drawn map[partKey]drawnPart
	steps map[step][]byte // what was sent already
}

// partKey is a part, and what it shows of who reads it.
type partKey struct {
	id string
	of procedure.Own
}

// ownShown is what some see, and the name of all that their browsers then show. It never changes.
type ownShown struct {
	parts []drawnPart
	state string
}

// step is from what browsers were given to what they are to show. All who take the same one are sent the same bytes.
type step struct {
	seen     int       // the number of the reading that they were given last; -1 before the first
	state    string    // names what they show
	from, to *ownShown // from nil before the first
}

// drawnPart is a part as the stream sends it.
type drawnPart struct {
	id    string
	lines []byte
	sum   [sha256.Size]byte // of the lines
	since int               // the number of the reading that changed it last; of parts that all see alike
}

// event is what changed since the last one, under the name of what the browser then shows; empty if nothing did. A browser that comes back
// with the name of what it shows is sent nothing that it has.
func (r *room) event(w *stream) event {
	if err := r.latest.watched(w); err != nil {
		return event{err: err}
	}
	f := w.frame
	f.Site, f.Now = r.latest.site, r.latest.sitting.At
	d, err := r.draw(w.screen, f)
	if err != nil {
		return event{err: err}
	}
	own, err := d.to(r.latest.sitting.Own(w.who, w.good), w.screen, f)
	if err != nil {
		return event{err: err}
	}
	next := step{w.seen, w.state, w.own, own}
	w.seen, w.state, w.own = r.latest.number, own.state, own
	e := event{lines: d.take(next), last: w.who == 0 && r.latest.sitting.State == commune.Closed} // a projector keeps showing how it ended
	if e.last {
		e.lines = slices.Concat(e.lines, closed)
	}
	return e
}

// take is what the step changes, as one event; empty if it changes nothing.
func (d *shown) take(s step) []byte {
	if s.state == s.to.state {
		return nil
	}
	if lines, ok := d.steps[s]; ok {
		return lines
	}
	var had []drawnPart
	if s.from != nil {
		had = s.from.parts
	}
	lines := []byte("id: " + s.to.state + "\n")
	for _, p := range d.parts {
		if p.since > s.seen {
			lines = append(lines, p.lines...)
		}
	}
	for _, p := range s.to.parts {
		if !slices.ContainsFunc(had, func(q drawnPart) bool { return q.id == p.id && q.sum == p.sum }) {
			lines = append(lines, p.lines...)
		}
	}
	lines = append(lines, '\n')
	d.steps[s] = lines
	return lines
}

// watched tells whether the reader of a stream may watch what was read.
func (on *reading) watched(w *stream) error {
	if on.missing != nil {
		return on.missing
	}
	if !w.screen.watched(on.sitting, w.who) {
		return errNotFound
	}
	return nil
}

// draw renders what all who watch a sheet see alike, once for all of them.
func (r *room) draw(sc screen, f page.Frame) (*shown, error) {
	key := sheet{sc.name, f.Lang()}
	before := r.shown[key]
	if before != nil && before.of == r.latest {
		return before, nil
	}
	d := &shown{of: r.latest, own: map[procedure.Own]*ownShown{}, drawn: map[partKey]drawnPart{}, steps: map[step][]byte{}}
	for _, part := range sc.shared(f, r.latest.sitting) {
		p, err := drawPart(part)
		if err != nil {
			return nil, err
		}
		p.since = r.latest.number
		d.parts = append(d.parts, before.keep(p))
	}
	r.shown[key] = d
	return d, nil
}

// to renders what one member sees beside it, once for all of whom the reading says the same.
func (d *shown) to(own procedure.Own, sc screen, f page.Frame) (*ownShown, error) {
	if o, ok := d.own[own]; ok {
		return o, nil
	}
	o := &ownShown{}
	for _, part := range sc.own {
		key := partKey{part.ID, part.Shows(own)}
		p, ok := d.drawn[key]
		if !ok {
			var err error
			if p, err = drawPart(page.Part{ID: part.ID, Body: part.Body(f, d.of.sitting, key.of)}); err != nil {
				return nil, err
			}
			d.drawn[key] = p
		}
		o.parts = append(o.parts, p)
	}
	sum := sha256.New()
	for _, p := range slices.Concat(d.parts, o.parts) {
		sum.Write(p.sum[:])
	}
	o.state = base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:12])
	d.own[own] = o
	return o, nil
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

// drawPart renders a part as a stream sends it.
func drawPart(p page.Part) (drawnPart, error) {
	var body bytes.Buffer
	if err := p.Partial().Render(context.Background(), &body); err != nil {
		return drawnPart{}, err
	}
	lines := eventLines(body.Bytes())
	return drawnPart{id: p.ID, lines: lines, sum: sha256.Sum256(lines)}, nil
}

// eventLines are what was rendered as lines of an event: no text that people wrote can end it.
func eventLines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	field := []byte("data: ")
	lines := make([]byte, 0, len(text)+(len(field)+1)*(bytes.Count(text, []byte("\n"))+1))
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		lines = append(append(append(lines, field...), line...), '\n')
	}
	return lines
}
