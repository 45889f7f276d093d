package procedure

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// Texts are what is to be read elsewhere of the texts that were put to the communes.
type Texts struct {
	Authors  []confederation.Proposal // whose author's key is unread
	Outcomes []confederation.Proposal // of others, whose count is due
	Answers  []confederation.Proposal // whose answers may be kept by the councils below
	Councils []commune.ActorID
	Lists    []confederation.Proposal // whose list of counted answers is to be compared with what we answered
}

// TextsToRead are those of this hour.
func TextsToRead(tx *store.Tx) (t Texts, err error) {
	if t.Authors, err = peers.UnreadProposals(tx); err != nil {
		return t, err
	}
	if t.Lists, err = ListsToRead(tx); err != nil {
		return t, err
	}
	live, err := peers.LiveProposals(tx)
	if err != nil {
		return t, err
	}
	for _, p := range live {
		if !p.Own() && tx.Now().After(p.Deadline.Add(confederation.CountAfter)) {
			t.Outcomes = append(t.Outcomes, p)
		}
	}
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return t, err
	}
	t.Answers = live
	below, err := peers.Below(tx, o.Assembly())
	for _, r := range below {
		if r.Kind == confederation.OfCouncil {
			t.Councils = append(t.Councils, r.Member)
		}
	}
	return t, err
}

// AnswerAnnounced is a member that says that its assembly answered: what we lack of its log is asked for (CF-7).
func AnswerAnnounced(tx *store.Tx, sender commune.ActorID) error {
	p, err := peers.PeerByActor(tx, sender)
	if errors.Is(err, commune.ErrNotFound) || err == nil && p.State != confederation.Accepted {
		return confederation.ErrPeerUnknown
	}
	if err != nil {
		return err
	}
	return tx.Publish(confederation.PullDue{Peer: p})
}
