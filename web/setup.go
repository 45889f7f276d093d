package web

import (
	"cmp"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// setup shows the form that founds the organisation, to who holds the key that the log showed.
func (s *Server) setup(c *gin.Context) {
	s.showSetup(c, http.StatusOK, c.Query("key"), nil)
}

// found founds the organisation once (PW-2), and lets the founder in: whoever holds the key runs the machine.
func (s *Server) found(c *gin.Context) {
	if err := s.readForm(c); err != nil {
		s.fail(c, err)
		return
	}
	if !s.holdsKey(c.PostForm("key")) {
		s.fail(c, errSetupKey)
		return
	}
	var founder commune.Member
	err := s.Store.InTx(c.Request.Context(), func(tx *store.Tx) (err error) {
		founder, err = procedure.Found(tx, s.House, s.founding(c))
		return err
	})
	var faults commune.Faults
	if errors.As(err, &faults) {
		s.showSetup(c, http.StatusUnprocessableEntity, c.PostForm("key"), faults)
		return
	}
	if err == nil {
		err = s.enter(c, founder)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	s.notice(c, s.House.Words.Printer(c.PostForm("language"), nil).T("done.founded"))
	c.Redirect(http.StatusSeeOther, "/")
}

func (s *Server) founding(c *gin.Context) procedure.Founding {
	return procedure.Founding{
		Organisation: commune.Organisation{
			Kind: commune.OrganisationKind(c.PostForm("kind")), Name: c.PostForm("name"), Place: c.PostForm("place"),
			TimeZone: c.PostForm("timezone"), Language: cmp.Or(c.PostForm("language"), locale.First), BaseURL: s.BaseURL,
		},
		FounderName: c.PostForm("founder"), FounderEmail: c.PostForm("email"),
	}
}

func (s *Server) holdsKey(key string) bool {
	return s.SetupKey != "" && subtle.ConstantTimeCompare([]byte(key), []byte(s.SetupKey)) == 1
}

func (s *Server) showSetup(c *gin.Context, status int, key string, faults commune.Faults) {
	var component templ.Component
	err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		switch {
		case err != nil:
			return err
		case !v.Site.FoundedAt.IsZero():
			return errNotFound
		case !s.holdsKey(key):
			return errSetupKey
		}
		v.Site.BaseURL, v.Path = s.BaseURL, "/setup?key="+url.QueryEscape(key)
		component = page.SetupPage(v.Frame, v.setupForm(key, faults))
		return nil
	})
	if err != nil {
		s.fail(c, err)
		return
	}
	s.write(c, status, component)
}

// setupForm is the form with what was typed, and with good beginnings where nothing was; all that stands against it is said at once.
func (v *visit) setupForm(key string, faults commune.Faults) page.Setup {
	form := page.Setup{Key: key}
	fields := map[string]*page.Field{
		"kind": &form.Kind, "name": &form.Name, "place": &form.Place, "timezone": &form.TimeZone, "language": &form.Language,
		"founder": &form.FounderName, "email": &form.FounderEmail,
	}
	for name, field := range fields {
		*field = v.field(name, "")
	}
	for _, fault := range faults {
		var refused commune.Refusal
		if errors.As(fault.Why, &refused) {
			fields[fault.Of].Error = v.Refusal(refused)
			form.Problems = append(form.Problems, page.Problem{Field: fault.Of, Sentence: v.Refusal(refused)})
		}
	}
	form.Kind.Value = cmp.Or(form.Kind.Value, string(commune.KindCommune))
	form.TimeZone.Value = cmp.Or(form.TimeZone.Value, "Europe/Paris")
	form.Language.Value = cmp.Or(form.Language.Value, v.Lang())
	return form
}
