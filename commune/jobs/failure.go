package jobs

import (
	"errors"
	"time"
)

// Backoff says how long a job waits after so many failed attempts, or that it is given up.
type Backoff func(attempts int) (delay time.Duration, giveUp bool)

// patient never gives up: it waits ten seconds, then twice as long each time, and at last six hours.
func patient(attempts int) (time.Duration, bool) {
	return min(10*time.Second<<min(attempts-1, 12), 6*time.Hour), false
}

// RetryAt returns err with the time before which the job must not be tried again, as a peer's Retry-After asks.
func RetryAt(err error, at time.Time) error { return &retryAt{err, at} }

// Permanent returns err with the word that no further attempt can succeed: the job is given up at once.
func Permanent(err error) error { return &permanent{err} }

type retryAt struct {
	error
	at time.Time
}

func (e *retryAt) Unwrap() error { return e.error }

type permanent struct{ error }

func (e *permanent) Unwrap() error { return e.error }

// next is when a failed job runs again, if it does.
func (b Backoff) next(j Job, err error, now time.Time) (at time.Time, giveUp bool) {
	if _, ok := errors.AsType[*permanent](err); ok {
		return time.Time{}, true
	}
	delay, giveUp := b(j.Attempts)
	at = now.Add(delay)
	if later, ok := errors.AsType[*retryAt](err); ok && later.at.After(at) {
		at = later.at
	}
	return at, giveUp
}
