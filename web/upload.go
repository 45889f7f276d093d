package web

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
)

// The bounds of an upload.
const (
	maxUpload   = commune.MaxFile + aroundFile
	maxSheet    = commune.MaxSheet + aroundFile
	aroundFile  = 64 << 10        // of the form that brings it
	inMemory    = 1 << 20         // of a form, while it comes; the rest waits in a file of the machine's
	uploadLasts = 5 * time.Minute // at most, on a bad line
	uploads     = 2               // kept at once, each in memory whole
)

// upload is the file of a form; it has no name if none was chosen.
type upload struct {
	name    string
	content []byte
}

// receiver says what is to be done with a file, before any transaction is open.
type receiver func(*gin.Context, upload) (actor, error)

// receive is an act with a file. Only that of someone who signed in is read at all; one that is too large is refused as large, on its form.
func (s *Server) receive(large commune.Refusal, take receiver, form pager) answer {
	return func(r Route) gin.HandlerFunc {
		return func(c *gin.Context) {
			if s.who(c) == 0 {
				s.refuseEntry(c, commune.ErrSignInFirst)
				return
			}
			var result done
			err := s.readUpload(c, large)
			if c.Request.MultipartForm != nil {
				defer func() { _ = c.Request.MultipartForm.RemoveAll() }() // what is left, the machine cleans up
			}
			if err == nil {
				result, err = s.keepUpload(c, r, take)
			}
			s.finish(c, r, result, err, form)
		}
	}
}

// readUpload reads a form with a file, which may take longer than others; a form without one is read as any other.
func (s *Server) readUpload(c *gin.Context, large commune.Refusal) error {
	if !strings.HasPrefix(c.ContentType(), "multipart/") {
		return s.readForm(c)
	}
	control := http.NewResponseController(c.Writer)
	_ = control.SetReadDeadline(time.Time{}) // a connection without deadlines keeps none
	slow := time.AfterFunc(uploadLasts, func() { _ = control.SetReadDeadline(time.Unix(1, 0)) })
	defer slow.Stop()
	err := c.Request.ParseMultipartForm(inMemory)
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return large
	case err != nil:
		return errUnreadable
	}
	return nil
}

// keepUpload runs the act. Few files at a time are in memory whole; the others wait.
func (s *Server) keepUpload(c *gin.Context, r Route, take receiver) (done, error) {
	select {
	case s.uploading <- struct{}{}:
		defer func() { <-s.uploading }()
	case <-c.Request.Context().Done():
		return done{}, c.Request.Context().Err()
	}
	u, err := uploaded(c)
	if err != nil {
		return done{}, err
	}
	act, err := take(c, u)
	if err != nil {
		return done{}, err
	}
	return s.run(c, r, act)
}

// uploaded is the file of the form, whole.
func uploaded(c *gin.Context) (upload, error) {
	header, err := c.FormFile("file")
	if err != nil || header.Filename == "" {
		return upload{}, nil //nolint:nilerr // what a form without a file is, the rule says
	}
	file, err := header.Open()
	if err != nil {
		return upload{}, err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	return upload{header.Filename, content}, err
}
