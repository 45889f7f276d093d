package procedure

import (
	"strings"

	"federes.org/commune"
	"federes.org/commune/prose"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// Act is a political act of the assembly that the confederation makes a record of.
type Act struct {
	Kind     string
	Audience commune.Audience
	Path     string                    // of the page that tells of it
	PathOf   func(uri string) string   // that page, where it is named after the record; nil where Path is
	Content  []string                  // its words, a paragraph each
	Article  Article                   // of a long text, instead
	Data     func(h record.Header) any // the header has its place in the log
}

// Article is a long text with its name.
type Article struct {
	Name    string
	Summary string
	Text    string // Markdown
}

// WriteAct signs it as the assembly, appends it to the log and publishes it. It gives the bytes that were signed.
func WriteAct(tx *store.Tx, h House, a Act) ([]byte, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	seq, err := tx.LockLog()
	if err != nil {
		return nil, err
	}
	if err := writeRecord(tx, h, o, act{
		kind: a.Kind, seq: seq, audience: a.Audience, data: a.Data(record.Header{V: 1, Kind: a.Kind, Seq: seq}), envelope: a.envelope(o, seq),
	}); err != nil {
		return nil, err
	}
	entry, err := tx.Entry(seq)
	return entry.Document, err
}

func (a Act) envelope(o commune.Organisation, seq commune.Seq) record.Envelope {
	path := a.Path
	if a.PathOf != nil {
		path = a.PathOf(RecordURL(o, seq))
	}
	e := record.Envelope{Type: "Note", URL: o.BaseURL + path, Content: paragraphs(a.Content...)}
	if a.Article.Text != "" {
		e.Type, e.Name, e.Summary, e.Content = "Article", a.Article.Name, a.Article.Summary, strings.TrimSpace(prose.HTML(a.Article.Text))
	}
	return e
}
