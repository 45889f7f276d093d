package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
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
	password string // epoch under which its session began
	session  string // under which the store keeps it
	token    string // a projector's, hashed

	// What its room knows of it, and touches alone.
	seen  int       // the number of the reading that it was given last; -1 before the first
	own   *ownShown // that it was given last; nil before the first
	state string    // names what the browser then shows

	events chan event
	missed atomic.Bool   // it was passed over, for it had not sent what it had
	gone   chan struct{} // its reader may not watch any more

	out   http.ResponseWriter
	flush *http.ResponseController
	slow  *time.Timer
}

// event is what a stream is given to send, or why it is given nothing.
type event struct {
	lines []byte
	last  bool // nothing comes after it
	err   error
}

// What a stream says beside the parts: when to come back, that its page be loaded anew to be told what it may see, and that nothing more
// will come.
var (
	retry  = []byte("retry: 1000\n")
	anew   = []byte("event: anew\ndata: .\n\n")
	closed = []byte("event: end\ndata: .\n\n")
)

// key is whose streams are counted together.
func (w *stream) key() string {
	if w.who == 0 {
		return w.token
	}
	return strconv.FormatInt(int64(w.who), 10)
}

// follow sends what a browser does not show yet, until one of the two goes.
func (s *Server) follow(c *gin.Context, w *stream) {
	w.server, w.gone, w.events = s, make(chan struct{}, 1), make(chan event, 1)
	w.seen, w.state = -1, c.GetHeader("Last-Event-ID")
	r, err := s.hub.enter(w)
	if err != nil {
		s.fail(c, err)
		return
	}
	defer s.hub.leave(w, r)
	ctx := c.Request.Context()
	w.ask(ctx, r)
	var first event
	select {
	case first = <-w.events:
	case <-ctx.Done():
		return
	case <-s.hub.over:
		first.err = errBusy
	}
	if first.err != nil {
		s.fail(c, first.err)
		return
	}
	w.open(c)
	defer w.slow.Stop()
	first.lines = slices.Concat(retry, w.beat(), first.lines)
	if err := w.run(ctx, r, first); err != nil && ctx.Err() == nil {
		s.Log.Info("a browser stopped listening", "error", err)
	}
}

// ask has the room give what the browser does not show yet.
func (w *stream) ask(ctx context.Context, r *room) {
	select {
	case r.behind <- w:
	case <-ctx.Done():
	case <-w.server.hub.over:
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

// run sends what the room gives.
func (w *stream) run(ctx context.Context, r *room, e event) error {
	beats := time.NewTicker(heartbeat)
	defer beats.Stop()
	for {
		if e.err != nil {
			e = event{lines: anew, last: true}
		}
		if err := w.send(e.lines); err != nil || e.last {
			return err
		}
		if w.missed.CompareAndSwap(true, false) {
			w.ask(ctx, r)
		}
		select {
		case e = <-w.events:
		case <-beats.C:
			e = event{lines: w.beat()}
		case <-w.gone:
			e = event{lines: anew, last: true}
		case <-w.server.hub.over:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

// beat is a sign of life, and the hour by which the page's clocks go.
func (w *stream) beat() []byte {
	return append(strconv.AppendInt([]byte("event: beat\ndata: "), w.server.Store.Clock().UnixMilli(), 10), "\n\n"...)
}

func (w *stream) send(lines []byte) error {
	if len(lines) == 0 {
		return nil
	}
	w.slow.Reset(patience)
	defer w.slow.Stop()
	if _, err := w.out.Write(lines); err != nil {
		return err
	}
	return w.flush.Flush()
}
