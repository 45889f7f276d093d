package procedure

import (
	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// admit writes that our council has a peer for a member, under the charter that its assembly adopted by a decision (CF-1, CH-1).
func admit(tx *store.Tx, h commons.House, p confederation.Peer, decision string) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	_, err = writes(tx, h, commons.Act{
		Kind: record.KindMembership, Audience: commune.Public, Path: LevelsPath,
		Content: []string{words.T("membership.record", p.Name, o.Name), words.T("membership.charter", p.CharterVersion)},
		Data: func(at record.Header) any {
			return record.Membership{
				Header: at, Council: o.Assembly(), Member: p.Actor, Of: p.Kind(), Name: p.Name,
				Charter:  record.CharterRef{ID: p.CharterID, Version: p.CharterVersion, Hash: p.CharterHash},
				Decision: decision, Key: record.EncodeMultikey(p.Key), Since: record.Time(tx.Now()), Audience: string(commune.Public),
			}
		},
	})
	return err
}

// seat writes who joined on our roll, and takes in what it decided about its membership since it asked.
func seat(tx *store.Tx, h commons.House, p confederation.Peer) error {
	decision, err := record.Parse(p.JoinRecord)
	if err != nil {
		return err
	}
	if err := admit(tx, h, p, decision.ID); err != nil {
		return err
	}
	return eachVerified(tx, p, []string{record.KindDecision}, func(r record.Parsed) error { return tie(tx, h, p, r) })
}

// writeDeparture writes that our council has somebody for a member no more.
func writeDeparture(tx *store.Tx, h commons.House, e confederation.Enrolled, decidedBy string) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	_, err = writes(tx, h, commons.Act{
		Kind: record.KindDeparture, Audience: commune.Public, Path: LevelsPath,
		Content: []string{words.T("departure.record", e.Name, o.Name)},
		Data: func(at record.Header) any {
			return record.Departure{
				Header: at, Council: o.Assembly(), Member: e.Member, Membership: e.Record, DecidedBy: decidedBy, At: record.Time(tx.Now()),
				Audience: string(commune.Public),
			}
		},
	})
	return err
}

// LevelsPath is the page that draws the levels.
const LevelsPath = "/levels"
