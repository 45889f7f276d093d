package web

import (
	"encoding/xml"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/prose"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// atom is a feed of what a body published for everybody (RFC 4287).
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      atomLink `xml:"link"`
	Content   struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	} `xml:"content"`

	at time.Time
}

// bodyFeed answers what a body published for everybody, the newest first: its reports and, of a secretariat, its decisions (SE-5, CO-5). A feed
// reader has no session: what is for others than everybody stands in no feed.
func (s *Server) bodyFeed(kind commune.BodyKind) gin.HandlerFunc {
	return func(c *gin.Context) {
		var feed atom
		err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
			b, err := tx.BodyBySlug(c.Param("slug"))
			if err == nil && b.Kind != kind {
				err = errNotFound
			}
			if err != nil {
				return err
			}
			feed, err = s.entriesOf(tx, b)
			return err
		})
		if err != nil {
			s.fail(c, err)
			return
		}
		content, err := xml.MarshalIndent(feed, "", "  ")
		if err != nil {
			s.fail(c, err)
			return
		}
		c.Header("Cache-Control", "no-cache")
		c.Data(http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), append(content, '\n')...))
	}
}

// feedLength is how many entries a feed has at most.
const feedLength = 30

func (s *Server) entriesOf(tx *store.Tx, b commune.Body) (atom, error) {
	o, err := tx.Organisation()
	if err != nil {
		return atom{}, err
	}
	words := s.House.WordsOf(o)
	home := o.BaseURL + page.BodyPath(b)
	feed := atom{
		Lang: o.Language, ID: home, Title: words.T("feed.title", b.Name, o.Name), Author: atomAuthor{b.Name, home},
		Links: []atomLink{{"self", "application/atom+xml", home + "/feed"}, {"alternate", "text/html", home}},
	}
	everybody := []commune.Audience{commune.Public}
	reports, err := tx.Reports(b.ID, everybody, feedLength)
	if err != nil {
		return feed, err
	}
	for _, r := range reports {
		e := atomOf(o.BaseURL+page.ReportPath(r.ID), r.Title, r.PublishedAt)
		e.Content.Text = prose.HTML(r.Text)
		feed.Entries = append(feed.Entries, e)
	}
	decisions, err := tx.BodyDecisions(b.ID, everybody, feedLength)
	if err != nil {
		return feed, err
	}
	for _, d := range decisions {
		feed.Entries = append(feed.Entries, decisionEntry(words, o, b, d))
	}
	slices.SortStableFunc(feed.Entries, func(a, b atomEntry) int { return b.at.Compare(a.at) })
	feed.Entries = feed.Entries[:min(len(feed.Entries), feedLength)]
	feed.Updated = b.CreatedAt.UTC().Format(time.RFC3339)
	if len(feed.Entries) > 0 {
		feed.Updated = feed.Entries[0].Updated
	}
	return feed, nil
}

func decisionEntry(words locale.Printer, o commune.Organisation, b commune.Body, d commune.BodyDecision) atomEntry {
	e := atomOf(o.BaseURL+page.BodyDecisionPath(b, d), words.T("body_decision.title", d.Number(b)), d.TakenAt)
	e.Content.Type, e.Content.Text = "text", d.Text+"\n\n"+words.T("body_decision.clause", d.Clause, d.ClauseText)
	return e
}

func atomOf(address, title string, at time.Time) atomEntry {
	e := atomEntry{
		ID: address, Title: title, Published: at.UTC().Format(time.RFC3339), Updated: at.UTC().Format(time.RFC3339),
		Link: atomLink{"alternate", "text/html", address}, at: at,
	}
	e.Content.Type = "html"
	return e
}
