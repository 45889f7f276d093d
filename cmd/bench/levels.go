package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"
)

// levels measures what a whole confederation says and does for one decision, and for one text that all communes ratify. A real one of some fifty instances
// says it first, and must say what the rules say, request by request; then the rules are asked for a country.
func levels(ctx context.Context, o options, report func(figure) error) (err error) {
	r, err := settled(ctx, o, o.realm)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	small := country{o.realm}
	_, _, hours := small.pages()
	p, err := play(ctx, r, hours)
	if err != nil {
		return err
	}
	if err := p.holds(small); err != nil {
		return err
	}
	if err := real(p, small, report); err != nil {
		return err
	}
	return large(newLabour(o.country), p.weights(small), report)
}

// holds fails unless real instances said what the rules say.
func (p played) holds(c country) error {
	requests, _, _ := c.pages()
	return errors.Join(
		same("a decision", p.decision, c.decision()), same("a text that is put", p.put, c.put()), same("all answers", p.answers, c.answers()),
		same("an hour without answers", p.quiet, said{"answers page": c.quiet()}), same("reading answers", p.pages, said{"answers page": requests}),
		same("an outcome", p.outcome, c.outcome()), same("a day", p.day, c.day()),
	)
}

func same(what string, real map[string]flow, rules said) error {
	got := make(said)
	for kind, f := range real {
		got[kind] = f.Requests
	}
	if !maps.Equal(got, rules) {
		return fmt.Errorf("%s: real instances said %v, by the rules it is %v", what, listed(real), rules)
	}
	return nil
}

// ratification is all that is said for one text.
func (c country) ratification() said {
	requests, _, _ := c.pages()
	return said{"answers page": requests}.add(c.put()).add(c.answers()).add(c.outcome())
}

// ratification is all that real instances said for one text.
func (p played) ratification() map[string]flow {
	all := make(map[string]flow)
	for _, phase := range []map[string]flow{p.put, p.answers, p.pages, p.outcome} {
		join(all, phase)
	}
	return all
}

// together is how many requests of all kinds.
func (s said) together() (all int) {
	for _, n := range s {
		all += n
	}
	return all
}

// real reports what a real confederation said, beside the rules, and how long it worked, beside the work that the rules ask for.
func real(p played, c country, report func(figure) error) error {
	l := newLabour(c.shape)
	ms, err := milliseconds(l.ratifies)
	if err != nil {
		return err
	}
	against := fmt.Sprintf("by the rules, request by request; %d instances in levels of %v", c.all(), c.shape)
	return each(report,
		cost("realm_decision_messages", "1", pair{float64(sum(p.decision).Requests), float64(c.decision().together())}, against),
		cost("realm_ratification_messages", "1", pair{float64(sum(p.ratification()).Requests), float64(c.ratification().together())}, against),
		cost("realm_day_messages", "1", pair{float64(sum(p.day).Requests), float64(c.day().together())}, against),
		cost("realm_ratification_s", "s", pair{p.ratified.Seconds(), ms / 1000}, "making, proving and counting the records alone"),
	)
}

func each(report func(figure) error, all ...figure) error {
	for _, f := range all {
		if err := report(f); err != nil {
			return err
		}
	}
	return nil
}

// weights are what a request of each kind weighs among real instances, in bytes.
type weights struct {
	kinds  map[string]float64
	answer float64 // on a page of answers
}

func (p played) weights(c country) weights {
	w := weights{kinds: make(map[string]float64)}
	for _, phase := range []map[string]flow{p.ratification(), p.decision, p.quiet} {
		for kind, f := range phase {
			w.kinds[kind] = float64(f.Bytes) / float64(f.Requests)
		}
	}
	requests, answers, _ := c.pages()
	w.answer = (float64(sum(p.pages).Bytes) - float64(requests)*w.kinds["answers page"]) / float64(answers)
	return w
}

// of is what so many requests weigh, in bytes.
func (w weights) of(s said) (bytes float64) {
	for kind, n := range s {
		bytes += float64(n) * w.kinds[kind]
	}
	return bytes
}

// large reports what a country says and does, by the rules alone.
func large(l *labour, w weights, report func(figure) error) error {
	const mega = 1e6
	decided, err := milliseconds(func() error { return l.decides(l.assemblies[0], 3) })
	if err != nil {
		return err
	}
	alone, once := l.bytes, l.proved
	atOnce, err := l.bare()
	if err != nil {
		return err
	}
	begun := time.Now()
	if err := l.ratifies(); err != nil {
		return err
	}
	ratified := time.Since(begun)
	bare, err := l.bare()
	if err != nil {
		return err
	}
	_, answers, _ := l.pages()
	bytes, ties := w.of(l.ratification())+w.answer*float64(answers), float64(l.all()-1)
	return each(report,
		cost("country_decision_messages", "1", pair{float64(l.decision().together()), 1}, fmt.Sprintf("the decision itself, to its council; %d communes in levels of %v", l.shape[l.communes()], l.shape)),
		cost("country_decision_bytes", "B", pair{w.of(l.decision()), float64(alone)}, "the record alone"),
		cost("country_decision_ms", "ms", pair{decided, atOnce}, fmt.Sprintf("%d bare Ed25519 verification", once)),
		cost("country_ratification_messages", "1", pair{float64(l.ratification().together()), 2 * ties}, "the text down to everybody, and an answer or the sum of answers up"),
		cost("country_ratification_mb", "MB", pair{bytes / mega, float64(l.bytes-alone) / mega}, "the records alone, to everybody who proves them"),
		cost("country_ratification_s", "s", pair{ratified.Seconds(), bare / 1000}, fmt.Sprintf("%d bare Ed25519 verifications", l.proved)),
		cost("country_day_messages", "1", pair{float64(l.day().together()), 2 * ties}, "a message up and one down between all who are tied"),
	)
}
