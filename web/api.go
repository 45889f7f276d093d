package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// maxItems is how many items one answer of the API holds at most.
const maxItems = 100

// apiDecision is a decision as other programs read it.
type apiDecision struct {
	Number    string           `json:"number"`
	Text      string           `json:"text"`
	Tally     commune.Tally    `json:"tally"`
	DecidedAt string           `json:"decidedAt"`
	Origin    string           `json:"origin"`
	Own       bool             `json:"own"`
	Verified  bool             `json:"verified"`
	Audience  commune.Audience `json:"audience"`
	Record    string           `json:"record"`
}

// apiPage is one page of a list: next is the cursor of the one after it, or null.
type apiPage struct {
	Items []apiDecision `json:"items"`
	Next  *string       `json:"next"`
}

// problem is what stands against a request, as RFC 9457 writes it.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// api answers JSON, and problems as JSON.
func (s *Server) api(read func(tx *store.Tx, v *visit) (any, error)) answer {
	return func(r Route) gin.HandlerFunc {
		return func(c *gin.Context) {
			var result any
			var v *visit
			err := s.Store.View(c.Request.Context(), func(tx *store.Tx) (err error) {
				if v, err = s.visit(tx, c); err != nil {
					return err
				}
				if err := v.let(r); err != nil {
					return err
				}
				result, err = read(tx, v)
				return err
			})
			s.cached(c)
			if err != nil {
				s.problem(c, v, err)
				return
			}
			c.JSON(http.StatusOK, result)
		}
	}
}

func (s *Server) problem(c *gin.Context, v *visit, err error) {
	p := problem{Title: http.StatusText(http.StatusInternalServerError), Status: http.StatusInternalServerError}
	var refused commune.Refusal
	if errors.As(err, &refused) && v != nil {
		p = problem{Title: http.StatusText(status(refused)), Status: status(refused), Detail: v.Refusal(refused)}
	} else {
		s.Log.Error("request failed", "method", c.Request.Method, "path", c.FullPath(), "error", err)
	}
	c.Header("Content-Type", "application/problem+json")
	c.JSON(p.Status, p)
}

// apiDecisions lists the decisions that the caller may read, the latest first; on a council those of its communes too, each with
// the mark that its stored bytes have just earned.
func (s *Server) apiDecisions(tx *store.Tx, v *visit) (any, error) {
	limit := pageLength
	if text, given := v.GetQuery("limit"); given {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, errUnreadable
		}
		limit = min(n, maxItems)
	}
	entries, next, err := decisions(tx, v, v.Query("after"), limit)
	if err != nil {
		return nil, err
	}
	page := apiPage{Items: make([]apiDecision, len(entries))}
	for i, e := range entries {
		page.Items[i] = apiDecision{
			Number: e.Number, Text: e.Text, Tally: e.Tally, DecidedAt: record.Time(e.DecidedAt), Origin: e.Origin,
			Own: e.Own, Verified: e.Verified, Audience: e.Audience, Record: e.Record,
		}
	}
	if next != "" {
		page.Next = &next
	}
	return page, nil
}
