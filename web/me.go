package web

import (
	"errors"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// me is the page of who is signed in.
func (s *Server) me(tx *store.Tx, v *visit) (templ.Component, error) {
	view := v.meView()
	_, err := tx.JoinByEmail(v.account.Email)
	if view.Asked = err == nil; err != nil && !errors.Is(err, commune.ErrNotFound) {
		return nil, err
	}
	d, err := tx.Departure(v.account.ID)
	if view.DueAt = d.DueAt; errors.Is(err, commune.ErrNotFound) {
		err = nil
	}
	return page.MePage(v.Frame, view), err
}

// rename changes the public name of who is signed in (ME-2).
func (s *Server) rename(tx *store.Tx, v *visit) (done, error) {
	name := v.PostForm("name")
	err := procedure.Rename(tx, v.account.ID, name)
	return done{"/me", v.T("done.name", strings.TrimSpace(name))}, err
}

func (v *visit) meView() page.Me {
	view := page.Me{Name: page.Field{Value: v.account.PublicName}, Email: v.account.Email, Password: v.account.PasswordHash != ""}
	if v.person != nil {
		view.Standing = v.person.Standing
	}
	if view.Standing.PaidUntil() != "" {
		view.Paid = v.Day(view.Standing.PaidUntil())
	}
	switch { // a password is never written back
	case v.refused.Key == "":
	case v.FullPath() != passwordPath:
		view.Name, view.Problems = v.field("name", "name"), v.problems("name")
	case v.refused.Is(commune.ErrPasswordWrong):
		view.Old.Error, view.Problems = v.Refusal(v.refused), v.problems("old")
	default:
		view.New.Error, view.Problems = v.Refusal(v.refused), v.problems("new")
	}
	return view
}

// setPassword keeps a new password. Who has one proves it first. The costly work is done outside any transaction.
func (s *Server) setPassword(c *gin.Context) {
	var notice string
	err := s.readForm(c)
	if err == nil {
		notice, err = s.changePassword(c)
	}
	var refused commune.Refusal
	switch {
	case err == nil:
		s.finish(c, Route{}, done{"/me", notice}, nil, nil)
	case errors.As(err, &refused) && (refused.Kind == commune.Invalid || refused.Is(commune.ErrPasswordWrong)):
		s.renderAgain(c, Route{Who: Accounts}, refused, s.me)
	default:
		s.refuseEntry(c, err)
	}
}

// changePassword gives the sentence that says it is done. Sessions that began under the password of before end with it; this one goes on.
func (s *Server) changePassword(c *gin.Context) (string, error) {
	var v *visit
	err := s.Store.View(c.Request.Context(), func(tx *store.Tx) (err error) {
		if v, err = s.visit(tx, c); err != nil {
			return err
		}
		return v.let(Route{Who: Accounts})
	})
	if err != nil {
		return "", err
	}
	if err := s.provePassword(c, *v.account); err != nil {
		return "", err
	}
	hash, err := s.hashPassword(c.PostForm("new"))
	if err != nil {
		return "", err
	}
	m := *v.account
	if err := s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error { return procedure.SetPassword(tx, m.ID, hash) }); err != nil {
		return "", err
	}
	m.PasswordHash = hash
	return v.T("done.password"), s.enter(c, m)
}

// provePassword asks who already has a password for it.
func (s *Server) provePassword(c *gin.Context, person commune.Member) error {
	switch {
	case person.PasswordHash == "":
		return nil
	case !s.limits.passwords.allow(person.Email, s.Store.Clock()):
		return errTooMany
	case !s.verifyPassword(person.PasswordHash, c.PostForm("old")):
		return commune.ErrPasswordWrong
	}
	return nil
}
