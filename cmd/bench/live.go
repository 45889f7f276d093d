package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// answers are what can be answered to a vote.
var answers = [...]commune.Choice{commune.For, commune.Against, commune.Abstain}

// What a hall is measured with.
const (
	pace   = 50 * time.Millisecond // between two turns at the floor: 20 a second
	voting = 64                    // connections over which ballots come at once
	turn   = 940                   // bytes that a seat is sent at a turn beside who speaks; the bare server sends as many
)

// assembly measures a meeting in session, everybody's screen open, in a process of its own, on each database: how long after an act the last
// browser shows it, how many ballots it takes in a second, and what memory it holds.
func assembly(ctx context.Context, o options, report func(figure) error) error {
	ours, bare, err := o.programs(ctx)
	if err != nil {
		return err
	}
	if err := assemblyOn(ctx, o, [2]program{ours, bare}, "", report); err != nil || o.postgres == "" {
		return err
	}
	return assemblyOn(ctx, o, [2]program{ours, bare}, o.postgres, report)
}

func assemblyOn(ctx context.Context, o options, programs [2]program, server string, report func(figure) error) (err error) {
	table, drop, err := openBare(ctx, o, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop()) }()
	h, err := fillHall(ctx, o, programs[0], table.address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.stop()) }()
	bare, err := programs[1].start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.stop()) }()
	suffix := map[bool]string{true: "_postgres"}[server != ""]
	named := func(f figure) error { f.Name += suffix; return report(f) }
	live, empty, err := h.speeches(o, bare)
	if err != nil {
		return err
	}
	defer live.leave()
	defer empty.leave()
	if err := h.speak(ctx, o, live, empty, named); err != nil {
		return err
	}
	if err := h.vote(ctx, o, table, named); err != nil {
		return err
	}
	var m pair
	if m.ours, err = h.resident(); err == nil {
		m.ceiling, err = bare.resident()
	}
	if err != nil {
		return err
	}
	return named(cost("memory_mb", "MiB", m, "the bare server, with as many streams"))
}

// speak measures turns at the floor beside a bare fan-out of as many words.
func (h *hall) speak(ctx context.Context, o options, live, empty *speech, report func(figure) error) (err error) {
	if h.line, err = dial(h.address); err != nil {
		return err
	}
	m, err := alternately(ctx, o.rounds, func() (float64, error) {
		for n := range o.turns { // as many ask for the floor as will have spoken
			if err := h.act((live.said+h.queue()+n)%len(h.members), fmt.Sprintf("/meetings/%d/requests", h.meeting), url.Values{}); err != nil {
				return 0, err
			}
		}
		return live.round(ctx, o.turns)
	}, func() (float64, error) { return empty.round(ctx, o.turns) })
	if err != nil {
		return err
	}
	return report(cost("live_p99_ms", "ms", m, fmt.Sprintf("a bare fan-out to as many streams: %d", len(h.members))))
}

// speeches open everybody's stream, here and on the bare server.
func (h *hall) speeches(o options, bare *serving) (live, empty *speech, err error) {
	words := make([]string, o.rounds*o.turns)
	for n := range words {
		words[n] = h.names[n%len(h.names)]
	}
	live = &speech{audience: gather(h.names, len(words)), every: pace, words: words, say: func(string) error {
		leader := h.turn % min(leaders, len(h.members))
		h.turn++
		return h.act(leader, fmt.Sprintf("/meetings/%d/speeches", h.meeting), url.Values{})
	}}
	streams, silent := make([][]byte, len(h.members)), make([][]byte, len(h.members))
	for n := range streams {
		if streams[n], err = h.request(http.MethodGet, fmt.Sprintf("/meetings/%d/stream?screen=seat", h.meeting), n, nil); err != nil {
			return nil, nil, err
		}
		silent[n] = []byte("GET /stream HTTP/1.1\r\nHost: " + bare.address + "\r\n\r\n")
	}
	if err := live.join(h.address, streams); err != nil {
		return nil, nil, err
	}
	says, err := dial(bare.address)
	if err != nil {
		return nil, nil, err
	}
	empty = &speech{audience: gather(h.names, len(words)), every: pace, words: words, say: func(word string) error {
		word = url.QueryEscape(string(before) + word + string(behind) + strings.Repeat(".", turn))
		return says.exchange([]byte("POST /say?word="+word+" HTTP/1.1\r\nHost: "+bare.address+"\r\nContent-Length: 0\r\n\r\n"), http.StatusOK)
	}}
	return live, empty, empty.join(bare.address, silent)
}

// act sends a form from a member's seat.
func (h *hall) act(member int, target string, values url.Values) error {
	request, err := h.request(http.MethodPost, target, member, values)
	if err != nil {
		return err
	}
	return h.line.exchange(request, http.StatusOK)
}

// vote measures ballots that the whole hall casts while everybody's screen is open, and holds each of them against what was acknowledged.
func (h *hall) vote(ctx context.Context, o options, table *bareTable, report func(figure) error) error {
	if err := h.act(0, fmt.Sprintf("/motions/%d/opening", h.motion), url.Values{}); err != nil {
		return err
	}
	lines, hangUp, err := wires(h.address, voting)
	if err != nil {
		return err
	}
	defer hangUp()
	round, each := 0, (len(h.members)+voting-1)/voting
	m, err := alternately(ctx, o.rounds, func() (float64, error) {
		round++
		return h.castAll(lines, answers[round%len(answers)])
	}, func() (float64, error) {
		return perSecond(voting, each, func(w, n int) error { return table.put(ctx, n*voting+w) })
	})
	if err != nil {
		return err
	}
	against := fmt.Sprintf("transactions of one upsert, on %d goroutines", voting)
	if err := report(rate("ballots_per_s", "1/s", m, against)); err != nil {
		return err
	}
	wrong, err := h.wrong(ctx, answers[round%len(answers)])
	if err != nil {
		return err
	}
	return report(figure{Name: "ballots_lost_or_doubled", Value: float64(wrong), Unit: "ballots", Ratio: 1, against: "none"})
}

// castAll has everybody cast, and gives how many ballots a second were acknowledged.
func (h *hall) castAll(lines []*wire, choice commune.Choice) (float64, error) {
	requests := make([][]byte, len(h.members))
	for n := range requests {
		var err error
		if requests[n], err = h.request(http.MethodPost, fmt.Sprintf("/motions/%d/ballot", h.motion), n, url.Values{"choice": {string(choice)}}); err != nil {
			return 0, err
		}
	}
	var next atomic.Int64
	start := time.Now()
	_, err := perSecond(len(lines), 1, func(w, _ int) error {
		for n := int(next.Add(1)) - 1; n < len(requests); n = int(next.Add(1)) - 1 {
			if err := lines[w].exchange(requests[n], http.StatusOK); err != nil {
				return err
			}
		}
		return nil
	})
	return float64(len(requests)) / time.Since(start).Seconds(), err
}

// wrong counts the electors who have another number of ballots than one, or another than the one that was acknowledged.
func (h *hall) wrong(ctx context.Context, choice commune.Choice) (wrong int, err error) {
	err = h.within(ctx, func(i *instance) error {
		return i.View(ctx, func(tx *store.Tx) error {
			ballots, err := tx.Ballots(h.motion)
			had := make(map[commune.MemberID]int)
			for _, b := range ballots {
				if had[b.Elector]++; b.Choice != choice {
					wrong++
				}
			}
			for _, who := range h.members {
				if had[who] != 1 {
					wrong++
				}
			}
			return err
		})
	})
	return wrong, err
}
