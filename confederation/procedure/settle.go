package procedure

import (
	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// settlement is what follows here from the records of one kind. What is known is a function of the set of the records that hold: neither their
// order nor their number changes it.
type settlement struct {
	// holds takes in one verified record, in the transaction that keeps it.
	holds func(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error
	// fails takes it out again: another verified one stands at its place of the same log, so that neither counts. It is out of the set already.
	fails func(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error
}

// settlementOf is the table of them. Of a kind that is not here nothing follows.
func settlementOf(kind string) settlement {
	switch kind {
	case record.KindDecision:
		return settlement{holds: tie}
	case record.KindMembership, record.KindDeparture:
		return settlement{holds: enrol, fails: reenrol}
	case record.KindProposal:
		return settlement{holds: hearProposal}
	case record.KindRatification:
		return settlement{holds: hearRatifications, fails: hearRatifications}
	case record.KindOutcome:
		return settlement{holds: hearOutcome}
	case record.KindMandate, record.KindRevocation, record.KindResignation:
		return settlement{holds: delegate, fails: redelegate}
	case record.KindInstruction, record.KindConfirmation:
		return settlement{holds: instruct, fails: reinstruct}
	case record.KindAgenda:
		return settlement{holds: hearAgenda}
	case record.KindMinutes:
		return settlement{holds: hearSitting, fails: unhearSitting}
	case record.KindPendingVoice:
		return settlement{holds: hearPending}
	}
	return settlement{}
}

// settle has follow what follows from a record that is newly kept.
func settle(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	if s := settlementOf(r.Header.Kind); s.holds != nil {
		return s.holds(tx, h, by, r)
	}
	return nil
}

// unsettle undoes what followed from a record that holds no more.
func unsettle(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	if s := settlementOf(r.Header.Kind); s.fails != nil {
		return s.fails(tx, h, by, r)
	}
	return nil
}

// writes makes a record of our own assembly and settles it as it would that of another.
func writes(tx *store.Tx, h commons.House, a commons.Act) (record.Parsed, error) {
	document, err := commons.WriteAct(tx, h, a)
	if err != nil {
		return record.Parsed{}, err
	}
	parsed, err := record.Parse(document)
	if err != nil {
		return parsed, err
	}
	return parsed, settle(tx, h, confederation.Peer{Actor: parsed.AttributedTo}, parsed)
}

// enrol takes in what a council says of its roll (CF-1, CF-8).
func enrol(tx *store.Tx, _ commons.House, by confederation.Peer, r record.Parsed) error {
	heard, ok := confederation.ReadRoll(r)
	if !ok {
		return nil
	}
	known, err := peers.EnrolledForUpdate(tx, heard.Council, heard.Member)
	if err != nil {
		return err
	}
	holds := known.After(heard)
	if holds == known {
		return nil
	}
	if err := peers.PutEnrolled(tx, holds); err != nil {
		return err
	}
	if err := parted(tx, holds); err != nil {
		return err
	}
	if err := followBelow(tx, by, holds); err != nil {
		return err
	}
	if err := reseat(tx, holds.Council, holds.Member); err != nil {
		return err
	}
	return rollChanged(tx, known, holds)
}

// reenrol reads a council's roll anew out of what it still says of one member.
func reenrol(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	lost, ok := confederation.ReadRoll(r)
	if !ok {
		return nil
	}
	known, err := peers.EnrolledForUpdate(tx, lost.Council, lost.Member)
	if err != nil || known.Record != lost.Record {
		return err
	}
	if err := peers.RemoveEnrolled(tx, known); err != nil {
		return err
	}
	if err := rollChanged(tx, known, confederation.Enrolled{Departed: true}); err != nil {
		return err
	}
	return eachVerified(tx, by, []string{record.KindMembership, record.KindDeparture}, func(r record.Parsed) error {
		if said, ok := confederation.ReadRoll(r); ok && said.Member == lost.Member {
			return enrol(tx, h, by, r)
		}
		return nil
	})
}

// eachVerified gives every record of some kinds that holds of a peer, the oldest place first, some at a time.
func eachVerified(tx *store.Tx, by confederation.Peer, kinds []string, fn func(record.Parsed) error) error {
	for after := commune.Seq(-1); ; {
		records, err := peers.VerifiedOf(tx, by.ID, kinds, after)
		if err != nil {
			return err
		}
		for _, r := range records {
			after = r.Seq
			parsed, err := record.Parse(r.Document)
			if err != nil {
				return err
			}
			if err := fn(parsed); err != nil {
				return err
			}
		}
		if len(records) < peers.VerifiedPage {
			return nil
		}
	}
}
