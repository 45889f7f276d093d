package web

import (
	"errors"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// number reads an identifier out of the address; what is none is not found.
func (v *visit) number(name string) (int64, error) {
	n, err := strconv.ParseInt(v.Param(name), 10, 64)
	if err != nil || n < 1 {
		return 0, errNotFound
	}
	return n, nil
}

func (s *Server) meetings(tx *store.Tx, v *visit) (templ.Component, error) {
	all, err := tx.Meetings()
	if err != nil {
		return nil, err
	}
	view := page.Meetings{}
	if v.person != nil {
		settings, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		_, mandated := v.person.May(commune.Convene, v.Now)
		_, refused := settings.CallsAlone(mandated, v.person.Good)
		view.Convene = refused == nil
	}
	for _, m := range all {
		switch m.State(v.Now) {
		case commune.Planned, commune.Due, commune.Open:
			view.Coming = append(view.Coming, m)
		case commune.Cancelled:
			if m.StartsAt.After(v.Now) {
				view.Coming = append(view.Coming, m)
			} else {
				view.Past = append(view.Past, m)
			}
		case commune.Called:
			if v.person == nil {
				continue
			}
			call, err := callOf(tx, v, m)
			if err != nil {
				return nil, err
			}
			view.Called = append(view.Called, call)
		default:
			view.Past = append(view.Past, m)
		}
	}
	slices.Reverse(view.Coming)
	view.Late, err = lateMinutes(tx, v)
	return page.MeetingsPage(v.Frame, view), err
}

// callOf is how far an exceptional AG is from being convened (AG-3).
func callOf(tx *store.Tx, v *visit, m commune.Meeting) (page.Call, error) {
	conveners, err := tx.Conveners(m.ID)
	if err != nil {
		return page.Call{}, err
	}
	given, needed, err := procedure.Support(tx, m.ID)
	return page.Call{
		Meeting: m, Given: given, Needed: needed, Mine: v.person != nil && slices.Contains(conveners, v.person.ID),
	}, err
}

// meeting is the page of one assembly. A stranger sees when and where it is, and what it decided in public.
func (s *Server) meeting(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	m, err := tx.Meeting(commune.MeetingID(id))
	if err != nil {
		return nil, err
	}
	view := page.MeetingView{Meeting: m, State: m.State(v.Now)}
	if view.Settings, err = tx.Settings(); err != nil {
		return nil, err
	}
	if view.Presence, err = attendance(tx, v, m.ID); err != nil {
		return nil, err
	}
	if view.Minutes, err = minutesLine(tx, v, m); err != nil {
		return nil, err
	}
	if m.Popular() {
		if view.Body, err = tx.Body(m.Body); err != nil || v.person == nil {
			return outsidePopular(tx, v, view.Body, err)
		}
	}
	if v.person == nil {
		if view.State == commune.Called {
			return nil, errNotFound
		}
		view.Public, err = publicDecisions(tx, v, m.ID)
		return page.MeetingPage(v.Frame, view), err
	}
	if err := inside(tx, v, &view); err != nil {
		return nil, err
	}
	return page.MeetingPage(v.Frame, view), nil
}

// inside adds what the members read of a meeting.
func inside(tx *store.Tx, v *visit, view *page.MeetingView) (err error) {
	m := view.Meeting
	if view.Call, err = callOf(tx, v, m); err != nil {
		return err
	}
	if view.Convocation, err = convocationOf(tx, v, m); err != nil {
		return err
	}
	if view.Points, err = points(tx, v, m); err != nil {
		return err
	}
	if err := writeUp(tx, v, view); err != nil {
		return err
	}
	if view.Roles, err = procedure.ReadRoles(tx, m.ID); err != nil {
		return err
	}
	if view.Ended, err = ended(tx, m); err != nil {
		return err
	}
	if view.May, err = acts(tx, v, *view); err != nil {
		return err
	}
	view.Watch, err = v.watchAgenda(tx, m.ID)
	return err
}

func attendance(tx *store.Tx, v *visit, id commune.MeetingID) (page.Attendance, error) {
	presences, err := tx.Presences(id)
	var a page.Attendance
	for _, p := range presences {
		if !p.LeftAt.IsZero() {
			continue
		}
		if p.Mode == commune.Room {
			a.InRoom++
		} else {
			a.Online++
		}
		if v.person != nil && p.Member == v.person.ID {
			a.Mine = p.Mode
		}
	}
	return a, err
}

// publicDecisions are those of one meeting that everybody may read.
func publicDecisions(tx *store.Tx, v *visit, id commune.MeetingID) ([]page.Entry, error) {
	motions, err := tx.Motions(id)
	if err != nil {
		return nil, err
	}
	var entries []page.Entry
	for _, m := range motions {
		if !m.Decided() || m.Audience != commune.Public {
			continue
		}
		d, err := tx.DecisionOf(m.ID)
		if err != nil {
			return nil, err
		}
		entries = append(entries, v.ownEntry(d))
	}
	return entries, nil
}

// acts is what the viewer may do at this meeting; each act is decided again by its procedure.
func acts(tx *store.Tx, v *visit, view page.MeetingView) (page.Acts, error) {
	m, state := view.Meeting, view.State
	_, err := procedure.Facilitating(tx, v.person.ID, m)
	if err != nil && !errors.Is(err, commune.ErrNotMandated) {
		return page.Acts{}, err
	}
	lead := err == nil
	return page.Acts{
		Propose: m.Kind == commune.Ordinary && (state == commune.Planned || state == commune.Due),
		Write:   m.AcceptsItems(v.Now) == nil,
		Attend:  m.Counts(v.person.Good) && (state == commune.Due || state == commune.Open),
		Open:    state == commune.Due && view.Presence.Mine != "",
		Lead:    lead && state == commune.Open,
		Order:   v.MayAt(m.ID, commune.PrepareAgenda) && !state.Over(),
		Move:    lead && !state.Over(),
		Support: state == commune.Called && v.person.Good && !view.Call.Mine,
		NotGood: !m.Counts(v.person.Good),
	}, nil
}

// points are the items of the agenda in their order, with what was put to the vote on each.
func points(tx *store.Tx, v *visit, m commune.Meeting) ([]page.Point, error) {
	plan, err := procedure.Agenda(tx, m.ID)
	if err != nil {
		return nil, err
	}
	motions, err := tx.Motions(m.ID)
	if err != nil {
		return nil, err
	}
	names, err := names(tx)
	if err != nil {
		return nil, err
	}
	list := make([]page.Point, len(plan))
	for i, item := range plan {
		list[i] = page.Point{PlannedItem: item, Proposer: names[item.ProposedBy], Mine: item.ProposedBy == v.person.ID}
		for _, motion := range motions {
			if motion.Item != item.ID {
				continue
			}
			view, err := motionView(tx, v, motion)
			if err != nil {
				return nil, err
			}
			view.Proposer = names[motion.ProposedBy]
			list[i].Motions = append(list[i].Motions, view)
		}
	}
	return list, nil
}

// names are the public names of all whom the organisation ever knew.
func names(tx *store.Tx) (map[commune.MemberID]string, error) { return tx.PublicNames() }
