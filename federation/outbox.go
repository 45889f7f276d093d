package federation

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	box "federes.org/federation/store"
)

// Outbox turns events into activities and deliveries, in the transaction of the act itself (CF-2). It is the store's Publisher.
type Outbox struct{}

// activity is an ActivityStreams activity of ours, its members in this order.
type activity struct {
	Context   any      `json:"@context"`
	ID        string   `json:"id"`
	Type      string   `json:"type"`
	Actor     string   `json:"actor"`
	To        []string `json:"to"`
	Cc        []string `json:"cc,omitempty"`
	Published string   `json:"published,omitempty"`
	Object    any      `json:"object"`
	Target    string   `json:"target,omitempty"`
	Result    any      `json:"result,omitempty"`
	Salt      string   `json:"federes:salt,omitempty"` // of a record's entry in our log
}

// Publish tells the fediverse what an event means for it; events that concern nobody outside pass in silence.
func (o Outbox) Publish(tx *store.Tx, e commune.Event) error {
	switch e := e.(type) {
	case commune.RecordWritten:
		return o.create(tx, e)
	case commune.EventTold:
		return o.event(tx, e)
	case confederation.JoinDecided:
		return o.join(tx, e)
	case confederation.LeaveDecided:
		return o.leave(tx, e)
	case confederation.MemberLeft:
		return nil // the record of the departure tells of it
	case confederation.FollowDue:
		return meet(tx, e)
	case confederation.JoinAnswered:
		return o.answer(tx, e)
	case confederation.CoOrganiserAsked:
		return o.offer(tx, e)
	case confederation.OfferAnswered:
		return o.answerOffer(tx, e)
	case confederation.TextPut:
		return o.putText(tx, e)
	case confederation.TextAnswered:
		return o.answerText(tx, e)
	case confederation.AuthorUnread:
		return tx.EnqueueOrWake(jobs.Job{Kind: JobTexts})
	case confederation.HeadDoubted:
		return examineSoon(tx, e)
	case confederation.SeatChanged:
		return o.seat(tx, e)
	case confederation.SeatDoubtful:
		return doubt(tx, e.Mandate)
	case commune.VoteOpened:
		return doubtVoters(tx, e)
	case confederation.PullDue:
		return wake(tx, e.Peer.Actor)
	}
	return fmt.Errorf("federation: nothing is said of %s", e.EventName())
}

// create publishes a record to those that it is addressed to. What is for members never leaves.
func (Outbox) create(tx *store.Tx, e commune.RecordWritten) error {
	if e.Audience == commune.MembersOnly {
		return nil
	}
	parsed, err := record.Parse(e.Document)
	if err != nil {
		return err
	}
	entry, err := tx.Entry(e.Seq)
	if err != nil {
		return err
	}
	a := activity{
		Context: record.Context(), ID: parsed.ID + "/activity", Type: "Create", Actor: string(e.Body),
		To: parsed.To, Cc: parsed.Cc, Published: record.Time(parsed.Published), Object: json.RawMessage(e.Document),
		Salt: base64.StdEncoding.EncodeToString(entry.Salt),
	}
	if err := send(tx, a, e.Audience, envelope{Followers: e.Audience == commune.Public, To: e.To}); err != nil {
		return err
	}
	return tx.EnqueueOrWake(jobs.Job{Kind: JobAskWitnesses, Key: JobAskWitnesses})
}

// join asks a council, with the assembly's signed decision.
func (Outbox) join(tx *store.Tx, e confederation.JoinDecided) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	a := activity{
		Context: record.Context(), ID: newID(o), Type: "Join", Actor: string(o.Assembly()), To: []string{string(e.Peer.Actor)},
		Published: record.Time(tx.Now()), Object: string(e.Peer.Actor), Result: json.RawMessage(e.Peer.JoinRecord),
	}
	return send(tx, a, commune.Confederation, envelope{To: []commune.ActorID{e.Peer.Actor}})
}

// leave tells a council that we are no member any more, with the assembly's signed decision.
func (Outbox) leave(tx *store.Tx, e confederation.LeaveDecided) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	a := activity{
		Context: record.Context(), ID: newID(o), Type: "Leave", Actor: string(o.Assembly()), To: []string{string(e.Peer.Actor)},
		Published: record.Time(tx.Now()), Object: string(e.Peer.Actor), Result: json.RawMessage(e.Record),
	}
	return send(tx, a, commune.Confederation, envelope{To: []commune.ActorID{e.Peer.Actor}})
}

// answer tells a commune whether it is seated; a council follows and reads those that it seats (CF-3).
func (Outbox) answer(tx *store.Tx, e confederation.JoinAnswered) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	kind := map[bool]string{true: "Accept", false: "Reject"}[e.Accepted]
	to := envelope{To: []commune.ActorID{e.Peer.Actor}}
	a := activity{
		Context: record.Context(), ID: newID(o), Type: kind, Actor: string(o.Assembly()), To: []string{string(e.Peer.Actor)},
		Published: record.Time(tx.Now()),
		Object:    map[string]any{"id": e.Peer.JoinActivity, "type": "Join", "actor": e.Peer.Actor, "object": o.Assembly()},
	}
	if err := send(tx, a, commune.Confederation, to); err != nil || !e.Accepted {
		return err
	}
	follow := activity{
		Context: record.Context(), ID: newID(o), Type: "Follow", Actor: string(o.Assembly()), To: []string{string(e.Peer.Actor)},
		Object: string(e.Peer.Actor),
	}
	if err := box.PutFollowing(tx, box.Following{
		Actor: o.Assembly(), Target: e.Peer.Actor, Follow: follow.ID, State: "asked", Since: tx.Now(),
	}); err != nil {
		return err
	}
	if err := send(tx, follow, commune.Confederation, to); err != nil {
		return err
	}
	return wake(tx, e.Peer.Actor)
}

// envelope says to whom an activity is delivered: our followers, actors by name, inboxes as they are; to lasting ones for ever.
type envelope struct {
	Activity  string
	Followers bool
	To        []commune.ActorID
	Inboxes   []string
	Lasting   []string
}

// send keeps an activity and leaves one job that will make its deliveries, outside the act.
func send(tx *store.Tx, a activity, audience commune.Audience, to envelope) error {
	document, err := encode(a)
	if err != nil {
		return err
	}
	if err := box.AddActivity(tx, box.Activity{
		URI: a.ID, Actor: commune.ActorID(a.Actor), Type: a.Type, Audience: audience, Document: document, PublishedAt: tx.Now(),
	}); err != nil {
		return err
	}
	to.Activity = a.ID
	payload, err := encode(to)
	if err != nil {
		return err
	}
	return tx.Enqueue(jobs.Job{Kind: JobFanOut, Key: a.ID, Payload: payload})
}

// wake has a peer's log read soon.
func wake(tx *store.Tx, peer commune.ActorID) error {
	return tx.EnqueueOrWake(jobs.Job{Kind: JobPull, Key: string(peer), Lane: commune.OriginOf(string(peer))})
}

// newID is an id for an activity that no record names.
func newID(o commune.Organisation) string { return o.BaseURL + "/activities/" + rand.Text() }

// encode writes JSON as it is: signed documents inside keep their bytes.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("federation: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
