package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// The refusals of the web itself. Their keys stand in the catalogues beside those of the rules.
var (
	errNotFound    = commune.ErrNotFound
	errNotFounded  = commune.Refuse(commune.Conflict, "not_founded")
	errSetupKey    = commune.Refuse(commune.Forbidden, "setup_key")
	errCrossOrigin = commune.Refuse(commune.Forbidden, "cross_origin")
	errUnreadable  = commune.Refuse(unreadable, "unreadable")
	errMethod      = commune.Refuse(wrongMethod, "method")
	errTooLarge    = commune.Refuse(tooLarge, "too_large")
	errTooMany     = commune.Refuse(tooMany, "too_many")
	errBusy        = commune.Refuse(busy, "streams_busy")
	errVideoSilent = commune.Refuse(silent, "video_silent") // DR-1
)

// The kinds of refusal that only the web knows.
const (
	unreadable commune.Kind = -iota - 1
	wrongMethod
	tooLarge
	tooMany
	busy
	silent
)

// statuses is the one table between refusals and HTTP.
var statuses = map[commune.Kind]int{
	commune.Invalid:   http.StatusUnprocessableEntity,
	commune.NotFound:  http.StatusNotFound,
	commune.Forbidden: http.StatusForbidden,
	commune.Conflict:  http.StatusConflict,
	unreadable:        http.StatusBadRequest,
	wrongMethod:       http.StatusMethodNotAllowed,
	tooLarge:          http.StatusRequestEntityTooLarge,
	tooMany:           http.StatusTooManyRequests,
	busy:              http.StatusServiceUnavailable,
	silent:            http.StatusBadGateway,
}

func status(r commune.Refusal) int { return statuses[r.Kind] }

// fail answers what stands against a request: a refusal in words, or our own failure with the id under which it is logged.
func (s *Server) fail(c *gin.Context, err error) {
	var refused commune.Refusal
	if errors.As(err, &refused) {
		s.failure(c, status(refused), refused, "")
		return
	}
	id := rand.Text()[:10]
	s.Log.Error("request failed", "id", id, "method", c.Request.Method, "path", c.FullPath(), "error", err)
	s.failure(c, http.StatusInternalServerError, commune.Refuse(0, "failed"), id)
}

// failure renders the page that says it. If even the frame cannot be read, the sentence is said without it.
func (s *Server) failure(c *gin.Context, status int, refused commune.Refusal, id string) {
	switch status {
	case http.StatusTooManyRequests:
		c.Header("Retry-After", "60")
	case http.StatusServiceUnavailable:
		c.Header("Retry-After", "5")
	}
	var component templ.Component
	var sentence string
	err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err != nil {
			return err
		}
		if byScript(c) {
			sentence = v.Refusal(refused)
			return nil
		}
		component = page.FailurePage(v.Frame, page.Failure{Status: status, Sentence: v.Refusal(refused), ID: id, Back: s.back(c), Unsent: unsent(c, refused)})
		return nil
	})
	if err != nil {
		words := s.House.Words.Printer(s.House.Words.Negotiate("", c.GetHeader("Accept-Language")), nil)
		c.String(status, "%s %s", words.T("refusal."+refused.Key), id)
		return
	}
	if component == nil {
		c.JSON(status, answered{Said: strings.TrimSpace(sentence + " " + id)})
	} else {
		s.write(c, status, component)
	}
	c.Abort()
}

// unsent is the form that was sent without a session: the time that someone took to write is not lost with the session. A password is never
// repeated.
func unsent(c *gin.Context, refused commune.Refusal) *page.Unsent {
	if refused.Key != commune.ErrSignInFirst.Key || len(c.Request.PostForm) == 0 || c.FullPath() == passwordPath {
		return nil
	}
	u := page.Unsent{Action: local(c.Request.URL.RequestURI())}
	for _, name := range slices.Sorted(maps.Keys(c.Request.PostForm)) {
		for _, value := range c.Request.PostForm[name] {
			u.Fields = append(u.Fields, page.Typed{Name: name, Value: strings.ReplaceAll(value, "\r\n", "\n")})
		}
	}
	return &u
}

// rescue keeps a panic of our own work from ending the process: it is logged.
func (s *Server) rescue(doing string) {
	if cause := recover(); cause != nil {
		s.Log.Error("panic", "doing", doing, "error", cause, "stack", string(debug.Stack()))
	}
}

// recovery turns a panic into our failure, with its stack in the log alone.
func (s *Server) recovery(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause == http.ErrAbortHandler {
			panic(cause)
		}
		s.Log.Error("panic", "error", cause, "stack", string(debug.Stack()))
		if !c.Writer.Written() {
			s.fail(c, fmt.Errorf("panic: %v", cause))
		}
		c.Abort()
	}()
	c.Next()
}
