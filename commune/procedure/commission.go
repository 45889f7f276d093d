package procedure

import (
	"errors"
	"slices"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// JoinCommission lets a member into a commission: every member, at any time (CO-3).
func JoinCommission(tx *store.Tx, who commune.MemberID, id commune.BodyID) (commune.Body, error) {
	b, err := tx.BodyForUpdate(id)
	if err != nil {
		return b, err
	}
	if _, err := Identify(tx, who); err != nil {
		return b, err
	}
	today, err := Today(tx)
	if err != nil {
		return b, err
	}
	m, err := b.Join(who, today, tx.Now())
	if err != nil {
		return b, err
	}
	return b, tx.Join(m)
}

// LeaveCommission lets a member out of a commission, at any time (CO-3).
func LeaveCommission(tx *store.Tx, who commune.MemberID, id commune.BodyID) (commune.Body, error) {
	b, err := tx.Body(id)
	if err != nil {
		return b, err
	}
	if _, err := Identify(tx, who); err != nil {
		return b, err
	}
	return b, tx.Leave(id, who)
}

// CommissionMembers are the active members in a commission, as they joined.
func CommissionMembers(tx *store.Tx, id commune.BodyID) ([]commune.Member, error) {
	joined, err := tx.Memberships(id)
	if err != nil {
		return nil, err
	}
	var members []commune.Member
	for _, j := range joined {
		m, err := tx.Member(j.Member)
		if err != nil {
			return nil, err
		}
		if m.Active() {
			members = append(members, m)
		}
	}
	return members, nil
}

// joined is a member who is in a commission that lives, or the refusal.
func joined(tx *store.Tx, who commune.MemberID, b commune.Body) error {
	if _, err := Identify(tx, who); err != nil {
		return err
	}
	if !b.Living() {
		return commune.ErrBodyDissolved.With(b.DissolvedAt)
	}
	all, err := tx.Memberships(b.ID)
	if err != nil {
		return err
	}
	if b.Kind != commune.Commission || !slices.ContainsFunc(all, func(m commune.Membership) bool { return m.Member == who }) {
		return commune.ErrNotInCommission
	}
	return nil
}

// SetSignal gives a commission the link of its Signal group: one of its members does (CO-8).
func SetSignal(tx *store.Tx, who commune.MemberID, id commune.BodyID, link string) (commune.Body, error) {
	b, err := tx.BodyForUpdate(id)
	if err != nil {
		return b, err
	}
	if err := joined(tx, who, b); err != nil {
		return b, err
	}
	if b, err = b.WithSignal(link); err != nil {
		return b, err
	}
	return b, tx.SaveBody(b)
}

// BringToAssembly puts what a commission brings on the next agenda, and, if it has words to be voted, the motion under it: one of its
// members does, in its name (CO-4, CO-6). Nothing is decided by it.
func BringToAssembly(tx *store.Tx, h House, who commune.MemberID, asked Brought) (commune.Item, error) {
	b, err := tx.Body(asked.By)
	if err != nil {
		return commune.Item{}, err
	}
	if err := joined(tx, who, b); err != nil {
		return commune.Item{}, err
	}
	return bring(tx, h, who, asked)
}

// Brought is what a body puts on the next agenda: an item, and the words of a motion if it wants a vote.
type Brought struct {
	By       commune.BodyID
	Item     commune.Item
	Words    string
	Audience commune.Audience
}

// bring puts an item on the next agenda that is open, with its motion if it has one.
func bring(tx *store.Tx, h House, who commune.MemberID, asked Brought) (commune.Item, error) {
	to, err := nextOpen(tx)
	if err != nil {
		return commune.Item{}, err
	}
	item := asked.Item
	item.Meeting, item.Kind = to.ID, commune.Debate
	if asked.Words = strings.TrimSpace(asked.Words); asked.Words != "" {
		item.Kind = commune.ForDecision
	}
	p, err := ProposeItem(tx, who, item)
	if err != nil || asked.Words == "" {
		return p.Item, err
	}
	_, err = ProposeMotion(tx, h, who, commune.Motion{
		Item: p.ID, Form: commune.FormResolution, Text: asked.Words, Audience: asked.Audience,
	})
	return p.Item, err
}

// AskSecretariat sends what needs deciding to the secretariat whose mandate covers it: one of the commission's members does (CO-6).
func AskSecretariat(tx *store.Tx, who commune.MemberID, asked commune.Request) (commune.Request, error) {
	from, err := tx.Body(asked.Commission)
	if err != nil {
		return asked, err
	}
	if err := joined(tx, who, from); err != nil {
		return asked, err
	}
	to, err := tx.Body(asked.To)
	if errors.Is(err, commune.ErrNotFound) {
		err = commune.ErrNoSecretariat
	}
	if err != nil {
		return asked, err
	}
	if err := asked.Check(from, to); err != nil {
		return asked, err
	}
	return tx.PutRequest(commune.Request{
		Commission: from.ID, To: to.ID, Title: strings.TrimSpace(asked.Title), Text: strings.TrimSpace(asked.Text), AskedBy: who, AskedAt: tx.Now(),
	})
}
