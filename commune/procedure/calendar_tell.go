package procedure

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// GatheringLetterJob is the durable work that mails one letter about a gathering to one member.
const GatheringLetterJob = "gathering-letter"

// TellCalendar leaves what people and the fediverse must hear of the calendar: reminders a day before, what was changed to those who counted on
// it, and the public events (OU-A). Done twice, it leaves nothing twice.
func TellCalendar(tx *store.Tx, h House) error {
	if _, err := tx.Organisation(); err != nil {
		return err
	}
	if err := tx.RemoveOverComers(); err != nil {
		return err
	}
	last, err := readHeard(tx)
	if err != nil {
		return err
	}
	if err := remindSoon(tx, last); err != nil {
		return err
	}
	if err := tellChanges(tx, last); err != nil {
		return err
	}
	return announce(tx, h)
}

// day is one day of one gathering.
type day struct {
	gathering commune.GatheringID
	number    int
}

// heard is what each member last heard of a day: by a letter, or from its page when they said that they come.
type heard struct {
	editions map[day]map[commune.MemberID]int64
	comes    map[day]map[commune.MemberID]bool
	letters  map[day]map[commune.MemberID]bool
	ends     map[day]time.Time
	muting   map[commune.MemberID]bool
	wishing  map[commune.MemberID]bool
}

func readHeard(tx *store.Tx) (heard, error) {
	t := heard{
		editions: map[day]map[commune.MemberID]int64{}, comes: map[day]map[commune.MemberID]bool{}, letters: map[day]map[commune.MemberID]bool{},
		ends: map[day]time.Time{},
	}
	comers, err := tx.AllComers()
	if err != nil {
		return t, err
	}
	for _, c := range comers {
		t.note(day{c.Gathering, c.Number}, c.Member, c.Edition, c.EndsAt)
		t.comes[day{c.Gathering, c.Number}][c.Member] = true
	}
	letters, err := tx.GatheringLetters()
	if err != nil {
		return t, err
	}
	for _, l := range letters {
		t.note(day{l.Gathering, l.Number}, l.Member, l.Edition, l.EndsAt)
		t.letters[day{l.Gathering, l.Number}][l.Member] = true
	}
	if t.muting, err = tx.Muting(commune.TopicEvents); err != nil {
		return t, err
	}
	t.wishing, err = tx.Wishing(commune.TopicAllEvents)
	return t, err
}

func (t heard) note(d day, who commune.MemberID, edition int64, ends time.Time) {
	if t.editions[d] == nil {
		t.editions[d], t.comes[d], t.letters[d] = map[commune.MemberID]int64{}, map[commune.MemberID]bool{}, map[commune.MemberID]bool{}
	}
	t.editions[d][who], t.ends[d] = max(t.editions[d][who], edition), ends
}

// remindSoon leaves a letter for each whom a gathering of tomorrow concerns: who said that they come, who is of its body, and who wished for all.
func remindSoon(tx *store.Tx, t heard) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	people, err := Everybody(tx)
	if err != nil {
		return err
	}
	soon := commune.Span{From: tx.Now(), Until: tx.Now().AddDate(0, 0, 2)}
	all, err := gathered(tx, o, CalendarView{Reader: commune.Reader{Member: true}, Span: soon})
	if err != nil {
		return err
	}
	for _, occasion := range all {
		if !occasion.Reminded(tx.Now(), o.Location()) {
			continue
		}
		of, err := peopleOf(tx, occasion.Body)
		if err != nil {
			return err
		}
		l := commune.GatheringLetter{Gathering: occasion.Gathering, Number: occasion.Number, Edition: occasion.Edition(), EndsAt: occasion.EndsAt}
		if err := writeGathering(tx, l, t.concerned(tx, occasion, people, of)); err != nil {
			return err
		}
	}
	return nil
}

// concerned are those whom a reminder of an occasion is for, and who had none: of is who is of its body.
func (t heard) concerned(tx *store.Tx, o commune.Occasion, people []Person, of map[commune.MemberID]bool) (to []commune.MemberID) {
	d := day{o.Gathering, o.Number}
	for _, p := range people {
		near := (of[p.ID] || t.comes[d][p.ID]) && !t.muting[p.ID]
		if (near || t.wishing[p.ID]) && !t.letters[d][p.ID] && ReaderOf(tx, &p).Meant(o.Body, o.Guests) {
			to = append(to, p.ID)
		}
	}
	return to
}

// tellChanges leaves a letter for each who counted on a day that is otherwise now, or does not take place.
func tellChanges(tx *store.Tx, t heard) error {
	for d, by := range t.editions {
		now, err := dayNow(tx, d)
		if err != nil {
			return err
		}
		var to []commune.MemberID
		for who, edition := range by {
			if edition < now && (!t.muting[who] || t.wishing[who]) {
				to = append(to, who)
			}
		}
		l := commune.GatheringLetter{Gathering: d.gathering, Number: d.number, Edition: now, EndsAt: t.ends[d]}
		if err := writeGathering(tx, l, to); err != nil {
			return err
		}
	}
	return nil
}

// dayNow is the edition of one day as it is now.
func dayNow(tx *store.Tx, d day) (int64, error) {
	g, except, loc, err := gatheringWith(tx, d.gathering)
	if err != nil {
		return 0, err
	}
	o, err := g.Occurrence(d.number, except, loc)
	if errors.Is(err, commune.ErrNotFound) {
		return commune.Gone, nil
	}
	return g.On(o, commune.Reader{}).Edition(), err
}

func writeGathering(tx *store.Tx, l commune.GatheringLetter, to []commune.MemberID) error {
	var all []jobs.Job
	for _, who := range to {
		l.Member = who
		payload, err := json.Marshal(l)
		if err != nil {
			return err
		}
		key := fmt.Sprintf("%d/%d/%d/%d", l.Gathering, l.Number, l.Edition, who)
		all = append(all, jobs.Job{Kind: GatheringLetterJob, Key: key, Lane: mailLane, Payload: payload})
	}
	return tx.Enqueue(all...)
}

// GatheringMail is one letter about a gathering as it is being written, from what is so now.
type GatheringMail struct {
	To        Person
	Before    bool // they heard of this day before: what is said is what changed
	Gathering commune.Gathering
	Occasion  commune.Occasion
	Topic     commune.Topic // under which they get it
}

// ReadGatheringMail is what a letter says, if there still is cause to mail it.
func ReadGatheringMail(tx *store.Tx, l commune.GatheringLetter) (GatheringMail, error) {
	m := GatheringMail{Topic: commune.TopicEvents}
	var err error
	if m.To, err = Identify(tx, l.Member); err != nil {
		return m, err
	}
	g, except, loc, err := gatheringWith(tx, l.Gathering)
	if err != nil {
		return m, err
	}
	t, err := readHeard(tx)
	if err != nil {
		return m, err
	}
	of, err := peopleOf(tx, g.Body)
	if err != nil {
		return m, err
	}
	d := day{l.Gathering, l.Number}
	before, known := t.editions[d][l.Member]
	m.Before = known && before < l.Edition
	if !m.Before && !of[l.Member] && !t.comes[d][l.Member] {
		m.Topic = commune.TopicAllEvents
	}
	now, err := dayNow(tx, d)
	if err != nil {
		return m, err
	}
	if now != l.Edition || t.letters[d][l.Member] && !m.Before || t.muting[l.Member] && !t.wishing[l.Member] {
		return m, commune.ErrNotFound
	}
	o, err := g.Occurrence(l.Number, except, loc)
	if errors.Is(err, commune.ErrNotFound) {
		o, err = commune.Occurrence{Number: l.Number, Cancelled: true}, nil
	}
	m.Gathering, m.Occasion = g, g.On(o, ReaderOf(tx, &m.To))
	return m, err
}
