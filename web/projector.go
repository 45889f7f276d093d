package web

import (
	"crypto/sha256"
	"encoding/base64"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
)

// liveRoutes are what keeps the screens of a meeting current, and the projector, which needs no account.
func (s *Server) liveRoutes() []Route {
	return []Route{
		{get, "/meetings/:id/stream", Members, "", s.stream},
		{post, "/meetings/:id/projector", Members, "", s.act(s.project, nil)},
		{get, "/projector/:token", Anyone, "", s.show(s.projector)},
		{get, "/projector/:token/stream", Anyone, "", s.projectorStream},
	}
}

// stream keeps one screen of a meeting current for a member.
func (s *Server) stream(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		w := &stream{}
		err := s.enterStream(c, r, func(_ *store.Tx, v *visit) error {
			id, err := v.number("id")
			if err != nil {
				return err
			}
			if w.screen, err = screenOf(v.Query("screen")); err != nil {
				return err
			}
			if w.screen.name == projectorScreen {
				return errNotFound
			}
			w.meeting, w.frame = commune.MeetingID(id), watcher(v, page.ScreenPath(commune.MeetingID(id), w.screen.name))
			w.who, w.good, w.password, w.session = v.person.ID, v.person.Good, epoch(v.person.Member), s.sessionName(c)
			return nil
		})
		if err != nil {
			s.fail(c, err)
			return
		}
		s.follow(c, w)
	}
}

// projectorStream keeps a projector current.
func (s *Server) projectorStream(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		w := &stream{}
		err := s.enterStream(c, r, func(tx *store.Tx, v *visit) error {
			m, hash, err := procedure.Projected(tx, v.Param("token"))
			if err != nil {
				return err
			}
			w.meeting, w.token, w.frame = m.ID, hash, watcher(v, "")
			w.screen, err = screenOf(projectorScreen)
			return err
		})
		if err != nil {
			s.fail(c, err)
			return
		}
		s.follow(c, w)
	}
}

// enterStream lets the visitor in, in one transaction that has ended before anything is sent: a stream holds no connection to the database.
func (s *Server) enterStream(c *gin.Context, r Route, read func(tx *store.Tx, v *visit) error) error {
	return s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err != nil {
			return err
		}
		if err := v.let(r); err != nil {
			return err
		}
		return read(tx, v)
	})
}

// watcher is the frame in which a stream draws: its reader's language, and nothing of who they are.
func watcher(v *visit, path string) page.Frame {
	return page.Frame{Printer: v.Printer, Path: path, Assets: v.Assets, Languages: v.Languages}
}

// sessionName is how the store knows the session of a request.
func (s *Server) sessionName(c *gin.Context) string {
	sum := sha256.Sum256([]byte(s.sessions.Token(c.Request.Context())))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// project makes the address for a projector and leads to it.
func (s *Server) project(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	token, err := procedure.Project(tx, v.person.ID, commune.MeetingID(id))
	return done{to: page.ProjectorPath(token)}, err
}

// projector is what a hall sees on its wall.
func (s *Server) projector(tx *store.Tx, v *visit) (templ.Component, error) {
	v.Header("Referrer-Policy", "no-referrer") // the address is a key
	m, _, err := procedure.Projected(tx, v.Param("token"))
	if err != nil {
		return nil, err
	}
	sitting, err := confederal.ReadSitting(tx, m.ID)
	if err != nil {
		return nil, err
	}
	v.scripted()
	live := page.Live{Stream: page.ProjectorPath(v.Param("token")) + "/stream", Steady: true}
	return page.ProjectorPage(v.Frame, sitting, live), nil
}
