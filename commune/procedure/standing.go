package procedure

import (
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Person is a member as a procedure sees them at one instant.
type Person struct {
	commune.Member
	Good     bool // standing
	Mandates commune.Mandates
	Standing commune.Standing
}

// May gives the living mandate that allows c, or refuses (PW-1).
func (p Person) May(c commune.Capability, at time.Time) (commune.Mandate, error) {
	return p.Mandates.For(c, at)
}

// MayAt gives the living mandate that allows c at one meeting, or refuses (PW-1, DR-2).
func (p Person) MayAt(id commune.MeetingID, c commune.Capability, at time.Time) (commune.Mandate, error) {
	return p.Mandates.ForMeeting(c, id, at)
}

// Identify loads who acts: a member, with mandates and standing as of now (ME-1, PW-1). The act leans on these mandates: it is done while
// they live, or not at all (SE-7).
func Identify(tx *store.Tx, id commune.MemberID) (Person, error) {
	m, err := tx.Member(id)
	if err != nil {
		return Person{}, err
	}
	if !m.Known() {
		return Person{}, commune.ErrNotMember
	}
	if !m.Active() {
		return Person{}, commune.ErrMembersOnly
	}
	people, err := persons(tx, []commune.Member{m})
	if err != nil {
		return Person{}, err
	}
	tx.Lean(people[0].Mandates)
	return people[0], nil
}

// Account is someone who can sign in, member or not, until they leave (ME-3).
func Account(tx *store.Tx, id commune.MemberID) (commune.Member, error) {
	m, err := tx.Member(id)
	if err == nil && !m.Known() {
		return m, commune.ErrNotMember
	}
	return m, err
}

// Everybody are all members.
func Everybody(tx *store.Tx) ([]Person, error) {
	all, err := tx.Members()
	if err != nil {
		return nil, err
	}
	active := all[:0]
	for _, m := range all {
		if m.Active() {
			active = append(active, m)
		}
	}
	return persons(tx, active)
}

// goodStanding are those of them who are in good standing (ME-1).
func goodStanding(tx *store.Tx) (map[commune.MemberID]bool, error) {
	people, err := Everybody(tx)
	good := make(map[commune.MemberID]bool, len(people))
	for _, p := range people {
		if p.Good {
			good[p.ID] = true
		}
	}
	return good, err
}

func persons(tx *store.Tx, members []commune.Member) ([]Person, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	mandates, err := tx.Mandates()
	if err != nil {
		return nil, err
	}
	payments, err := paymentsOf(tx, members)
	if err != nil {
		return nil, err
	}
	frozen := frozenAt(mandates, tx.Now())
	people := make([]Person, len(members))
	for i, m := range members {
		p := Person{Member: m}
		for _, given := range mandates {
			if given.Holder == m.ID {
				p.Mandates = append(p.Mandates, given)
			}
		}
		p.Standing = commune.Standing{Payments: payments[m.ID], Mandates: p.Mandates, GraceDays: settings.GraceDays, FrozenAt: frozen}
		p.Good = p.Standing.Good(tx.Now(), o.Location()) || m.Seated(tx.Now())
		people[i] = p
	}
	return people, nil
}

func paymentsOf(tx *store.Tx, members []commune.Member) (map[commune.MemberID][]commune.Payment, error) {
	if len(members) != 1 {
		return tx.PaymentsByMember()
	}
	own, err := tx.Payments(members[0].ID)
	return map[commune.MemberID][]commune.Payment{members[0].ID: own}, err
}

// frozenAt is when the last mandate to record dues ended, or zero while someone holds one (PW-2).
func frozenAt(mandates commune.Mandates, now time.Time) time.Time {
	var last time.Time
	for _, m := range mandates {
		if !m.Capabilities.Has(commune.RecordDues) || m.AcceptedAt.IsZero() {
			continue
		}
		if m.LivingAt(now) {
			return time.Time{}
		}
		if end := m.End(); end.After(last) && !end.After(now) {
			last = end
		}
	}
	return last
}
