package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"federes.org/commune/jobs"
)

// start runs r until the returned function stops it and waits for its end.
func start(t *testing.T, r *jobs.Runner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); r.Run(ctx) }()
	stop = func() { cancel(); <-ended }
	t.Cleanup(stop)
	return stop
}

func TestARunnerLooksWhenItIsWokenAndAtEachTick(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w, tick, keys := newWorld(t, db), make(chan time.Time), make(chan string)
		r := w.runner(func(_ context.Context, j jobs.Job) error { keys <- j.Key; return nil },
			func(c *jobs.Config) { c.Tick = tick })
		w.add(w.post("at the start"))
		start(t, r)
		if key := <-keys; key != "at the start" {
			t.Errorf("did %q", key)
		}
		w.add(w.post("woken"))
		r.Wake()
		if key := <-keys; key != "woken" {
			t.Errorf("did %q", key)
		}
		later := w.post("at a tick")
		later.RunAt = w.clock().Add(time.Hour)
		w.add(later)
		w.pass(time.Hour)
		tick <- w.clock()
		if key := <-keys; key != "at a tick" {
			t.Errorf("did %q", key)
		}
	})
}

func TestRunnersThatShareATableDoEachJobOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		const count, runners = 300, 3
		w := newWorld(t, db)
		many := make([]jobs.Job, count)
		for i := range many {
			many[i] = w.post(fmt.Sprintf("%03d", i))
			many[i].Lane = fmt.Sprint(i % 7)
		}
		w.add(many...)
		keys := make(chan string, 2*count)
		var stops []func()
		for range runners {
			stops = append(stops, start(t, w.runner(func(_ context.Context, j jobs.Job) error { keys <- j.Key; return nil },
				func(c *jobs.Config) { c.Tick = time.Tick(time.Millisecond) })))
		}
		var did []string
		for range count {
			did = append(did, <-keys)
		}
		for _, stop := range stops {
			stop()
		}
		w.pending(0)
		slices.Sort(did)
		if len(slices.Compact(did)) != count || len(keys) != 0 {
			t.Errorf("%d different jobs were done, and %d more", len(slices.Compact(did)), len(keys))
		}
	})
}

func TestALaneIsNeverOverfilledAndHoldsUpNoOther(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		for i := range 600 { // more than one look reads
			slow := w.post(fmt.Sprint("slow ", i))
			slow.Lane = "slow.example"
			w.add(slow)
		}
		w.pass(time.Second)
		quick := w.post("quick")
		quick.Lane = "quick.example"
		w.add(quick, w.post("no lane 1"), w.post("no lane 2"), w.post("no lane 3"))

		started, release := make(chan string, 600), make(chan struct{})
		stop := start(t, w.runner(func(ctx context.Context, j jobs.Job) error {
			started <- j.Key
			if j.Lane != "slow.example" {
				return nil
			}
			select {
			case <-release:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}, func(c *jobs.Config) { c.Workers, c.PerLane = 3, 2 }))
		next := func(n int) []string {
			var keys []string
			for range n {
				keys = append(keys, <-started)
			}
			slices.Sort(keys)
			return keys
		}
		want := []string{"no lane 1", "no lane 2", "no lane 3", "quick", "slow 0", "slow 1"}
		if got := next(6); !slices.Equal(got, want) {
			t.Errorf("started %q", got)
		}
		release <- struct{}{}
		if got := next(1); got[0] != "slow 2" {
			t.Errorf("started %q", got)
		}
		stop()
		if len(started) != 0 {
			t.Errorf("more than two at once in a lane: %q", <-started)
		}
	})
}

func TestNoMoreJobsRunAtOnceThanThereAreWorkers(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		for i := range 50 {
			w.add(w.post(fmt.Sprint(i)))
		}
		var mu sync.Mutex
		var at, most int
		ended := make(chan struct{}, 50)
		count := func(by int) {
			mu.Lock()
			defer mu.Unlock()
			at += by
			most = max(most, at)
		}
		start(t, w.runner(func(context.Context, jobs.Job) error {
			count(1)
			defer func() { count(-1); ended <- struct{}{} }()
			return nil
		}, func(c *jobs.Config) { c.Workers = 3 }))
		for range 50 {
			<-ended
		}
		mu.Lock()
		defer mu.Unlock()
		if most > 3 {
			t.Errorf("%d at once", most)
		}
	})
}

// As after kill -9: the job is leased to a runner that never comes back.
func TestAJobWhoseLeaseHasExpiredIsTakenAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(w.post("a"))
		stuck, release := make(chan struct{}), make(chan struct{})
		lease := func(c *jobs.Config) { c.Lease = time.Hour }
		stop := start(t, w.runner(func(context.Context, jobs.Job) error { close(stuck); <-release; return nil }, lease))
		<-stuck
		second := w.runner(w.does(func(jobs.Job) error { return errors.New("not yet") }), lease)
		w.pass(time.Hour - time.Second)
		w.drain(second)
		w.did()
		w.pass(time.Second)
		w.drain(second)
		w.did("post/a v1 2")

		close(release) // the first comes back after all: the job is no longer its own to finish
		stop()
		if text, ok := w.lastError("a"); text != "not yet" || !ok {
			t.Errorf("kept as %q, %v", text, ok)
		}
	})
}

func TestAClockThatIsMovedFarDoesNotStartAJobTwiceInOneRunner(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w, tick := newWorld(t, db), make(chan time.Time)
		started, release := make(chan string, 9), make(chan struct{})
		w.add(w.post("a"))
		stop := start(t, w.runner(func(_ context.Context, j jobs.Job) error { started <- j.Key; <-release; return nil },
			func(c *jobs.Config) { c.Tick = tick }))
		<-started
		w.pass(4 * 24 * time.Hour)
		tick <- w.clock()
		tick <- w.clock() // taken only once the look after the first tick is over
		close(release)
		stop()
		if len(started) != 0 {
			t.Error("started again")
		}
		w.pending(0)
	})
}

func TestAHandlerIsToldToEndBeforeItsLeaseDoes(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(w.post("a"))
		w.drain(w.runner(func(ctx context.Context, _ jobs.Job) error { <-ctx.Done(); return ctx.Err() },
			func(c *jobs.Config) { c.Lease = 10 * time.Millisecond }))
		if text, ok := w.lastError("a"); text != context.DeadlineExceeded.Error() || !ok {
			t.Errorf("kept as %q, %v", text, ok)
		}
	})
}

func TestAJobThatIsInterruptedByTheEndOfTheProcessHasNotFailed(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(w.post("a"))
		started := make(chan struct{})
		stop := start(t, w.runner(func(ctx context.Context, _ jobs.Job) error {
			close(started)
			<-ctx.Done()
			return ctx.Err()
		}, nil))
		<-started
		stop()
		w.pending(1)
		w.drain(w.runner(w.does(succeed), nil))
		w.did("post/a v1 1")
	})
}

func TestJobsOfAKindWithoutAHandlerAreLeftToOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(jobs.Job{Kind: "mail", Key: "a", RunAt: w.clock()})
		w.drain(w.runner(w.does(succeed), nil))
		w.did()
		w.drain(jobs.NewRunner(jobs.Config{DB: db, Clock: w.clock}))
		w.pending(1)
	})
}

func TestAHandlerMayAddJobsAndWriteWhileItRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(w.post("a"))
		w.drain(w.runner(w.does(func(j jobs.Job) error {
			if j.Key == "abc" {
				return nil
			}
			return db.Transaction(func(tx *gorm.DB) error { return jobs.Add(tx, w.post(j.Key+string(rune('a'+len(j.Key))))) })
		}), nil))
		w.did("post/a v1 1", "post/ab v1 1", "post/abc v1 1")
	})
}

func TestADatabaseThatFailsIsReported(t *testing.T) {
	db := onSQLite(t)
	w := newWorld(t, db)
	if err := pool(t, db).Close(); err != nil {
		t.Fatal(err)
	}
	_, _, pending := jobs.Pending(db, w.clock())
	for name, err := range map[string]error{
		"add":     jobs.Add(db, w.post("a")),
		"pending": pending,
		"drain":   w.runner(w.does(succeed), nil).Drain(t.Context()),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
