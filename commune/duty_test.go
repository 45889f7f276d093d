package commune_test

import (
	"testing"
	"time"

	"federes.org/commune"
)

func TestCF6_OneReportTellsOfAllSittingsUntilThen(t *testing.T) {
	began := time.Date(2026, 9, 7, 18, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return began.AddDate(0, 0, n) }
	const ours, other = "https://vallee.example/conseil", "https://nord.example/conseil"
	m := commune.Mandate{ID: 1, Council: ours, AcceptedAt: began, Until: began.AddDate(1, 0, 0)}
	sat := []commune.CouncilSitting{
		{Record: "0", Council: ours, ClosedAt: day(-1)}, {Record: "1", Council: other, ClosedAt: day(1)},
		{Record: "2", Council: ours, ClosedAt: day(10)}, {Record: "3", Council: ours, ClosedAt: day(20)},
	}
	regular := m
	regular.ReportEvery = 12
	elsewhere := m
	elsewhere.Council = ""
	for _, c := range []struct {
		name string
		of   commune.Mandate
		last time.Time
		sat  time.Time // on which sitting the next report is
		due  time.Time // zero for none that is owed
	}{
		{"the first sitting since the mandate began", m, time.Time{}, day(10), day(17)},
		{"a report tells of the sittings before it", m, day(11), day(20), day(27)},
		{"after the last sitting nothing is owed", m, day(21), time.Time{}, time.Time{}},
		{"what is due first is owed first", regular, time.Time{}, time.Time{}, day(12)},
		{"no council is theirs", elsewhere, time.Time{}, time.Time{}, time.Time{}},
	} {
		got, owes := c.of.Duty(c.last, sat, day(2))
		if owes != !c.due.IsZero() || !got.DueAt.Equal(c.due) || !got.SatAt.Equal(c.sat) {
			t.Errorf("%s: %v, due %v on the sitting of %v", c.name, owes, got.DueAt, got.SatAt)
		}
	}
}
