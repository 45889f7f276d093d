package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// proposalMinutes is what is foreseen for an item that a proposal brings with it.
const proposalMinutes = 10

// Proposal is a motion that was prepared elsewhere than on an agenda; its item, if there is none yet, has this title and text.
type Proposal struct {
	commune.Motion
	Title   string
	Reasons string // of the item
	Theme   string // of the item, by whose priority it is treated (OJ-3)
}

// ProposeOnAgenda brings a prepared motion to the next agenda that is open: an item, and under it the motion with its exact words (OJ-2).
// Under an item that is there already the motion stands alone.
func ProposeOnAgenda(tx *store.Tx, h House, who commune.MemberID, asked Proposal) (commune.Motion, error) {
	m := asked.Motion
	if m.Item == 0 {
		to, err := nextOpen(tx)
		if err != nil {
			return m, err
		}
		item := commune.Item{Meeting: to.ID, Title: asked.Title, Text: asked.Reasons, Theme: asked.Theme, Kind: commune.ForDecision, Minutes: proposalMinutes}
		p, err := ProposeItem(tx, who, item)
		if err != nil {
			return m, err
		}
		m.Item = p.ID
	}
	return ProposeMotion(tx, h, who, m)
}
