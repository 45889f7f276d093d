package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"gorm.io/gorm"
)

// Handler does one job. It is idempotent, opens its own transactions and ends when its context does.
type Handler func(context.Context, Job) error

// Config is what a Runner works with. DB, Clock and Handlers must be given.
type Config struct {
	DB    *gorm.DB         // the writer
	Clock func() time.Time // what is due is due by this clock
	Tick  <-chan time.Time // at each tick the table is looked at; Wake does so at once

	Handlers map[string]Handler       // by kind; jobs of other kinds are left to other processes
	Every    map[string]time.Duration // kinds that come back for ever, so long after each success

	Workers int                // jobs at once in this process; 8 if zero
	PerLane int                // of these, jobs of one lane; 2 if zero
	Lease   time.Duration      // after which a job is taken from whoever has it; 2 minutes if zero
	Backoff map[string]Backoff // by kind; jobs of other kinds are tried for ever, ever more rarely
	Log     *slog.Logger       // if nil, slog.Default()
}

// Runner does jobs. Several of them, in one process or many, may share a table.
type Runner struct {
	config Config
	wake   chan struct{}
}

// NewRunner returns a runner that does nothing yet.
func NewRunner(c Config) *Runner {
	if c.Workers == 0 {
		c.Workers = 8
	}
	if c.PerLane == 0 {
		c.PerLane = 2
	}
	if c.Lease == 0 {
		c.Lease = 2 * time.Minute
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Runner{config: c, wake: make(chan struct{}, 1)}
}

// Wake says that there may be something to do: call it when a transaction that added jobs has committed. It never blocks.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run does jobs until the context ends, then lets the handlers return and puts back what they could not finish.
func (r *Runner) Run(ctx context.Context) {
	s := newShift(r)
	r.report(s.arm(ctx))
	for ctx.Err() == nil {
		r.report(s.settle(ctx))
		r.report(s.fill(ctx))
		select {
		case f := <-s.results:
			s.collect(f)
		case <-r.wake:
		case <-r.config.Tick:
		case <-ctx.Done():
		}
	}
	for s.atWork > 0 {
		s.collect(<-s.results)
	}
	r.report(s.settle(context.WithoutCancel(ctx)))
}

// Drain does, one after the other, everything that is due by the clock, and what comes due meanwhile, until nothing is. It is for tests: it
// waits for nothing, and a failed job is due again only when the clock has been moved.
func (r *Runner) Drain(ctx context.Context) error {
	s := newShift(r)
	if err := s.arm(ctx); err != nil {
		return err
	}
	for {
		jobs, err := s.take(ctx, 1)
		if err != nil || len(jobs) == 0 {
			return err
		}
		s.finished = append(s.finished, s.do(ctx, jobs[0]))
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
}

// report logs what keeps jobs from being done; that we stop is no such thing.
func (r *Runner) report(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		r.config.Log.Error("jobs are held up", "error", err)
	}
}

// shift is one run of a runner. Only the goroutine that runs it touches it; handlers answer by results.
type shift struct {
	Config
	lease    string
	running  map[int64]string // taken and not yet settled: the lane of each
	atWork   int
	results  chan finished
	finished []finished
}

// finished is a job whose handler has returned.
type finished struct {
	taken
	err         error
	interrupted bool
}

func newShift(r *Runner) *shift {
	return &shift{
		Config:  r.config,
		lease:   rand.Text(),
		running: map[int64]string{},
		results: make(chan finished, r.config.Workers),
	}
}

// fill starts handlers until all workers are at work or nothing more is due.
func (s *shift) fill(ctx context.Context) error {
	for s.atWork < s.Workers {
		jobs, err := s.take(ctx, s.Workers-s.atWork)
		if err != nil || len(jobs) == 0 {
			return err
		}
		for _, t := range jobs {
			s.running[t.ID] = t.Lane
			s.atWork++
			go func() { s.results <- s.do(ctx, t) }()
		}
	}
	return nil
}

// collect takes f and whatever else has finished meanwhile, so that they are settled together.
func (s *shift) collect(f finished) {
	for {
		s.finished = append(s.finished, f)
		s.atWork--
		select {
		case f = <-s.results:
		default:
			return
		}
	}
}

func (s *shift) fullLanes() []string {
	count := map[string]int{}
	full := []string{""} // never empty; the query lets jobs without a lane pass before it looks here
	for _, lane := range s.running {
		if count[lane]++; lane != "" && count[lane] == s.PerLane {
			full = append(full, lane)
		}
	}
	return full
}

// do runs the handler, which is told to end well before others may take the job. A panic fails the job, not the process: the same job would
// bring the next process down too.
func (s *shift) do(ctx context.Context, t taken) (f finished) {
	limited, cancel := context.WithTimeout(ctx, s.Lease*3/4)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("job panicked", "kind", t.Kind, "key", t.Key, "panic", p, "stack", string(debug.Stack()))
			f = finished{taken: t, err: fmt.Errorf("panic: %v", p)}
		}
	}()
	err := s.Handlers[t.Kind](limited, t.job())
	return finished{taken: t, err: err, interrupted: err != nil && ctx.Err() != nil}
}
