package procedure

import (
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// foreseenFor is how far ahead the rhythm of the general assembly is written into the calendar.
const foreseenFor = 400 * 24 * time.Hour

// assemblies are the sittings that fall into the span: those of the general assembly, each with its welcome and the informal moment after it,
// as far as its rhythm foresees them (AG-2, DR-5), and those of popular assemblies (AP-1).
func assemblies(tx *store.Tx, o commune.Organisation, s commune.Settings, v CalendarView) ([]commune.Occasion, error) {
	meetings, err := tx.MeetingsIn(commune.Span{From: v.From.AddDate(0, 0, -1), Until: v.Until.AddDate(0, 0, 1)})
	if err != nil {
		return nil, err
	}
	var all []commune.Occasion
	for _, m := range meetings {
		if v.Only && m.Body != v.Body {
			continue
		}
		sitting, shown, err := occasionOf(tx, s, m, v.Reader)
		if err != nil {
			return nil, err
		}
		if shown && v.Meets(sitting.Span().From, sitting.Span().Until) {
			all = append(all, sitting)
		}
	}
	if v.Only && v.Body != 0 {
		return all, nil
	}
	foreseen, err := foreseen(tx, o, s, v.Span)
	if err != nil {
		return nil, err
	}
	return countNewcomers(tx, v, append(all, foreseen...))
}

// occasionOf is a meeting as the calendar shows it: a popular assembly's by its name.
func occasionOf(tx *store.Tx, s commune.Settings, m commune.Meeting, to commune.Reader) (commune.Occasion, bool, error) {
	o, shown := m.Occasion(s, to, tx.Now())
	if !shown || !m.Popular() {
		return o, shown, nil
	}
	b, err := tx.Body(m.Body)
	o.Title = b.Name
	return o, true, err
}

// foreseen are the general assemblies of a commune that have no agenda yet.
func foreseen(tx *store.Tx, o commune.Organisation, s commune.Settings, in commune.Span) ([]commune.Occasion, error) {
	last, err := tx.LastOrdinary()
	if errors.Is(err, commune.ErrNotFound) {
		return nil, nil
	}
	if far := tx.Now().Add(foreseenFor); in.Until.After(far) {
		in.Until = far
	}
	in.From = later(in.From, tx.Now())
	return s.Foreseen(o.Place, last.ScheduledAt, in, o.Location()), err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// countNewcomers says at the next general assembly how many could come for the first time, to members (DR-3, DR-5).
func countNewcomers(tx *store.Tx, v CalendarView, all []commune.Occasion) (_ []commune.Occasion, err error) {
	if !v.Members {
		return all, nil
	}
	for i, o := range all {
		if o.General() && !o.Cancelled && o.StartsAt.After(tx.Now()) {
			all[i].Newcomers, err = tx.CountNewcomers()
			break
		}
	}
	return all, err
}
