package web

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
	"federes.org/web/video"
)

// visit is one request as a page sees it: who reads, within what frame.
type visit struct {
	*gin.Context
	page.Frame
	proofs  *proofs
	account *commune.Member   // who is signed in, a member or not; nil for a stranger
	person  *procedure.Person // the member who is signed in; nil for anybody else
	refused commune.Refusal   // what stands against the form that was sent; zero: nothing, or none was sent
}

// pager reads what a page shows, in one transaction that only reads.
type pager func(tx *store.Tx, v *visit) (templ.Component, error)

// show answers a page to whom the route lets in.
func (s *Server) show(read pager) answer {
	return func(r Route) gin.HandlerFunc {
		return func(c *gin.Context) { s.render(c, http.StatusOK, r, read) }
	}
}

// render reads a page and writes it out whole: a page that fails in the middle is never half seen.
func (s *Server) render(c *gin.Context, status int, r Route, read pager) {
	var component templ.Component
	err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err != nil {
			return err
		}
		if err := v.let(r); err != nil {
			return err
		}
		v.Notice = s.noticed(c)
		component, err = read(tx, v)
		return err
	})
	if err != nil {
		s.refuseEntry(c, err)
		return
	}
	s.write(c, status, component)
}

// renderAgain shows the page of a form once more after a refusal, with what was typed and what stands against it.
func (s *Server) renderAgain(c *gin.Context, r Route, refused commune.Refusal, form pager) {
	s.render(c, status(refused), r, func(tx *store.Tx, v *visit) (templ.Component, error) {
		v.refused = refused
		return form(tx, v)
	})
}

func (s *Server) write(c *gin.Context, status int, component templ.Component) {
	var body bytes.Buffer
	if err := component.Render(c.Request.Context(), &body); err != nil {
		s.fail(c, err)
		return
	}
	s.cached(c)
	c.Data(status, "text/html; charset=utf-8", body.Bytes())
}

// cached says that what a member reads is kept nowhere, nor what an address shows that is a key, and what anybody may read is asked for again
// each time.
func (s *Server) cached(c *gin.Context) {
	if s.who(c) != 0 || c.Param("token") != "" {
		c.Header("Cache-Control", "no-store")
	} else {
		c.Header("Cache-Control", "no-cache")
	}
}

// let tells whether a route is for this visitor. Where a member would be let in, a stranger is asked to sign in.
func (v *visit) let(r Route) error {
	if v.Site.FoundedAt.IsZero() {
		return errNotFounded
	}
	if r.Kind != "" && r.Kind != v.Site.Kind {
		return errNotFound
	}
	switch {
	case r.Who == Anyone:
		return nil
	case r.Who == Accounts && v.account != nil:
		return nil
	case v.person == nil:
		return v.outside()
	case r.Who == Keepers && !v.Keeper(), r.Who == Admitters && !v.May(commune.AdmitMembers):
		return commune.ErrNotMandated.With(string(commune.AdmitMembers))
	case r.Who == Treasurers && !v.May(commune.RecordDues):
		return commune.ErrNotMandated.With(string(commune.RecordDues))
	}
	return nil
}

// outside is what stands against who is not a member: a stranger may be one.
func (v *visit) outside() commune.Refusal {
	if v.account != nil {
		return commune.ErrMembersOnly
	}
	return commune.ErrSignInFirst
}

// refuseEntry sends a stranger to the door, a first visitor to the founding, and answers everything else as a failure.
func (s *Server) refuseEntry(c *gin.Context, err error) {
	switch {
	case errors.Is(err, errNotFounded):
		c.Redirect(http.StatusSeeOther, "/setup")
	case errors.Is(err, commune.ErrSignInFirst) && c.Request.Method != http.MethodPost:
		s.remember(c, backCookie, c.Request.URL.RequestURI(), s.LinkLife)
		c.Redirect(http.StatusSeeOther, "/sign-in")
	case errors.Is(err, commune.ErrSignInFirst) && s.back(c) != "/":
		s.remember(c, backCookie, s.back(c), s.LinkLife)
		fallthrough
	default:
		s.fail(c, err)
	}
}

// visit loads who reads and the frame around every page.
func (s *Server) visit(tx *store.Tx, c *gin.Context) (*visit, error) {
	v, err := s.arrive(tx, c)
	if err != nil || v.Site.Kind == "" {
		return v, err
	}
	return v, v.menu(tx)
}

// arrive says who visits, and in which language: all that an act asks, which shows no page.
func (s *Server) arrive(tx *store.Tx, c *gin.Context) (*visit, error) {
	v := &visit{Context: c, proofs: &s.proofs}
	site, err := tx.Organisation()
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return nil, err
	}
	v.Site, v.Now, v.Path = site, tx.Now(), s.here(c)
	_, v.OpenCalls = s.Video.(video.Link)
	v.Calls = s.Video != nil
	v.Assets, v.Languages, v.Theme = s.assets, s.House.Words.Languages(), theme(c)
	preference := cookie(c, languageCookie)
	if who := s.who(c); who != 0 && err == nil {
		if err := v.identify(tx, who, s.sessions.GetString(c.Request.Context(), passwordKey)); err != nil {
			return nil, err
		}
		if v.account != nil && v.account.Language != "" {
			preference = v.account.Language
		}
	}
	language := s.House.Words.Negotiate(preference, c.GetHeader("Accept-Language"))
	v.Printer = s.House.Words.Printer(language, site.Location())
	if v.Council() {
		v.Printer = v.OfCouncil()
	}
	if err != nil {
		v.Site.Name = productName
	}
	return v, nil
}

// identify loads the person of the session. The session of someone who left, or one that began under another password than theirs is now,
// is that of a stranger.
func (v *visit) identify(tx *store.Tx, who commune.MemberID, under string) error {
	account, err := procedure.Account(tx, who)
	if errors.Is(err, commune.ErrNotMember) || errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if epoch(account) != under {
		return nil
	}
	v.account, v.Account = &account, account.PublicName
	if !account.Active() {
		return nil
	}
	person, err := procedure.Identify(tx, who)
	if err != nil {
		return err
	}
	v.person = &person
	v.Viewer = &page.Viewer{ID: person.ID, Name: person.PublicName, Good: person.Good}
	for _, m := range person.Mandates {
		if m.LivingAt(tx.Now()) {
			v.Viewer.Mandates = append(v.Viewer.Mandates, m)
		}
	}
	return nil
}

// menu looks for the bodies of who reads, and for the meeting that is open now.
func (v *visit) menu(tx *store.Tx) (err error) {
	if v.person != nil {
		if v.Bodies, err = ownBodies(tx, *v.person); err != nil {
			return err
		}
	}
	m, err := tx.OpenMeeting()
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	votes, err := tx.OpenVotes(m.ID)
	v.Sitting = &page.Sitting{ID: m.ID, Voting: votes > 0}
	return err
}

// audiences are those whose records this visitor may read.
func (v *visit) audiences() []commune.Audience {
	if v.person == nil {
		return []commune.Audience{commune.Public}
	}
	return []commune.Audience{commune.Public, commune.Confederation, commune.MembersOnly}
}

// who is the member whom the session names, or 0. Whether they are still let in is for visit to say.
func (s *Server) who(c *gin.Context) commune.MemberID {
	return commune.MemberID(s.sessions.GetInt64(c.Request.Context(), memberKey))
}
