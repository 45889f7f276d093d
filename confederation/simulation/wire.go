package simulation

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// letter is what one instance has another take in.
type letter struct {
	what     string
	from, to *Instance // to nobody: only signed
	at       time.Time // not before
	lasting  bool      // nothing else would bring it: it is sent until it arrives
	document []byte    // of a record
	id       int       // of an activity, by which its receiver knows it again
	open     func(tx *store.Tx) error
}

func (l letter) String() string { return fmt.Sprintf("%s %s→%s", l.what, l.from, l.to) }

// cut is a pair that does not reach each other.
type cut struct{ one, other *Instance }

func (w *World) post(l letter) {
	w.posted++
	l.id = w.posted
	w.wire = append(w.wire, l)
}

// parted tells whether two do not reach each other.
func (w *World) parted(one, other *Instance) bool {
	return slices.Contains(w.cut, cut{one, other}) || slices.Contains(w.cut, cut{other, one})
}

// Publish sends what an event means for others, as the federation's outbox does. What concerns nobody outside passes in silence.
func (i *Instance) Publish(tx *store.Tx, e commune.Event) error {
	switch e := e.(type) {
	case commune.RecordWritten:
		i.publish(e)
	case confederation.JoinDecided:
		activity, face, record := fmt.Sprintf("%s/activities/join-%d", i.base(), e.Peer.Joined()), i.face, e.Peer.JoinRecord
		i.requests[activity] = record
		i.say(fmt.Sprint("join by ", e.Peer.Joined()), e.Peer.Actor, func(tx *store.Tx) error { return procedure.ReceiveJoin(tx, i.house, face, activity, record) })
	case confederation.JoinAnswered:
		council, of := i.face.Actor, i.at(e.Peer.Actor)
		i.say("answer", e.Peer.Actor, func(tx *store.Tx) error {
			return procedure.ReceiveAnswer(tx, council, of.requests[e.Peer.JoinActivity], e.Accepted)
		})
		i.readSoon(e.Peer.Actor)
	case confederation.PullDue:
		i.readSoon(e.Peer.Actor)
	case confederation.LeaveDecided:
		member, record := i.face.Actor, e.Record
		i.say("leaving", e.Peer.Actor, func(tx *store.Tx) error { return procedure.ReceiveLeave(tx, i.house, member, record) })
	case confederation.FollowDue:
		i.asks(e.Actor, func(tx *store.Tx, found confederation.Peer) error { return procedure.Follow(tx, e, found) })
	case confederation.SeatDoubtful:
		i.doubts(e.Mandate)
	case confederation.HeadDoubted:
		i.examines(e)
	case commune.VoteOpened:
		return i.doubtVoters(tx, e)
	case confederation.TextPut:
		i.puts(e)
	case confederation.AuthorUnread:
		i.asks(e.Proposal.Author, func(tx *store.Tx, found confederation.Peer) error {
			return procedure.BelieveText(tx, i.house, e.Proposal.URI, found)
		})
	case confederation.TextAnswered:
		face, document := i.face, e.Answer.Document
		i.say("answer to a text", e.Proposal.Author, func(tx *store.Tx) error { return procedure.HearAnswer(tx, face, document) })
	}
	return nil
}

// puts offers a text to members of a council.
func (i *Instance) puts(e confederation.TextPut) {
	by, document := i.face.Actor, e.Proposal.Document
	for _, to := range e.To {
		activity := fmt.Sprintf("%s/activities/offer-%d", i.base(), len(i.said))
		i.say("text", to, func(tx *store.Tx) error { return procedure.ReceiveText(tx, i.house, by, activity, document) })
	}
}

// asks has an instance look somebody up, outside the act from which that follows.
func (i *Instance) asks(who commune.ActorID, then func(tx *store.Tx, found confederation.Peer) error) {
	if of := i.at(who); of != nil {
		i.said = append(i.said, letter{what: "looks up", from: of, to: i, lasting: true, open: func(tx *store.Tx) error { return then(tx, of.face) }})
	}
}

// say sends an activity until it arrives.
func (i *Instance) say(what string, to commune.ActorID, open func(tx *store.Tx) error) {
	i.said = append(i.said, letter{what: what, from: i, to: i.at(to), lasting: true, open: open})
}

// publish sends a record to those that it is addressed to; what is for members goes nowhere.
func (i *Instance) publish(e commune.RecordWritten) {
	i.said = append(i.said, letter{from: i, document: e.Document})
	if e.Audience == commune.MembersOnly {
		return
	}
	sender, document := e.Body, e.Document
	for _, to := range e.To {
		i.said = append(i.said, letter{
			what: e.Kind, from: i, to: i.at(to), document: document,
			open: func(tx *store.Tx) error {
				return procedure.ReceiveRecord(tx, i.house, sender, procedure.Pulled{Document: document})
			},
		})
	}
}

// readSoon notes that a log is to be read.
func (i *Instance) readSoon(actor commune.ActorID) {
	if !slices.Contains(i.due, actor) {
		i.due = append(i.due, actor)
	}
}

// deliver has one letter arrive, whichever comes first: or not yet, or twice, or never.
func (w *World) deliver(ctx context.Context) (string, error) {
	var can []int
	for n, l := range w.wire {
		if !l.at.After(w.now) && !w.parted(l.from, l.to) {
			can = append(can, n)
		}
	}
	if len(can) == 0 {
		return "nothing", nil
	}
	n := can[w.chance.IntN(len(can))]
	l := w.wire[n]
	switch fate := w.chance.IntN(100); {
	case fate < 8: // later, or weeks later
		w.wire[n].at = w.now.Add(time.Duration(1+w.chance.IntN(21*24)) * time.Hour)
		return "delays " + l.String(), nil
	case fate < 14 && !l.lasting:
		w.wire = slices.Delete(w.wire, n, n+1)
		return "loses " + l.String(), nil
	case fate >= 28: // below: it arrives, but who sent it does not hear so
		w.wire = slices.Delete(w.wire, n, n+1)
	}
	return l.String(), w.arrive(ctx, l)
}

// arrive has a letter taken in: an activity once, as every inbox does; a record as often as it comes.
func (w *World) arrive(ctx context.Context, l letter) error {
	if l.lasting && l.to.taken[l.id] {
		return nil
	}
	_, err := l.to.takes(ctx, l.open)
	if l.lasting {
		l.to.taken[l.id] = true
	}
	return err
}

// page is how many entries of a log are read at a time, and pages how often in one go.
const (
	page  = 5
	pages = 4
)

// pull reads what is missing of one log that is due, some pages at a time, as long as the other can be reached.
func (i *Instance) pull(ctx context.Context) (string, error) {
	if len(i.due) == 0 {
		return i.Name + " nothing", nil
	}
	n := i.chance.IntN(len(i.due))
	of := i.Instances[0].at(i.due[n])
	if of == nil || of == i {
		return i.Name + " nothing", nil
	}
	if i.parted(i, of) {
		return i.Name + " does not reach " + of.Name, nil
	}
	from, err := i.known(ctx, of)
	for range pages {
		if err != nil {
			return of.Name, err
		}
		if i.happens(5) {
			return i.Name + " breaks off " + of.Name, nil
		}
		if from < 0 {
			i.due = slices.Delete(i.due, n, n+1)
			return i.Name + " to the end of " + of.Name, i.heads(ctx, of)
		}
		from, err = i.readPage(ctx, of, from)
	}
	if err != nil {
		return of.Name, err
	}
	return i.Name + " of " + of.Name, nil
}

// readPage reads one page of a log, and tells where the next begins; -1 after the last.
func (i *Instance) readPage(ctx context.Context, of *Instance, from commune.Seq) (next commune.Seq, err error) {
	entries, more, err := of.shows(ctx, i.face.Actor, from, page)
	if err != nil || len(entries) == 0 {
		return -1, err
	}
	if _, err := i.takes(ctx, func(tx *store.Tx) error {
		_, err := procedure.ReceivePulled(tx, i.house, of.face.Actor, entries)
		return err
	}); err != nil || !more {
		return -1, err
	}
	return from + commune.Seq(len(entries)), nil
}

// known is the place from which a log is read on: what comes before is here, and stands in our copy of its tree. It is -1 for one that is not read.
func (i *Instance) known(ctx context.Context, of *Instance) (from commune.Seq, err error) {
	err = i.store.View(ctx, func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, of.face.Actor)
		if errors.Is(err, commune.ErrNotFound) || err == nil && !heard(p) {
			from = -1
			return nil
		}
		if err != nil {
			return err
		}
		l, err := peers.Log(tx, p.Actor)
		from = min(p.NextSeq, commune.Seq(l.Rebuilt))
		return err
	})
	return from, err
}

// heard are those whose log is read: who is a member here or has us for one, and the councils below and above (CF-8).
func heard(p confederation.Peer) bool { return p.State == confederation.Accepted || p.Followed }

// shows is a page of the log as one reader may see it.
func (i *Instance) shows(ctx context.Context, reader commune.ActorID, from commune.Seq, limit int) (all []procedure.Pulled, more bool, err error) {
	err = i.store.View(ctx, func(tx *store.Tx) error {
		tied, err := peers.PeerByActor(tx, reader)
		if err != nil && !errors.Is(err, commune.ErrNotFound) {
			return err
		}
		confederal := tied.State == confederation.Accepted || tied.State == confederation.Asked && tied.Role == confederation.RoleCouncil
		entries, err := tx.Entries(from, limit)
		for _, e := range entries {
			all = append(all, shown(e, confederal))
		}
		if err != nil {
			return err
		}
		size, err := tx.LogSize()
		more = from+commune.Seq(len(entries)) < size
		return err
	})
	return all, more, err
}

func shown(e store.Entry, confederal bool) procedure.Pulled {
	if e.IsRecord && (e.Audience == commune.Public || e.Audience == commune.Confederation && confederal) {
		return procedure.Pulled{Document: e.Document, Salt: base64.StdEncoding.EncodeToString(e.Salt)}
	}
	return procedure.Pulled{Seq: e.Seq, LeafHash: register.LeafHash(register.Entry(e.Commitment)).String()}
}
