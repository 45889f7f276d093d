package federation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// logPage is a page of a peer's federes:records as we read it.
type logPage struct {
	Next  string            `json:"next"`
	Items []json.RawMessage `json:"orderedItems"`
}

// hiddenItem stands for an entry that the reader may not see, so that a gap always means a loss.
type hiddenItem struct {
	Seq      *commune.Seq `json:"seq"`
	LeafHash string       `json:"leafHash"`
}

// pull reads what we lack of a peer's log, some pages at a time; what is left is asked for again.
func (s *Service) pull(ctx context.Context, j jobs.Job) error {
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	ctx = WithBudget(ctx, FetchBudget)
	var p confederation.Peer
	if err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		p, err = peers.PeerByActor(tx, commune.ActorID(j.Key))
		return err
	}); err != nil {
		return jobs.Permanent(err)
	}
	for range PullPages {
		more, err := s.pullPage(ctx, client, &p)
		if err != nil || !more {
			return err
		}
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return wake(tx, p.Actor) })
}

// meet has a council looked up that stands below or above us.
func meet(tx *store.Tx, due confederation.FollowDue) error {
	payload, err := encode(due)
	if err != nil {
		return err
	}
	return tx.Enqueue(jobs.Job{Kind: JobMeet, Key: string(due.Actor), Lane: commune.OriginOf(string(due.Actor)), Payload: payload})
}

// meetCouncil looks it up, and has it read (CF-8). What shows another key than the one under which we were told of it is left aside.
func (s *Service) meetCouncil(ctx context.Context, j jobs.Job) error {
	due, err := jobs.Read[confederation.FollowDue](j)
	if err != nil {
		return err
	}
	found, err := s.Council(ctx, string(due.Actor))
	if err == nil && found.Actor != due.Actor {
		err = confederation.ErrNotTheirs
	}
	if err != nil {
		return err
	}
	err = s.Store.InTx(ctx, func(tx *store.Tx) error { return confederal.Follow(tx, due, found) })
	if errors.Is(err, confederation.ErrNotTheirs) {
		return jobs.Permanent(err)
	}
	return err
}

// pullPage reads one page from the first place that we lack, and tells whether there is more.
func (s *Service) pullPage(ctx context.Context, client *Client, p *confederation.Peer) (bool, error) {
	address := p.Records + "?after=" + strconv.FormatInt(int64(p.NextSeq)-1, 10)
	d, err := client.Document(ctx, address)
	if err != nil {
		return false, err
	}
	var page logPage
	if err := json.Unmarshal(d.Raw, &page); err != nil {
		return false, fmt.Errorf("federation: the log of %s: %w", p.Actor, err)
	}
	entries := make([]confederal.Pulled, 0, len(page.Items))
	for _, item := range page.Items {
		var hidden hiddenItem
		if json.Unmarshal(item, &hidden) == nil && hidden.Seq != nil {
			entries = append(entries, confederal.Pulled{Seq: *hidden.Seq, LeafHash: hidden.LeafHash})
			continue
		}
		entries = append(entries, confederal.Pulled{Document: item})
	}
	before := p.NextSeq
	if err := s.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		*p, err = confederal.ReceivePulled(tx, s.House, p.Actor, entries)
		return err
	}); err != nil {
		return false, err
	}
	return page.Next != "" && p.NextSeq > before, nil
}
