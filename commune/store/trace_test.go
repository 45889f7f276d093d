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
)

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
		if found := naming.FindStringSubmatch(line); found != nil && !said[table+"."+found[1]] {
			t.Errorf("%s.%s names a person: say in Traces what becomes of it when they leave", table, found[1])
		}
	}
}
