package procedure_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
)

// beside is what a database keeps beside its tables, as a name: SQLite a journal with the order of what was written; PostgreSQL, in the same
// file as the rows, those that were there before.
func (w *world) beside() string {
	w.Helper()
	if w.dialect() == "postgres" {
		return fmt.Sprint(w.column("SELECT pg_relation_filenode('electors') UNION ALL SELECT pg_relation_filenode('urns')"))
	}
	var path string
	w.view(func(tx *store.Tx) error {
		return tx.DB().Raw("SELECT file FROM pragma_database_list").Scan(&path).Error
	})
	journal, err := os.ReadFile(path + "-wal")
	if err != nil {
		w.Fatal(err)
	}
	return fmt.Sprintf("%d bytes", len(journal))
}

func TestAG5_TheDatabaseForgetsHowASecretVoteWent(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(3)
		w.openIn(motion.ID, commune.Secret)
		for i, who := range there {
			w.tx(w.cast(who, motion.ID, motion.Choices()[i]))
		}
		before := w.beside()
		w.close(motion.ID)
		waiting := w.column("SELECT count(*) FROM jobs WHERE kind = 'urn'")
		if !slices.Equal(waiting, []int64{1}) {
			t.Errorf("it is told to forget %v times", waiting)
		}
		if err := w.Forget(context.Background()); err != nil {
			t.Fatal(err)
		}
		if after := w.beside(); w.dialect() == "sqlite" && after != "0 bytes" || after == before {
			t.Errorf("it keeps what it kept: %s", after)
		}
		if voted := w.column("SELECT member FROM electors WHERE voted"); len(voted) != 3 {
			t.Errorf("the roll became %v", voted)
		}
	})
}
