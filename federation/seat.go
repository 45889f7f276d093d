package federation

import (
	"context"
	"errors"
	"net/http"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// seatsOf is where a council lists who sits in it (CF-5).
func seatsOf(council commune.ActorID) string { return string(council) + "/seats" }

// serveSeats lists the mandates by which somebody sits in our council now, each by its record.
func (s *Service) serveSeats(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	if o.Kind != commune.KindCouncil || name != o.AssemblyName() {
		http.NotFound(w, r)
		return
	}
	s.view(w, r, func(tx *store.Tx) (any, error) {
		all, err := peers.Seats(tx)
		items := []any{}
		for _, seat := range all {
			if seat.Ending == "" {
				items = append(items, seat.Mandate)
			}
		}
		return newList(seatsOf(o.Assembly()), int64(len(items)), items), err
	})
}

// seat says that somebody sits in our council from now on, or no more, to whose delegate it is and to those who follow.
func (Outbox) seat(tx *store.Tx, e confederation.SeatChanged) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	a := activity{
		Context: activityStream, ID: newID(o), Type: map[bool]string{true: "Add", false: "Remove"}[e.Seated], Actor: string(o.Assembly()),
		To: []string{string(e.Actor)}, Published: record.Time(tx.Now()), Object: e.Mandate, Target: seatsOf(o.Assembly()),
	}
	return send(tx, a, commune.Confederation, envelope{To: []commune.ActorID{e.Actor}})
}

// doubt has a seat confirmed soon.
func doubt(tx *store.Tx, mandate string) error {
	return tx.EnqueueOrWake(jobs.Job{Kind: JobConfirm, Key: mandate, Lane: commune.OriginOf(mandate)})
}

// doubtVoters has the mandates of those who vote confirmed after their vote opened (CF-5).
func doubtVoters(tx *store.Tx, e commune.VoteOpened) error {
	for _, elector := range e.Electors {
		seat, err := peers.SeatOf(tx, elector.Member)
		if errors.Is(err, commune.ErrNotFound) {
			continue
		}
		if err == nil {
			err = doubt(tx, seat.Mandate)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleVotes counts the votes of our council whose voices were not confirmed in time.
func (s *Service) settleVotes(ctx context.Context, _ jobs.Job) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return confederal.Resettle(tx, s.House) })
}

// confirm asks the assembly that gave a mandate whether it lives: at its status address, which is the only source of truth (CF-5, SE-7).
func (s *Service) confirm(ctx context.Context, j jobs.Job) error {
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	var seat confederation.Seat
	if err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		seat, err = peers.SeatByMandate(tx, j.Key)
		return err
	}); err != nil {
		return jobs.Permanent(err)
	}
	if seat.Ending != "" {
		return nil
	}
	asked := s.Store.Clock()
	said, err := client.Plain(ctx, seat.Status)
	ended := Gone(err)
	if err != nil && !ended {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		if ended {
			return confederal.ConfirmSeat(tx, s.House, seat.Mandate, confederal.Confirmed{At: asked})
		}
		return confederal.ConfirmBy(tx, s.House, seat.Mandate, said, asked)
	})
}

// confirmAll has every seat confirmed again.
func (s *Service) confirmAll(ctx context.Context, _ jobs.Job) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		all, err := peers.Seats(tx)
		if err != nil {
			return err
		}
		for _, seat := range all {
			if seat.Ending == "" && tx.Now().Before(seat.Until) {
				if err := doubt(tx, seat.Mandate); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
