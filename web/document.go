package web

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// documentsPath is the one route that takes a file.
const documentsPath = "/items/:id/documents"

// The bounds of an upload.
const (
	maxUpload   = commune.MaxFile + 64<<10 // a file, and the form around it
	inMemory    = 1 << 20                  // of it; the rest waits in a file of the machine's
	uploadLasts = 5 * time.Minute          // at most, on a bad line
	uploads     = 2                        // kept at once, each in memory whole
)

// fileWhole is the policy of a file: whatever it says it is, nothing of it is run.
const fileWhole = "default-src 'none'; sandbox"

// documentRoutes are what is joined to items.
func (s *Server) documentRoutes() []Route {
	return []Route{
		{get, documentsPath, Members, commune.KindCommune, s.show(s.documents)},
		{post, documentsPath, Members, commune.KindCommune, s.addDocument},
		{get, "/documents/:id", Members, commune.KindCommune, s.download(s.document)},
		{post, "/documents/:id/removal", Members, commune.KindCommune, s.act(s.removeDocument, nil)},
	}
}

// bodyLimit is how much a form can send to a route.
func bodyLimit(route string) int64 {
	switch route {
	case documentsPath:
		return maxUpload
	case charterPath, amendmentsPath:
		return maxCharterBody
	case importPath:
		return maxSheet
	}
	return maxBody
}

func (s *Server) documents(tx *store.Tx, v *visit) (templ.Component, error) {
	item, err := v.item(tx)
	if err != nil {
		return nil, err
	}
	view := page.Documents{Item: item, Reader: v.person.ID}
	if view.Meeting, err = tx.Meeting(item.Meeting); err != nil {
		return nil, err
	}
	view.Open = view.Meeting.AcceptsItems(tx.Now()) == nil && !item.Withdrawn()
	at := map[string]string{
		commune.ErrAddressInvalid.Key: "url", commune.ErrFileEmpty.Key: "file", commune.ErrFileType.Key: "file", commune.ErrFileTooLarge.Key: "file",
		commune.ErrTooLong.Key: "title",
	}[v.refused.Key]
	view.Title, view.URL, view.File = v.field("title", at), v.field("url", at), v.field("file", at)
	view.Problems = v.problems(at)
	view.List, err = tx.ItemDocuments(item.ID)
	return page.DocumentsPage(v.Frame, view), err
}

// addDocument takes a link or a file. Only a member's is read at all, and few at a time are kept in memory whole.
func (s *Server) addDocument(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		if s.who(c) == 0 {
			s.refuseEntry(c, commune.ErrSignInFirst)
			return
		}
		var result done
		err := s.readUpload(c)
		if c.Request.MultipartForm != nil {
			defer func() { _ = c.Request.MultipartForm.RemoveAll() }() // what is left, the machine cleans up
		}
		if err == nil {
			result, err = s.keepUpload(c, r)
		}
		s.finish(c, r, result, err, s.documents)
	}
}

// readUpload reads a form with a file, which may take longer than others; a form without one is read as any other.
func (s *Server) readUpload(c *gin.Context) error {
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
		return commune.ErrFileTooLarge.With(commune.MaxFile >> 20)
	case err != nil:
		return errUnreadable
	}
	return nil
}

func (s *Server) keepUpload(c *gin.Context, r Route) (done, error) {
	select {
	case s.uploading <- struct{}{}:
		defer func() { <-s.uploading }()
	case <-c.Request.Context().Done():
		return done{}, c.Request.Context().Err()
	}
	d, content, err := uploaded(c)
	if err != nil {
		return done{}, err
	}
	return s.run(c, r, func(tx *store.Tx, v *visit) (done, error) {
		id, err := v.number("id")
		if err != nil {
			return done{}, err
		}
		_, err = procedure.AddDocument(tx, v.person.ID, commune.ItemID(id), d, content)
		return done{page.DocumentsPath(commune.ItemID(id)), v.T("done.document")}, err
	})
}

// uploaded is the file of the form, or else the link.
func uploaded(c *gin.Context) (commune.Document, []byte, error) {
	var content []byte
	header, err := c.FormFile("file")
	if err != nil || header.Filename == "" {
		d, err := commune.NewLink(c.PostForm("title"), c.PostForm("url"))
		return d, nil, err
	}
	file, err := header.Open()
	if err == nil {
		defer file.Close()
		content, err = io.ReadAll(file)
	}
	if err != nil {
		return commune.Document{}, nil, err
	}
	d, err := commune.NewFile(c.PostForm("title"), header.Filename, content)
	return d, content, err
}

// document is a file, for members, as something to be kept and not to be shown: no browser takes it for a page.
func (s *Server) document(tx *store.Tx, v *visit) (document, error) {
	id, err := v.number("id")
	if err != nil {
		return document{}, err
	}
	d, err := tx.Document(commune.DocumentID(id))
	if err != nil {
		return document{}, err
	}
	if !d.IsFile() {
		return document{}, errNotFound
	}
	v.Header("Content-Security-Policy", fileWhole)
	content, err := tx.FileContent(d.File)
	return document{name: d.Name, kind: d.MediaType, content: content}, err
}

func (s *Server) removeDocument(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	d, err := procedure.RemoveDocument(tx, v.person.ID, commune.DocumentID(id))
	return done{page.DocumentsPath(d.Item), v.T("done.document_removed")}, err
}
