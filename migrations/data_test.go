package migrations_test

import (
	"context"
	"database/sql"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"federes.org/migrations"
)

// floor is the step from which the others were made with assemblies in the database.
const floor = 3

// assembly is a commune that has met, voted and waits for the floor, as the schema of that step kept it. T stands for an hour, O for none.
const assembly = `
INSERT INTO members VALUES (1, 'Zoé M.', 'zoe@tisserands.example', 'fr', '', T, O), (2, 'Awa D.', 'awa@tisserands.example', '', 'x', T, O);
INSERT INTO meetings (id, kind, starts_at, agenda_closes_at, place, matter, reason, called_by, convened_at, opened_at, opened_by, closed_at)
  VALUES (1, 'ordinary', T, T, 'Maison du peuple', '', '', 0, T, T, 1, T), (2, 'exceptional', T, T, 'Là', 'Le feu', 'Vite', 2, O, O, 0, O);
INSERT INTO conveners VALUES (2, 2);
INSERT INTO presences VALUES (1, 1, 'room', T, O, TRUE), (1, 2, 'online', T, T, FALSE);
INSERT INTO items VALUES (1, 1, 'Épicerie', 'Un texte', 'Solidarités', 'decision', 20, 2, T, 1);
INSERT INTO motions VALUES (1, 1, 1, 'resolution', 'La commune loue.', B, 'public', 2, T, T, T, 2, 1, 1, 0, FALSE, 0),
  (2, 1, 1, 'resolution', 'La commune achète.', B, 'members', 2, T, T, T, 2, 2, 0, 0, TRUE, 1), (3, 1, 1, 'resolution', 'On attend.', B, 'public', 1, T, O, O, 0, 0, 0, 0, FALSE, 0);
INSERT INTO electors VALUES (1, 1, 'room', FALSE), (1, 2, 'online', TRUE), (2, 1, 'room', FALSE), (2, 2, 'online', FALSE);
INSERT INTO ballots VALUES (1, 1, 'for', T), (1, 2, 'against', T), (2, 1, 'for', T), (2, 2, 'for', T);
INSERT INTO decisions VALUES (1, 2026, 1, 2, 1, 'resolution', 'La commune achète.', 2, 0, 0, 2, 'members', T, 1);
INSERT INTO mandates VALUES (1, 1, 'Zoé M.', 'Fondation', 'Fonder.', 'facilitate', '', 0, TRUE, T, T, O, 0);
INSERT INTO payments VALUES (1, 2, 1200, '2026-01-01', '2026-12-31', 1, T);
INSERT INTO setting_changes VALUES (1, 'priorities', 'Solidarités', 1, T);
INSERT INTO log_entries VALUES (0, 'Mandate', TRUE, 'public', B, B, B, T), (1, 'Decision', FALSE, 'members', B, B, B, T);
INSERT INTO speech_requests VALUES (1, 2, 'online', TRUE, T, O);
INSERT INTO speeches VALUES (1, 1, 1, 'room', FALSE, T, T, 'too_long');
`

// partings is the step from which what is organised with others can end.
const partings = 32

// together is a popular assembly that is organised with another commune, one that was refused, and what was sent of them.
const together = `
INSERT INTO bodies VALUES (1, 'popular', 'place', 'Place', 'Décider.', '', 0, T, 0, O, '');
INSERT INTO co_organisers VALUES (1, 1, 'https://die.example/ag', 'Die', 'https://die.example/inbox', 'accepted', 'offer-1', 'decision', T);
INSERT INTO offers VALUES (1, 'https://crest.example/p/a', 'https://crest.example', 'A', 'inbox', 'https://crest.example/activities/1', 'accepted', 4, T),
  (2, 'https://crest.example/p/b', 'https://crest.example', 'B', 'inbox', 'https://crest.example/activities/2', 'refused', 0, T);
INSERT INTO activities VALUES (1, 'https://tisserands.example/activities/9', 'https://tisserands.example/ag', 'Accept', 'confederation', A, T);
`

// accept is an activity that names the offer which it answers.
const accept = `{"type":"Accept","object":{"id":"https://crest.example/activities/1"}}`

func TestWhatIsOrganisedWithOthersIsKeptAndKnowsHowItBegan(t *testing.T) {
	each(t, func(t *testing.T, d migrations.Dialect) {
		driver, dsn := address(t, d)
		db := open(t, driver, dsn)
		upTo(t, db, d, partings-1)
		document := "CAST('" + accept + "' AS BLOB)"
		if d == migrations.Postgres {
			document = "convert_to('" + accept + "', 'UTF8')"
		}
		if _, err := db.Exec(strings.Replace(inWords(d, together), "A,", document+",", 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := migrations.Up(context.Background(), db, d); err != nil {
			t.Fatal(err)
		}
		for query, want := range map[string][]string{
			"SELECT assembly || ' ' || answer FROM offers ORDER BY id":                        {"https://crest.example/p/a https://tisserands.example/activities/9", "https://crest.example/p/b "},
			"SELECT name || ' ' || state || ' ' || offer || ' ' || answer FROM co_organisers": {"Die accepted offer-1 "},
		} {
			if got := rows(t, db, query); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", query, got, want)
			}
		}
	})
}

// written is the assembly in a dialect's own words.
func written(d migrations.Dialect) string { return inWords(d, assembly) }

func inWords(d migrations.Dialect, text string) string {
	hour, none, bytes := "1788000000000000", "-62135596800000000", "x'0102'"
	if d == migrations.Postgres {
		hour, none, bytes = "'2026-08-29 09:20:00+00'", "'0001-01-01 00:00:00+00'", `'\x0102'::bytea`
	}
	return strings.NewReplacer(" T,", " "+hour+",", " T)", " "+hour+")", " O,", " "+none+",", " O)", " "+none+")", " B,", " "+bytes+",").Replace(text)
}

func TestNothingThatAnAssemblyDidIsLostOnTheWayUp(t *testing.T) {
	each(t, func(t *testing.T, d migrations.Dialect) {
		driver, dsn := address(t, d)
		db := open(t, driver, dsn)
		upTo(t, db, d, floor)
		if _, err := db.Exec(written(d)); err != nil {
			t.Fatal(err)
		}
		queries := make(map[string]string) // of what each table held
		before := make(map[string][]string)
		for _, table := range tables(t, db, d) {
			queries[table] = "SELECT " + columns(t, db, table) + " FROM " + table
			before[table] = rows(t, db, queries[table])
		}
		if _, err := migrations.Up(context.Background(), db, d); err != nil {
			t.Fatal(err)
		}
		for table, query := range queries {
			held, holds := before[table], rows(t, db, query)
			slices.Sort(held)
			slices.Sort(holds)
			if !slices.Equal(held, holds) {
				t.Errorf("%s held %q, and holds %q", table, held, holds)
			}
		}
		for query, want := range map[string]string{
			"SELECT CAST(count(*) AS TEXT) FROM meetings WHERE scheduled_at = starts_at AND cancel_reason = '' AND sequence = 0": "2",
			"SELECT CAST(count(*) AS TEXT) FROM motions WHERE mode = 'named' AND NOT void AND amends = 0 AND roll = ''":          "3",
			"SELECT CAST(count(*) AS TEXT) FROM electors WHERE voted":                                                            "0",
			"SELECT CAST(count(*) AS TEXT) FROM ballots WHERE entered_by = 0":                                                    "4",
			"SELECT CAST(count(*) AS TEXT) FROM speech_requests WHERE kind = 'speech'":                                           "1",
			"SELECT CAST(count(*) AS TEXT) FROM mandates WHERE meeting = 0":                                                      "1",
			"SELECT CAST(count(*) AS TEXT) FROM items WHERE NOT opening AND spent = 0 AND adjourned_from = 0":                    "1",
		} {
			if got := rows(t, db, query); !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %v, want %s", query, got, want)
			}
		}
	})
}

// upTo applies the steps up to one.
func upTo(t *testing.T, db *sql.DB, d migrations.Dialect, step int64) {
	t.Helper()
	dialect := goose.DialectSQLite3
	if d == migrations.Postgres {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, db, os.DirFS(string(d)))
	if err == nil {
		_, err = provider.UpTo(context.Background(), step)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// columns are those of a table, as text.
func columns(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	r, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	names, err := r.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		names[i] = `CAST("` + name + `" AS TEXT)`
	}
	return strings.Join(names, ", ")
}
