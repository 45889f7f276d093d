package web

import (
	"sync"
	"time"

	"federes.org/commune"
)

// What the hub waits for.
const (
	breath     = 10 * time.Millisecond  // after a meeting was read and drawn, until it is read again; or as long as that took, when acts come faster
	longBreath = 250 * time.Millisecond // the same, while a whole hall votes
	many       = 16                     // acts since a meeting was read: a whole hall votes
	recheck    = 3 * time.Second        // between two looks at the hour and at who still may watch
	heartbeat  = 15 * time.Second       // between two signs of life on a stream
	patience   = 20 * time.Second       // that a browser may take to receive what it is sent
)

// hub keeps the live pages current: one room for each meeting that somebody watches, for as long as somebody does.
type hub struct {
	server *Server
	over   chan struct{} // closed when every stream is to end

	mu      sync.Mutex
	rooms   map[commune.MeetingID]*room
	streams int
	of      map[string]int // streams by who watches
}

func newHub(s *Server) *hub {
	return &hub{server: s, over: make(chan struct{}), rooms: map[commune.MeetingID]*room{}, of: map[string]int{}}
}

// changed has the room of a meeting read it again; of no meeting in particular, every room.
func (h *hub) changed(m commune.MeetingID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, r := range h.rooms {
		if m == 0 || m == id {
			r.acts.Add(1)
			wake(r.dirty)
		}
	}
}

// inspect has every room look who still may watch.
func (h *hub) inspect() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.rooms {
		wake(r.doubt)
	}
}

// enter gives a stream its place in the room of its meeting, and the first who comes opens it.
func (h *hub) enter(w *stream) (*room, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	limits := h.server.Limits.Streams
	if h.streams >= limits.InAll || h.of[w.key()] >= limits.EachOne {
		return nil, errBusy
	}
	h.streams++
	h.of[w.key()]++
	r := h.rooms[w.meeting]
	if r == nil {
		r = newRoom(h, w.meeting)
		h.rooms[w.meeting] = r
		go r.run()
	}
	r.admit(w)
	return r, nil
}

// leave gives the place back, and the last who leaves closes the room.
func (h *hub) leave(w *stream, r *room) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.streams--
	if h.of[w.key()]--; h.of[w.key()] == 0 {
		delete(h.of, w.key())
	}
	if r.dismiss(w) == 0 {
		delete(h.rooms, r.meeting)
		close(r.empty)
	}
}

// end ends every stream: their browsers come back to whoever serves next.
func (h *hub) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.over:
	default:
		close(h.over)
	}
}
