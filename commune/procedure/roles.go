package procedure

import (
	"encoding/json"
	"errors"
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Roles are the mandates that a meeting gave at its opening, and who prepared its own agenda (DR-2). One that was not given has no ID.
type Roles struct {
	Facilitator commune.Mandate
	Taker       commune.Mandate
	Preparer    commune.Mandate // of the next meeting's agenda
	Prepared    commune.Mandate // this meeting's agenda
}

// ReadRoles finds who was given a meeting's mandates, ended ones too: its minutes name them (DR-2).
func ReadRoles(tx *store.Tx, id commune.MeetingID) (Roles, error) {
	var r Roles
	own, err := tx.MandatesFor(id)
	if err != nil {
		return r, err
	}
	r.Prepared = allowing(own, commune.PrepareAgenda)
	adopted, err := lastSitting(tx, id, commune.Motion.Decided)
	if err != nil || adopted.ID == 0 {
		return r, err
	}
	d, err := tx.DecisionOf(adopted.ID)
	if err != nil {
		return r, err
	}
	given, err := tx.MandatesOf(d.ID)
	if err != nil {
		return r, err
	}
	r.Facilitator, r.Taker = allowing(given, commune.Facilitate), allowing(given, commune.TakeMinutes)
	r.Preparer = allowing(given, commune.PrepareAgenda)
	return r, nil
}

func allowing(given commune.Mandates, c commune.Capability) commune.Mandate {
	if i := slices.IndexFunc(given, func(m commune.Mandate) bool { return m.Capabilities.Has(c) }); i >= 0 {
		return given[i]
	}
	return commune.Mandate{}
}

// ProposeSitting puts the three mandates of a meeting under its opening, to be voted at once (DR-2). While that vote runs there is no other.
func ProposeSitting(tx *store.Tx, h House, who commune.MemberID, terms commune.SittingTerms) (commune.Motion, error) {
	m, err := tx.MeetingForUpdate(terms.Meeting)
	if err != nil {
		return commune.Motion{}, err
	}
	if m.State(tx.Now()) != commune.Open {
		return commune.Motion{}, commune.ErrMeetingNotOpen
	}
	if _, err := Facilitating(tx, who, m); err != nil {
		return commune.Motion{}, err
	}
	running, err := lastSitting(tx, m.ID, commune.Motion.Voting)
	switch {
	case err != nil:
		return running, err
	case running.ID != 0:
		return running, commune.ErrSittingVoted
	}
	item, err := OpeningItem(tx, h, who, m)
	if err != nil {
		return commune.Motion{}, err
	}
	if err := completeSitting(tx, &terms); err != nil {
		return commune.Motion{}, err
	}
	payload, text, err := wordSitting(tx, h, terms)
	if err != nil {
		return commune.Motion{}, err
	}
	return ProposeMotion(tx, h, who, commune.Motion{
		Item: item.ID, Form: commune.FormSitting, Text: text, Payload: payload, Audience: commune.MembersOnly,
	})
}

// wordSitting writes the three mandates down, as what is carried out and as the exact words that are voted.
func wordSitting(tx *store.Tx, h House, terms commune.SittingTerms) (payload []byte, text string, err error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, "", err
	}
	_, next, err := sittingOf(tx, terms.Meeting)
	if err != nil {
		return nil, "", err
	}
	p := h.WordsOf(o)
	text = p.T("sitting.text", terms.Facilitator.Name, terms.Taker.Name, terms.Preparer.Name, p.Date(next.StartsAt))
	payload, err = json.Marshal(terms)
	return payload, text, err
}

// OpeningItem is the one item under which a meeting votes before its agenda; it is made when first needed.
func OpeningItem(tx *store.Tx, h House, who commune.MemberID, m commune.Meeting) (commune.Item, error) {
	items, err := tx.Items(m.ID)
	if err != nil {
		return commune.Item{}, err
	}
	if i := slices.IndexFunc(items, func(i commune.Item) bool { return i.Opening }); i >= 0 {
		return items[i], nil
	}
	o, err := tx.Organisation()
	if err != nil {
		return commune.Item{}, err
	}
	return tx.PutItem(commune.Item{
		Meeting: m.ID, Title: h.WordsOf(o).T("opening.item"), Kind: commune.ForDecision,
		Minutes: openingMinutes, ProposedBy: who, ProposedAt: tx.Now(), Opening: true,
	})
}

// openingMinutes is how long an opening is foreseen to take.
const openingMinutes = 10

// checkSitting completes the terms with public names and refuses those that the meeting could not vote (DR-2).
func checkSitting(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.SittingTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	if err := completeSitting(tx, &terms); err != nil {
		return nil, err
	}
	return json.Marshal(terms)
}

func completeSitting(tx *store.Tx, terms *commune.SittingTerms) error {
	in, err := tx.Meeting(terms.Meeting)
	if errors.Is(err, commune.ErrNotFound) {
		return commune.ErrHolderAbsent // nobody is at a meeting that there is not
	}
	if err != nil {
		return err
	}
	there, err := attendees(tx, in)
	if err != nil {
		return err
	}
	var present []commune.MemberID
	for _, a := range there {
		if a.Good && a.LeftAt.IsZero() {
			present = append(present, a.Member)
		}
	}
	if err := terms.Check(present); err != nil {
		return err
	}
	for _, p := range terms.People() {
		holder, err := tx.Member(p.Member)
		if err != nil {
			return err
		}
		p.Name = holder.PublicName
	}
	return nil
}

// carrySitting gives the three mandates (DR-2). Those that the meeting gave before, for the same, end.
func carrySitting(tx *store.Tx, h House, d commune.Decision, payload []byte) error {
	var terms commune.SittingTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	m, next, err := sittingOf(tx, d.Meeting)
	if err != nil {
		return err
	}
	p := h.WordsOf(o)
	for i, given := range terms.Grant(d, next) {
		c := given.Capabilities[0]
		if err := endMandates(tx, given.Meeting, c); err != nil {
			return err
		}
		given.Title = p.T("sitting."+string(c)+".title", p.Date([]commune.Meeting{m, m, next}[i].StartsAt))
		given.Clauses = commune.ParseClauses(p.T("sitting." + string(c) + ".mission"))
		if given.Seq, err = tx.LockLog(); err != nil {
			return err
		}
		if given, err = tx.PutMandate(given); err != nil {
			return err
		}
		if err := recordMandate(tx, h, d, given); err != nil {
			return err
		}
	}
	tx.Touch(next.ID)
	return nil
}

// sittingOf is the meeting for which two of the mandates are, and the next one, for which the third is. There always is one.
func sittingOf(tx *store.Tx, id commune.MeetingID) (m, next commune.Meeting, err error) {
	if m, err = tx.Meeting(id); err != nil {
		return m, next, err
	}
	if err = Schedule(tx); err != nil {
		return m, next, err
	}
	next, err = NextOrdinary(tx, m)
	return m, next, err
}

// endMandates ends what was given for one meeting and allows c.
func endMandates(tx *store.Tx, id commune.MeetingID, c commune.Capability) error {
	given, err := tx.MandatesFor(id)
	if err != nil {
		return err
	}
	for _, m := range given {
		if m.Capabilities.Has(c) && m.EndedAt.IsZero() {
			if err := end(tx, m.ID, commune.Fulfilled); err != nil {
				return err
			}
		}
	}
	return nil
}

// NextOrdinary is the first ordinary meeting after another that can still be held, or none.
func NextOrdinary(tx *store.Tx, m commune.Meeting) (commune.Meeting, error) {
	later, err := tx.MeetingsFrom(m.StartsAt)
	if err != nil {
		return commune.Meeting{}, err
	}
	for _, next := range later {
		if state := next.State(tx.Now()); next.Kind == commune.Ordinary && (state == commune.Planned || state == commune.Due) {
			return next, nil
		}
	}
	return commune.Meeting{}, nil
}
