package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// stream is one browser that watches one screen of a meeting.
type stream struct {
	server   *Server
	screen   screen
	meeting  commune.MeetingID
	frame    page.Frame       // its reader's language
	who      commune.MemberID // 0 on a projector
	good     bool
	password string        // epoch under which its session began
	session  string        // under which the store keeps it
	token    string        // a projector's, hashed
	gone     chan struct{} // its reader may not watch any more

	seen  int // the number of the reading that was sent last
	own   map[string][sha256.Size]byte
	state string // names what the browser shows
	out   http.ResponseWriter
	flush *http.ResponseController
	slow  *time.Timer
}

// key is whose streams are counted together.
func (w *stream) key() string {
	if w.who == 0 {
		return w.token
	}
	return strconv.FormatInt(int64(w.who), 10)
}

// follow sends what a browser does not show yet, until one of the two goes.
func (s *Server) follow(c *gin.Context, w *stream) {
	w.server, w.gone, w.seen, w.own, w.state = s, make(chan struct{}, 1), -1, map[string][sha256.Size]byte{}, c.GetHeader("Last-Event-ID")
	r, err := s.hub.enter(w)
	if err != nil {
		s.fail(c, err)
		return
	}
	defer s.hub.leave(w, r)
	first, err := w.first(c.Request.Context(), r)
	if err != nil {
		s.fail(c, err)
		return
	}
	if first == nil {
		return
	}
	w.open(c)
	defer w.slow.Stop()
	if err := w.run(c.Request.Context(), r); err != nil && c.Request.Context().Err() == nil {
		s.Log.Info("a browser stopped listening", "error", err)
	}
}

// first waits for the room's reading, and asks it whether its reader may watch; nil if the reader left.
func (w *stream) first(ctx context.Context, r *room) (*reading, error) {
	for {
		now, next := r.now()
		switch {
		case now == nil:
		case now.missing != nil:
			return nil, now.missing
		case !w.screen.watched(now.sitting, w.who):
			return nil, errNotFound
		default:
			return now, nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return nil, nil
		case <-w.server.hub.over:
			return nil, errBusy
		}
	}
}

// open begins the answer. The server's time to read a request does not end a stream; a browser that does not receive does.
func (w *stream) open(c *gin.Context) {
	w.out = http.ResponseWriter(c.Writer)
	if under, ok := w.out.(interface{ Unwrap() http.ResponseWriter }); ok {
		w.out = under.Unwrap() // gin's own flushing does not look through the session's writer
	}
	w.flush = http.NewResponseController(w.out)
	_ = w.flush.SetReadDeadline(time.Time{}) // a writer without deadlines keeps none
	w.slow = time.AfterFunc(patience, func() { _ = w.flush.SetWriteDeadline(time.Unix(1, 0)) })
	w.slow.Stop()
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	c.Writer.WriteHeaderNow()
}

func (w *stream) run(ctx context.Context, r *room) error {
	beats := time.NewTicker(heartbeat)
	defer beats.Stop()
	if err := w.send(append([]byte("retry: 1000\n"), w.beat()...)); err != nil {
		return err
	}
	for {
		now, next := r.now()
		if now.missing != nil || !w.screen.watched(now.sitting, w.who) {
			return w.again()
		}
		event, err := w.event(r, now)
		if err == nil && len(event) > 0 {
			err = w.send(event)
		}
		if err != nil {
			return err
		}
		if w.who == 0 && now.sitting.State == commune.Closed {
			return w.send([]byte("event: end\ndata: .\n\n")) // the projector keeps showing how it ended
		}
		select {
		case <-next:
		case <-beats.C:
			err = w.send(w.beat())
		case <-w.gone:
			return w.again()
		case <-w.server.hub.over:
			return nil
		case <-ctx.Done():
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// beat is a sign of life, and the hour by which the page's clocks go.
func (w *stream) beat() []byte {
	return append(strconv.AppendInt([]byte("event: beat\ndata: "), w.server.Store.Clock().UnixMilli(), 10), "\n\n"...)
}

// again has the browser load its page anew: it is then told what it may see.
func (w *stream) again() error { return w.send([]byte("event: again\ndata: .\n\n")) }

func (w *stream) send(b []byte) error {
	w.slow.Reset(patience)
	defer w.slow.Stop()
	if _, err := w.out.Write(b); err != nil {
		return err
	}
	return w.flush.Flush()
}

// event is what changed since the last one, under the name of what the browser then shows; empty if nothing did. A browser that comes back
// with the name of what it shows is sent nothing that it has.
func (w *stream) event(r *room, now *reading) ([]byte, error) {
	f := w.frame
	f.Site, f.Now = now.site, now.sitting.At
	d, err := r.draw(now, w.screen, f)
	if err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	for _, p := range d.parts {
		if p.since > w.seen {
			lines.Write(p.lines)
		}
	}
	w.seen = d.of.number
	sum := sha256.New()
	sum.Write(d.sum[:])
	own, err := r.drawOwn(d, w, f)
	if err != nil {
		return nil, err
	}
	for _, p := range own {
		sum.Write(p.sum[:])
		if w.own[p.id] != p.sum {
			w.own[p.id] = p.sum
			lines.Write(p.lines)
		}
	}
	state := base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:12])
	if state == w.state {
		return nil, nil
	}
	w.state = state
	return append([]byte("id: "+state+"\n"), append(lines.Bytes(), '\n')...), nil
}

// unwelcome are those who watch and no longer may: who left or was expelled, whose password is another than when they came in, who signed
// out, and projectors whose address was taken back.
func (r *room) unwelcome(tx *store.Tx) ([]*stream, error) {
	r.mu.Lock()
	var watching []*stream
	var sessions []string
	for w := range r.watching {
		watching = append(watching, w)
		if w.who != 0 {
			sessions = append(sessions, w.session)
		}
	}
	r.mu.Unlock()
	members, err := tx.Members()
	if err != nil {
		return nil, err
	}
	under := make(map[commune.MemberID]string, len(members))
	for _, m := range members {
		if m.Active() {
			under[m.ID] = epoch(m)
		}
	}
	living, err := tx.LivingSessions(sessions)
	if err != nil {
		return nil, err
	}
	token, err := tx.ProjectorToken(r.meeting)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return nil, err
	}
	var gone []*stream
	for _, w := range watching {
		if w.who == 0 && w.token != token || w.who != 0 && (under[w.who] != w.password || !living[w.session]) {
			gone = append(gone, w)
		}
	}
	return gone, nil
}
