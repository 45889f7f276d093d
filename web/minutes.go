package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/prose"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// minutesRoutes are the account of each assembly, and the list of what it decided.
func (s *Server) minutesRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/minutes", Anyone, "", s.show(s.minutes)},
		{post, "/meetings/:id/minutes/sections", Members, "", s.act(s.writeMinutes, s.minutesConflict)},
		{post, "/meetings/:id/minutes/taker", Members, "", s.act(s.takeOnMinutes, nil)},
		{get, "/meetings/:id/minutes/publication", Members, "", s.show(s.newPublication)},
		{post, "/meetings/:id/minutes/publication", Members, "", s.act(s.publishMinutes, s.newPublication)},
		{get, "/meetings/:id/minutes/markdown", Anyone, "", s.download(s.minutesMarkdown)},
		{get, "/meetings/:id/minutes/pdf", Anyone, "", s.download(s.minutesPDF)},
		{get, "/meetings/:id/minutes/record", Anyone, "", s.download(s.minutesRecord)},
		{get, "/meetings/:id/minutes/proof", Anyone, "", s.download(s.minutesProof)},
		{get, "/meetings/:id/decisions", Anyone, "", s.show(s.decided)},
	}
}

// minutesOf are the meeting of the address and its minutes, if this visitor may read them: members while they are written, then those to
// whom they are addressed. What one may not see is not found.
func minutesOf(tx *store.Tx, v *visit) (commune.Meeting, commune.Minutes, error) {
	in, err := meetingOf(tx, v)
	if err != nil {
		return in, commune.Minutes{}, err
	}
	m, err := procedure.MinutesOf(tx, in.ID)
	if err != nil {
		return in, m, err
	}
	if !mayRead(v, in, m) {
		return in, m, errNotFound
	}
	return in, m, nil
}

// mayRead tells whether a visitor may read the minutes of a meeting that was opened.
func mayRead(v *visit, in commune.Meeting, m commune.Minutes) bool {
	return !in.OpenedAt.IsZero() && (v.person != nil || m.Published() && m.Audience == commune.Public)
}

// meetingOf is the meeting of the address.
func meetingOf(tx *store.Tx, v *visit) (commune.Meeting, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Meeting{}, err
	}
	return tx.Meeting(commune.MeetingID(id))
}

func (s *Server) minutes(tx *store.Tx, v *visit) (templ.Component, error) {
	in, m, err := minutesOf(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.MinutesView{Meeting: in, Minutes: m}
	if m.Published() {
		err = publishedMinutes(tx, v, &view)
	} else {
		err = s.minutesWritten(tx, v, &view)
	}
	return page.MinutesPage(v.Frame, view), err
}

// publishedMinutes are the frozen document, the corrections that this visitor may read, and its record.
func publishedMinutes(tx *store.Tx, v *visit, view *page.MinutesView) error {
	view.Body = prose.HTML(view.Minutes.Body())
	var err error
	if view.Corrections, err = corrections(tx, v, view.Meeting.ID); err != nil || view.Minutes.Audience == commune.MembersOnly {
		return err
	}
	r, err := recordOf(tx, v, view.Minutes.Seq)
	view.Record = &r
	return err
}

func corrections(tx *store.Tx, v *visit, id commune.MeetingID) ([]page.Entry, error) {
	list, err := tx.Corrections(id)
	var entries []page.Entry
	for _, d := range list {
		if slices.Contains(v.audiences(), d.Audience) {
			entries = append(entries, v.ownEntry(d))
		}
	}
	return entries, err
}

// ownEntry is a decision of ours as a line.
func (v *visit) ownEntry(d commune.Decision) page.Entry {
	return page.Entry{
		Number: d.Number(), Text: d.Text, Tally: d.Tally(), Base: d.Electorate, Audience: d.Audience, DecidedAt: d.DecidedAt,
		Own: true, Delegations: v.Council(), Href: page.DecisionPath(d.Number()),
	}
}

// minutesWritten are the parts of minutes that are not published, with what this member may do about them.
func (s *Server) minutesWritten(tx *store.Tx, v *visit, view *page.MinutesView) error {
	names, err := names(tx)
	if err != nil {
		return err
	}
	m := view.Minutes
	m.Audience, m.Names = commune.MembersOnly, true // whoever sees it now is a member
	draft, err := procedure.DraftMinutes(tx, s.House, view.Meeting, m)
	if err != nil {
		return err
	}
	view.Head, view.Tail = prose.HTML(draft.Head), prose.HTML(prose.Under(draft.Tail, 0))
	for _, p := range draft.Parts {
		view.Parts = append(view.Parts, minutesPart(p, names))
	}
	if view.Takers, err = takers(tx, view.Meeting); err != nil {
		return err
	}
	live := v.live(view.Meeting.ID, minutesScreen)
	view.Live = &live
	view.May, err = minutesActs(tx, v, view.Meeting, view.Minutes)
	return err
}

func minutesPart(p procedure.MinutesPart, names map[commune.MemberID]string) page.MinutesPart {
	return page.MinutesPart{
		MinutesSection: p.MinutesSection, Heading: p.Heading, Facts: prose.HTML(p.Facts), Said: prose.HTML(prose.Under(p.Text, 2)), By: names[p.WrittenBy],
	}
}

// takers are the names of those who write the minutes.
func takers(tx *store.Tx, in commune.Meeting) ([]string, error) {
	writers, err := procedure.MinutesWriters(tx, in)
	var names []string
	for _, w := range writers {
		names = append(names, w.PublicName)
	}
	return names, err
}

// minutesActs is what a member may do about minutes that are not published.
func minutesActs(tx *store.Tx, v *visit, in commune.Meeting, m commune.Minutes) (page.MinutesActs, error) {
	hand, err := procedure.HandOf(tx, v.person.ID, in)
	if err != nil {
		return page.MinutesActs{}, err
	}
	_, takeOn := m.TakeOn(in, v.person.ID, hand, v.Now)
	write := m.Writes(in, v.person.ID, hand) == nil
	return page.MinutesActs{Write: write, TakeOn: takeOn == nil && !write, Publish: write && !in.ClosedAt.IsZero()}, nil
}

// writeMinutes keeps one section, over the version that its writer had read (CR-1), and names the one that came of it.
func (s *Server) writeMinutes(tx *store.Tx, v *visit) (done, error) {
	written, err := writtenSection(v)
	if err != nil {
		return done{}, err
	}
	kept, err := procedure.WriteMinutes(tx, v.person.ID, written)
	if err != nil {
		return done{}, err
	}
	v.Header("ETag", strconv.Quote(strconv.Itoa(kept.Version)))
	return done{page.MinutesSectionPath(kept.Meeting, kept.Item), v.T("done.minutes")}, nil
}

func writtenSection(v *visit) (commune.MinutesSection, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.MinutesSection{}, err
	}
	item, err := strconv.ParseInt(v.PostForm("section"), 10, 64)
	version, wrong := strconv.Atoi(v.PostForm("version"))
	if err != nil || wrong != nil {
		return commune.MinutesSection{}, errNotFound
	}
	return commune.MinutesSection{Meeting: commune.MeetingID(id), Item: commune.ItemID(item), Version: version, Text: v.PostForm("text")}, nil
}

// minutesConflict shows what was typed and what stands there now, so that nothing of either is lost.
func (s *Server) minutesConflict(tx *store.Tx, v *visit) (templ.Component, error) {
	in, _, err := minutesOf(tx, v)
	if err != nil {
		return nil, err
	}
	written, err := writtenSection(v)
	if err != nil {
		return nil, err
	}
	names, err := names(tx)
	if err != nil {
		return nil, err
	}
	draft, err := procedure.DraftMinutes(tx, s.House, in, commune.Minutes{Meeting: in.ID, Audience: commune.MembersOnly})
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(draft.Parts, func(p procedure.MinutesPart) bool { return p.Item == written.Item })
	if at < 0 {
		return nil, errNotFound
	}
	return page.MinutesConflictPage(v.Frame, page.MinutesConflict{
		Meeting: in, Part: minutesPart(draft.Parts[at], names), Text: page.Field{Value: written.Text}, Problems: v.problems(""),
	}), nil
}

// takeOnMinutes makes a member who was there the taker (PW-2).
func (s *Server) takeOnMinutes(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	_, err = procedure.TakeOnMinutes(tx, v.person.ID, commune.MeetingID(id))
	return done{page.MinutesPath(commune.MeetingID(id)), v.T("done.minutes_taken")}, err
}

// newPublication shows what would be published for an audience.
func (s *Server) newPublication(tx *store.Tx, v *visit) (templ.Component, error) {
	audience, named := v.Query("audience"), v.Query("names")
	if v.refused.Key != "" {
		audience, named = v.PostForm("audience"), v.PostForm("names")
	}
	in, m, err := minutesOf(tx, v)
	if err != nil {
		return nil, err
	}
	if err := mayPublish(tx, v, in, m); err != nil {
		return nil, err
	}
	m.Audience = cmp.Or(commune.Audience(audience), m.Audience)
	m.Names = named != ""
	at := map[string]string{commune.ErrNamesLeave.Key: "names", commune.ErrAudienceInvalid.Key: "audience"}[v.refused.Key]
	form := page.NewPublication{
		Meeting: in, Minutes: m, Audience: page.Field{Value: string(m.Audience)}, Names: page.Field{Value: named}, Problems: v.problems(at),
	}
	if at == "names" {
		form.Names.Error = v.Refusal(v.refused)
	}
	m.Names = m.Names && m.Audience == commune.MembersOnly
	draft, err := procedure.DraftMinutes(tx, s.House, in, m)
	form.Document = prose.HTML(prose.Under(draft.Markdown(), 2))
	return page.PublicationPage(v.Frame, form), err
}

func mayPublish(tx *store.Tx, v *visit, in commune.Meeting, m commune.Minutes) error {
	hand, err := procedure.HandOf(tx, v.person.ID, in)
	if err != nil {
		return err
	}
	if err := m.Writes(in, v.person.ID, hand); err != nil {
		return err
	}
	if in.ClosedAt.IsZero() {
		return commune.ErrMinutesTooEarly
	}
	return nil
}

// publishMinutes freezes the minutes (CR-3).
func (s *Server) publishMinutes(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := procedure.PublishMinutes(tx, s.House, v.person.ID, commune.Minutes{
		Meeting: commune.MeetingID(id), Audience: commune.Audience(v.PostForm("audience")), Names: v.PostForm("names") != "",
	})
	return done{page.MinutesPath(m.Meeting), v.T("done.minutes_published")}, err
}
