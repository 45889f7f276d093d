package procedure

import (
	"cmp"
	"errors"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/store"
)

// announcedDays is how many days before it an event is announced to the fediverse, at the earliest.
const announcedDays = 42

// withdrawn is the edition of what was announced and is not public any more.
const withdrawn = "withdrawn"

// announce tells the fediverse of every public event that comes soon, and of what became otherwise (OU-A): of an assembly once its members
// are called to it, of a gathering that is for everybody on each of its days.
func announce(tx *store.Tx, h House) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	last, err := tx.Announcements()
	if err != nil {
		return err
	}
	before := make(map[commune.Announcement]string, len(last))
	for _, a := range last {
		before[event(a.Source, a.ID, a.Number)] = a.Edition
	}
	a := announcer{tx: tx, site: o, words: h.WordsOf(o)}
	coming, err := ReadCalendar(tx, CalendarView{Span: commune.Span{From: tx.Now(), Until: tx.Now().AddDate(0, 0, announcedDays)}})
	if err != nil {
		return err
	}
	for _, occasion := range coming {
		key := eventOf(occasion)
		edition, known := before[key]
		delete(before, key)
		if err := a.tell(occasion, edition, known); err != nil {
			return err
		}
	}
	for key, edition := range before {
		if err := a.follow(key, edition); err != nil {
			return err
		}
	}
	return nil
}

// announcer tells the fediverse of the organisation's events, in its words.
type announcer struct {
	tx    *store.Tx
	site  commune.Organisation
	words locale.Printer
}

// event names an event among those that were announced.
func event(source commune.AnnouncementSource, id int64, number int) commune.Announcement {
	return commune.Announcement{Source: source, ID: id, Number: number}
}

func eventOf(o commune.Occasion) commune.Announcement {
	if o.Meeting != 0 {
		return event(commune.FromMeeting, int64(o.Meeting), 1)
	}
	return event(commune.FromGathering, int64(o.Gathering), o.Number)
}

// announced tells whether an occasion concerns everybody: of the general assembly once its members are called, of a popular one at once (AP-5).
func announced(tx *store.Tx, o commune.Occasion) (bool, error) {
	switch {
	case o.Foreseen:
		return false, nil
	case !o.General():
		return o.Guests == commune.ForEverybody, nil
	}
	_, err := tx.Convocation(o.Meeting)
	if errors.Is(err, commune.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// tell publishes an event unless it was published so already. What was never announced is not announced as cancelled; what is not for everybody
// any more is withdrawn.
func (a announcer) tell(o commune.Occasion, edition string, known bool) error {
	public, err := announced(a.tx, o)
	switch {
	case err != nil:
		return err
	case !public && known:
		return a.withdraw(eventOf(o), edition)
	case !public || !o.EndsAt.After(a.tx.Now()) || !known && o.Cancelled:
		return nil
	}
	key, e := eventOf(o), eventWords(a.site, a.words, o)
	if e.Body, err = actorOf(a.tx, a.site, o.Body); err != nil {
		return err
	}
	e.Body = cmp.Or(e.Body, a.site.Assembly())
	key.Edition, key.EndsAt = TextHash(fmt.Sprintf("%+v", e)), e.EndsAt
	if known && key.Edition == edition {
		return nil
	}
	e.Verb = commune.EventAnnounced
	if known && edition != withdrawn {
		e.Verb = commune.EventChanged
	}
	if err := a.tx.Publish(e); err != nil {
		return err
	}
	return a.tx.PutAnnouncement(key)
}

// follow looks at an event that was announced and does not come soon: it was put off, or is not foreseen any more.
func (a announcer) follow(key commune.Announcement, edition string) error {
	var o commune.Occasion
	var shown bool
	if key.Source == commune.FromMeeting {
		m, err := a.tx.Meeting(commune.MeetingID(key.ID))
		if err != nil {
			return err
		}
		s, err := a.tx.Settings()
		if err != nil {
			return err
		}
		if o, shown, err = occasionOf(a.tx, s, m, commune.Reader{}); err != nil {
			return err
		}
	} else {
		g, except, loc, err := gatheringWith(a.tx, commune.GatheringID(key.ID))
		if err != nil {
			return err
		}
		day, err := g.Occurrence(key.Number, except, loc)
		if err != nil && !errors.Is(err, commune.ErrNotFound) {
			return err
		}
		o, shown = g.On(day, commune.Reader{}), err == nil
	}
	if shown {
		return a.tell(o, edition, true)
	}
	return a.withdraw(key, edition)
}

// withdraw takes back what was announced.
func (a announcer) withdraw(key commune.Announcement, edition string) error {
	if edition == withdrawn {
		return nil
	}
	if err := a.tx.Publish(commune.EventTold{Verb: commune.EventWithdrawn, ID: eventURL(a.site, key)}); err != nil {
		return err
	}
	key.Edition, key.EndsAt = withdrawn, a.tx.Now().AddDate(1, 0, 0)
	return a.tx.PutAnnouncement(key)
}

// eventURL is the address of an event: that of its page.
func eventURL(o commune.Organisation, key commune.Announcement) string {
	if key.Source == commune.FromMeeting {
		return fmt.Sprintf("%s/meetings/%d", o.BaseURL, key.ID)
	}
	return fmt.Sprintf("%s/calendar/events/%d/%d", o.BaseURL, key.ID, key.Number)
}

// eventWords is an event as the organisation words it for everybody.
func eventWords(o commune.Organisation, p locale.Printer, c commune.Occasion) commune.EventTold {
	e := commune.EventTold{
		ID: eventURL(o, eventOf(c)), Name: c.Title, Place: c.Place, Video: c.Video, StartsAt: c.StartsAt, EndsAt: c.EndsAt, Cancelled: c.Cancelled,
	}
	e.Summary = p.DateTime(c.StartsAt)
	lines := []string{p.T("event.when", c.StartsAt)}
	if c.Place != "" {
		lines = append(lines, p.T("event.where", c.Place))
		e.Summary = p.T("event.summary", c.StartsAt, c.Place)
	}
	switch {
	case c.General():
		e.Name = p.T("letter.summary", o.Name)
		lines = append(lines, p.T("calendar.for.assembly"), p.T("calendar.around", p.Time(c.WelcomeAt), p.Time(c.InformalAt)))
	case c.Assembly():
		lines = append(lines, p.T("record.convocation.open"))
	}
	if c.Cancelled {
		lines = append(lines, p.T("gathering.off"))
	}
	if c.Text != "" {
		lines = append(lines, c.Text)
	}
	e.Content = paragraphs(lines...)
	return e
}
