package migrations_test

import (
	"context"
	"database/sql"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"

	"federes.org/migrations"
)

func TestASecondStartAppliesNothing(t *testing.T) {
	each(t, func(t *testing.T, d migrations.Dialect) {
		db := migrated(t, d)
		if n, err := migrations.Up(context.Background(), db, d); err != nil || n != 0 {
			t.Errorf("applied %d steps, %v", n, err)
		}
	})
}

func TestFourProcessesThatStartAtOnceMigrateOnce(t *testing.T) {
	each(t, func(t *testing.T, d migrations.Dialect) {
		driver, dsn := address(t, d)
		pools := make([]*sql.DB, 4)
		for i := range pools {
			pools[i] = open(t, driver, dsn)
		}
		var applied atomic.Int64
		var all sync.WaitGroup
		for _, db := range pools {
			all.Go(func() {
				n, err := migrations.Up(context.Background(), db, d)
				if err != nil {
					t.Error(err)
				}
				applied.Add(int64(n))
			})
		}
		all.Wait()
		alone, err := migrations.Up(context.Background(), migrated(t, d), d)
		if err != nil || alone != 0 {
			t.Fatal(alone, err)
		}
		steps := rows(t, pools[0], `SELECT CAST(version_id AS TEXT) FROM goose_db_version WHERE version_id > 0 ORDER BY version_id`)
		if int(applied.Load()) != len(steps) || len(steps) == 0 {
			t.Errorf("%d steps were applied of %v", applied.Load(), steps)
		}
	})
}

func TestAStepThatFailsLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, d migrations.Dialect) {
		driver, dsn := address(t, d)
		db := open(t, driver, dsn)
		if _, err := db.Exec(`CREATE TABLE jobs (id INTEGER)`); err != nil { // the name of the first step's last table
			t.Fatal(err)
		}
		if _, err := migrations.Up(context.Background(), db, d); err == nil {
			t.Fatal("migrated over a table that was there")
		}
		if left := tables(t, db, d); len(left) != 1 {
			t.Errorf("left %v", left)
		}
	})
}

// PW-1: power comes from mandates; no column says who may do what.
func TestPW1_NoColumnIsAFlagOfPower(t *testing.T) {
	power := regexp.MustCompile(`(?i)admin|role|super|root|staff|owner|permission|privilege|moderator|is_|rank_of|level`)
	allowed := map[string]bool{"log_entries is_record": true, "peers role": true} // what an entry is; commune or council
	each(t, func(t *testing.T, d migrations.Dialect) {
		db := migrated(t, d)
		for _, table := range tables(t, db, d) {
			query := `SELECT name FROM pragma_table_info($1)`
			if d == migrations.Postgres {
				query = `SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1`
			}
			for _, column := range rows(t, db, query, table) {
				if power.MatchString(column) && !allowed[table+" "+column] {
					t.Errorf("%s.%s reads as a flag of power", table, column)
				}
			}
		}
	})
}

// ME-2, in the schema: a column of a person is there because a rule needs it.
func TestME2_OfAPersonTheLeastIsKept(t *testing.T) {
	want := []string{"id", "public_name", "email", "language", "password_hash", "admitted_at", "left_at", "kind", "delegation", "seated_until", "seat_rank"}
	db := migrated(t, migrations.SQLite)
	got := rows(t, db, `SELECT name FROM pragma_table_info('members')`)
	if len(got) != len(want) {
		t.Fatalf("of a member %v is kept", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("of a member %s is kept", got[i])
		}
	}
}
