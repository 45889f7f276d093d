package simulation

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	random "math/rand/v2"
	"sync"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/store"
)

// Config says what is played.
type Config struct {
	Folder   string // of the databases; it is left to who gave it
	Seed     uint64
	Steps    int
	Communes int
	Councils int

	// Tamper is a defect: it runs in every transaction in which an instance takes in what another says. nil for none.
	Tamper func(tx *store.Tx) error
}

// Broken says which rule did not hold.
type Broken struct {
	Seed uint64
	Step int
	Did  string // what was done in that step
	Rule string
	Why  string
}

// Error says everything that is needed to see it again.
func (b Broken) Error() string {
	return fmt.Sprintf("seed %d, step %d (%s): %s: %s", b.Seed, b.Step, b.Did, b.Rule, b.Why)
}

// World is a confederation that is played.
type World struct {
	Config
	Instances []*Instance // communes first

	chance  *random.Rand
	now     time.Time
	step    int
	wire    []letter
	posted  int
	cut     []cut
	tickets []*ticket
	signed  map[string]commune.ActorID // who signed a document, by its digest
	touched []*Instance                // in this step
	trace   []string                   // what was done, step after step
}

// start is the hour at which everything begins.
var start = time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)

// rsaKey is one for all: requests are not signed here, and making a key takes longer than a hundred steps.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// words are read once.
var words = sync.OnceValues(locale.Load)

// Found founds the instances.
func Found(ctx context.Context, c Config) (*World, error) {
	w := &World{
		Config: c, chance: random.New(random.NewPCG(c.Seed, 0)), now: start, signed: map[string]commune.ActorID{},
	}
	for n := range c.Communes {
		if err := w.found(ctx, commune.KindCommune, fmt.Sprintf("commune-%d", n)); err != nil {
			return nil, errors.Join(err, w.Close())
		}
	}
	for n := range c.Councils {
		if err := w.found(ctx, commune.KindCouncil, fmt.Sprintf("conseil-%d", n)); err != nil {
			return nil, errors.Join(err, w.Close())
		}
	}
	return w, nil
}

// Close lets the databases go.
func (w *World) Close() error {
	var all error
	for _, i := range w.Instances {
		all = errors.Join(all, i.store.Close())
	}
	return all
}

// Play founds a confederation, plays it to its end and has everything arrive. It returns a Broken if a rule did not hold.
func Play(ctx context.Context, c Config) (trace []string, err error) {
	w, err := Found(ctx, c)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	w.trace = append(w.trace, "is founded")
	if err := w.hold(ctx, w.Instances, always); err != nil {
		return w.trace, err
	}
	for w.step < c.Steps {
		if err := w.next(ctx); err != nil {
			return w.trace, err
		}
	}
	return w.trace, w.settle(ctx)
}

// next does one thing, and holds whatever it touched against the rules.
func (w *World) next(ctx context.Context) error {
	w.step++
	w.touched = w.touched[:0]
	w.now = w.now.Add(time.Duration(1+w.chance.IntN(20)) * time.Minute)
	if w.happens(2) {
		w.now = w.now.Add(time.Duration(w.chance.IntN(72)) * time.Hour)
	}
	s := w.pick()
	did, err := s.do(w, ctx)
	w.trace = append(w.trace, s.name+" "+did)
	if _, found := errors.AsType[Broken](err); found {
		return err
	}
	if err != nil {
		return fmt.Errorf("seed %d, step %d (%s): %w", w.Seed, w.step, w.did(), err)
	}
	return w.hold(ctx, w.touched, always)
}

// did is what the last step was.
func (w *World) did() string { return w.trace[len(w.trace)-1] }

// happens holds in so many of a hundred cases.
func (w *World) happens(percent int) bool { return w.chance.IntN(100) < percent }

// anyone is one instance of a kind.
func (w *World) anyone(kind commune.OrganisationKind) *Instance {
	if kind == commune.KindCouncil {
		return w.Instances[w.Communes+w.chance.IntN(w.Councils)]
	}
	return w.Instances[w.chance.IntN(w.Communes)]
}

// at is the instance whose assembly an actor is; nil for a stranger.
func (w *World) at(actor commune.ActorID) *Instance {
	for _, i := range w.Instances {
		if i.face.Actor == actor {
			return i
		}
	}
	return nil
}
