package simulation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// ticket is a way into a council, which somebody may try to use twice.
type ticket struct {
	council *Instance
	token   string
	spent   bool
}

// living is what the instance of an assembly really said of one of its mandates, and the instant at which it was asked.
type living struct {
	lives bool
	at    time.Time
}

// doubts asks the instance that gave a mandate whether it lives. The answer takes its time.
func (i *Instance) doubts(mandate string) {
	of := i.keeper(mandate)
	if of == nil {
		return
	}
	i.said = append(i.said, letter{what: "asks of a seat", from: i, to: of, lasting: true, open: func(tx *store.Tx) error {
		said := procedure.Confirmed{Lives: of.lives(tx, mandate), At: i.clock()}
		of.said = append(of.said, letter{what: fmt.Sprint("says of a seat ", said.Lives), from: of, to: i, lasting: true, open: func(tx *store.Tx) error {
			return i.confirmed(tx, mandate, said)
		}})
		return nil
	}})
}

// confirmed takes in what was said of a mandate.
func (i *Instance) confirmed(tx *store.Tx, mandate string, said procedure.Confirmed) error {
	_, err := peers.SeatByMandate(tx, mandate)
	if errors.Is(err, commune.ErrNotFound) {
		return nil // it was asked for by a copy that is no more
	}
	if err != nil {
		return err
	}
	i.living[mandate] = append(i.living[mandate], living{said.Lives, said.At})
	return procedure.ConfirmSeat(tx, i.house, mandate, said)
}

// keeper is the instance on which a record stands; nil for none.
func (w *World) keeper(uri string) *Instance {
	for _, i := range w.Instances {
		if commune.OriginOf(uri) == i.base() {
			return i
		}
	}
	return nil
}

// lives is what the status address of a mandate says (SE-7).
func (i *Instance) lives(tx *store.Tx, mandate string) bool {
	m, err := i.mandated(tx, mandate)
	return err == nil && m.LivingAt(tx.Now())
}

func (i *Instance) mandated(tx *store.Tx, mandate string) (commune.Mandate, error) {
	var seq commune.Seq
	if _, err := fmt.Sscanf(mandate, i.base()+"/records/%d", &seq); err != nil {
		return commune.Mandate{}, commune.ErrNotFound
	}
	return tx.MandateBySeq(seq)
}

// doubtVoters asks of the mandates of those who vote, after their vote opened (CF-5).
func (i *Instance) doubtVoters(tx *store.Tx, e commune.VoteOpened) error {
	for _, elector := range e.Electors {
		s, err := peers.SeatOf(tx, elector.Member)
		if errors.Is(err, commune.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		i.doubts(s.Mandate)
	}
	return nil
}

// doubtAll has a council ask of all its seats, as it does every few hours, and count the votes whose time to wait is over.
func (w *World) doubtAll(ctx context.Context) (string, error) {
	i := w.anyone(commune.KindCouncil)
	return i.Name, i.act(ctx, func(tx *store.Tx) error {
		all, err := peers.Seats(tx)
		if err != nil {
			return err
		}
		for _, s := range all {
			if s.Ending == "" && tx.Now().Before(s.Until) {
				i.doubts(s.Mandate)
			}
		}
		return procedure.Resettle(tx, i.house)
	})
}

// asksEntry has the instance of a commune ask a council to let its delegate in, which both must reach.
func (w *World) asksEntry(ctx context.Context) (string, error) {
	i := w.anyone(commune.KindCommune)
	council, mandate, document, err := i.delegated(ctx)
	if err != nil || document == nil {
		return i.Name + " has no delegate", err
	}
	if w.parted(i, council) {
		return fmt.Sprint(i, " does not reach ", council), nil
	}
	t := &ticket{council: council}
	refused, err := wasRefused(council.act(ctx, func(tx *store.Tx) (err error) {
		t.token, err = procedure.AskEntry(tx, council.house, i.face.Actor, document)
		return err
	}))
	if refused || err != nil {
		return fmt.Sprint(i, " is refused by ", council), err
	}
	council.living[mandate] = append(council.living[mandate], living{true, council.clock()})
	w.tickets = append(w.tickets, t)
	if w.happens(20) {
		return fmt.Sprint(i, " ", council, " and waits"), nil
	}
	did, err := w.enter(ctx, t)
	return fmt.Sprint(i, ": ", did), err
}

// delegated is the record of a mandate that lives, and the council in which its holder sits by it; nil for none.
func (i *Instance) delegated(ctx context.Context) (council *Instance, mandate string, document []byte, err error) {
	err = i.store.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Mandates()
		all = slices.DeleteFunc(all, func(m commune.Mandate) bool { return m.Council == "" || !m.LivingAt(tx.Now()) })
		if err != nil || len(all) == 0 {
			return err
		}
		m := all[i.chance.IntN(len(all))]
		of, signed, err := procedure.EntryFor(tx, i.founder, m.ID)
		council, mandate, document = i.at(of.Actor), fmt.Sprintf("%s/records/%d", i.base(), m.Seq), signed
		return err
	})
	return council, mandate, document, err
}

// enters has somebody use a ticket: soon, late, or once more.
func (w *World) enters(ctx context.Context) (string, error) {
	if len(w.tickets) == 0 {
		return "nobody", nil
	}
	return w.enter(ctx, w.tickets[w.chance.IntN(len(w.tickets))])
}

func (w *World) enter(ctx context.Context, t *ticket) (string, error) {
	refused, err := wasRefused(t.council.act(ctx, func(tx *store.Tx) error {
		_, err := procedure.Enter(tx, t.token)
		return err
	}))
	if refused || err != nil {
		return t.council.Name + " is not entered", err
	}
	if t.spent {
		return "", w.broken("a ticket lets in once", t.council.Name+": it was entered again")
	}
	t.spent = true
	return t.council.Name, nil
}

// decidesOwn puts to the vote of a council something for which its delegates need no instruction.
func (w *World) decidesOwn(ctx context.Context) (string, error) {
	i := w.anyone(commune.KindCouncil)
	_, err := i.decides(ctx, commune.Motion{Form: commune.FormPriorities, Audience: commune.Confederation, Text: "L'eau d'abord.", Payload: []byte("Eau")}, commune.For)
	return i.Name, err
}

// ballots has those vote who can: in a council each delegation, as it likes, and who founded it while nobody was ever seated.
func (i *Instance) ballots(tx *store.Tx, m commune.MotionID, choice commune.Choice) error {
	electors, err := tx.Electors(m)
	if err != nil {
		return err
	}
	for _, e := range electors {
		said := choice
		if e.Member != i.founder {
			said = []commune.Choice{commune.For, commune.For, commune.For, commune.Against, commune.Abstain, ""}[i.chance.IntN(6)]
		}
		if said == "" {
			continue
		}
		if _, err := commons.Cast(tx, e.Member, m, said); err != nil {
			return err
		}
	}
	return nil
}

// gathers has most of those who sit in a council come to its sitting.
func (i *Instance) gathers(tx *store.Tx) error {
	all, err := store.All[commune.Member](tx.DB().Where("delegation <> ''").Order("id"))
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.Seated(tx.Now()) || i.happens(20) {
			continue
		}
		if _, err := wasRefused(commons.Attend(tx, m.ID, i.meeting, commune.Online)); err != nil {
			return err
		}
	}
	return nil
}

// closes ends the votes that a council opened some steps ago.
func (w *World) closes(ctx context.Context) (string, error) {
	i := w.anyone(commune.KindCouncil)
	if len(i.voting) == 0 {
		return i.Name + " has no vote open", nil
	}
	for _, m := range i.voting {
		if err := i.act(ctx, func(tx *store.Tx) error { _, err := commons.CloseVote(tx, i.house, i.founder, m); return err }); err != nil {
			return i.Name, err
		}
	}
	i.voting = nil
	return i.Name, nil
}

// confirms has an assembly make a vote of its delegate its own, which a council asked of it (CF-5).
func (i *Instance) confirms(ctx context.Context) error {
	asked, err := view(ctx, i, i.pending)
	if err != nil || len(asked) == 0 {
		return err
	}
	said := asked[i.chance.IntN(len(asked))]
	payload, err := json.Marshal(confederation.ConfirmTerms{Council: said.Council, Mandate: said.Mandate, Motion: said.Motion, Position: said.Position})
	if err != nil {
		return err
	}
	i.asked[said.Motion+" "+said.Mandate] = true
	choice := commune.For
	if i.happens(15) {
		choice = commune.Against
	}
	_, err = i.decides(ctx, commune.Motion{Form: confederation.FormConfirm, Audience: commune.Confederation, Text: "Nous confirmons la voix.", Payload: payload}, choice)
	return err
}

// pending are the votes of our delegates that councils asked us to confirm, and that were not put to our assembly.
func (i *Instance) pending(tx *store.Tx) (all []record.PendingVoice, err error) {
	kept, err := store.All[confederation.Record](tx.DB().Where("kind = ? AND fault = ''", record.KindPendingVoice).Order("peer, seq"))
	for _, r := range kept {
		var said record.PendingVoice
		if err := data(r.Document, &said); err != nil {
			return nil, err
		}
		if i.keeper(said.Mandate) == i && !i.asked[said.Motion+" "+said.Mandate] {
			all = append(all, said)
		}
	}
	return all, err
}

// data reads what a record says.
func data(document []byte, into any) error {
	parsed, err := record.Parse(document)
	if err != nil {
		return err
	}
	return json.Unmarshal(parsed.Data, into)
}
