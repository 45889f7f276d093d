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

// AskEntry gives a member's instance a ticket by which the delegate of a mandate enters, once and within minutes. It asks by a statement that is proved
// with the assembly's key, so that it says at the same time that the mandate lives (CF-5).
func AskEntry(tx *store.Tx, h commons.House, sender commune.ActorID, document []byte) (token string, err error) {
	o, err := tx.Organisation()
	if err != nil {
		return "", err
	}
	p, err := peers.PeerByActor(tx, sender)
	if errors.Is(err, commune.ErrNotFound) {
		err = confederation.ErrPeerUnknown
	}
	if err != nil {
		return "", err
	}
	said, ok := p.Says(document, confederation.TypeEntry, tx.Now())
	if !ok || said.Target != o.Assembly() {
		return "", confederation.ErrNotTheirs
	}
	if err := ReceiveRecord(tx, h, sender, Pulled{Document: said.Mandate}); err != nil {
		return "", err
	}
	parsed, err := record.Parse(said.Mandate)
	if err != nil {
		return "", confederation.ErrSeatUnknown
	}
	if p, err = peers.PeerByActor(tx, sender); err != nil {
		return "", err
	}
	s, err := peers.SeatForUpdate(tx, p.ID, parsed.ID)
	if err != nil {
		return "", err
	}
	if !s.Given {
		return "", confederation.ErrSeatUnknown
	}
	if err := ConfirmSeat(tx, h, s.Mandate, Confirmed{Lives: true, At: tx.Now()}); err != nil {
		return "", err
	}
	if err := seatHolds(tx, p, s.Answered(true, tx.Now())); err != nil {
		return "", err
	}
	token, hash := commons.NewToken()
	return token, peers.AddTicket(tx, hash, s.ID, tx.Now().Add(confederation.TicketLife))
}

// seatHolds refuses a seat that does not live now.
func seatHolds(tx *store.Tx, of confederation.Peer, s confederation.Seat) error {
	tied, err := seats(tx, of)
	if err == nil && !s.Holds(tx.Now(), tied) {
		err = confederation.ErrSeatEnded
	}
	return err
}

// Entry is who would enter by a ticket, and for whom they sit.
type Entry struct {
	confederation.Seat
	Of confederation.Peer
}

// PeekEntry tells whom a ticket would let in. It spends nothing.
func PeekEntry(tx *store.Tx, token string) (Entry, error) {
	s, err := peers.TicketSeat(tx, commons.TokenHash(token))
	if errors.Is(err, commune.ErrNotFound) {
		return Entry{}, confederation.ErrTicketSpent
	}
	if err != nil {
		return Entry{}, err
	}
	of, err := peers.Peer(tx, s.Peer)
	return Entry{s, of}, err
}

// Enter lets a delegate in by a ticket, once: the first time they are given an account of their own (CF-5).
func Enter(tx *store.Tx, token string) (commune.Member, error) {
	e, err := PeekEntry(tx, token)
	if err != nil {
		return commune.Member{}, err
	}
	if err := peers.SpendTicket(tx, commons.TokenHash(token)); err != nil {
		return commune.Member{}, confederation.ErrTicketSpent
	}
	s, err := peers.SeatForUpdate(tx, e.Of.ID, e.Mandate)
	if err != nil {
		return commune.Member{}, err
	}
	if err := seatHolds(tx, e.Of, s); err != nil {
		return commune.Member{}, err
	}
	if s.Member != 0 {
		m, err := tx.Member(s.Member)
		if err != nil || m.Known() {
			return m, err
		}
	}
	until, err := lapses(tx, e.Of, s)
	if err != nil {
		return commune.Member{}, err
	}
	m, err := commons.Seat(tx, commons.Seating{Name: s.Holder, Delegation: e.Of.Actor, Until: until, Rank: s.Seq})
	if err != nil {
		return m, err
	}
	s.Member = m.ID
	if _, err = peers.PutSeat(tx, s); err != nil {
		return m, err
	}
	return m, commons.Schedule(tx) // a council plans its sittings from the first delegate on
}

// EntryFor is what a council is asked by which one of its delegates would enter it: the council, and the record of their mandate. Nobody but its
// holder asks, and only while the mandate lives (CF-5, PW-1).
func EntryFor(tx *store.Tx, who commune.MemberID, id commune.MandateID) (confederation.Peer, []byte, error) {
	m, err := tx.Mandate(id)
	if err != nil {
		return confederation.Peer{}, nil, err
	}
	switch {
	case m.Holder != who:
		return confederation.Peer{}, nil, commune.ErrNotHolder
	case m.Council == "" || !m.Capabilities.Has(commune.SitInCouncil) || m.Seq == 0:
		return confederation.Peer{}, nil, confederation.ErrNotDelegate
	case !m.LivingAt(tx.Now()):
		return confederation.Peer{}, nil, commune.ErrMandateEnded.With(m.End())
	}
	council, err := peers.PeerByActor(tx, m.Council)
	if err != nil {
		return council, nil, err
	}
	entry, err := tx.Entry(m.Seq)
	if err != nil {
		return council, nil, err
	}
	document, err := state(tx, confederation.Statement{Type: confederation.TypeEntry, Target: council.Actor, Mandate: entry.Document})
	return council, document, err
}

// Living is what our assembly states, at this moment, of a mandate that lives.
func Living(tx *store.Tx, mandate string) ([]byte, error) {
	about, err := json.Marshal(mandate)
	if err != nil {
		return nil, err
	}
	return state(tx, confederation.Statement{Type: confederation.TypeLives, Mandate: about})
}

// state proves what our assembly says now.
func state(tx *store.Tx, s confederation.Statement) ([]byte, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	keys, err := tx.Keys(o.AssemblyName())
	if err != nil {
		return nil, err
	}
	s.Actor, s.Published = o.Assembly(), tx.Now()
	return s.Sign(keys.Ed25519, commons.KeyID(s.Actor))
}
