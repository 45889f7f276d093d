package procedure

import (
	"bytes"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// ReceiveJoin is a commune asking our council to be seated. sender is the commune as its own actor document shows it: its key is
// pinned from now on.
func ReceiveJoin(tx *store.Tx, h commons.House, sender confederation.Peer, activity string, decision []byte) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	if o.Kind != commune.KindCouncil {
		return confederation.ErrNotCouncil
	}
	known, err := peers.PeerForUpdate(tx, sender.Actor)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	if err == nil {
		if done, err := overtaken(tx, h, known, ask{by: sender, activity: activity, decision: decision, council: o.Assembly()}); done || err != nil {
			return err
		}
	}
	if err == nil && (known.State == confederation.Accepted || known.State == confederation.Asked && !bytes.Equal(known.Key, sender.Key)) {
		return confederation.ErrAlreadyJoined // the key whose fingerprint is being compared stays the one that was shown
	}
	if err == nil && known.Role == confederation.RoleCouncil && (known.State == confederation.Accepted || known.State == confederation.Asked) {
		sender.JoinActivity = activity // we ask it, or belong to it: it cannot belong to us (CF-8), and shall not wait for an answer
		return tx.Publish(confederation.JoinAnswered{Peer: sender, Accepted: false})
	}
	sender.ID, sender.Role, sender.State, sender.NextSeq = known.ID, confederation.RoleCommune, confederation.Known, known.NextSeq
	sender.Followed = sender.Council // its public records tell who stands below it, before anybody answers
	if sender.Records == "" {
		return confederation.ErrJoinUnproved // what it decides could not be read
	}
	if sender, err = sender.Applies(o.Assembly(), decision); err != nil {
		return err
	}
	sender.JoinActivity, sender.Since, sender.HeardAt = activity, tx.Now(), tx.Now()
	if sender, err = peers.PutPeer(tx, sender); err != nil {
		return err
	}
	if _, err = keep(tx, h, sender, Pulled{Document: decision}); err != nil || !sender.Council {
		return err
	}
	return tx.Publish(confederation.PullDue{Peer: sender})
}

// ask is a request to join our council.
type ask struct {
	by       confederation.Peer
	activity string
	decision []byte
	council  commune.ActorID
}

// overtaken takes in a request that came in another order than it was decided in: of decisions to join and to leave the last holds, whichever
// comes first (CF-1).
func overtaken(tx *store.Tx, h commons.House, known confederation.Peer, a ask) (done bool, err error) {
	if late, err := outdone(tx, known, a.council, a.decision); late || err != nil {
		return true, err
	}
	if known.State == confederation.Accepted && bytes.Equal(known.Key, a.by.Key) {
		return true, asksAnew(tx, h, known, a.activity, a.decision)
	}
	return false, nil
}

// outdone tells whether a later decision of who asks, to join our council or to leave it, came before this one (CF-1).
func outdone(tx *store.Tx, by confederation.Peer, council commune.ActorID, decision []byte) (late bool, err error) {
	asked, err := record.Parse(decision)
	if err != nil {
		return false, confederation.ErrJoinUnproved
	}
	late = by.Joined() > asked.Header.Seq
	err = eachVerified(tx, by, []string{record.KindDecision}, func(r record.Parsed) error {
		d, ok := confederation.ReadTie(r)
		late = late || ok && d.Council == council && d.Form != string(confederation.FormAdopt) && d.Seq > asked.Header.Seq
		return nil
	})
	return late, err
}

// asksAnew is a member that asks to join: it left meanwhile, and its decision to leave is still on its way. Once that is here, it has asked. Or its
// decision was read in its log before this request came, and was answered: it hears so again, as the answer to this (CF-1).
func asksAnew(tx *store.Tx, h commons.House, member confederation.Peer, activity string, decision []byte) error {
	parsed, fault := member.Examine(decision)
	answered := parsed.Header.Seq == member.Joined() && activity != member.JoinActivity
	if fault != confederation.NoFault || parsed.Header.Seq <= member.Joined() && !answered {
		return confederation.ErrAlreadyJoined
	}
	member.JoinActivity = activity
	member, err := peers.PutPeer(tx, member)
	if err != nil {
		return err
	}
	if answered {
		return tx.Publish(confederation.JoinAnswered{Peer: member, Accepted: true})
	}
	if _, err := keep(tx, h, member, Pulled{Document: decision}); err != nil {
		return err
	}
	return tx.Publish(confederation.PullDue{Peer: member})
}
