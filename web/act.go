package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// done is what an act answers: where to go on, and one sentence that says what happened.
type done struct {
	to     string
	notice string
}

// actor runs one procedure for the member of the session, in the transaction that it is given.
type actor func(tx *store.Tx, v *visit) (done, error)

// act answers a form: the procedure in one transaction, then 303; after a refusal the page of the form again, if it has one.
func (s *Server) act(run actor, form pager) answer {
	return func(r Route) gin.HandlerFunc {
		return func(c *gin.Context) {
			var result done
			err := s.readForm(c)
			if err == nil {
				result, err = s.run(c, r, run)
			}
			s.finish(c, r, result, err, form)
		}
	}
}

// run lets the visitor in and runs the procedure, in one transaction that writes.
func (s *Server) run(c *gin.Context, r Route, run actor) (done, error) {
	var result done
	err := s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.arrive(tx, c)
		if err != nil {
			return err
		}
		if err := v.let(r); err != nil {
			return err
		}
		result, err = run(tx, v)
		return err
	})
	return result, err
}

// finish answers after an act: a form that names the screen on which it stands leads back to it.
func (s *Server) finish(c *gin.Context, r Route, result done, err error, form pager) {
	var refused commune.Refusal
	if err != nil {
		if form != nil && !byScript(c) && errors.As(err, &refused) && (refused.Kind == commune.Invalid || refused.Kind == commune.Conflict) {
			s.renderAgain(c, r, refused, form)
			return
		}
		s.refuseEntry(c, err)
		return
	}
	if back := c.PostForm("back"); back != "" {
		result.to = local(back)
	}
	if byScript(c) && withoutFragment(result.to) == s.back(c) {
		c.JSON(http.StatusOK, answered{Said: result.notice})
		return
	}
	s.notice(c, result.notice)
	if byScript(c) {
		c.JSON(http.StatusOK, answered{To: result.to})
		return
	}
	c.Redirect(http.StatusSeeOther, result.to)
}

// answered is what a form learns that was sent without leaving its page: a sentence to say, or where to go.
type answered struct {
	Said string `json:"said,omitempty"`
	To   string `json:"to,omitempty"`
}

// byScript tells whether a form was sent by the script of a live page, which shows what changed by itself.
func byScript(c *gin.Context) bool { return c.GetHeader("Accept") == "application/json" }

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}

// readForm reads the body before any transaction is open; it is bounded by guard.
func (s *Server) readForm(c *gin.Context) error {
	if err := c.Request.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return errTooLarge
		}
		return errUnreadable
	}
	return nil
}

// field is what was typed in one place, with the refusal beside it if it is about that place.
func (v *visit) field(name, at string) page.Field {
	f := page.Field{Value: strings.TrimSpace(v.PostForm(name))}
	if name == at && v.refused.Key != "" {
		f.Error = v.Refusal(v.refused)
	}
	return f
}

// problems sums the refusal up above a form; at is the field it is about, if any.
func (v *visit) problems(at string) []page.Problem {
	if v.refused.Key == "" {
		return nil
	}
	return []page.Problem{{Field: at, Sentence: v.Refusal(v.refused)}}
}
