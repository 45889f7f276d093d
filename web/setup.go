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
	s.showSetup(c, http.StatusOK, c.Query("key"), commune.Refusal{})
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
	var refused commune.Refusal
	if errors.As(err, &refused) && refused.Kind == commune.Invalid {
		s.showSetup(c, status(refused), c.PostForm("key"), refused)
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

func (s *Server) showSetup(c *gin.Context, status int, key string, refused commune.Refusal) {
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
		component = page.SetupPage(v.Frame, v.setupForm(key, refused))
		return nil
	})
	if err != nil {
		s.fail(c, err)
		return
	}
	s.write(c, status, component)
}

// setupForm is the form with what was typed, and with good beginnings where nothing was.
func (v *visit) setupForm(key string, refused commune.Refusal) page.Setup {
	at := setupField(refused)
	form := page.Setup{
		Key: key, Kind: v.field("kind", at, refused), Name: v.field("name", at, refused), Place: v.field("place", at, refused),
		TimeZone: v.field("timezone", at, refused), Language: v.field("language", at, refused),
		FounderName: v.field("founder", at, refused), FounderEmail: v.field("email", at, refused), Problems: v.problems(at, refused),
	}
	form.Kind.Value = cmp.Or(form.Kind.Value, string(commune.KindCommune))
	form.TimeZone.Value = cmp.Or(form.TimeZone.Value, "Europe/Paris")
	form.Language.Value = cmp.Or(form.Language.Value, v.Lang())
	return form
}

func setupField(r commune.Refusal) string {
	switch r.Key {
	case commune.ErrNameMissing.Key:
		return "name"
	case commune.ErrEmailInvalid.Key:
		return "email"
	case commune.ErrTimeZoneUnknown.Key:
		return "timezone"
	case commune.ErrFormUnknown.Key:
		return "kind"
	}
	return ""
}
