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

// again shows a form once more after a refusal, with what was typed and what stands against it.
type again func(refused commune.Refusal) pager

// act answers a form: the procedure in one transaction, then 303; after a refusal the form again, if it has one.
func (s *Server) act(run actor, form again) answer {
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
		v, err := s.visit(tx, c)
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
func (s *Server) finish(c *gin.Context, r Route, result done, err error, form again) {
	var refused commune.Refusal
	if err != nil {
		if form != nil && errors.As(err, &refused) && (refused.Kind == commune.Invalid || refused.Kind == commune.Conflict) {
			s.render(c, status(refused), r, form(refused))
			return
		}
		s.refuseEntry(c, err)
		return
	}
	if result.notice != "" {
		s.sessions.Put(c.Request.Context(), noticeKey, result.notice)
	}
	if back := c.PostForm("back"); back != "" {
		result.to = local(back)
	}
	c.Redirect(http.StatusSeeOther, result.to)
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
func (v *visit) field(name string, at string, refused commune.Refusal) page.Field {
	f := page.Field{Value: strings.TrimSpace(v.PostForm(name))}
	if name == at {
		f.Error = v.Refusal(refused)
	}
	return f
}

// problems sums a refusal up above a form; at is the field it is about, if any.
func (v *visit) problems(at string, refused commune.Refusal) []page.Problem {
	if refused.Key == "" {
		return nil
	}
	return []page.Problem{{Field: at, Sentence: v.Refusal(refused)}}
}
