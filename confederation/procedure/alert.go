package procedure

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// maxAlerts is how many pieces of evidence on one log are kept while its assembly has not answered: one freezes as well as a hundred.
const maxAlerts = 20

// contradict judges two verified records at one place: neither holds any more, and both are evidence, unless they say the same. Where their
// assembly answered for what was told twice up to there, the one that its log shows since then holds.
func contradict(tx *store.Tx, h commons.House, p confederation.Peer, two [2]confederation.Record, listed bool) (confederation.Record, error) {
	before, now := two[0], two[1]
	if before.Digest != now.Digest {
		now.Fault = confederation.FaultConflict
		if err := accuse(tx, p, two); err != nil {
			return now, err
		}
	}
	over, err := isAnswered(tx, p, int64(now.Seq))
	if err != nil {
		return now, err
	}
	if listed || !over {
		if err := contest(tx, h, p, before); err != nil {
			return now, err
		}
	}
	if listed && over {
		now.Fault = confederation.NoFault
		if err := peers.Restore(tx, now); err != nil {
			return now, err
		}
		return now, holds(tx, h, p, now.Document)
	}
	if err := peers.AddRecord(tx, now); err != nil {
		return now, err
	}
	parsed, err := record.Parse(now.Document)
	if err != nil {
		return now, err
	}
	if err := unsettle(tx, h, p, parsed); err != nil {
		return now, err
	}
	return now, answer(tx, p, now.Document)
}

// accuse makes evidence of two records at one place.
func accuse(tx *store.Tx, p confederation.Peer, two [2]confederation.Record) error {
	if record.Same(two[0].Document, two[1].Document) {
		return nil
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	err = Alarm(tx, confederation.Doubled(p.Actor, two[0].Document, two[1].Document), o.Assembly())
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, confederation.ErrNotTheirs) {
		return nil // a peer without any tie, which is counted nowhere; or two records of two keys, which prove nothing to others
	}
	return err
}

// isAnswered tells whether an assembly answered for what was told twice at a place of its log.
func isAnswered(tx *store.Tx, p confederation.Peer, place int64) (bool, error) {
	all, err := peers.AlertsOn(tx, p.Actor)
	this := confederation.Alert{Actor: p.Actor, Place: place}
	return slices.ContainsFunc(all, func(a confederation.Alert) bool { return a.Covers(this) }), err
}

// Alarm keeps evidence that holds against the key that we pinned, once, and freezes the counting of who it concerns until their assembly answers
// (CR-2). Evidence that does not hold is left aside: anybody can send it.
func Alarm(tx *store.Tx, e confederation.Evidence, by commune.ActorID) error {
	of, err := accused(tx, e.Actor)
	if err != nil {
		return err
	}
	if !e.Proves(of.KeyID, of.Key) {
		return confederation.ErrNotTheirs
	}
	a, err := e.Alerts(by, tx.Now())
	if err != nil {
		return err
	}
	known, err := peers.AlertsOn(tx, e.Actor)
	if err != nil {
		return err
	}
	open := 0
	for _, other := range known {
		switch {
		case other.Digest == a.Digest:
			return nil
		case other.Covers(a):
			a = a.AnsweredBy(other.Answer, 0)
		case !other.Answered():
			open++
			if other.Kind == a.Kind && other.Place == a.Place {
				return nil
			}
		}
	}
	if open >= maxAlerts {
		return nil
	}
	if err := peers.AddAlert(tx, a); err != nil {
		return err
	}
	return restandAll(tx, a.Actor)
}

// HearEvidence takes in what another witness keeps, and the answer of the assembly that it concerns. What does not hold, or concerns a log that we
// do not witness, is left aside.
func HearEvidence(tx *store.Tx, by commune.ActorID, evidence, decision []byte) error {
	var e confederation.Evidence
	if err := json.Unmarshal(evidence, &e); err != nil {
		return nil //nolint:nilerr // what a stranger wrote badly is no failure of ours
	}
	err := Alarm(tx, e, by)
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, confederation.ErrNotTheirs) {
		return nil
	}
	if err != nil || len(decision) == 0 {
		return err
	}
	p, err := accused(tx, e.Actor)
	if err != nil {
		return err
	}
	return answer(tx, p, decision)
}

// HearHead takes in a head that another witness cosigned. Where ours is another, its log's tree is read to know whether both can be.
func HearHead(tx *store.Tx, signed []byte) error {
	of, err := LogOwner(tx, signed)
	if errors.Is(err, commune.ErrNotFound) || errors.Is(err, confederation.ErrNotTheirs) {
		return nil
	}
	if err != nil {
		return err
	}
	l, err := peers.Log(tx, of.Actor)
	if err != nil || l.Size == 0 || bytes.Equal(l.Checkpoint, signed) {
		return err
	}
	if err := compare(tx, of, l.Checkpoint, signed); err != nil || register.SizeOf(signed) <= l.Rebuilt && l.Size <= l.Rebuilt {
		return err
	}
	return tx.Publish(confederation.HeadDoubted{Actor: of.Actor, Checkpoint: signed})
}

// LogOwner is whose log a head is of, verified with the key that we pinned; NotFound for a log that we do not witness.
func LogOwner(tx *store.Tx, signed []byte) (confederation.Peer, error) {
	origin, err := register.Origin(signed)
	if err != nil {
		return confederation.Peer{}, confederation.ErrNotTheirs
	}
	of, err := signatory(tx, func(actor commune.ActorID) bool { return confederation.LogOrigin(actor) == origin })
	if err != nil {
		return of, err
	}
	if _, err := register.OpenCheckpoint(signed, origin, of.Key); err != nil {
		return of, confederation.ErrNotTheirs
	}
	return of, nil
}

// accused is who evidence concerns, with the key against which it must hold: one whose log we witness, one whom a council below us has on its roll,
// or ourselves.
func accused(tx *store.Tx, actor commune.ActorID) (confederation.Peer, error) {
	o, err := tx.Organisation()
	if err != nil {
		return confederation.Peer{}, err
	}
	if actor != o.Assembly() {
		p, err := signatory(tx, func(a commune.ActorID) bool { return a == actor })
		if errors.Is(err, commune.ErrNotFound) {
			return enrolled(tx, actor)
		}
		return p, err
	}
	keys, err := tx.Keys(o.AssemblyName())
	return confederation.Peer{Actor: actor, Name: o.Name, KeyID: commons.KeyID(actor), Key: keys.Public()}, err
}

// enrolled is who stands on a roll that we know, with the key that its council pinned: its answers are counted by those above too (CF-8).
func enrolled(tx *store.Tx, actor commune.ActorID) (confederation.Peer, error) {
	rolls, err := peers.RollsOf(tx, actor)
	for _, e := range rolls {
		if key := e.Pinned(); key != nil {
			return confederation.Peer{Actor: actor, Name: e.Name, KeyID: commons.KeyID(actor), Key: key}, err
		}
	}
	if err == nil {
		err = commune.ErrNotFound
	}
	return confederation.Peer{}, err
}

// answer ends what a decision answers for. From then on the log is read anew from its beginning, as that assembly now shows it.
func answer(tx *store.Tx, p confederation.Peer, document []byte) error {
	parsed, fault := p.Examine(document)
	digest := confederation.Answers(parsed)
	if fault != confederation.NoFault || digest == "" {
		return nil
	}
	all, err := peers.AlertsOn(tx, p.Actor)
	if err != nil {
		return err
	}
	var named confederation.Alert
	for _, a := range all {
		if a.Digest == digest && !a.Answered() {
			named = a.AnsweredBy(document, parsed.Header.Seq)
		}
	}
	if named.ID == 0 {
		return nil
	}
	if err := peers.AnswerAlert(tx, named); err != nil {
		return err
	}
	for _, a := range all {
		if !a.Answered() && a.ID != named.ID && named.Covers(a) {
			if err := peers.AnswerAlert(tx, a.AnsweredBy(document, 0)); err != nil {
				return err
			}
		}
	}
	return anew(tx, p)
}

// anew forgets what was known of a log, so that it is witnessed and counted from now on as it is shown.
func anew(tx *store.Tx, p confederation.Peer) error {
	l, err := peers.LogForUpdate(tx, p.Actor)
	if err != nil {
		return err
	}
	fresh := confederation.LogOf(p.Actor)
	fresh.CosignedAt, fresh.Checkpoint = l.CosignedAt, []byte{}
	if err := peers.PutLog(tx, fresh); err != nil {
		return err
	}
	if err := restandAll(tx, p.Actor); err != nil || p.ID == 0 {
		return err
	}
	return reread(tx, fresh, p)
}
