package simulation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
)

// step is one thing that can happen, as often as its weight beside the others'.
type step struct {
	name   string
	weight int
	do     func(*World, context.Context) (string, error)
}

// steps are all that can happen.
var steps = []step{
	{"delivers", 80, (*World).deliver},
	{"reads", 12, func(w *World, ctx context.Context) (string, error) { return w.one().pull(ctx) }},
	{"looks", 2, (*World).look},
	{"resolves", 8, byCommune((*Instance).resolves)},
	{"joins", 7, func(w *World, ctx context.Context) (string, error) {
		i, council := w.one(), w.anyone(commune.KindCouncil)
		return i.Name + " " + council.Name, i.joins(ctx, council)
	}},
	{"leaves", 1, func(w *World, ctx context.Context) (string, error) {
		i, council := w.one(), w.anyone(commune.KindCouncil)
		return i.Name + " " + council.Name, i.leaves(ctx, council)
	}},
	{"puts a text", 3, func(w *World, ctx context.Context) (string, error) {
		i := w.anyone(commune.KindCouncil)
		return i.Name, i.proposes(ctx)
	}},
	{"answers a text", 10, byCommune((*Instance).ratifies)},
	{"counts", 3, func(w *World, ctx context.Context) (string, error) {
		i := w.anyone(commune.KindCouncil)
		return i.Name, i.act(ctx, func(tx *store.Tx) error { return procedure.CountTexts(tx, i.house) })
	}},
	{"answers", 9, func(w *World, ctx context.Context) (string, error) {
		i := w.anyone(commune.KindCouncil)
		return i.Name, i.answers(ctx)
	}},
	{"mandates", 12, func(w *World, ctx context.Context) (string, error) {
		i := w.anyone(commune.KindCommune)
		return i.Name, i.mandates(ctx, w.anyone(commune.KindCouncil))
	}},
	{"revokes", 3, byCommune((*Instance).revokes)},
	{"asks to let in", 14, (*World).asksEntry},
	{"enters", 2, (*World).enters},
	{"asks of all seats", 6, (*World).doubtAll},
	{"decides on its work", 8, (*World).decidesOwn},
	{"closes a vote", 6, (*World).closes},
	{"confirms", 6, byCommune((*Instance).confirms)},
	{"has its log cosigned", 8, (*World).attest},
	{"compares", 9, (*World).gossip},
	{"forgets what it said", 4, (*World).forks},
	{"answers for two stories", 8, byCommune((*Instance).accounts)},
	{"parts", 2, (*World).part},
	{"mends", 2, (*World).mend},
	{"drifts", 2, (*World).drift},
	{"restarts", 3, (*World).restarts},
	{"restores", 1, (*World).restores},
	{"forges", 2, (*World).forges},
	{"tells another", 1, (*World).equivocates},
}

func byCommune(do func(*Instance, context.Context) error) func(*World, context.Context) (string, error) {
	return func(w *World, ctx context.Context) (string, error) {
		i := w.anyone(commune.KindCommune)
		return i.Name, do(i, ctx)
	}
}

// pick is what happens next.
func (w *World) pick() step {
	all := 0
	for _, s := range steps {
		all += s.weight
	}
	n := w.chance.IntN(all)
	for _, s := range steps {
		if n -= s.weight; n < 0 {
			return s
		}
	}
	return steps[0]
}

func (w *World) one() *Instance { return w.Instances[w.chance.IntN(len(w.Instances))] }

// look has an instance read everybody's log, as each does every day.
func (w *World) look(context.Context) (string, error) {
	i := w.one()
	i.due = i.peers()
	return i.Name, nil
}

// part has two not reach each other any more.
func (w *World) part(context.Context) (string, error) {
	c := cut{w.one(), w.one()}
	w.cut = append(w.cut, c)
	return fmt.Sprint(c.one, " and ", c.other), nil
}

// mend has those who did not reach each other do so again.
func (w *World) mend(context.Context) (string, error) {
	w.cut = w.cut[len(w.cut)/2:]
	if len(w.cut) == 1 {
		w.cut = nil
	}
	return "half", nil
}

// drift has a clock go wrong, or be set right.
func (w *World) drift(context.Context) (string, error) {
	i := w.one()
	i.skew = max(i.skew, time.Duration(w.chance.IntN(240))*time.Second)
	return i.Name, nil
}

func (w *World) restarts(ctx context.Context) (string, error) {
	i := w.one()
	return i.Name, i.restart(ctx, w.happens(50))
}

// restores has a council lose everything since its last copy, unless it said something since then: what it said cannot be taken back.
func (w *World) restores(ctx context.Context) (string, error) {
	i := w.anyone(commune.KindCouncil)
	if i.saved != i.history() {
		return i.Name + " has no copy", nil
	}
	return i.Name, i.restore(ctx)
}

// forges has someone write a decision in a commune's name, with a key of their own.
func (w *World) forges(context.Context) (string, error) {
	of, to, by := w.anyone(commune.KindCommune), w.anyone(commune.KindCouncil), w.one()
	if of == by {
		return "nothing", nil
	}
	document, err := of.word(of.log.size+int64(w.chance.IntN(3)), by)
	if err != nil {
		return of.Name, err
	}
	sender := of.face.Actor
	w.post(letter{what: "forged decision", from: of, to: to, document: document, open: func(tx *store.Tx) error {
		return procedure.ReceiveRecord(tx, to.house, sender, procedure.Pulled{Document: document})
	}})
	return of.Name, nil
}

// equivocates has a commune tell one council something else than what stands in its log.
func (w *World) equivocates(context.Context) (string, error) {
	of, to := w.anyone(commune.KindCommune), w.anyone(commune.KindCouncil)
	if of.log.size == 0 {
		return "nothing", nil
	}
	document, err := of.word(w.chance.Int64N(of.log.size), of)
	if err != nil {
		return of.Name, err
	}
	w.signed[confederation.Digest(document)] = of.face.Actor
	sender := of.face.Actor
	w.post(letter{what: "another decision", from: of, to: to, document: document, open: func(tx *store.Tx) error {
		return procedure.ReceiveRecord(tx, to.house, sender, procedure.Pulled{Document: document})
	}})
	return of.Name, nil
}

// word is a decision of a commune at a place of its log, signed with somebody's key.
func (i *Instance) word(seq int64, by *Instance) ([]byte, error) {
	return record.Sign(record.Envelope{
		ID: fmt.Sprintf("%s/records/%d", i.base(), seq), Type: "Note", Body: i.face.Actor, To: []string{record.Public}, Cc: []string{},
		Published: i.clock(), Language: "fr", Content: "<p>Autre chose</p>",
	}, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: commune.Seq(seq)}, Number: "2026-99",
		Text: fmt.Sprintf("L'eau est vendue, dit-on au pas %d.", i.step), Form: string(commune.FormResolution), Audience: string(commune.Public),
		DecidedAt: record.Time(i.clock()),
	}, by.key, i.face.KeyID)
}

// settle has everything arrive, in any order, and everybody read everything; then all the rules must hold.
func (w *World) settle(ctx context.Context) error {
	w.step++
	w.cut, w.touched = nil, slices.Clone(w.Instances)
	w.trace = append(w.trace, "everything arrives")
	for range 3 {
		w.chance.Shuffle(len(w.wire), func(a, b int) { w.wire[a], w.wire[b] = w.wire[b], w.wire[a] })
		sent := w.wire
		w.wire = nil
		for _, l := range sent {
			w.trace = append(w.trace, l.String())
			if err := w.arrive(ctx, l); err != nil {
				return err
			}
		}
		for _, i := range w.Instances {
			if err := i.meetsAll(ctx); err != nil {
				return err
			}
		}
	}
	return w.hold(ctx, w.Instances, slices.Concat(always, settled))
}

// meetsAll reads every log to its end, has its own cosigned by all its witnesses, and compares with each.
func (i *Instance) meetsAll(ctx context.Context) error {
	for _, actor := range i.peers() {
		if err := i.readAll(ctx, i.at(actor)); err != nil {
			return err
		}
	}
	witnesses, err := view(ctx, i, procedure.Witnesses)
	for _, by := range witnesses {
		if err == nil {
			err = i.attested(ctx, i.at(by.Actor))
		}
		if err == nil {
			err = i.gossips(ctx, i.at(by.Actor))
		}
	}
	return err
}

// readAll reads a log to its end.
func (i *Instance) readAll(ctx context.Context, of *Instance) error {
	from, err := i.known(ctx, of)
	for err == nil && from >= 0 {
		if from, err = i.readPage(ctx, of, from); from < 0 && err == nil {
			err = i.heads(ctx, of)
		}
	}
	return err
}

// view reads something of an instance.
func view[T any](ctx context.Context, i *Instance, read func(tx *store.Tx) (T, error)) (v T, err error) {
	err = i.store.View(ctx, func(tx *store.Tx) (err error) {
		v, err = read(tx)
		return err
	})
	return v, err
}
