package commune_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata" // the rules hold on a machine without a zone database

	"federes.org/commune"
)

// start is an AG's hour: Thursday 12 November 2026, 18:30 in Paris.
var start = time.Date(2026, 11, 12, 17, 30, 0, 0, time.UTC)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// random gives numbers that a failure can be repeated with: the seed is printed.
func random(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// refused asserts that the rules answered with this refusal, of its kind.
func refused(t *testing.T, got error, want commune.Refusal) {
	t.Helper()
	var r commune.Refusal
	if !errors.As(got, &r) || !errors.Is(got, want) || r.Kind != want.Kind {
		t.Errorf("got %v, want the refusal %s", got, want.Key)
	}
}

// accepted asserts that the rules refused nothing.
func accepted(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("refused: %v", err)
	}
}

func planned() commune.Meeting {
	o := commune.Organisation{TimeZone: "Europe/Paris", Place: "Maison du peuple"}
	m := commune.NewOrdinary(o, commune.DefaultSettings(), start, start.AddDate(0, 0, -30))
	m.ID = 1
	return m
}

func inSession() commune.Meeting {
	m := planned()
	m.OpenedAt, m.OpenedBy = start, 1
	return m
}
