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

// ConfirmBy takes in what stands at the status address of a mandate, asked at an instant: that it lives. What is not proved by the key that we pinned
// says nothing (CF-3).
func ConfirmBy(tx *store.Tx, h commons.House, mandate string, document []byte, asked time.Time) error {
	known, err := peers.SeatByMandate(tx, mandate)
	if err != nil {
		return err
	}
	of, err := peers.Peer(tx, known.Peer)
	if err != nil {
		return err
	}
	said, ok := of.Says(document, confederation.TypeLives, tx.Now())
	if !ok || said.About() != mandate {
		return confederation.ErrNotTheirs
	}
	return ConfirmSeat(tx, h, mandate, Confirmed{Lives: true, At: asked})
}
