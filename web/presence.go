package web

import (
	"errors"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// attend notes in which way someone is there, or that they left (AG-6): oneself, or someone without a device by who leads.
func (s *Server) attend(tx *store.Tx, v *visit) (done, error) {
	if v.PostForm("member") != "" {
		return attendFor(tx, v)
	}
	switch mode := v.PostForm("mode"); mode {
	case "left":
		return atMeeting(v, "done.left", func(id commune.MeetingID) error { return procedure.Leave(tx, v.person.ID, id) })
	case string(commune.Room), string(commune.Online):
		return atMeeting(v, "done."+mode, func(id commune.MeetingID) error {
			return procedure.Attend(tx, v.person.ID, id, commune.Mode(mode))
		})
	}
	return done{}, commune.ErrPresenceInvalid
}

// attendFor notes the presence of someone who has no device.
func attendFor(tx *store.Tx, v *visit) (done, error) {
	n, err := strconv.ParseInt(v.PostForm("member"), 10, 64)
	if err != nil {
		return done{}, errNotFound
	}
	member, err := tx.Member(commune.MemberID(n))
	if err != nil {
		return done{}, err
	}
	d, err := atMeeting(v, "done.note_"+v.PostForm("mode"), func(id commune.MeetingID) error {
		switch mode := v.PostForm("mode"); mode {
		case "left":
			return procedure.NoteDeparture(tx, v.person.ID, id, member.ID)
		case string(commune.Room), string(commune.Online):
			return procedure.NotePresence(tx, v.person.ID, commune.Presence{Meeting: id, Member: member.ID, Mode: commune.Mode(mode)})
		}
		return commune.ErrPresenceInvalid
	})
	if err != nil {
		return done{}, err
	}
	return done{d.to + "/presences", v.T("done.note_"+v.PostForm("mode"), member.PublicName)}, nil
}

func (s *Server) presences(tx *store.Tx, v *visit) (templ.Component, error) {
	m, err := meetingHere(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.Presences{Meeting: m, State: m.State(v.Now), Query: strings.TrimSpace(v.Query("q"))}
	if view.Count, err = attendance(tx, v, m.ID); err != nil {
		return nil, err
	}
	lead, err := procedure.KeepsDoor(tx, v.person.ID, m)
	if err != nil {
		return nil, err
	}
	view.Lead = lead && (view.State == commune.Due || view.State == commune.Open)
	view.Sheet = lead || keepsSheet(v, m)
	if view.Rows, err = presenceRows(tx, v, m.ID); err != nil {
		return nil, err
	}
	if view.Lead && view.Query != "" {
		view.Found, err = attendable(tx, v, view)
	}
	return page.PresencesPage(v.Frame, view), err
}

func presenceRows(tx *store.Tx, v *visit, id commune.MeetingID) ([]page.PresenceRow, error) {
	presences, err := tx.Presences(id)
	if err != nil {
		return nil, err
	}
	by, err := names(tx)
	rows := make([]page.PresenceRow, len(presences))
	for i, p := range presences {
		rows[i] = page.PresenceRow{
			Member: p.Member, Name: by[p.Member], Mode: p.Mode, NotedBy: by[p.NotedBy], Arrived: p.ArrivedAt, Left: p.LeftAt,
		}
	}
	locale.ByName(v.Printer, rows, func(r page.PresenceRow) string { return r.Name })
	return rows, err
}

// findLimit is how many members a part of a name finds at most.
const findLimit = 12

// attendable are those of a part of a name whom the meeting could take in.
func attendable(tx *store.Tx, v *visit, view page.Presences) ([]page.Attendable, error) {
	people, err := procedure.Attendable(tx, view.Meeting)
	if err != nil {
		return nil, err
	}
	here := make(map[commune.MemberID]bool)
	for _, r := range view.Rows {
		here[r.Member] = r.Left.IsZero()
	}
	var found []page.Attendable
	locale.ByName(v.Printer, people, func(p procedure.Person) string { return p.PublicName })
	for _, p := range people {
		if len(found) < findLimit && locale.Holds(v.Printer, p.PublicName, view.Query) {
			found = append(found, page.Attendable{Member: p.ID, Name: p.PublicName, Good: view.Meeting.Counts(p.Good), Here: here[p.ID]})
		}
	}
	return found, nil
}

// keepsSheet tells whether someone may print the attendance sheet without leading the meeting: who prepares or facilitates it, and who
// keeps the list of members. It says whose dues are paid (ME-2).
func keepsSheet(v *visit, m commune.Meeting) bool {
	return v.Keeper() || v.MayAt(m.ID, commune.PrepareAgenda) || v.MayAt(m.ID, commune.Facilitate)
}

// sheet is the attendance sheet, to sign.
func (s *Server) sheet(tx *store.Tx, v *visit) (templ.Component, error) {
	m, err := meetingHere(tx, v)
	if err != nil {
		return nil, err
	}
	lead, err := leads(tx, v, m)
	if err != nil {
		return nil, err
	}
	if !lead && !keepsSheet(v, m) {
		return nil, commune.ErrNotMandated.With(string(commune.Facilitate))
	}
	people, err := procedure.Everybody(tx)
	if err != nil {
		return nil, err
	}
	rows, err := presenceRows(tx, v, m.ID)
	if err != nil {
		return nil, err
	}
	there := make(map[commune.MemberID]commune.Mode, len(rows))
	for _, r := range rows {
		if r.Left.IsZero() {
			there[r.Member] = r.Mode
		}
	}
	view := page.Sheet{Meeting: m, Rows: make([]page.SheetRow, len(people))}
	for i, p := range people {
		view.Rows[i] = page.SheetRow{Name: p.PublicName, Good: p.Good, Mode: there[p.ID]}
	}
	locale.ByName(v.Printer, view.Rows, func(r page.SheetRow) string { return r.Name })
	return page.SheetPage(v.Frame, view), nil
}

// arrival is where the QR code of the room leads (AG-6).
func (s *Server) arrival(tx *store.Tx, v *visit) (templ.Component, error) {
	view, err := arrivalView(tx, v)
	return page.ArrivalPage(v.Frame, view), err
}

// poster is that code, to put on the door.
func (s *Server) poster(tx *store.Tx, v *visit) (templ.Component, error) {
	view, err := arrivalView(tx, v)
	return page.PosterPage(v.Frame, view), err
}

func arrivalView(tx *store.Tx, v *visit) (page.Arrival, error) {
	m, err := meetingHere(tx, v)
	if err != nil {
		return page.Arrival{}, err
	}
	view := page.Arrival{Meeting: m, State: m.State(v.Now)}
	if view.Code, err = page.CodeOf(v.Address(page.ArrivalPath(m.ID))); err != nil {
		return view, err
	}
	p, err := tx.Presence(m.ID, v.person.ID)
	if errors.Is(err, commune.ErrNotFound) {
		return view, nil
	}
	if p.LeftAt.IsZero() {
		view.Mine = p.Mode
	}
	return view, err
}
