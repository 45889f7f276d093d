package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// closingSoon is how long before an agenda closes the front page says so.
const closingSoon = 3 * 24 * time.Hour

// latest is how many decisions the front page shows.
const latest = 5

func (s *Server) home(tx *store.Tx, v *visit) (templ.Component, error) {
	var view page.Home
	entries, _, err := decisions(tx, v, "", latest)
	if err != nil {
		return nil, err
	}
	view.Decisions = entries
	if view.Texts, err = peers.OpenProposals(tx, v.Now); err != nil {
		return nil, err
	}
	if err := mandateNews(tx, v, &view); err != nil {
		return nil, err
	}
	if err := alarmed(tx, v, &view); err != nil {
		return nil, err
	}
	if v.Council() {
		err = councilNews(tx, v, &view)
	} else {
		err = communeNews(tx, v, &view)
	}
	return page.HomePage(v.Frame, view), err
}

// communeNews are the next assembly and what it asks of this member.
func communeNews(tx *store.Tx, v *visit, view *page.Home) error {
	coming, err := tx.MeetingsFrom(v.Now.Add(-commune.OpenableFor))
	if err != nil {
		return err
	}
	for _, m := range coming {
		state := m.State(v.Now)
		if state == commune.Missed {
			continue
		}
		if view.Next == nil && state != commune.Called {
			view.Next = &m
		}
		if v.person == nil {
			continue
		}
		asked, err := v.askedBy(tx, m, state)
		if err != nil {
			return err
		}
		view.Asked = append(view.Asked, asked...)
	}
	for _, read := range []func(*store.Tx, *visit, *page.Home) error{minutesNews, bodyNews, dutyNews, requestNews, popularNews} {
		if err := read(tx, v, view); err != nil {
			return err
		}
	}
	if view.Coming, err = comingUp(tx, v); err != nil {
		return err
	}
	if v.Provisional() {
		view.Asked = append(view.Asked, v.askedOfFounder(view.Next)...)
	}
	if err := membersNews(tx, v, view); err != nil {
		return err
	}
	if v.person != nil && !v.person.Good {
		view.Asked = append(view.Asked, v.ask("dues", "coins", "/me"))
	}
	return nil
}

// askedBy is what a meeting asks of the member now.
func (v *visit) askedBy(tx *store.Tx, m commune.Meeting, state commune.MeetingState) ([]page.Asked, error) {
	path := page.MeetingPath(m.ID)
	switch state {
	case commune.Open:
		return v.askedInSession(tx, m)
	case commune.Due:
		if !v.person.Good {
			return nil, nil
		}
		here, err := present(tx, m.ID, v.person.ID)
		if err != nil || here {
			return nil, err
		}
		return []page.Asked{v.ask("due", "armchair", path, v.Time(m.StartsAt))}, nil
	case commune.Called:
		conveners, err := tx.Conveners(m.ID)
		if err != nil || !v.person.Good || slices.Contains(conveners, v.person.ID) {
			return nil, err
		}
		return []page.Asked{v.ask("call", "hand-heart", path, m.Matter)}, nil
	case commune.Planned:
		if m.AcceptsItems(v.Now) == nil && m.AgendaClosesAt.Sub(v.Now) < closingSoon {
			return []page.Asked{v.ask("agenda", "plus", path, m.AgendaClosesAt, v.Until(m.AgendaClosesAt, v.Now))}, nil
		}
	}
	return nil, nil
}

// askedOfFounder is what comes before a first assembly: people, and the mandates that it will give (PW-2).
func (v *visit) askedOfFounder(first *commune.Meeting) []page.Asked {
	asked := []page.Asked{v.ask("found_people", "user-plus", "/members/new")}
	if first != nil && first.AcceptsItems(v.Now) == nil {
		asked = append(asked, v.ask("found_mandates", "badge-check", page.MeetingPath(first.ID)+"/items/new"))
	}
	return asked
}

// askedInSession is each vote that still waits for this member; without one, to join the session.
func (v *visit) askedInSession(tx *store.Tx, m commune.Meeting) ([]page.Asked, error) {
	motions, err := tx.Motions(m.ID)
	if err != nil {
		return nil, err
	}
	var asked []page.Asked
	for _, motion := range motions {
		if !motion.Voting() {
			continue
		}
		waits, err := awaits(tx, v, motion)
		if err != nil {
			return nil, err
		}
		if waits {
			asked = append(asked, v.ask("vote", "vote", page.SeatPath(m.ID), page.Summary(motion.Text, 160)))
		}
	}
	if len(asked) == 0 {
		asked = append(asked, v.ask("open", "users", page.SeatPath(m.ID), v.Time(m.OpenedAt)))
	}
	return asked, nil
}

// awaits tells whether an open vote waits for this member's ballot. A hand is raised, and asked for by who leads.
func awaits(tx *store.Tx, v *visit, m commune.Motion) (bool, error) {
	vote, err := procedure.ReadVote(tx, m)
	if err != nil || vote.Listed(v.person.ID) != procedure.Answers || m.Counted() {
		return false, err
	}
	said, err := ownBallot(tx, m.ID, v.person.ID)
	return said == "", err
}

func (v *visit) ask(key, icon, href string, args ...any) page.Asked {
	return page.Asked{Sentence: v.T("asked."+key, args...), Act: v.T("asked." + key + ".act"), Icon: icon, Href: href}
}

// councilNews is who sits in the council and who waits for an answer.
func councilNews(tx *store.Tx, v *visit, view *page.Home) error {
	all, err := peers.Peers(tx, confederation.RoleCommune)
	if err != nil {
		return err
	}
	for _, p := range all {
		switch p.State {
		case confederation.Accepted:
			view.Council.Communes++
		case confederation.Asked:
			view.Council.Waiting++
		}
	}
	if view.Council.Waiting > 0 && v.May(commune.SeatCommunes) {
		view.Asked = append(view.Asked, page.Asked{
			Sentence: v.N("asked.communes", view.Council.Waiting), Act: v.T("asked.communes.act"), Icon: "network", Href: "/communes",
		})
	}
	return nil
}

// present tells whether a member is at a meeting.
func present(tx *store.Tx, m commune.MeetingID, who commune.MemberID) (bool, error) {
	p, err := tx.Presence(m, who)
	if errors.Is(err, commune.ErrNotFound) {
		return false, nil
	}
	return err == nil && p.LeftAt.IsZero(), err
}

// chooseLanguage keeps the language that someone wants to read, for their browser and, with an account, for themselves.
func (s *Server) chooseLanguage(c *gin.Context) {
	language := c.PostForm("lang")
	if !s.House.Words.Speaks(language) {
		s.fail(c, commune.ErrLanguageUnknown)
		return
	}
	if s.who(c) != 0 {
		err := s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error {
			v, err := s.visit(tx, c)
			if err != nil || v.account == nil {
				return err
			}
			return procedure.ChooseLanguage(tx, s.House, v.account.ID, language)
		})
		if err != nil {
			s.fail(c, err)
			return
		}
	}
	s.remember(c, languageCookie, language, choiceLife)
	c.Redirect(http.StatusSeeOther, local(c.PostForm("back")))
}

// chooseTheme keeps the appearance that someone wants in this browser.
func (s *Server) chooseTheme(c *gin.Context) {
	s.remember(c, themeCookie, c.PostForm("theme"), choiceLife)
	c.Redirect(http.StatusSeeOther, local(c.PostForm("back")))
}

func (s *Server) alive(c *gin.Context) { c.String(http.StatusOK, "ok\n") }

// ready tells whether the database answers.
func (s *Server) ready(c *gin.Context) {
	if err := s.Store.Ping(c.Request.Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return
	}
	c.String(http.StatusOK, "ready\n")
}
