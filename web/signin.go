package web

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/letters"
	"federes.org/web/page"
)

func (s *Server) signIn(_ *store.Tx, v *visit) (templ.Component, error) {
	return page.SignInPage(v.Frame, page.SignIn{Sent: v.Query("sent") != ""}), nil
}

// askLink leaves the work of mailing a link. Whether the address is known is found out by that work alone: the answer, and the time
// that it takes, are the same.
func (s *Server) askLink(c *gin.Context) {
	if !s.mayTry(c) {
		return
	}
	email, err := commune.Email(c.PostForm("email"))
	if err != nil {
		s.signInAgain(c, "email", commune.ErrEmailInvalid)
		return
	}
	if s.limits.addresses.allow(email+" "+network(c.ClientIP()), s.Store.Clock()) && s.limits.mails.allow(email, s.Store.Clock()) {
		language := s.House.Words.Negotiate(cookie(c, languageCookie), c.GetHeader("Accept-Language"))
		err := s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error {
			return letters.AskLink(tx, letters.LinkRequest{Email: email, Language: language})
		})
		if err != nil {
			s.fail(c, err)
			return
		}
	}
	c.Redirect(http.StatusSeeOther, "/sign-in?sent=1")
}

// signInLink is the page of a mailed link: a mail scanner that opens it spends nothing.
func (s *Server) signInLink(tx *store.Tx, v *visit) (templ.Component, error) {
	v.Header("Referrer-Policy", "no-referrer") // the address is a key
	person, err := procedure.PeekSignIn(tx, v.Param("token"))
	if err != nil {
		return nil, err
	}
	v.Path = "/sign-in"
	return page.SignInLinkPage(v.Frame, page.SignInLink{Token: v.Param("token"), Name: person.PublicName}), nil
}

// consumeLink spends a link, and lets its member in.
func (s *Server) consumeLink(c *gin.Context) {
	if !s.mayTry(c) {
		return
	}
	var person commune.Member
	err := s.Store.InTx(c.Request.Context(), func(tx *store.Tx) (err error) {
		person, err = procedure.ConsumeSignIn(tx, c.Param("token"))
		return err
	})
	s.welcome(c, person, err)
}

// signInWithPassword lets in who knows the password of an address. A wrong address and a wrong password are answered alike, as slowly.
func (s *Server) signInWithPassword(c *gin.Context) {
	if !s.mayTry(c) {
		return
	}
	email, err := commune.Email(c.PostForm("login"))
	if err != nil || !s.limits.passwords.allow(email, s.Store.Clock()) {
		s.signInAgain(c, "password", commune.ErrPasswordWrong)
		return
	}
	var m commune.Member
	err = s.Store.View(c.Request.Context(), func(tx *store.Tx) (err error) {
		m, err = procedure.MemberForSignIn(tx, email)
		return err
	})
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		s.fail(c, err)
		return
	}
	if !s.verifyPassword(m.PasswordHash, c.PostForm("password")) {
		s.Log.Warn("sign-in failed", "ip", c.ClientIP())
		s.signInAgain(c, "password", commune.ErrPasswordWrong)
		return
	}
	s.welcome(c, m, nil)
}

// welcome begins a session and goes on to where the member wanted to go.
func (s *Server) welcome(c *gin.Context, m commune.Member, err error) {
	if err == nil {
		err = s.enter(c, m)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	language := s.House.Words.Negotiate(m.Language, c.GetHeader("Accept-Language"))
	s.notice(c, s.House.Words.Printer(language, nil).T("done.signed_in", m.PublicName))
	to := local(cookie(c, backCookie))
	s.remember(c, backCookie, "", -1)
	c.Redirect(http.StatusSeeOther, to)
}

// signOut ends the session here and asks the browser to forget what it kept of it.
func (s *Server) signOut(c *gin.Context) {
	if err := s.sessions.Destroy(c.Request.Context()); err != nil {
		s.fail(c, err)
		return
	}
	s.hub.inspect() // what is still open of it
	c.Header("Clear-Site-Data", `"cache"`)
	c.Redirect(http.StatusSeeOther, "/")
}

// mayTry counts a try to come in from one network, and reads the form.
func (s *Server) mayTry(c *gin.Context) bool {
	if !s.limits.signIns.allow(network(c.ClientIP()), s.Store.Clock()) {
		s.Log.Warn("sign-in limited", "ip", c.ClientIP())
		s.fail(c, errTooMany)
		return false
	}
	if err := s.readForm(c); err != nil {
		s.fail(c, err)
		return false
	}
	return true
}

// signInAgain shows the door once more, with what stands against the try.
func (s *Server) signInAgain(c *gin.Context, at string, refused commune.Refusal) {
	s.renderAgain(c, Route{Who: Anyone}, refused, func(_ *store.Tx, v *visit) (templ.Component, error) {
		form := page.SignIn{Email: v.field("email", at), Problems: v.problems(at)}
		if at == "password" {
			form.Login.Value = v.PostForm("login")
			form.Password.Error = v.Refusal(refused)
		}
		return page.SignInPage(v.Frame, form), nil
	})
}
