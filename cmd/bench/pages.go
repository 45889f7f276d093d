package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	"federes.org/commune"
)

// short is how many decisions stand in the register beside which the long one is measured.
const short = 100

// pages measures a page of the register and one of the API, at the beginning and in the middle, in a short register and in a long one. The
// ceiling of a page is the same round trip without one; that of growth is none at all.
func pages(ctx context.Context, o options, report func(figure) error) (err error) {
	var registers [2]*reading
	for n, size := range []int{short, o.decisions} {
		i, err := open(ctx, o, commune.KindCommune, "")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, i.close()) }()
		if err := i.fill(ctx, size); err != nil {
			return err
		}
		if registers[n], err = i.read(commune.DecisionID(size / 2)); err != nil {
			return err
		}
		defer registers[n].Close()
	}
	for _, page := range []string{"register_page", "register_page_middle", "decisions_api", "decisions_api_middle"} {
		if err := compare(ctx, o, page, registers, report); err != nil {
			return err
		}
	}
	return nil
}

// compare reads a page of both registers, and none, in turn.
func compare(ctx context.Context, o options, page string, registers [2]*reading, report func(figure) error) error {
	var times [3][]float64
	for range o.visits {
		if err := ctx.Err(); err != nil {
			return err
		}
		for n, request := range []func() error{
			func() error { return registers[0].visit(page) },
			func() error { return registers[1].visit(page) },
			func() error { return registers[1].visit("nothing") },
		} {
			t, err := milliseconds(request)
			if err != nil {
				return err
			}
			times[n] = append(times[n], t)
		}
	}
	inShort, inLong, nothing := median(times[0]), median(times[1]), median(times[2])
	if err := report(cost(page, "ms", pair{inLong, nothing}, "GET /healthz: the round trip alone")); err != nil {
		return err
	}
	against := fmt.Sprintf("no growth from %d decisions to %d", short, o.decisions)
	return report(cost(page+"_growth", "times", pair{inLong / inShort, 1}, against))
}

// reading is a connection to a register, and the requests of its pages.
type reading struct {
	*wire
	requests map[string][]byte
}

// read prepares the visits of an instance's register; middle is a decision far from both its ends.
func (i *instance) read(middle commune.DecisionID) (*reading, error) {
	r := &reading{requests: make(map[string][]byte)}
	for page, target := range map[string]string{
		"nothing": "/healthz", "register_page": "/register", "register_page_middle": fmt.Sprintf("/register?before=d%d", middle),
		"decisions_api": "/api/v1/decisions", "decisions_api_middle": fmt.Sprintf("/api/v1/decisions?after=d%d", middle),
	} {
		request, err := http.NewRequest(http.MethodGet, "http://"+i.address+target, nil)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := request.Write(&b); err != nil {
			return nil, err
		}
		r.requests[page] = b.Bytes()
	}
	var err error
	r.wire, err = dial(i.address)
	return r, err
}

func (r *reading) visit(page string) error { return r.exchange(r.requests[page], http.StatusOK) }
