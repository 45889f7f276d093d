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
	Salts []string          `json:"federes:salts"`
}

// hiddenItem stands for an entry that the reader may not see, so that a gap always means a loss.
type hiddenItem struct {
	Seq      *commune.Seq `json:"seq"`
	LeafHash string       `json:"leafHash"`
}

// entries are those of a page, each with the salt that stands beside it.
func (page logPage) entries() []confederal.Pulled {
	entries := make([]confederal.Pulled, len(page.Items))
	for i, item := range page.Items {
		var hidden hiddenItem
		if json.Unmarshal(item, &hidden) == nil && hidden.Seq != nil {
			entries[i] = confederal.Pulled{Seq: *hidden.Seq, LeafHash: hidden.LeafHash}
			continue
		}
		entries[i] = confederal.Pulled{Document: item}
		if i < len(page.Salts) {
			entries[i].Salt = page.Salts[i]
		}
	}
	return entries
}

// pull reads what we lack of a peer's log, some pages at a time, and then the head that it signed; what is left is asked for again.
func (s *Service) pull(ctx context.Context, j jobs.Job) error {
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	ctx = WithBudget(ctx, FetchBudget)
	var p confederation.Peer
	var l confederation.Log
	if err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		if p, err = peers.PeerByActor(tx, commune.ActorID(j.Key)); err == nil {
			l, err = peers.Log(tx, p.Actor)
		}
		return err
	}); err != nil {
		return jobs.Permanent(err)
	}
	if foreign, err := s.lookAgain(ctx, client, p.Actor); err != nil || foreign {
		return err
	}
	from := min(int64(p.NextSeq), l.Rebuilt)
	for range PullPages {
		next, err := s.pullPage(ctx, client, p, from)
		if err != nil {
			return err
		}
		if next < 0 {
			return s.pullHead(ctx, client, p.Actor)
		}
		from = next
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		now, err := peers.Log(tx, p.Actor)
		if err != nil || now.Rebuilt <= l.Rebuilt {
			return err
		}
		return wake(tx, p.Actor)
	})
}

// lookAgain reads which keys a peer's actor shows at its address. Where the pinned one is not among them, what stands there is somebody else's:
// nothing of it is read (CF-3). An actor that cannot be read says nothing.
func (s *Service) lookAgain(ctx context.Context, client *Client, actor commune.ActorID) (foreign bool, err error) {
	remote, _, err := client.Actor(ctx, actor)
	if err != nil {
		return false, nil //nolint:nilerr // what is read next tells whether it can be reached
	}
	err = s.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		foreign, err = confederal.ReceiveKeys(tx, actor, remote.shown())
		return err
	})
	return foreign, err
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

// pullPage reads one page from a place on, and tells where the next begins; -1 after the last.
func (s *Service) pullPage(ctx context.Context, client *Client, p confederation.Peer, from int64) (int64, error) {
	d, err := client.Document(ctx, p.Records+"?after="+strconv.FormatInt(from-1, 10))
	if err != nil {
		return -1, err
	}
	var page logPage
	if err := json.Unmarshal(d.Raw, &page); err != nil {
		return -1, fmt.Errorf("federation: the log of %s: %w", p.Actor, err)
	}
	if err := s.Store.InTx(ctx, func(tx *store.Tx) error {
		_, err := confederal.ReceivePulled(tx, s.House, p.Actor, page.entries())
		return err
	}); err != nil || page.Next == "" || len(page.Items) == 0 {
		return -1, err
	}
	next := from + int64(len(page.Items))
	if page.Salts == nil {
		next = max(next, int64(p.NextSeq)) // who tells no salts is not read again for them
	}
	return next, nil
}

// pullHead reads the head that a peer signed of its log, which our copy must make (CR-2). One who serves none is read no less.
func (s *Service) pullHead(ctx context.Context, client *Client, actor commune.ActorID) error {
	head, err := client.Plain(ctx, commune.OriginOf(string(actor))+"/log/checkpoint")
	if Gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return confederal.ReceiveHead(tx, actor, head) })
}
