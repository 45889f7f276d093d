package procedure

import (
	"errors"
	"slices"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// delegate takes in what a member's record says of a seat in our council (CF-5). Its end ends the delegate's session in this same transaction
// (SE-7).
func delegate(tx *store.Tx, _ commons.House, by confederation.Peer, r record.Parsed) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil || by.ID == 0 {
		return err
	}
	said, ok := confederation.Delegates(o.Assembly(), r)
	if !ok {
		return nil
	}
	before, err := peers.SeatForUpdate(tx, by.ID, said.Mandate)
	if err != nil {
		return err
	}
	return changeSeat(tx, by, before, before.Hears(said.HeardAt(tx.Now())))
}

// redelegate hears anew of a seat of which one record does not count any more.
func redelegate(tx *store.Tx, _ commons.House, by confederation.Peer, r record.Parsed) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return err
	}
	lost, ok := confederation.Delegates(o.Assembly(), r)
	if !ok {
		return nil
	}
	before, err := peers.SeatForUpdate(tx, by.ID, lost.Mandate)
	if err != nil {
		return err
	}
	after := before.Forgets()
	kinds := []string{record.KindMandate, record.KindRevocation, record.KindResignation}
	if err := eachVerified(tx, by, kinds, func(r record.Parsed) error {
		if said, ok := confederation.Delegates(o.Assembly(), r); ok && said.Mandate == lost.Mandate {
			after = after.Hears(said.HeardAt(tx.Now()))
		}
		return nil
	}); err != nil {
		return err
	}
	return changeSeat(tx, by, before, after)
}

// changeSeat keeps a seat as it now is, and tells who must know: the account of who sits, the followers of our seats, and the work that
// confirms a new one.
func changeSeat(tx *store.Tx, of confederation.Peer, before, after confederation.Seat) error {
	if after == before {
		return nil
	}
	after, err := peers.PutSeat(tx, after)
	if err != nil {
		return err
	}
	if err := keepAccount(tx, of, after); err != nil {
		return err
	}
	was, is := before.Given && before.Ending == "", after.Given && after.Ending == ""
	if is && !was {
		if err := tx.Publish(confederation.SeatDoubtful{Mandate: after.Mandate}); err != nil {
			return err
		}
	}
	if is == was {
		return nil
	}
	return tx.Publish(confederation.SeatChanged{Mandate: after.Mandate, Actor: of.Actor, Seated: is})
}

// keepAccount makes the account of who sits what the seat allows.
func keepAccount(tx *store.Tx, of confederation.Peer, s confederation.Seat) error {
	if s.Member == 0 {
		return nil
	}
	tied, err := seats(tx, of)
	if err != nil {
		return err
	}
	if !s.Given || s.Ending != "" || !tied {
		return commons.Unseat(tx, s.Member)
	}
	return commons.KeepSeat(tx, s.Member, s.Lapses(tied))
}

// lapses is when a seat is lost unless something is heard before; zero for one that does not hold.
func lapses(tx *store.Tx, of confederation.Peer, s confederation.Seat) (time.Time, error) {
	tied, err := seats(tx, of)
	return s.Lapses(tied), err
}

// seats tells whether delegates of a member are seated now: it stands on our roll, under a charter that seats, and its register does not
// contradict itself (CF-5, CH-1, CF-3).
func seats(tx *store.Tx, p confederation.Peer) (bool, error) {
	o, err := tx.Organisation()
	if err != nil || p.State != confederation.Accepted {
		return false, err
	}
	if frozen, err := peers.Frozen(tx, p.Actor); err != nil || frozen {
		return false, err
	}
	roll, err := peers.Roll(tx, o.Assembly())
	if err != nil {
		return false, err
	}
	period, err := CharterPeriod(tx)
	return slices.ContainsFunc(roll, func(e confederation.Enrolled) bool {
		return e.Member == p.Actor && period.Seats(e.CharterVersion, tx.Now())
	}), err
}

// reseat makes the accounts of a member's delegates what its place on our roll allows.
func reseat(tx *store.Tx, council, member commune.ActorID) error {
	o, err := tx.Organisation()
	if err != nil || o.Assembly() != council {
		return err
	}
	p, err := peers.PeerByActor(tx, member)
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := peers.SeatsOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := keepAccount(tx, p, s); err != nil {
			return err
		}
	}
	return nil
}

// ConfirmSeat takes in what the assembly's instance said of a mandate when it was asked, at the instant before it was asked: that it lives, or
// that it does not (CF-5). Votes that waited for it are counted.
func ConfirmSeat(tx *store.Tx, h commons.House, mandate string, said Confirmed) error {
	known, err := peers.SeatByMandate(tx, mandate)
	if err != nil {
		return err
	}
	of, err := peers.Peer(tx, known.Peer)
	if err != nil {
		return err
	}
	s, err := peers.SeatForUpdate(tx, known.Peer, mandate)
	if err != nil {
		return err
	}
	if s, err = peers.PutSeat(tx, s.Answered(said.Lives, said.At)); err != nil {
		return err
	}
	if err := keepAccount(tx, of, s); err != nil {
		return err
	}
	return Resettle(tx, h)
}

// Confirmed is what an instance said of a mandate of its assembly, and when it was asked.
type Confirmed struct {
	Lives bool
	At    time.Time
}

// AskEntry gives a member's instance a ticket by which the delegate of a mandate enters, once and within minutes. It asks by a request signed
// with the assembly's key, so that it says at the same time that the mandate lives (CF-5).
func AskEntry(tx *store.Tx, h commons.House, sender commune.ActorID, mandate []byte) (token string, err error) {
	if err := ReceiveRecord(tx, h, sender, Pulled{Document: mandate}); err != nil {
		return "", err
	}
	parsed, err := record.Parse(mandate)
	if err != nil {
		return "", confederation.ErrSeatUnknown
	}
	p, err := peers.PeerByActor(tx, sender)
	if err != nil {
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
	_, err = peers.PutSeat(tx, s)
	return m, err
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
	return council, entry.Document, err
}
