package procedure

import (
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// admit writes that our council has a peer for a member, under the charter that its assembly adopted (CF-1, CH-1).
func admit(tx *store.Tx, h commons.House, p confederation.Peer) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	decision, err := record.Parse(p.JoinRecord)
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
				Decision: decision.ID, Key: record.EncodeMultikey(p.Key), Since: record.Time(tx.Now().UTC().Truncate(time.Second)), Audience: string(commune.Public),
			}
		},
	})
	return err
}

// LevelsPath is the page that draws the levels.
const LevelsPath = "/levels"
