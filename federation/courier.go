package federation

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
	peers "federes.org/confederation/store"
	box "federes.org/federation/store"
)

// The kinds of durable work of the federation.
const (
	JobFanOut     = "fan-out"            // makes one delivery per distinct inbox
	JobDeliver    = "deliver"            // to a follower: given up after a week
	JobConfederal = "deliver-confederal" // to a council or commune: never given up
	JobPull       = "pull"               // reads what is missing of a peer's log
	JobMeet       = "meet"               // looks up a council of another level
	JobPullAll    = "pull-all"           // wakes a pull of every peer, at start and daily
)

// The durable work about who sits in our council (CF-5).
const (
	JobConfirm    = "confirm-seat"  // asks whether a mandate lives
	JobConfirmAll = "confirm-seats" // has every seat confirmed
	JobSettle     = "settle-votes"  // counts votes whose voices were not confirmed in time
)

// Jobs are the handlers of the federation's durable work.
func (s *Service) Jobs() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		JobFanOut: s.fanOut, JobDeliver: s.deliver, JobConfederal: s.deliver, JobPull: s.pull, JobMeet: s.meetCouncil, JobPullAll: s.onceFounded(s.pullAll),
		JobTexts:        s.onceFounded(s.texts),
		JobAskWitnesses: s.onceFounded(s.askWitnesses), JobAskWitness: s.askWitness, JobExamine: s.examine, JobGossip: s.gossip,
		JobGossipAll: s.onceFounded(s.gossipAll), JobConfirm: s.confirm, JobConfirmAll: s.onceFounded(s.confirmAll), JobSettle: s.onceFounded(s.settleVotes),
	}
}

// onceFounded has work that comes back by itself do nothing until there is an organisation.
func (s *Service) onceFounded(work jobs.Handler) jobs.Handler {
	return func(ctx context.Context, j jobs.Job) error {
		err := s.Store.View(ctx, func(tx *store.Tx) error {
			_, err := tx.Organisation()
			return err
		})
		if errors.Is(err, commune.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return work(ctx, j)
	}
}

// Every says which work comes back.
func (s *Service) Every() map[string]time.Duration {
	return map[string]time.Duration{JobPullAll: PullEvery, JobTexts: TextsEvery, JobAskWitnesses: PullEvery, JobGossipAll: PullEvery, JobConfirmAll: ConfirmEvery, JobSettle: SettleEvery}
}

// Backoff waits 30 s, 2 min, 8 min … up to a day between attempts at another instance. Deliveries to followers are given up after a week.
func (s *Service) Backoff() map[string]jobs.Backoff {
	never := func(attempts int) (time.Duration, bool) {
		delay, _ := wait(attempts)
		return delay, false
	}
	daily := func(attempts int) (time.Duration, bool) {
		delay, total := wait(attempts)
		return delay, total > PullEvery // every day they are asked anew
	}
	soon := func(attempts int) (time.Duration, bool) {
		delay, _ := wait(attempts)
		return min(delay, ConfirmEvery/12), false
	}
	return map[string]jobs.Backoff{JobConfederal: never, JobConfirm: soon, JobPull: never, JobMeet: never, JobAskWitness: daily, JobGossip: daily, JobExamine: daily, JobDeliver: func(attempts int) (time.Duration, bool) {
		delay, total := wait(attempts)
		return delay, total > GiveUpAfter
	}}
}

// wait is how long to stay away after so many attempts, and how long that was so far.
func wait(attempts int) (delay, total time.Duration) {
	delay = 30 * time.Second
	for range attempts - 1 {
		total += delay
		delay = min(4*delay, 24*time.Hour)
	}
	return delay, total
}

// delivery is one activity for one inbox.
type delivery struct {
	Activity string
	Inbox    string
}

func (s *Service) fanOut(ctx context.Context, j jobs.Job) error {
	to, err := jobs.Read[envelope](j)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		a, err := box.ActivityByURI(tx, to.Activity)
		if err != nil {
			return err
		}
		confederal, err := inboxesOf(tx, to.To)
		if err != nil {
			return err
		}
		confederal = append(confederal, to.Lasting...)
		var others []string
		if to.Followers {
			if others, err = box.Inboxes(tx, a.Actor); err != nil {
				return err
			}
		}
		for _, inbox := range confederal {
			if err := enqueueDelivery(tx, JobConfederal, a.URI, inbox); err != nil {
				return err
			}
		}
		for _, inbox := range append(others, to.Inboxes...) {
			if slices.Contains(confederal, inbox) {
				continue
			}
			if err := enqueueDelivery(tx, JobDeliver, a.URI, inbox); err != nil {
				return err
			}
		}
		return nil
	})
}

// inboxesOf are those of the peers that an activity is addressed to.
func inboxesOf(tx *store.Tx, to []commune.ActorID) ([]string, error) {
	var inboxes []string
	for _, actor := range to {
		p, err := peers.PeerByActor(tx, actor)
		if errors.Is(err, commune.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		inboxes = append(inboxes, p.Inbox)
	}
	return inboxes, nil
}

func enqueueDelivery(tx *store.Tx, kind, activity, inbox string) error {
	payload, err := encode(delivery{activity, inbox})
	if err != nil {
		return err
	}
	return tx.Enqueue(jobs.Job{Kind: kind, Key: activity + " " + inbox, Lane: commune.OriginOf(inbox), Payload: payload})
}

// deliver posts one activity to one inbox, signed by the actor that published it.
func (s *Service) deliver(ctx context.Context, j jobs.Job) error {
	d, err := jobs.Read[delivery](j)
	if err != nil {
		return err
	}
	var a box.Activity
	if err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		a, err = box.ActivityByURI(tx, d.Activity)
		return err
	}); err != nil {
		return err
	}
	as, err := s.signer(ctx, s.nameOf(a.Actor))
	if err != nil {
		return err
	}
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	out := client.Deliver(ctx, d.Inbox, a.Document, as)
	switch {
	case out.Fate == Delivered:
		return nil
	case out.Status == http.StatusGone && j.Kind == JobDeliver:
		return errors.Join(jobs.Permanent(out.Err), s.Store.InTx(ctx, func(tx *store.Tx) error { return box.RemoveFollowersAt(tx, d.Inbox) }))
	case out.Fate == Refused && j.Kind == JobDeliver:
		return jobs.Permanent(out.Err)
	case out.Retry > 0:
		return jobs.RetryAt(out.Err, s.Store.Clock().Add(out.Retry))
	}
	return out.Err
}

// nameOf is the last part of an actor's id: ag, conseil, actor.
func (s *Service) nameOf(actor commune.ActorID) string {
	return string(actor[min(len(actor), len(s.BaseURL)+1):])
}

// pullAll wakes a pull of every peer that we hear: the safety net under lost deliveries.
func (s *Service) pullAll(ctx context.Context, _ jobs.Job) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		all, err := peers.Followed(tx)
		if err != nil {
			return err
		}
		for _, p := range all {
			if err := wake(tx, p.Actor); err != nil {
				return err
			}
		}
		return nil
	})
}

// CatchUp has every peer's log read now: called at start.
func (s *Service) CatchUp(ctx context.Context) error {
	return s.onceFounded(func(ctx context.Context, j jobs.Job) error {
		return errors.Join(s.pullAll(ctx, j), s.gossipAll(ctx, j), s.askWitnesses(ctx, j))
	})(ctx, jobs.Job{})
}
