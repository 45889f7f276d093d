package procedure

import (
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// planned is how many ordinary meetings are always foreseen, so that a late item has an agenda to go to (OJ-1).
const planned = 2

// Schedule makes sure that the coming ordinary meetings exist (AG-2), and takes what a missed meeting left to the next one.
func Schedule(tx *store.Tx) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	if begun, err := tx.Delegated(); err != nil || o.Kind == commune.KindCouncil && !begun {
		return err // a council meets once somebody sits in it
	}
	s, err := tx.Settings()
	if err != nil {
		return err
	}
	next := s.First(o.FoundedAt, o.Location())
	if o.Kind == commune.KindCouncil && next.Before(tx.Now()) {
		next = s.After(next, tx.Now(), o.Location()) // it did not miss what nobody was seated for
	}
	last, err := tx.LastOrdinary()
	switch {
	case err == nil:
		next = s.After(last.ScheduledAt, tx.Now(), o.Location())
	case !errors.Is(err, commune.ErrNotFound):
		return err
	}
	coming, err := openAgendas(tx)
	if err != nil {
		return err
	}
	for range planned - len(coming) {
		if err := tx.AddOrdinaryMeeting(commune.NewOrdinary(o, s, next, tx.Now())); err != nil {
			return err
		}
		next = s.After(next, tx.Now(), o.Location())
	}
	return adjournMissed(tx)
}

// openAgendas are the ordinary meetings to which items can be proposed, the earliest first (OJ-1).
func openAgendas(tx *store.Tx) ([]commune.Meeting, error) {
	all, err := tx.MeetingsFrom(tx.Now())
	if err != nil {
		return nil, err
	}
	var open []commune.Meeting
	for _, m := range all {
		if m.AcceptsItems(tx.Now()) == nil {
			open = append(open, m)
		}
	}
	return open, nil
}

// adjournMissed moves the items of ordinary meetings that nobody opened.
func adjournMissed(tx *store.Tx) error {
	unclosed, err := tx.MeetingsFrom(time.Time{})
	if err != nil {
		return err
	}
	for _, m := range unclosed {
		if m.State(tx.Now()) != commune.Missed || m.Kind != commune.Ordinary {
			continue
		}
		if err := adjourn(tx, m); err != nil {
			return err
		}
	}
	return nil
}
