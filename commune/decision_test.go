package commune_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
)

func TestCR2_ANumberIsTheYearAndTheRankAndIsReadBack(t *testing.T) {
	r := random(t)
	for range 500 {
		d := commune.Decision{Year: 2000 + r.IntN(200), Rank: 1 + r.IntN(100_000)}
		year, rank, err := commune.ParseNumber(d.Number())
		if err != nil || year != d.Year || rank != d.Rank || d.Number() != fmt.Sprintf("%d-%d", d.Year, d.Rank) {
			t.Errorf("%s was read %d, %d, %v", d.Number(), year, rank, err)
		}
	}
	for _, s := range []string{"", "2026", "2026-", "-1", "2026-01", "02026-1", "2026-1 ", " 2026-1", "2026-1-2", "2026-+1", "2026/1", "a-b", "2026-" + strings.Repeat("9", 30)} {
		_, _, err := commune.ParseNumber(s)
		refused(t, err, commune.ErrNotFound)
	}
}

func TestCR2_ADecisionCountsInItsYearInTheCommunesZone(t *testing.T) {
	m := voting()
	m.For, m.Against, m.Abstain, m.Adopted = 41, 3, 2, true
	m.ClosedAt = time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	for name, year := range map[string]int{"Europe/Paris": 2027, "UTC": 2026, "America/New_York": 2026, "Pacific/Auckland": 2027} {
		d := commune.Decide(m, 13, zone(t, name))
		if d.Year != year || d.Rank != 14 {
			t.Errorf("%s: %s", name, d.Number())
		}
		if d.Tally() != m.Tally() || d.Text != m.Text || d.Electorate != m.Electorate || d.Motion != m.ID || !d.DecidedAt.Equal(m.ClosedAt) || d.Audience != m.Audience {
			t.Errorf("%s: %+v is not what was voted", name, d)
		}
	}
}
