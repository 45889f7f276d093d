package procedure

import (
	"errors"
	"slices"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/store"
)

// account is what the product knows of a meeting by itself, for its minutes (CR-1), and whom they will be for.
type account struct {
	words    locale.Printer
	site     commune.Organisation
	in       commune.Meeting
	body     assembly // whose meeting it is
	minutes  commune.Minutes
	sections []commune.MinutesSection
	items    map[commune.ItemID]commune.Item
	motions  []commune.Motion // that were voted
	numbers  map[commune.MotionID]commune.Decision
	mandates commune.Mandates
	came     map[commune.Mode]int // presences, of those who left too
	there    map[commune.MemberID]bool
	people   map[commune.MemberID]string
	next     *commune.Meeting
	left     []commune.Adjournment // what it left to later meetings (OJ-4)
	to       map[commune.MeetingID]commune.Meeting
	shares   []commune.Share // how the floor was shared
	speeches []commune.Speech
	convoked time.Time // zero: nobody was written to
}

// readAccount reads what is known now. What is for a narrower audience than the minutes' is passed over in silence, but counted.
func readAccount(tx *store.Tx, h House, in commune.Meeting, m commune.Minutes) (account, error) {
	a := account{in: in, minutes: m}
	var err error
	if a.site, err = tx.Organisation(); err != nil {
		return a, err
	}
	if a.body, err = assemblyOf(tx, in); err != nil {
		return a, err
	}
	a.words = h.WordsOf(a.site)
	if a.sections, err = MinutesSections(tx, in); err != nil {
		return a, err
	}
	for _, read := range []func(*store.Tx) error{a.readItems, a.readVotes, a.readPeople, a.readNext, a.readTime, a.readCall} {
		if err := read(tx); err != nil {
			return a, err
		}
	}
	a.mandates, err = tx.Mandates()
	return a, err
}

func (a *account) readItems(tx *store.Tx) error {
	a.items = make(map[commune.ItemID]commune.Item)
	for _, s := range a.sections {
		if s.Place == 0 {
			continue
		}
		item, err := tx.Item(s.Item)
		if errors.Is(err, commune.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		a.items[s.Item] = item
	}
	return nil
}

func (a *account) readVotes(tx *store.Tx) error {
	motions, err := tx.Motions(a.in.ID)
	a.numbers = make(map[commune.MotionID]commune.Decision)
	if err != nil {
		return err
	}
	for _, m := range motions {
		if !m.Ended() || m.Withdrawn() {
			continue
		}
		a.motions = append(a.motions, m)
		d, err := tx.DecisionOf(m.ID)
		if errors.Is(err, commune.ErrNotFound) {
			continue // rejected, or an amendment or a choice among several: what it leads to is voted in its turn
		}
		if err != nil {
			return err
		}
		a.numbers[m.ID] = d
	}
	slices.SortStableFunc(a.motions, func(m, n commune.Motion) int { return m.ClosedAt.Compare(n.ClosedAt) })
	return nil
}

func (a *account) readPeople(tx *store.Tx) error {
	a.came, a.there = make(map[commune.Mode]int), make(map[commune.MemberID]bool)
	presences, err := tx.Presences(a.in.ID)
	if err != nil {
		return err
	}
	for _, p := range presences {
		a.came[p.Mode]++
		a.there[p.Member] = true
	}
	a.people, err = tx.PublicNames()
	return err
}

// readNext looks for the assembly that comes after this one.
func (a *account) readNext(tx *store.Tx) error {
	coming, err := following(tx, a.in)
	for _, m := range coming {
		if m.ID != a.in.ID && !m.ConvenedAt.IsZero() && a.next == nil {
			a.next = &m
		}
	}
	return err
}

// readTime looks at what was left to later meetings, and at how the floor was shared.
func (a *account) readTime(tx *store.Tx) (err error) {
	if a.left, err = tx.Adjournments(a.in.ID); err != nil {
		return err
	}
	a.to = make(map[commune.MeetingID]commune.Meeting)
	for _, l := range a.left {
		if a.to[l.To], err = tx.Meeting(l.To); err != nil {
			return err
		}
	}
	if a.shares, err = tx.Shares(a.in.ID); err != nil {
		return err
	}
	a.speeches, err = tx.Speeches(a.in.ID)
	return err
}

// readCall looks when the members were called to the meeting (AG-2).
func (a *account) readCall(tx *store.Tx) error {
	c, err := tx.Convocation(a.in.ID)
	if a.convoked = c.SentAt; errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

// shows tells whether a motion may stand in the minutes in its words: whoever reads them may read it too, and it names nobody there who holds
// no mandate (ME-3).
func (a account) shows(m commune.Motion) bool {
	return a.minutes.Audience.Reads(m.Audience) && (a.among() || !m.Personal())
}

// among holds for minutes that stay among members, as a draft does.
func (a account) among() bool {
	return a.minutes.Audience == "" || a.minutes.Audience == commune.MembersOnly
}

// decisions are those that may stand in the minutes.
func (a account) decisions() (shown []commune.Decision) {
	for _, m := range a.motions {
		if d, ok := a.numbers[m.ID]; ok && a.shows(m) {
			shown = append(shown, d)
		}
	}
	return shown
}

// rejected are the motions that were not adopted and may stand in the minutes.
func (a account) rejected() (shown []commune.Motion) {
	for _, m := range a.motions {
		if !m.Adopted && !m.Void && !m.Settling() && !m.Plural() && m.Amends == 0 && a.shows(m) {
			shown = append(shown, m)
		}
	}
	return shown
}

// holders are the public names of those who held a mandate that allows c here: given for this meeting, or standing, and they were there.
func (a account) holders(c commune.Capability) (names []string) {
	for _, m := range a.mandates {
		here := m.Meeting == a.in.ID || m.Meeting == 0 && m.LivingAt(a.in.OpenedAt) && a.there[m.Holder]
		if here && m.Capabilities.Has(c) && !slices.Contains(names, m.HolderName) {
			names = append(names, m.HolderName)
		}
	}
	return names
}

// preparers are those to whom this meeting gave the mandate to prepare the next agenda (DR-2).
func (a account) preparers() (names []string) {
	for _, d := range a.numbers {
		for _, m := range a.mandates {
			if m.Decision == d.ID && m.Meeting != 0 && m.Meeting != a.in.ID && m.Capabilities.Has(commune.PrepareAgenda) {
				names = append(names, m.HolderName)
			}
		}
	}
	return names
}

// speakers are the names of those who spoke on an item, each once, in their order.
func (a account) speakers(of commune.ItemID) (names []string) {
	for _, s := range a.speeches {
		if name := a.people[s.Member]; s.Item == of && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// takers are the names of those who take the minutes: under a mandate, or, among members, because they took them on (ME-3).
func (a account) takers() []string {
	if names := a.holders(commune.TakeMinutes); len(names) > 0 || a.minutes.Taker == 0 || !a.among() {
		return names
	}
	return []string{a.people[a.minutes.Taker]}
}
