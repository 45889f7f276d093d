package procedure

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/spreadsheet"
	"federes.org/commune/store"
)

// soul is a person whom a line can be about: a member, or someone whom an earlier line of the file brings.
type soul struct {
	commune.Member
	standing commune.Standing
	line     int  // that brings them; 0 for who is a member already
	numbered bool // has a number in the program that wrote the file
}

// entry is a payment as an import knows it again.
type entry struct {
	commune.Payment
	of *soul // nil for who left
}

// roll is everybody whom a file can speak of, by what it may call them. The lines that were read before add to it.
type roll struct {
	souls   []*soul
	byID    map[commune.MemberID]*soul
	byEmail map[string]*soul
	numbers map[string]*soul
	others  map[string]bool // addresses of who has an account without being a member
	entries map[string]*entry
	orders  map[string][]*entry
}

func newRoll(tx *store.Tx, source commune.Source) (*roll, error) {
	people, err := Everybody(tx)
	if err != nil {
		return nil, err
	}
	r := &roll{
		byID: map[commune.MemberID]*soul{}, byEmail: map[string]*soul{}, numbers: map[string]*soul{}, others: map[string]bool{},
		entries: map[string]*entry{}, orders: map[string][]*entry{},
	}
	for _, p := range people {
		r.add(&soul{Member: p.Member, standing: p.Standing})
	}
	known, err := tx.MembersByEmail()
	if err != nil {
		return nil, err
	}
	for email, m := range known {
		r.others[email] = !m.Active()
	}
	numbers, err := tx.MemberNumbers(source)
	if err != nil {
		return nil, err
	}
	for number, id := range numbers {
		if s := r.byID[id]; s != nil {
			r.numbers[number], s.numbered = s, true
		}
	}
	all, err := tx.PaymentsAll()
	for _, p := range all {
		if p.Source == source && p.Reference != "" {
			r.note(&entry{p, r.byID[p.Member]})
		}
	}
	return r, err
}

func (r *roll) add(s *soul) {
	r.souls = append(r.souls, s)
	if s.ID != 0 {
		r.byID[s.ID] = s
	}
	if s.Email != "" {
		r.byEmail[s.Email] = s
	}
}

// note keeps an entry under its reference, and under its order as long as it counts.
func (r *roll) note(e *entry) {
	r.entries[e.Reference] = e
	if e.Order != "" && !r.takenBack(e) {
		r.orders[e.Order] = append(r.orders[e.Order], e)
	}
}

func (r *roll) takenBack(e *entry) bool { return e.of != nil && e.of.standing.TakenBack(e.ID) }

// named are those whose name is the same, and like are those whose name could be.
func (r *roll) named(name string) (same, like []*soul) {
	for _, s := range r.souls {
		switch {
		case spreadsheet.SameName(s.PublicName, name):
			same = append(same, s)
		case spreadsheet.LikeName(s.PublicName, name):
			like = append(like, s)
		}
	}
	return same, like
}

// double is an entry that someone made by hand and that may be the same payment: the same amount, for days near the day on which it was paid.
func (s *soul) double(p commune.Payment, on commune.Day) (commune.Payment, bool) {
	at := slices.IndexFunc(s.standing.Payments, func(k commune.Payment) bool {
		return k.Source == "" && k.Reverses == 0 && !s.standing.TakenBack(k.ID) && k.Cents == p.Cents && k.Cents > 0 && k.From <= on.Add(near) && on <= k.Until
	})
	if at < 0 {
		return p, false
	}
	return s.standing.Payments[at], true
}

// near is how many days the beginning of a period may be after its payment.
const near = 31
