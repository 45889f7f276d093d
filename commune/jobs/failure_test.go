package jobs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"federes.org/commune/jobs"
)

func TestAFailedJobWaitsLongerEachTimeUntilItIsGivenUp(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		r := w.runner(w.does(func(jobs.Job) error { return errors.New("peer is down") }), func(c *jobs.Config) {
			c.Backoff = map[string]jobs.Backoff{"post": func(attempts int) (time.Duration, bool) {
				return time.Duration(attempts) * time.Minute, attempts == 3
			}}
		})
		w.add(w.post("a"))
		w.drain(r)
		w.did("post/a v1 1")
		if text, ok := w.lastError("a"); text != "peer is down" || !ok {
			t.Errorf("kept as %q, %v", text, ok)
		}
		w.pass(time.Minute)
		w.drain(r)
		w.did("post/a v1 2")
		w.pass(time.Minute)
		w.drain(r)
		w.did()
		w.pass(time.Minute)
		w.drain(r)
		w.did("post/a v1 3")
		if _, ok := w.lastError("a"); ok {
			t.Error("a job that was given up is still there")
		}
	})
}

func TestWithoutABackoffAJobIsNeverGivenUp(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w, tries := newWorld(t, db), 0
		r := w.runner(func(context.Context, jobs.Job) error { tries++; return errors.New("peer is down") }, nil)
		w.add(w.post("a"))
		for range 100 {
			w.drain(r)
			w.pass(6 * time.Hour)
		}
		if tries != 100 {
			t.Errorf("tried %d times in 100 spells of six hours", tries)
		}
	})
}

func TestAJobIsNotTriedBeforeThePeerAllowsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		r := w.runner(w.does(func(j jobs.Job) error {
			return jobs.RetryAt(errors.New("too many requests"), j.RunAt.Add(time.Hour))
		}), nil)
		w.add(w.post("a"))
		w.drain(r)
		w.pass(time.Hour - time.Second)
		w.drain(r)
		w.did("post/a v1 1")
		w.pass(time.Second)
		w.drain(r)
		w.did("post/a v1 2")
	})
}

func TestAPermanentFailureIsGivenUpAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w, gone := newWorld(t, db), errors.New("inbox is gone")
		if !errors.Is(jobs.Permanent(gone), gone) || !errors.Is(jobs.RetryAt(gone, w.clock()), gone) {
			t.Error("the cause is hidden")
		}
		w.add(w.post("a"))
		w.drain(w.runner(w.does(func(jobs.Job) error { return jobs.Permanent(gone) }), nil))
		w.did("post/a v1 1")
		if _, ok := w.lastError("a"); ok {
			t.Error("the job is still there")
		}
	})
}

func TestAJobThatPanicsFailsAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(w.post("a"), w.post("b"))
		w.drain(w.runner(w.does(func(j jobs.Job) error {
			if j.Key == "a" {
				panic("index out of range")
			}
			return nil
		}), nil))
		w.did("post/a v1 1", "post/b v1 1")
		if text, ok := w.lastError("a"); text != "panic: index out of range" || !ok {
			t.Errorf("kept as %q, %v", text, ok)
		}
	})
}

func TestAnyErrorCanBeKept(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.add(w.post("a"))
		w.drain(w.runner(func(context.Context, jobs.Job) error {
			return errors.New("\x00\xff" + strings.Repeat("é", 1000))
		}, nil))
		text, ok := w.lastError("a")
		if !ok || !utf8.ValidString(text) || !strings.HasPrefix(text, "é") || len(text) > 500 {
			t.Errorf("kept as %q, %v", text, ok)
		}
	})
}

func TestAPeriodicJobComesBackForEver(t *testing.T) {
	onBoth(t, func(t *testing.T, db *gorm.DB) {
		w, fail := newWorld(t, db), false
		r := w.runner(w.does(func(jobs.Job) error {
			if fail {
				return jobs.Permanent(errors.New("no peer answers"))
			}
			return nil
		}), func(c *jobs.Config) { c.Every = map[string]time.Duration{"post": time.Hour} })
		w.drain(r)
		w.drain(r)
		w.did("post/  1")
		w.pass(time.Hour)
		fail = true
		w.drain(r)
		w.did("post/  1")
		if text, _ := w.lastError(""); text != "no peer answers" {
			t.Errorf("the failure is kept as %q", text)
		}
		w.pass(time.Hour)
		w.drain(r)
		w.did("post/  1")
	})
}
