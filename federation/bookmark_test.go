package federation_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/confederation"
	"federes.org/federation"
)

// TestCF7_AnswersKeptBelowAreReadOnFromWhereTheyWereRead has a council above read the answers of the one below hour after hour: what it read once it does
// not read again, until a day is over.
func TestCF7_AnswersKeptBelowAreReadOnFromWhereTheyWereRead(t *testing.T) {
	r := onSQLite(t)
	above, valley, town := levels(r)
	p := above.puts()
	settle(above, valley, town, above)
	town.ratifies(p, commune.For, "")
	settle(town, valley)
	var read []string
	mounted := valley.service.Mount(http.NotFoundHandler())
	valley.doorway(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if strings.HasSuffix(q.URL.Path, "/answers") {
			read = append(read, q.URL.RawQuery)
		}
		mounted.ServeHTTP(w, q)
	}))
	reads := func(want ...string) {
		t.Helper()
		read = nil
		r.later(time.Hour, above)
		if !slices.Equal(read, want) {
			t.Errorf("read %q, want %q", read, want)
		}
	}
	reads("after=", "after=1")
	reads("after=1")
	town.ratifies(p, commune.Against, "")
	settle(town, valley)
	reads("after=1", "after=2")
	if got := above.tally(p); got.No != 1 || got.Yes != 0 {
		t.Errorf("the amended answer is counted as %+v", got)
	}
	r.clock.Add(federation.PullEvery)
	reads("after=", "after=2")
	known := confederation.ProposalPath(p.Ref)
	if response, _ := valley.fetch(known + "/answers?after=nonsense"); response.StatusCode != http.StatusOK {
		t.Errorf("a place that is none: %d", response.StatusCode)
	}
}
