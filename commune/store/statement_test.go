package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

// numbers reads so many numbers by the same statement, each within the reading of the one before.
func numbers(tx *store.Tx, depth int) (string, error) {
	if depth == 0 {
		return "", nil
	}
	rows, err := tx.DB().Raw("SELECT n FROM (SELECT 1 AS n UNION ALL SELECT 2) AS both_of_them ORDER BY n").Rows()
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var said strings.Builder
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return "", err
		}
		inner, err := numbers(tx, depth-1)
		if err != nil {
			return "", err
		}
		fmt.Fprint(&said, n, "(", inner, ")")
	}
	return said.String(), rows.Err()
}

func TestAStatementThatIsKeptIsRunByNobodyElseMeanwhile(t *testing.T) {
	s := storetest.SQLite(t, store.Config{Clock: storetest.NewClock().Now})
	for range 2 {
		read(t, s, func(tx *store.Tx) error {
			if said, err := numbers(tx, 3); err != nil || said != "1(1(1()2())2(1()2()))2(1(1()2())2(1()2()))" {
				t.Errorf("read as %s, %v", said, err)
			}
			return nil
		})
	}
}

func TestAStatementThatFailedIsRunAgain(t *testing.T) {
	s := storetest.SQLite(t, store.Config{Clock: storetest.NewClock().Now})
	write(t, s, func(tx *store.Tx) error { return tx.Found(tisserands()) })
	for range 3 {
		if err := s.InTx(context.Background(), func(tx *store.Tx) error { return tx.Found(tisserands()) }); err == nil {
			t.Error("founded twice")
		}
	}
	read(t, s, func(tx *store.Tx) error {
		if o, err := tx.Organisation(); err != nil || o != tisserands() {
			t.Errorf("read as %+v, %v", o, err)
		}
		return nil
	})
}

func TestMoreStatementsThanAreKeptAreRun(t *testing.T) {
	s := storetest.SQLite(t, store.Config{Clock: storetest.NewClock().Now})
	for n := range 700 {
		read(t, s, func(tx *store.Tx) error {
			var got int
			if err := tx.DB().Raw(fmt.Sprintf("SELECT %d", n)).Scan(&got).Error; err != nil || got != n {
				t.Errorf("%d is read as %d, %v", n, got, err)
			}
			return nil
		})
	}
}
