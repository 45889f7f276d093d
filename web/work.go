package web

import (
	"context"
	"errors"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// membersJob is the durable work that looks after what waits: requests whose time is over, erasures that are due, reminders of dues.
const membersJob = "members"

// Jobs are the kinds of durable work that the pages leave behind, and what comes back by itself.
func (s *Server) Jobs() map[string]jobs.Handler {
	all := s.post.Jobs()
	all[procedure.MinutesJob] = s.remindMinutes
	all[procedure.ConvocationJob] = s.recurring(procedure.Convoke)
	all[procedure.CalendarJob] = s.recurring(func(tx *store.Tx) error { return procedure.TellCalendar(tx, s.House) })
	all[procedure.WatchJob] = s.recurring(func(tx *store.Tx) error { return procedure.Watch(tx, s.House) })
	all[membersJob] = s.recurring(func(tx *store.Tx) error { return procedure.KeepMembers(tx, s.House) })
	return all
}

// Every is how long after each success a kind of work comes back: so late may be a convocation, a reminder of the calendar, or an overdue report
// on the agenda.
func (s *Server) Every() map[string]time.Duration {
	return map[string]time.Duration{
		procedure.ConvocationJob: 15 * time.Minute, procedure.CalendarJob: 15 * time.Minute, procedure.WatchJob: 15 * time.Minute, membersJob: time.Hour,
	}
}

// recurring does what has fallen due, once there is an organisation.
func (s *Server) recurring(do func(tx *store.Tx) error) jobs.Handler {
	return func(ctx context.Context, _ jobs.Job) error {
		err := s.Store.InTx(ctx, do)
		if errors.Is(err, commune.ErrNotFound) {
			return nil
		}
		return err
	}
}

// remindMinutes leaves a letter for each of those who owe the minutes of a meeting (CR-3).
func (s *Server) remindMinutes(ctx context.Context, job jobs.Job) error {
	l, err := jobs.Read[commune.Letter](job)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return procedure.RemindMinutes(tx, l) })
}
