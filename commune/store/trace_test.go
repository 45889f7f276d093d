package store_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"federes.org/commune/store"
)

var (
	created = regexp.MustCompile(`^CREATE TABLE "?(\w+)"?`)
	naming  = regexp.MustCompile(`^\s+(\w+)\s.*REFERENCES members \(id\)`)
	doing   = regexp.MustCompile(`\b(\w+_by) +INTEGER`)
)

// otherwise are the columns that tell by what something was done, and not by whom.
var otherwise = map[string]bool{"chat_rooms.set_by": true, "mandates.ended_by": true}

// ME-3: who adds a table that names a person says in Traces what becomes of it when they leave, and so puts it into the copy of their data.
func TestME3_OfEveryTableThatNamesAPersonItIsSaidWhatBecomesOfIt(t *testing.T) {
	schema, err := os.ReadFile("../../migrations/testdata/schema_sqlite.sql")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, trace := range store.Traces() {
		said[trace.Table+"."+trace.Column] = true
	}
	table := ""
	for line := range strings.Lines(string(schema)) {
		if found := created.FindStringSubmatch(line); found != nil {
			table = found[1]
		}
		found := naming.FindStringSubmatch(line)
		if found == nil {
			found = doing.FindStringSubmatch(line)
		}
		if found != nil && !said[table+"."+found[1]] && !otherwise[table+"."+found[1]] {
			t.Errorf("%s.%s names a person: say in Traces what becomes of it when they leave", table, found[1])
		}
	}
}
