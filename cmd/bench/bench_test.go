package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// figures are those that `first` promises. No figure's size is asserted: that is for a quiet machine and a person.
var figures = []string{
	"inbox_accept_1", "inbox_follow_1", "inbox_accept_8", "inbox_follow_8",
	"ballots_sqlite", "ballots_http_sqlite", "ballots_postgres", "ballots_http_postgres",
	"register_page", "register_page_growth", "register_page_middle", "register_page_middle_growth",
	"decisions_api", "decisions_api_growth", "decisions_api_middle", "decisions_api_middle_growth",
	"cold_start", "memory_idle", "memory_after_10_views",
}

// hallFigures are those that `assembly` promises, on SQLite and on PostgreSQL.
var hallFigures = []string{
	"live_p99_ms", "ballots_per_s", "ballots_lost_or_doubled", "memory_mb",
	"live_p99_ms_postgres", "ballots_per_s_postgres", "ballots_lost_or_doubled_postgres", "memory_mb_postgres",
}

func TestFirstGivesEveryFigureAsOneJSONObjectALine(t *testing.T) { promises(t, "first", figures) }

func TestAssemblyGivesEveryFigureAsOneJSONObjectALine(t *testing.T) {
	promises(t, "assembly", hallFigures)
}

// promises holds what a suite reports against the figures that it promises. No ballot may be lost or doubled; everything else is more than
// nothing.
func promises(t *testing.T, suite string, figures []string) {
	t.Helper()
	if os.Getenv("FEDERES_TEST_POSTGRES") == "" {
		t.Fatal("FEDERES_TEST_POSTGRES is not set: `make test` starts a PostgreSQL of its own and sets it")
	}
	t.Setenv("TMPDIR", t.TempDir())
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-quick", "-json", suite}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(out.String()) {
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		var f struct {
			Figure, Unit          *string
			Value, Ceiling, Ratio *float64
		}
		if err := d.Decode(&f); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if f.Figure == nil || f.Unit == nil || f.Value == nil || f.Ceiling == nil || f.Ratio == nil {
			t.Fatalf("incomplete: %s", line)
		}
		if none := strings.HasPrefix(*f.Figure, "ballots_lost_or_doubled"); none {
			if *f.Value != 0 {
				t.Errorf("ballots were lost or doubled: %s", line)
			}
		} else if *f.Unit == "" || *f.Value <= 0 || *f.Ceiling <= 0 || *f.Ratio <= 0 {
			t.Errorf("not positive: %s", line)
		}
		names = append(names, *f.Figure)
	}
	if !slices.Equal(names, figures) {
		t.Errorf("figures are\n%v, want\n%v", names, figures)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// confederationFigures are those that `confederation` promises.
var confederationFigures = []string{
	"tally_increment_growth", "tally_verify_120", "proof_inclusion_100", "proof_consistency_100",
	"realm_decision_messages", "realm_ratification_messages", "realm_day_messages", "realm_ratification_s",
	"country_decision_messages", "country_decision_bytes", "country_decision_ms",
	"country_ratification_messages", "country_ratification_mb", "country_ratification_s", "country_day_messages",
}

func TestConfederationGivesEveryFigureAsOneJSONObjectALine(t *testing.T) {
	promises(t, "confederation", confederationFigures)
}

func TestAnUnknownNameIsRefused(t *testing.T) {
	if err := run(t.Context(), []string{"last"}, io.Discard, io.Discard); err == nil {
		t.Error("measured something that has no name")
	}
}
