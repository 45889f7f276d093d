package web

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/ics"
	"federes.org/web/page"
)

// How far back and ahead a feed reaches for what takes place once; what comes back has no end of its own there.
const (
	feedBefore = 92 * 24 * time.Hour
	feedAfter  = 400 * 24 * time.Hour
)

const calendarType = "text/calendar; charset=utf-8"

// feed answers a calendar to the application that reads it at its address. A flood of guesses is refused.
func (s *Server) feed(read func(tx *store.Tx, v *visit) (ics.Calendar, error)) answer {
	return func(r Route) gin.HandlerFunc {
		return func(c *gin.Context) {
			if !s.limits.acts.allow("feed "+network(c.ClientIP()), s.Store.Clock()) {
				s.fail(c, errTooMany)
				return
			}
			var calendar ics.Calendar
			err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
				v, err := s.visit(tx, c)
				if err != nil {
					return err
				}
				if err := v.let(r); err != nil {
					return err
				}
				calendar, err = read(tx, v)
				return err
			})
			var text string
			if err == nil {
				text, err = calendar.Encode()
			}
			if err != nil {
				s.fail(c, err)
				return
			}
			c.Data(http.StatusOK, calendarType, []byte(text))
		}
	}
}

// publicFeed is the calendar as a stranger sees it, whole or of the one body that the address names (OU-A, AP-2).
func (s *Server) publicFeed(tx *store.Tx, v *visit) (ics.Calendar, error) {
	v.Header("Cache-Control", "no-cache")
	view, read, err := calendarView(tx, v)
	if err != nil {
		return ics.Calendar{}, err
	}
	return s.feedOf(tx, v.Printer, procedure.CalendarView{Body: read.Body, Only: view.Body != ""})
}

// privateFeed is the calendar as a member sees it, at their secret address. It ends when they leave, or take the address back.
func (s *Server) privateFeed(tx *store.Tx, v *visit) (ics.Calendar, error) {
	v.Header("Cache-Control", "no-store")
	v.Header("Referrer-Policy", "no-referrer") // the address is a key
	id, err := s.readFeedToken(v.Param("token"))
	if err != nil {
		return ics.Calendar{}, err
	}
	feed, err := tx.Feed(id)
	if err != nil {
		return ics.Calendar{}, err
	}
	person, err := procedure.Identify(tx, feed.Member)
	if err != nil {
		return ics.Calendar{}, errNotFound
	}
	_, words, err := s.House.WordsFor(tx, person.Language)
	if err != nil {
		return ics.Calendar{}, err
	}
	return s.feedOf(tx, words, procedure.CalendarView{Reader: procedure.ReaderOf(tx, &person), Body: feed.Body, Only: feed.Body != 0})
}

// feedOf is a part of the calendar, from three months ago on.
func (s *Server) feedOf(tx *store.Tx, p locale.Printer, v procedure.CalendarView) (ics.Calendar, error) {
	v.Span = commune.Span{From: tx.Now().Add(-feedBefore), Until: tx.Now().Add(feedAfter)}
	w, err := newCalendarWriter(tx, p, v.Reader)
	if err != nil {
		return ics.Calendar{}, err
	}
	content, err := procedure.ReadContent(tx, v)
	if err != nil {
		return ics.Calendar{}, err
	}
	calendar := ics.Calendar{Name: w.site.Name, Zone: w.site.Location()}
	if v.Only {
		calendar.Name = p.T("calendar.feed_name", w.bodies[v.Body].Name, w.site.Name)
	}
	for _, o := range content.Assemblies {
		calendar.Events = append(calendar.Events, w.assembly(o)...)
	}
	for _, g := range content.Gatherings {
		calendar.Events = append(calendar.Events, w.gathering(g)...)
	}
	return calendar, nil
}

// feedToken is the last part of a member's secret address: it is made of the feed's number and of the secret in the data folder, and kept nowhere.
func (s *Server) feedToken(id commune.FeedID) string {
	number := strconv.FormatInt(int64(id), 10)
	return number + "." + s.Store.Mark("calendar feed", number) + ".ics"
}

// readFeedToken tells which feed an address leads to; one that we did not make is not found.
func (s *Server) readFeedToken(token string) (commune.FeedID, error) {
	number, _, _ := strings.Cut(token, ".")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || subtle.ConstantTimeCompare([]byte(token), []byte(s.feedToken(commune.FeedID(n)))) != 1 {
		return 0, errNotFound
	}
	return commune.FeedID(n), nil
}

// feeds is where a member makes and takes back their secret addresses.
func (s *Server) feeds(tx *store.Tx, v *visit) (templ.Component, error) {
	bodies, err := frames(tx)
	if err != nil {
		return nil, err
	}
	mine, err := tx.Feeds(v.person.ID)
	if err != nil {
		return nil, err
	}
	made := make(map[commune.BodyID]commune.CalendarFeed, len(mine))
	for _, f := range mine {
		made[f.Body] = f
	}
	var view page.Feeds
	for _, b := range bodies {
		line := page.Feed{Body: b}
		if f, ok := made[b.ID]; ok {
			line.Address, line.MadeAt = v.Site.BaseURL+"/calendar/feed/"+s.feedToken(f.ID), f.MadeAt
		}
		if b.Living || line.Address != "" {
			view.Lines = append(view.Lines, line)
		}
	}
	v.Header("Referrer-Policy", "no-referrer")
	return page.FeedsPage(v.Frame, view), nil
}

// typedBody is the body that a form names.
func (v *visit) typedBody(tx *store.Tx) (commune.BodyID, error) {
	n, err := strconv.ParseInt(v.PostForm("body"), 10, 64)
	if err != nil {
		return 0, errNotFound
	}
	body, err := frameOf(tx, commune.BodyID(n))
	return body.ID, err
}

func (s *Server) makeFeed(tx *store.Tx, v *visit) (done, error) {
	body, err := v.typedBody(tx)
	if err != nil {
		return done{}, err
	}
	return done{"/me/calendar", v.T("done.feed")}, procedure.MakeFeed(tx, v.person.ID, body)
}

func (s *Server) removeFeed(tx *store.Tx, v *visit) (done, error) {
	body, err := v.typedBody(tx)
	if err != nil {
		return done{}, err
	}
	return done{"/me/calendar", v.T("done.feed_removed")}, procedure.RemoveFeed(tx, v.person.ID, body)
}

// gatheringFile is one gathering, to be put into a calendar by hand.
func (s *Server) gatheringFile(tx *store.Tx, v *visit) (document, error) {
	id, _, err := v.dayAsked()
	if err != nil {
		return document{}, err
	}
	w, err := newCalendarWriter(tx, v.Printer, procedure.ReaderOf(tx, v.person))
	if err != nil {
		return document{}, err
	}
	g, err := procedure.ReadGatheringWith(tx, id)
	if err != nil {
		return document{}, err
	}
	text, err := ics.Calendar{Zone: v.Site.Location(), Events: w.gathering(g)}.Encode()
	return document{name: fmt.Sprintf("%s-%d.ics", v.Site.Host(), id), kind: calendarType, content: []byte(text)}, err
}
