package web

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
)

// room is a meeting that somebody watches. It reads it once for all of them: after each change, and every few seconds for what the hour
// alone changes. It draws, and the streams send: whoever is slow keeps nobody waiting, and misses what was between.
type room struct {
	hub     *hub
	meeting commune.MeetingID
	dirty   chan struct{} // the meeting changed
	acts    atomic.Int32  // that changed it since it was read
	doubt   chan struct{} // someone who watches may no longer
	behind  chan *stream  // who has just come, or sent something while the meeting was read again
	empty   chan struct{} // closed when nobody watches any more
	latest  *reading      // nil before the first
	shown   map[sheet]*shown

	mu       sync.Mutex
	watching map[*stream]struct{}
}

// reading is a meeting as it was read once. It never changes.
type reading struct {
	number  int
	site    commune.Organisation
	sitting procedure.Sitting
	more    map[string]bool // the screens whose own share was read too
	missing error           // why there is none to show
}

func newRoom(h *hub, m commune.MeetingID) *room {
	return &room{
		hub: h, meeting: m, dirty: make(chan struct{}, 1), doubt: make(chan struct{}, 1), behind: make(chan *stream), empty: make(chan struct{}),
		watching: map[*stream]struct{}{}, shown: map[sheet]*shown{},
	}
}

// wake leaves a sign; one that was not seen yet is enough.
func wake(sign chan struct{}) {
	select {
	case sign <- struct{}{}:
	default:
	}
}

func (r *room) admit(w *stream) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watching[w] = struct{}{}
}

func (r *room) dismiss(w *stream) (left int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.watching, w)
	return len(r.watching)
}

func (r *room) watchers() []*stream {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(maps.Keys(r.watching))
}

// run reads the meeting for as long as somebody watches it.
func (r *room) run() {
	tick, stop := r.hub.server.ticks()
	defer stop()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go r.guard(ctx)
	pause := time.NewTimer(r.reread(ctx))
	for resting := true; ; {
		dirty, ticks := r.dirty, tick
		if resting {
			dirty, ticks = nil, nil
		}
		select {
		case <-pause.C:
			resting = false
			continue
		case w := <-r.behind:
			r.serve(w)
			continue
		case <-r.empty:
			return
		case <-dirty:
		case <-ticks:
			wake(r.doubt)
		}
		pause.Reset(r.reread(ctx))
		resting = true
	}
}

// reread reads the meeting, and gives how long to rest after it: when acts come faster than it is read, those who act need the machine more
// than those who watch.
func (r *room) reread(ctx context.Context) time.Duration {
	clock, acts := r.hub.server.Store.Clock, r.acts.Swap(0)
	start := clock()
	r.read(ctx)
	switch {
	case acts >= many:
		return longBreath
	case acts > 1:
		return min(max(breath, clock().Sub(start)), longBreath)
	}
	return breath
}

// read reads the meeting. What fails is tried again at the next sign or tick.
func (r *room) read(ctx context.Context) {
	defer r.hub.server.rescue("reading a meeting for those who watch it")
	next := &reading{more: map[string]bool{}}
	err := r.hub.server.Store.View(ctx, func(tx *store.Tx) (err error) {
		if next.site, err = tx.Organisation(); err != nil {
			return err
		}
		if next.sitting, err = confederal.ReadSitting(tx, r.meeting); err != nil {
			return err
		}
		return r.readMore(tx, next)
	})
	if errors.Is(err, commune.ErrNotFound) {
		next.missing, err = err, nil
	}
	if err != nil {
		r.hub.server.Log.Error("reading a meeting for those who watch it", "meeting", r.meeting, "error", err)
		return
	}
	if r.latest != nil {
		next.number = r.latest.number + 1
	}
	r.latest = next
	for _, w := range r.watchers() {
		r.give(w)
	}
}

// readMore reads what only some of the screens show that somebody watches.
func (r *room) readMore(tx *store.Tx, next *reading) error {
	for _, w := range r.watchers() {
		if w.screen.more == nil || next.more[w.screen.name] {
			continue
		}
		next.more[w.screen.name] = true
		if err := w.screen.more(&next.sitting, tx); err != nil {
			return err
		}
	}
	return nil
}

// serve draws for one stream.
func (r *room) serve(w *stream) {
	defer r.hub.server.rescue("drawing for who watches a meeting")
	r.give(w)
}

// give hands a stream what its browser does not show yet. One that is slow has that once it has sent what it was given before.
func (r *room) give(w *stream) {
	if r.latest == nil {
		return
	}
	if w.screen.more != nil && !r.latest.more[w.screen.name] && r.latest.missing == nil {
		wake(r.dirty) // the first who watches it
		return
	}
	if len(w.events) == cap(w.events) {
		w.missed.Store(true)
		if len(w.events) == cap(w.events) {
			return
		}
	}
	first := w.seen < 0
	if e := r.event(w); first || e.err != nil || len(e.lines) > 0 {
		w.events <- e
	}
}
