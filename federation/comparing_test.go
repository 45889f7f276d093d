package federation_test

import (
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// compared is what a commune found about its answer in the count of a text.
func (i *instance) compared(p confederation.Proposal) (found confederation.Comparison) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		known, err := peers.ProposalByRef(tx, p.Ref)
		if err == nil {
			found, err = confederal.ComparedCount(tx, known)
		}
		return err
	})
	return found
}

// TestCF7_ACommuneFindsByItselfWhetherTheCountHasItsAnswer has a council count what the commune answered, leave it out, or count an answer that it has amended.
func TestCF7_ACommuneFindsByItselfWhetherTheCountHasItsAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		forge string
		want  confederation.Comparison
	}{
		"it is counted":              {"DELETE FROM answers WHERE yes", confederation.CountedSame},
		"it is left out":             {"DELETE FROM answers", confederation.CountedWithout},
		"an older one is counted":    {"DELETE FROM answers WHERE NOT yes", confederation.CountedOther},
		"the list is another's word": {"", confederation.NotCompared},
	} {
		t.Run(name, func(t *testing.T) {
			r := onSQLite(t)
			town, council := r.joined()
			p := council.puts()
			settle(council, town)
			town.ratifies(p, commune.For, "")
			r.clock.Add(time.Hour)
			town.ratifies(p, commune.Against, "")
			settle(town, council)
			if c.forge != "" {
				council.writes(c.forge)
			}
			outcomeOf(t, council, p)
			if c.forge == "" {
				council.pretends(confederation.ProposalPath(p.Ref)+"/counted.json", `{"proposal":"`+p.URI+`","answers":[]}`)
			}
			r.later(2*time.Hour, town)
			r.later(2*time.Hour, town)
			if got := town.compared(p); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// pretends answers one path with other words than its own.
func (i *instance) pretends(path, words string) {
	mounted := i.service.Mount(http.NotFoundHandler())
	i.doorway(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			mounted.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(words))
	}))
}
