package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// linkJob is the durable work that mails a sign-in link.
const linkJob = "sign-in-link"

// linkTries is how often a mail server is offered a link: who asked has then asked again, or gone.
const linkTries = 4

// linkRequest is what the job knows: the token is made when the mail is, and stands nowhere else.
type linkRequest struct {
	Email    string `json:"email"`
	Language string `json:"language"`
	Guest    string `json:"guest,omitempty"` // how who wants to take part in a popular assembly is called (AP-2)
}

// person is whom a link lets in: who has the address, or a guest whom nobody knew (AP-2).
func (r linkRequest) person(tx *store.Tx) (commune.Member, error) {
	m, err := procedure.MemberForSignIn(tx, r.Email)
	if errors.Is(err, commune.ErrNotFound) && r.Guest != "" {
		return procedure.WelcomeGuest(tx, r.Guest, r.Email)
	}
	return m, err
}

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
		payload, err := json.Marshal(linkRequest{Email: email, Language: language})
		if err == nil {
			err = s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error {
				return tx.EnqueueOrWake(jobs.Job{Kind: linkJob, Key: hashed(email), Payload: payload})
			})
		}
		if err != nil {
			s.fail(c, err)
			return
		}
	}
	c.Redirect(http.StatusSeeOther, "/sign-in?sent=1")
}

// mailLink makes a link and mails it, if the address is a member's.
func (s *Server) mailLink(ctx context.Context, job jobs.Job) error {
	var asked linkRequest
	if err := json.Unmarshal(job.Payload, &asked); err != nil {
		return jobs.Permanent(fmt.Errorf("web: %w", err))
	}
	var message mail.Message
	err := s.Store.InTx(ctx, func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		m, err := asked.person(tx)
		if err != nil {
			return err
		}
		token, err := procedure.SignInLink(tx, m.ID, s.LinkLife)
		if err != nil {
			return err
		}
		if m.Language != "" {
			asked.Language = m.Language
		}
		words := s.House.Words.Printer(asked.Language, o.Location())
		message, err = mail.SignIn(words, m.Email, mail.Link{
			Organisation: o.Name, Name: m.PublicName, Address: o.BaseURL + "/sign-in/" + token, Life: words.Duration(s.LinkLife),
		})
		return err
	})
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.Mailer.Send(ctx, message)
	if err != nil && job.Attempts >= linkTries {
		return jobs.Permanent(err)
	}
	return err
}

// hashed names an address in the table of jobs, and in the log of those that fail, without saying it (ME-2).
func hashed(email string) string {
	sum := sha256.Sum256([]byte(email))
	return hex.EncodeToString(sum[:])
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
	s.render(c, status(refused), Route{Who: Anyone}, func(_ *store.Tx, v *visit) (templ.Component, error) {
		form := page.SignIn{Email: v.field("email", at, refused), Problems: v.problems(at, refused)}
		if at == "password" {
			form.Login.Value = v.PostForm("login")
			form.Password.Error = v.Refusal(refused)
		}
		return page.SignInPage(v.Frame, form), nil
	})
}
