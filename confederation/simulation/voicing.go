package simulation

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// council is what a council has beside what everybody has.
type council struct {
	seats   []confederation.Seat
	sitting []commune.Member // who can act as a delegate now
	said    map[string]confederation.Record
	votes   []vote // that were decided since the last reading
}

// vote is a decision of a council, with the vote that made it.
type vote struct {
	commune.Motion
	record.Decision
	electors []commune.Elector
}

// wordsOfSeats are the kinds of records by which somebody sits, sits no more, or votes.
var wordsOfSeats = []string{record.KindMandate, record.KindRevocation, record.KindResignation, record.KindInstruction, record.KindConfirmation}

// readCouncil reads who sits, and what was said of that.
func (r *reading) readCouncil(tx *store.Tx) (err error) {
	c := &r.council
	if c.seats, err = store.All[confederation.Seat](tx.DB().Order("id")); err != nil {
		return err
	}
	members, err := store.All[commune.Member](tx.DB().Where("delegation <> ''").Order("id"))
	if err != nil {
		return err
	}
	c.sitting = slices.DeleteFunc(members, func(m commune.Member) bool { return !m.Seated(tx.Now()) })
	said, err := store.All[confederation.Record](tx.DB().Where("kind IN ? AND fault = ''", wordsOfSeats).Order("id"))
	if err != nil {
		return err
	}
	c.said = map[string]confederation.Record{}
	for _, s := range said {
		c.said[s.URI] = s
	}
	return nil
}

// decided reads the vote of a decision that is new in a council's log.
func (r *reading) decided(tx *store.Tx, e store.Entry) error {
	if e.Kind != record.KindDecision {
		return nil
	}
	var v vote
	if err := data(e.Document, &v.Decision); err != nil {
		return err
	}
	d, err := tx.DecisionBySeq(e.Seq)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if v.Motion, err = tx.Motion(d.Motion); err != nil {
		return err
	}
	v.electors, err = tx.Electors(d.Motion)
	r.council.votes = append(r.council.votes, v)
	return err
}

// ends is when a mandate ended as far as was heard here, and whether it did.
func (c council) ends(mandate string) (first time.Time, ended bool) {
	for _, s := range c.said {
		var e record.Ending
		if s.Kind != record.KindRevocation && s.Kind != record.KindResignation || data(s.Document, &e) != nil || e.Mandate != mandate {
			continue
		}
		at, err := time.Parse(time.RFC3339, e.EndedAt)
		if err != nil || s.ReceivedAt.Before(at) {
			at = s.ReceivedAt
		}
		if !ended || at.Before(first) {
			first, ended = at, true
		}
	}
	return first, ended
}

// seated: whoever sits in a council sits by a mandate that its commune gave, did not end, and said to live within a day.
func seated(i *Instance, r reading) (string, error) {
	for _, m := range r.council.sitting {
		n := slices.IndexFunc(r.council.seats, func(s confederation.Seat) bool { return s.Member == m.ID })
		if n < 0 {
			return m.PublicName + " sits by nothing", nil
		}
		s := r.council.seats[n]
		if why := i.mandatedBy(r, s, m.Delegation); why != "" {
			return fmt.Sprintf("a delegate of %s sits by %s, %s", m.Delegation, s.Mandate, why), nil
		}
	}
	return "", nil
}

// mandatedBy is why nobody can sit by a mandate; empty if they can.
func (i *Instance) mandatedBy(r reading, s confederation.Seat, of commune.ActorID) string {
	var m record.Mandate
	given, here := r.council.said[s.Mandate]
	if !here || data(given.Document, &m) != nil || m.Council != i.face.Actor || m.Issuer != of {
		return "which it did not give"
	}
	if _, ended := r.council.ends(s.Mandate); ended {
		return "which ended"
	}
	if !i.saidToLive(s.Mandate, i.clock().Add(-confederation.FreshFor)) {
		return "of which nobody said for a day that it lives"
	}
	if r.frozen(of) {
		return "and told two stories"
	}
	if !slices.ContainsFunc(r.rolls, func(e confederation.Enrolled) bool { return e.Council == i.face.Actor && e.Member == of && !e.Departed }) {
		return "and stands on no roll"
	}
	return ""
}

// saidToLive tells whether the instance that gave a mandate was asked since then, said that it lives, and said nothing else later.
func (i *Instance) saidToLive(mandate string, since time.Time) bool {
	var last living
	for _, l := range i.living[mandate] {
		if !l.at.Before(last.at) {
			last = l
		}
	}
	return last.lives && !last.at.Before(since)
}

// voiced: each voice that a council counted is that of another delegation, of a mandate that lived until the close, said to live after the opening;
// and its assembly allowed it.
func voiced(i *Instance, r reading) (string, error) {
	for _, v := range r.council.votes {
		seats := slices.ContainsFunc(v.electors, func(e commune.Elector) bool { return e.Member != i.founder })
		if !seats {
			continue
		}
		counted, heard := commune.Tally{}, map[string]bool{}
		for _, voice := range v.Voices {
			if why := i.unheard(r, v, voice); why != "" {
				return fmt.Sprintf("the voice of %s on %q counts, %s", voice.Mandate, v.Decision.Text, why), nil
			}
			if heard[commune.OriginOf(voice.Mandate)] {
				return fmt.Sprintf("%s has two voices on %q", commune.OriginOf(voice.Mandate), v.Decision.Text), nil
			}
			heard[commune.OriginOf(voice.Mandate)] = true
			switch commune.Choice(voice.Position) {
			case commune.For:
				counted.For++
			case commune.Against:
				counted.Against++
			default:
				counted.Abstain++
			}
		}
		if counted != v.Decision.Tally {
			return fmt.Sprintf("%q counts %+v, and its voices are %+v", v.Decision.Text, v.Decision.Tally, counted), nil
		}
	}
	return "", nil
}

// unheard is why a voice cannot count; empty if it can.
func (i *Instance) unheard(r reading, v vote, voice record.Voice) string {
	if at, ended := r.council.ends(voice.Mandate); ended && !at.After(v.ClosedAt) {
		return "whose mandate had ended"
	}
	if !slices.ContainsFunc(i.living[voice.Mandate], func(l living) bool { return l.lives && !l.at.Before(v.OpenedAt) }) {
		return "which nobody confirmed after the vote opened"
	}
	if v.Decision.Form == string(commune.FormPriorities) {
		return ""
	}
	allowed, here := r.council.said[voice.AllowedBy]
	var said record.Confirmation
	if !here || data(allowed.Document, &said) != nil || said.Mandate != voice.Mandate || said.Position != voice.Position {
		return "which its assembly did not allow"
	}
	return ""
}
