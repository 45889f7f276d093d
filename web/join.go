package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/letters"
	"federes.org/web/page"
)

// joinRoutes are how one comes into the organisation: the wish, its confirmation, and the answer (ME-1).
func (s *Server) joinRoutes() []Route {
	return []Route{
		{get, "/join", Anyone, commune.KindCommune, s.show(s.join)},
		{post, "/join", Anyone, commune.KindCommune, s.askToJoin},
		{get, "/join/:token", Anyone, commune.KindCommune, s.show(s.joinLink)},
		{post, "/join/:token", Anyone, commune.KindCommune, s.act(s.confirmJoin, nil)},
		{post, "/join/:token/withdrawal", Anyone, commune.KindCommune, s.act(s.withdrawJoin, nil)},
		{post, "/me/membership", Accounts, commune.KindCommune, s.act(s.askMembership, nil)},
		{get, "/members/requests", Admitters, commune.KindCommune, s.show(s.joinRequests)},
		{post, "/members/requests/:id/admission", Members, commune.KindCommune, s.act(s.admitRequest, nil)},
		{post, "/members/requests/:id/refusal", Members, commune.KindCommune, s.act(s.refuseRequest, nil)},
	}
}

// join is the page for who wants to come: the next welcome first, then the form (AG-2).
func (s *Server) join(tx *store.Tx, v *visit) (templ.Component, error) {
	at := map[string]string{
		commune.ErrNameMissing.Key: "name", commune.ErrEmailInvalid.Key: "email", commune.ErrJoinKind.Key: "kind", commune.ErrTooLong.Key: "word",
	}[v.refused.Key]
	view := page.Join{
		Kind: v.field("kind", at), Name: v.field("name", at), Email: v.field("email", at), Word: v.field("word", at), Problems: v.problems(at),
		Sent: v.Query("sent") != "",
	}
	if v.refused.Key == "" {
		view.Kind.Value = string(commune.KindMember)
	}
	var err error
	view.Coming, err = procedure.NextWelcome(tx)
	return page.JoinPage(v.Frame, view), err
}

// askToJoin leaves the work of mailing a link. Whether the address is known is found out by that work alone: the answer, and the time that
// it takes, are the same.
func (s *Server) askToJoin(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !s.mayTry(c) {
			return
		}
		asked, err := commune.NewJoinRequest(commune.JoinRequest{
			Kind: commune.MemberKind(c.PostForm("kind")), Name: c.PostForm("name"), Email: c.PostForm("email"), Word: c.PostForm("word"),
			Language: s.House.Words.Negotiate(cookie(c, languageCookie), c.GetHeader("Accept-Language")),
		}, s.Store.Clock())
		var refused commune.Refusal
		if errors.As(err, &refused) {
			s.renderAgain(c, r, refused, s.join)
			return
		}
		if err == nil {
			err = s.leaveJoin(c, r, asked)
		}
		if err != nil {
			s.refuseEntry(c, err)
			return
		}
		c.Redirect(http.StatusSeeOther, "/join?sent=1")
	}
}

// leaveJoin leaves it, as often as an address is mailed.
func (s *Server) leaveJoin(c *gin.Context, r Route, asked commune.JoinRequest) error {
	now := s.Store.Clock()
	mailed := s.limits.addresses.allow("join "+asked.Email+" "+network(c.ClientIP()), now) && s.limits.mails.allow("join "+asked.Email, now)
	return s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err != nil {
			return err
		}
		if err := v.let(r); err != nil || !mailed {
			return err
		}
		return letters.AskJoin(tx, asked)
	})
}

// joinLink is the page of a mailed link: a mail scanner that opens it confirms nothing.
func (s *Server) joinLink(tx *store.Tx, v *visit) (templ.Component, error) {
	v.Header("Referrer-Policy", "no-referrer") // the address is a key
	asked, err := procedure.PeekJoin(tx, v.Param("token"))
	if err != nil {
		return nil, err
	}
	v.Path = "/join"
	coming, err := procedure.NextWelcome(tx)
	return page.JoinLinkPage(v.Frame, page.JoinLink{Token: v.Param("token"), Request: asked, Coming: coming}), err
}

func (s *Server) confirmJoin(tx *store.Tx, v *visit) (done, error) {
	_, err := procedure.ConfirmJoin(tx, v.Param("token"))
	return done{"/join/" + v.Param("token"), v.T("done.join")}, err
}

func (s *Server) withdrawJoin(tx *store.Tx, v *visit) (done, error) {
	return done{"/join", v.T("done.join_withdrawn")}, procedure.WithdrawJoin(tx, v.Param("token"))
}

// askMembership is a sympathiser's wish to become a member.
func (s *Server) askMembership(tx *store.Tx, v *visit) (done, error) {
	return done{"/me", v.T("done.membership")}, procedure.AskMembership(tx, v.account.ID, v.PostForm("word"))
}

func (s *Server) joinRequests(tx *store.Tx, v *visit) (templ.Component, error) {
	all, err := tx.JoinRequests()
	return page.JoinRequestsPage(v.Frame, all), err
}

// admitRequest admits who asked (ME-1).
func (s *Server) admitRequest(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, err := procedure.AdmitRequest(tx, v.person.ID, commune.JoinID(id))
	if err != nil {
		return done{}, err
	}
	return done{"/members/requests", v.T("done.admitted_"+string(m.Kind), m.PublicName)}, nil
}

func (s *Server) refuseRequest(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	return done{"/members/requests", v.T("done.refused")}, procedure.RefuseRequest(tx, v.person.ID, commune.JoinID(id), v.PostForm(fmt.Sprintf("word-%d", id)))
}

// membersNews is what someone new does first, and who waits for an answer of those who admit (ME-1).
func membersNews(tx *store.Tx, v *visit, view *page.Home) error {
	if v.person == nil {
		return nil
	}
	attended, err := tx.Attended(v.person.ID)
	if err == nil && !attended && !v.Provisional() {
		var coming procedure.Welcome
		coming, err = procedure.NextWelcome(tx)
		view.Newcomer = &coming
	}
	if err != nil || !v.May(commune.AdmitMembers) {
		return err
	}
	waiting, err := tx.CountJoins()
	if waiting > 0 {
		view.Asked = append(view.Asked, page.Asked{Sentence: v.N("asked.joins", waiting), Act: v.T("asked.joins.act"), Icon: "user-plus", Href: "/members/requests"})
	}
	return err
}
