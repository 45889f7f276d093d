package procedure_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

// world is one commune that was founded on a Monday morning.
type world struct {
	*testing.T
	*store.Store
	clock   *storetest.Clock
	house   procedure.House
	founder commune.MemberID
	told    *heard
}

// heard keeps what was published.
type heard struct {
	mu     sync.Mutex
	events []commune.Event
}

func (h *heard) Publish(_ *store.Tx, e commune.Event) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, e)
	return nil
}

// records are those that were published, without the rest.
func (h *heard) records() (all []commune.RecordWritten) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.events {
		if r, ok := e.(commune.RecordWritten); ok {
			all = append(all, r)
		}
	}
	return all
}

// each founds the commune on both databases.
func each(t *testing.T, test func(w *world)) {
	unfounded(t, func(w *world) {
		w.tx(func(tx *store.Tx) error {
			m, err := procedure.Found(tx, w.house, founding())
			w.founder = m.ID
			return err
		})
		test(w)
	})
}

// unfounded is the world before its commune.
func unfounded(t *testing.T, test func(w *world)) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		w := &world{T: t, clock: storetest.NewClock(), house: procedure.NewHouse(words), told: &heard{}}
		w.Store = open(store.Config{Clock: w.clock.Now, Publisher: w.told})
		test(w)
	})
}

func founding() procedure.Founding {
	return procedure.Founding{
		Organisation: commune.Organisation{
			Kind: commune.KindCommune, Name: "Commune du Faubourg-des-Tisserands", Place: "Maison du peuple",
			TimeZone: "Europe/Paris", Language: "fr", BaseURL: "http://127.0.0.1:8080",
		},
		FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example",
	}
}

// tx runs a transaction that must succeed.
func (w *world) tx(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.InTx(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

// refused runs a transaction that must be refused for this reason, and leave nothing behind.
func (w *world) refused(want commune.Refusal, fn func(tx *store.Tx) error) {
	w.Helper()
	before := w.dump()
	var got commune.Refusal
	if err := w.InTx(context.Background(), fn); !errors.Is(err, want) || !errors.As(err, &got) || got.Kind != want.Kind {
		w.Errorf("got %v, want the refusal %s", err, want.Key)
	}
	if after := w.dump(); after != before {
		w.Errorf("the refusal %s left something behind", want.Key)
	}
}

// dump is the whole content of the database, whatever the order of its rows, as one hash.
func (w *world) dump() string {
	w.Helper()
	var lines []string
	w.view(func(tx *store.Tx) error {
		names, err := tables(tx)
		if err != nil {
			return err
		}
		for _, name := range names {
			if lines, err = appendRows(lines, tx, name); err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(lines)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

// tables are those of the schema, which no test changes.
func tables(tx *store.Tx) (names []string, err error) {
	dialect := tx.DB().Name()
	if known, ok := schema.Load(dialect); ok {
		return known.([]string), nil
	}
	if names, err = tx.DB().Migrator().GetTables(); err == nil {
		schema.Store(dialect, names)
	}
	return names, err
}

var schema sync.Map // of each dialect, the names of its tables

// appendRows adds a line for each row of a table.
func appendRows(lines []string, tx *store.Tx, table string) ([]string, error) {
	rows, err := tx.DB().Raw("SELECT * FROM " + table).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprint(table, values))
	}
	return lines, rows.Err()
}

// view runs a transaction that reads.
func (w *world) view(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.View(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

// atOnce runs an act n times at the same moment and gives what came of each.
func (w *world) atOnce(n int, act func(i int, tx *store.Tx) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			errs[i] = w.InTx(context.Background(), func(tx *store.Tx) error { return act(i, tx) })
		})
	}
	all.Wait()
	return errs
}

// one asserts that of those who did it at once one succeeded, and that all others met this refusal.
func (w *world) one(errs []error, want commune.Refusal) {
	w.Helper()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if !errors.Is(err, want) {
			w.Errorf("got %v, want the refusal %s", err, want.Key)
		}
	}
	if done != 1 {
		w.Errorf("%d of %d succeeded", done, len(errs))
	}
}

// member admits a person and, if paid, records dues for this year.
func (w *world) member(name string, paid bool) commune.MemberID {
	w.Helper()
	var m commune.Member
	w.tx(func(tx *store.Tx) (err error) {
		if m, err = procedure.Admit(tx, w.founder, name, fmt.Sprintf("m%x@tisserands.example", name)); err != nil || !paid {
			return err
		}
		_, err = procedure.RecordPayment(tx, w.founder, commune.Payment{Member: m.ID, Cents: 1200, From: "2026-09-01", Until: "2027-08-31"})
		return err
	})
	return m.ID
}
