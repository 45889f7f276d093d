package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// checkLeave completes the terms with the name of a council to which we belong, or asked to (CF-1).
func checkLeave(tx *store.Tx, payload []byte) ([]byte, error) {
	council, err := tiedTo(tx, payload)
	if err != nil {
		return nil, err
	}
	if _, err := council.Leaves(); err != nil {
		return nil, err
	}
	return json.Marshal(confederation.TieTerms{Actor: council.Actor, Name: council.Name})
}

// tiedTo is the peer that the terms of a motion name.
func tiedTo(tx *store.Tx, payload []byte) (confederation.Peer, error) {
	var t confederation.TieTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return confederation.Peer{}, commune.ErrFormUnknown
	}
	p, err := peers.PeerForUpdate(tx, t.Actor)
	if errors.Is(err, commune.ErrNotFound) {
		return p, confederation.ErrNotMember
	}
	return p, err
}

func describeLeave(payload []byte, d *record.Decision) error {
	var t confederation.TieTerms
	err := json.Unmarshal(payload, &t)
	d.Council = t.Actor
	return err
}

// carryLeave leaves the council at the instant of the decision, and tells it (CF-1). What another motion left already stays left.
func carryLeave(tx *store.Tx, _ commons.House, d commune.Decision, payload []byte) error {
	council, err := tiedTo(tx, payload)
	if err != nil {
		return err
	}
	if council, err = council.Leaves(); errors.Is(err, confederation.ErrNotMember) {
		return nil
	}
	entry, err := tx.Entry(d.Seq)
	if err != nil {
		return err
	}
	if council, err = away(tx, council); err != nil {
		return err
	}
	return tx.Publish(confederation.LeaveDecided{Peer: council, Record: entry.Document})
}

// away is a council of which we are no member from now on: our delegates sit there no more.
func away(tx *store.Tx, council confederation.Peer) (confederation.Peer, error) {
	council.Since = tx.Now()
	council, err := peers.PutPeer(tx, council)
	if err != nil {
		return council, err
	}
	return council, commons.EndMandatesTo(tx, council.Actor)
}

// ReceiveLeave is a member of our council, or who asked to be one, whose assembly decided to leave (CF-1).
func ReceiveLeave(tx *store.Tx, h commons.House, sender commune.ActorID, decision []byte) error {
	p, err := peers.PeerForUpdate(tx, sender)
	if errors.Is(err, commune.ErrNotFound) || err == nil && p.State != confederation.Accepted && p.State != confederation.Asked {
		return confederation.ErrPeerUnknown
	}
	if err != nil {
		return err
	}
	_, err = keep(tx, h, p, Pulled{Document: decision})
	return err
}

// tie takes in what a member, or a council that we hear, decided about a membership (CF-1, CF-8, CH-1).
func tie(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	d, ok := confederation.ReadTie(r)
	if !ok {
		return nil
	}
	form := commune.FormName(d.Form)
	if by.Role == confederation.RoleCouncil {
		if form == confederation.FormJoin {
			return tx.Publish(confederation.FollowDue{Actor: d.Council, Role: confederation.RoleCouncil})
		}
		return nil
	}
	o, err := tx.Organisation()
	if err != nil || d.Council != o.Assembly() {
		return err
	}
	switch {
	case form == confederation.FormLeave && d.Seq > by.Joined():
		if err := part(tx, h, by.Actor, r.ID); err != nil {
			return err
		}
		return asked(tx, by.Actor, d.Seq)
	case form == confederation.FormAdopt:
		return adopted(tx, h, by.Actor, r.ID, *d.Charter)
	}
	return nil
}

// asked takes in that who left has asked anew since then: that decision came first.
func asked(tx *store.Tx, who commune.ActorID, left commune.Seq) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	p, err := peers.PeerForUpdate(tx, who)
	if err != nil || p.State != confederation.Known {
		return err
	}
	last := left
	err = eachVerified(tx, p, []string{record.KindDecision}, func(r record.Parsed) error {
		d, ok := confederation.ReadTie(r)
		if ok && d.Form == string(confederation.FormJoin) && d.Council == o.Assembly() {
			last = max(last, d.Seq)
		}
		return nil
	})
	if err != nil || last == left {
		return err
	}
	join, err := peers.RecordAt(tx, p.ID, last)
	if err != nil {
		return err
	}
	if p, err = p.Applies(o.Assembly(), join.Document); err != nil {
		return err
	}
	p.Since = tx.Now()
	_, err = peers.PutPeer(tx, p)
	return err
}

// part ends a membership in our council, by the decision of the member or of the council.
func part(tx *store.Tx, h commons.House, member commune.ActorID, decidedBy string) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	p, err := peers.PeerForUpdate(tx, member)
	if err != nil || p.State != confederation.Accepted && p.State != confederation.Asked {
		return err
	}
	e, err := peers.EnrolledForUpdate(tx, o.Assembly(), member)
	if err != nil {
		return err
	}
	if e.Record != "" && !e.Departed {
		if err := writeDeparture(tx, h, e, decidedBy); err != nil {
			return err
		}
	}
	p = p.Parts()
	p.Since, p.Followed = tx.Now(), false
	if p, err = peers.PutPeer(tx, p); err != nil {
		return err
	}
	return tx.Publish(confederation.MemberLeft{Peer: p})
}

// parted takes in that a council has us for a member no more by a decision of its own; what we decided ourselves is done already.
func parted(tx *store.Tx, heard confederation.Enrolled) error {
	o, err := tx.Organisation()
	if err != nil || heard.Member != o.Assembly() || !heard.Departed || commune.OriginOf(heard.Decision) == o.BaseURL {
		return err
	}
	council, err := peers.PeerForUpdate(tx, heard.Council)
	if err != nil || heard.Since < record.Time(council.Since) {
		return err
	}
	if council, err = council.Leaves(); err != nil {
		return nil // we left it by ourselves
	}
	_, err = away(tx, council)
	return err
}

// checkEnd refuses to end a membership without a ground (CH-1): the charter was not adopted in the time that there was.
func checkEnd(tx *store.Tx, payload []byte) ([]byte, error) {
	p, err := tiedTo(tx, payload)
	if err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	e, err := peers.EnrolledForUpdate(tx, o.Assembly(), p.Actor)
	if err != nil {
		return nil, err
	}
	period, err := CharterPeriod(tx)
	if err != nil {
		return nil, err
	}
	if err := period.Ground(e, tx.Now()); err != nil {
		return nil, err
	}
	return json.Marshal(confederation.TieTerms{Actor: p.Actor, Name: p.Name, Version: period.InForce.Version})
}

// carryEnd ends it by the decision of the sitting. Who adopted the charter while the vote ran stays.
func carryEnd(tx *store.Tx, h commons.House, d commune.Decision, payload []byte) error {
	if _, err := checkEnd(tx, payload); errors.As(err, new(commune.Refusal)) {
		return nil
	} else if err != nil {
		return err
	}
	p, err := tiedTo(tx, payload)
	if err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	return part(tx, h, p.Actor, commons.RecordURL(o, d.Seq))
}

// ProposeTie puts a motion on a membership to the vote at the next assembly (CF-1, CH-1). One motion is enough.
func ProposeTie(tx *store.Tx, h commons.House, who commune.MemberID, form commune.FormName, with confederation.Peer) (commune.Motion, error) {
	waiting, err := TieMotion(tx, form, with.Actor)
	if err == nil && waiting.ID != 0 {
		err = confederation.ErrTieProposed
	}
	if err != nil {
		return waiting, err
	}
	payload, err := json.Marshal(confederation.TieTerms{Actor: with.Actor, Name: with.Name})
	if err != nil {
		return waiting, err
	}
	if payload, err = h.Forms[form].Check(tx, payload); err != nil {
		return waiting, err
	}
	var terms confederation.TieTerms
	if err := json.Unmarshal(payload, &terms); err != nil {
		return waiting, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return waiting, err
	}
	p := h.WordsOf(o)
	key := "tie." + string(form)
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title: commons.TitleOf(p.T(key+".item", with.Name)), Reasons: p.T(key+".reasons", with.Name),
		Motion: commune.Motion{Form: form, Audience: commune.Public, Text: p.T(key+".words", with.Name, terms.Version), Payload: payload},
	})
}

// TieMotion is the motion on a membership that is not voted yet; its ID is 0 if there is none.
func TieMotion(tx *store.Tx, form commune.FormName, with commune.ActorID) (commune.Motion, error) {
	return commons.WaitingMotion(tx, form, func(payload []byte) (bool, error) {
		var t confederation.TieTerms
		err := json.Unmarshal(payload, &t)
		return t.Actor == with, err
	})
}
