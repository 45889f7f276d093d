package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
	"federes.org/web/video"
)

// provider is where a meeting's call is held: at the address that it was given, else where the operator holds all; nil: nowhere.
func (s *Server) provider(m commune.Meeting) video.Provider {
	if m.Video != "" {
		return video.Link(m.Video)
	}
	return s.Video
}

// call is who joins which room.
type call struct {
	at   video.Provider
	room video.Room
	who  video.Visitor
}

// joinCall leads into the video call of a meeting (DR-1). It is a link and no form: the page's policy lets forms lead nowhere else, and a
// mail can hold it. The video server is spoken to when no transaction is open, and is not told from which page one comes.
func (s *Server) joinCall(c *gin.Context) {
	if !s.limits.acts.allow("call "+s.actorKey(c), s.Store.Clock()) {
		s.fail(c, errTooMany)
		return
	}
	var joined call
	err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err != nil {
			return err
		}
		if err := v.let(Route{Who: Anyone, Kind: commune.KindCommune}); err != nil {
			return err
		}
		joined, err = s.callFor(tx, v)
		return err
	})
	if err != nil {
		s.refuseEntry(c, err)
		return
	}
	address, err := joined.at.Enter(c.Request.Context(), joined.room, joined.who, s.Store.Clock())
	if err != nil {
		s.Log.Error("video", "error", err)
		s.fail(c, errVideoSilent)
		return
	}
	c.Header("Referrer-Policy", "no-referrer")
	c.Header("Cache-Control", "no-store") // the address may let in
	c.Redirect(http.StatusSeeOther, address)
}

// callFor is the call that this visitor may join: a member in good standing, unless the sitting excluded them, from the welcome until the end
// (AG-4, AG-6); a guest at the welcome, where the call is a page that protects nothing (AG-2).
func (s *Server) callFor(tx *store.Tx, v *visit) (call, error) {
	id, err := v.number("id")
	if err != nil {
		return call{}, err
	}
	m, err := tx.Meeting(commune.MeetingID(id))
	if err != nil {
		return call{}, err
	}
	at := s.provider(m)
	if v.person == nil {
		if _, open := at.(video.Link); open && m.State(v.Now) == commune.Due {
			return call{at: at}, nil
		}
		return call{}, v.outside()
	}
	if at == nil {
		return call{}, commune.ErrVideoNone
	}
	if err := m.Callable(v.Now); err != nil {
		return call{}, err
	}
	if !v.person.Good {
		return call{}, commune.ErrNoStanding
	}
	now, err := confederal.ReadSitting(tx, m.ID)
	if err != nil {
		return call{}, err
	}
	if !now.Admits(v.person.ID) {
		return call{}, commune.ErrExcluded
	}
	key := s.Store.Mark("video room", fmt.Sprint(m.ID))
	return call{at: at, room: video.Room{
		Key: key, Title: v.Site.Name, Back: v.Site.BaseURL + page.MeetingPath(m.ID),
	}, who: video.Visitor{
		ID: s.Store.Mark("video visitor", fmt.Sprint(key, v.person.ID)), Name: v.person.PublicName, Leads: now.Leads(v.person.ID),
	}}, nil
}
