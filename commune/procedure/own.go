package procedure

import (
	"federes.org/commune"
)

// Own is what a sitting says of one person. It can be compared: everybody of whom it says the same reads the same.
type Own struct {
	Good     bool         // standing, as it was when the page was opened
	Leads    bool         // the meeting (DR-2)
	Excluded bool         // from this meeting, by its own decision
	There    commune.Mode // empty: not noted as present
	Declared bool         // a priority, for this meeting (ME-2)
	Speaks   bool
	Order    bool           // raised a point of order that was not heard yet
	Sign     commune.Recall // made in silence to who speaks; empty for none
	Place    int            // in the queue, from 1; 0 for none
	Why      commune.Why
	Votes    string // a letter for each open vote, in their order
}

// Own picks out what concerns one person.
func (s Sitting) Own(who commune.MemberID, good bool) Own {
	p := s.Present[who]
	o := Own{Good: good, Leads: s.Leads(who), Excluded: !s.Admits(who), There: p.Mode, Declared: p.Priority}
	o.Speaks, o.Order, o.Sign = s.Floor.Speaks(who), s.orders[who], s.signs[who]
	if o.Place = s.places[who]; o.Place > 0 {
		o.Why = s.Floor.Queue[o.Place-1].Why
	}
	for _, v := range s.Votes {
		o.Votes += string(v.Listed(who))
	}
	return o
}

// In is how the person stands to the open vote of this number in the sitting.
func (o Own) In(vote int) Listed { return Listed(o.Votes[vote]) }
