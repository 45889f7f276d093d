package procedure

import (
	"errors"
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
)

// PopularProposal is an item for a sitting of a popular assembly, with the words to vote on it if there are some.
type PopularProposal struct {
	Item  commune.Item
	Words string           // to be voted; empty for none yet
	By    commune.MemberID // whose it is: of who came without a device, who keeps the door writes it down
}

// ProposePopular puts an item on the agenda of a sitting, for oneself or for somebody there, as the rules of the assembly have it (AP-2).
func ProposePopular(tx *store.Tx, h House, who commune.MemberID, asked PopularProposal) (commune.Item, error) {
	m, err := tx.MeetingForUpdate(asked.Item.Meeting)
	if err != nil {
		return asked.Item, err
	}
	if !m.Popular() {
		return asked.Item, commune.ErrNotPopular
	}
	if err := writesFor(tx, who, m, asked.By); err != nil {
		return asked.Item, err
	}
	asked.Item.Kind, asked.Item.Minutes = commune.Debate, commune.UsualMinutes
	if asked.Words != "" {
		asked.Item.Kind = commune.ForDecision
	}
	p, err := ProposeItem(tx, asked.By, asked.Item)
	if err != nil || asked.Words == "" {
		return p.Item, err
	}
	_, err = ProposeMotion(tx, h, asked.By, commune.Motion{Item: p.ID, Form: commune.FormResolution, Text: asked.Words, Audience: commune.Public})
	return p.Item, err
}

// writesFor lets a person write what is theirs, and who keeps the door what somebody says who is there.
func writesFor(tx *store.Tx, who commune.MemberID, m commune.Meeting, whose commune.MemberID) error {
	if whose == who {
		return nil
	}
	if err := keepsDoor(tx, who, m); err != nil {
		return err
	}
	_, err := attendance(tx, m.ID, whose)
	return err
}

// mayPropose lets members propose to the general assembly (OJ-2), and to a popular one whom its rules let, whom it did not exclude (AP-2).
func mayPropose(tx *store.Tx, who commune.MemberID, m commune.Meeting) error {
	if !m.Popular() {
		_, err := Identify(tx, who)
		return err
	}
	p, err := participant(tx, who, m)
	if err != nil {
		return err
	}
	page, err := tx.PopularAssemblyPage(m.Body)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	if err := page.LetsPropose(p.Member); err != nil {
		return err
	}
	excluded, err := tx.IsExcluded(m.ID, who)
	if err == nil && excluded {
		err = commune.ErrExcluded
	}
	return err
}

// MayPropose tells whether somebody may propose to a sitting now; the refusal otherwise.
func MayPropose(tx *store.Tx, who commune.MemberID, m commune.Meeting) error {
	if err := m.AcceptsItems(tx.Now()); err != nil {
		return err
	}
	return mayPropose(tx, who, m)
}

// proposedTo is what one person proposed to a sitting. Who keeps its door writes for others: that is not counted.
func proposedTo(tx *store.Tx, who commune.MemberID, m commune.Meeting) (p commune.Proposed, err error) {
	if !m.Popular() {
		return p, nil
	}
	if err := keepsDoor(tx, who, m); err == nil {
		return p, nil
	}
	items, err := tx.Items(m.ID)
	if err != nil {
		return p, err
	}
	gone, err := tx.WithdrawnItems(m.ID)
	if err != nil {
		return p, err
	}
	for _, i := range slices.Concat(items, gone) {
		if i.ProposedBy == who {
			p.Items++
		}
	}
	motions, err := tx.Motions(m.ID)
	for _, motion := range motions {
		if motion.ProposedBy == who {
			p.Texts++
		}
	}
	return p, err
}

// mayWrite lets members write the items of the general assembly together (OJ-2, OU-P). On the agenda of a popular one, which is not theirs alone,
// they write together what one of them proposed, and everybody else what they proposed (AP-2).
func mayWrite(tx *store.Tx, who commune.MemberID, item commune.Item, m commune.Meeting) error {
	if !m.Popular() || item.ProposedBy == who {
		return mayPropose(tx, who, m)
	}
	if _, err := Identify(tx, who); err != nil {
		return commune.ErrNotProposer
	}
	proposer, err := tx.Member(item.ProposedBy)
	if err == nil && !proposer.Active() {
		err = commune.ErrNotProposer
	}
	return err
}

// withdraws lets who proposed an item take it off the agenda, and put it back. Off that of a popular assembly, which everybody reads, also who keeps its door
// takes what does not belong there; nobody what was put to the vote (AP-2).
func withdraws(tx *store.Tx, who commune.MemberID, item commune.Item, m commune.Meeting) error {
	if item.ProposedBy != who {
		if !m.Popular() {
			return commune.ErrNotProposer
		}
		if err := keepsDoor(tx, who, m); errors.Is(err, commune.ErrNotMandated) || errors.Is(err, commune.ErrMembersOnly) {
			return commune.ErrNotProposer
		} else if err != nil {
			return err
		}
	}
	if !m.Popular() {
		return nil
	}
	if item.Withdrawn() {
		return putsBack(tx, who, item, m)
	}
	motions, err := tx.Motions(m.ID)
	if slices.ContainsFunc(motions, func(motion commune.Motion) bool { return motion.Item == item.ID && motion.Opened() }) {
		return commune.ErrItemVoted
	}
	return err
}

// putsBack lets a proposer put back what they withdrew themselves, while they can propose; who keeps the door puts back what it took off.
func putsBack(tx *store.Tx, who commune.MemberID, item commune.Item, m commune.Meeting) error {
	if item.ProposedBy != who || item.WithdrawnBy == who || item.WithdrawnBy == 0 {
		return mayPropose(tx, who, m)
	}
	err := keepsDoor(tx, who, m)
	if errors.Is(err, commune.ErrNotMandated) || errors.Is(err, commune.ErrMembersOnly) {
		return commune.ErrItemTakenOff
	}
	return err
}
