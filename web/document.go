package web

import (
	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// documentsPath takes what is joined to an item: a link, or a file.
const documentsPath = "/items/:id/documents"

// fileWhole is the policy of a file: whatever it says it is, nothing of it is run.
const fileWhole = "default-src 'none'; sandbox"

// documentRoutes are what is joined to items.
func (s *Server) documentRoutes() []Route {
	return []Route{
		{get, documentsPath, Members, "", s.show(s.documents)},
		{post, documentsPath, Members, "", s.receive(commune.ErrFileTooLarge.With(commune.MaxFile>>20), s.addDocument, s.documents)},
		{get, "/documents/:id", Members, "", s.download(s.document)},
		{post, "/documents/:id/removal", Members, "", s.act(s.removeDocument, nil)},
	}
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

// addDocument joins the file of the form to the item, or else its link.
func (s *Server) addDocument(c *gin.Context, u upload) (actor, error) {
	d, err := joined(c, u)
	if err != nil {
		return nil, err
	}
	return func(tx *store.Tx, v *visit) (done, error) {
		id, err := v.number("id")
		if err != nil {
			return done{}, err
		}
		_, err = procedure.AddDocument(tx, v.person.ID, commune.ItemID(id), d, u.content)
		return done{page.DocumentsPath(commune.ItemID(id)), v.T("done.document")}, err
	}, nil
}

// joined is what the form brings.
func joined(c *gin.Context, u upload) (commune.Document, error) {
	if u.name == "" {
		return commune.NewLink(c.PostForm("title"), c.PostForm("url"))
	}
	return commune.NewFile(c.PostForm("title"), u.name, u.content)
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
