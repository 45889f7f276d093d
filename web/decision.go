package web

import (
	"mime"
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/page"
)

func (s *Server) decision(tx *store.Tx, v *visit) (templ.Component, error) {
	d, err := decisionOf(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.DecisionView{Decision: d}
	if view.Meeting, err = tx.Meeting(d.Meeting); err != nil {
		return nil, err
	}
	if view.Minutes, err = minutesLine(tx, v, view.Meeting); err != nil {
		return nil, err
	}
	presences, err := tx.Presences(d.Meeting)
	if err != nil {
		return nil, err
	}
	view.Present = len(presences)
	known, err := v.knownMandates(tx)
	if err != nil {
		return nil, err
	}
	view.Mandates = slices.DeleteFunc(known, func(m commune.Mandate) bool { return m.Decision != d.ID || m.Provisional })
	if view.Bodies, err = tx.BodiesOf(d.ID); err != nil {
		return nil, err
	}
	if view.Charge, err = chargeView(tx, v, d); err != nil {
		return nil, err
	}
	m, err := tx.Motion(d.Motion)
	if err != nil {
		return nil, err
	}
	view.Carries = page.ViewMotion(m, nil).Carries
	view.Record, err = recordOf(tx, v, d.Seq)
	return page.DecisionPage(v.Frame, view), err
}

// decisionOf is the decision of the address, if this visitor may see it; what one may not see is not found.
func decisionOf(tx *store.Tx, v *visit) (commune.Decision, error) {
	year, rank, err := commune.ParseNumber(v.Param("number"))
	if err != nil {
		return commune.Decision{}, err
	}
	d, err := tx.Decision(year, rank)
	if err == nil && !slices.Contains(v.audiences(), d.Audience) {
		return commune.Decision{}, errNotFound
	}
	return d, err
}

// recordOf verifies the assembly's record at a place of our own log, now.
func recordOf(tx *store.Tx, v *visit, seq commune.Seq) (page.Record, error) {
	return recordBy(tx, v, v.Site.AssemblyName(), seq)
}

// recordBy verifies the record of one of our actors at a place of our own log, now.
func recordBy(tx *store.Tx, v *visit, actor string, seq commune.Seq) (page.Record, error) {
	verify, err := verifierOf(tx, v, actor)
	if err != nil {
		return page.Record{}, err
	}
	r := page.Record{Seq: seq}
	if r.Verified, err = verify(seq); err != nil {
		return r, err
	}
	size, err := tx.LogSize()
	if err != nil {
		return r, err
	}
	r.LogSize = int64(size)
	public, err := tx.ProofKey(actor)
	r.Key, r.Print = record.EncodeMultikey(public), confederation.Fingerprint(public)
	return r, err
}

// document is something to download: a file's name, its media type and its bytes.
type document struct {
	name, kind string
	content    []byte
}

// download answers a file, to keep.
func (s *Server) download(read func(tx *store.Tx, v *visit) (document, error)) answer {
	return func(r Route) gin.HandlerFunc {
		return func(c *gin.Context) {
			var d document
			err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
				v, err := s.visit(tx, c)
				if err != nil {
					return err
				}
				if err := v.let(r); err != nil {
					return err
				}
				d, err = read(tx, v)
				return err
			})
			if err != nil {
				s.refuseEntry(c, err)
				return
			}
			c.Header("Cache-Control", "no-store")
			c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.name}))
			c.Data(http.StatusOK, d.kind, d.content)
		}
	}
}

// decisionRecord is the signed act, byte for byte.
func (s *Server) decisionRecord(tx *store.Tx, v *visit) (document, error) {
	d, err := decisionOf(tx, v)
	if err != nil {
		return document{}, err
	}
	return signed(tx, d.Seq, "decision-"+d.Number()+".json")
}

func signed(tx *store.Tx, seq commune.Seq, name string) (document, error) {
	entry, err := tx.Entry(seq)
	return document{name: name, kind: "application/activity+json", content: entry.Document}, err
}

// decisionProof is all that is needed to check offline that the act stands in the register.
func (s *Server) decisionProof(tx *store.Tx, v *visit) (document, error) {
	d, err := decisionOf(tx, v)
	if err != nil {
		return document{}, err
	}
	return proved(tx, d.Seq, "decision-"+d.Number()+"-proof.json")
}

// proved is what shows, offline, that the act at a place of the log stands in the register.
func proved(tx *store.Tx, seq commune.Seq, name string) (document, error) {
	entry, err := tx.Entry(seq)
	if err != nil {
		return document{}, err
	}
	extract, err := confederal.Extract(tx, entry)
	if err != nil {
		return document{}, err
	}
	content, err := confederation.Line(extract)
	return document{name: name, kind: "application/json", content: content}, err
}
