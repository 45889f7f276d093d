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
	own   map[procedure.Own]ownShown
}

// ownShown is what some see, and the name of all that their browsers then show.
type ownShown struct {
	parts []drawnPart
	state string
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
	lines := [][]byte{nil}
	for _, p := range d.parts {
		if p.since > w.seen {
			lines = append(lines, p.lines)
		}
	}
	for _, p := range own.parts {
		if !slices.ContainsFunc(w.own, func(q drawnPart) bool { return q.id == p.id && q.sum == p.sum }) {
			lines = append(lines, p.lines)
		}
	}
	w.seen, w.own = r.latest.number, own.parts
	e := event{last: w.who == 0 && r.latest.sitting.State == commune.Closed} // a projector keeps showing how it ended
	if own.state != w.state {
		w.state, lines[0] = own.state, []byte("id: "+own.state+"\n")
		e.lines = append(lines, []byte("\n"))
	}
	if e.last {
		e.lines = append(e.lines, closed)
	}
	return e
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
	d := &shown{of: r.latest, own: map[procedure.Own]ownShown{}}
	parts, err := drawParts(sc.shared(f, r.latest.sitting))
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		p.since = r.latest.number
		d.parts = append(d.parts, before.keep(p))
	}
	r.shown[key] = d
	return d, nil
}

// to renders what one member sees beside it, once for all of whom the reading says the same.
func (d *shown) to(own procedure.Own, sc screen, f page.Frame) (ownShown, error) {
	if o, ok := d.own[own]; ok {
		return o, nil
	}
	var o ownShown
	if sc.own != nil {
		var err error
		if o.parts, err = drawParts(sc.own(f, d.of.sitting, own)); err != nil {
			return o, err
		}
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
