package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"federes.org/commune"
	"federes.org/migrations"
)

// How long a process waits before it listens again after its connection was lost: first, and at most.
const (
	listenSoon  = 50 * time.Millisecond
	listenLater = 5 * time.Second
)

// ears are those in this process who hear of every meeting that changed, whichever process changed it.
type ears struct {
	mu    sync.Mutex
	all   map[int]func(commune.MeetingID)
	next  int
	close context.CancelFunc // of the listening; nil while nobody listens
	done  chan struct{}
}

// Hear has fn called after each commit that changed what a meeting shows, once, until the returned function is called. On PostgreSQL
// the acts of every process are heard. A zero MeetingID says that some may have been missed: anything may have changed.
func (s *Store) Hear(fn func(commune.MeetingID)) (stop func()) {
	e := &s.ears
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.all == nil {
		e.all = make(map[int]func(commune.MeetingID))
	}
	e.next++
	mine := e.next
	e.all[mine] = fn
	if s.dialect == migrations.Postgres && e.close == nil {
		var ctx context.Context
		ctx, e.close = context.WithCancel(context.Background())
		e.done = make(chan struct{})
		go func() { s.listen(ctx); close(e.done) }()
	}
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.all, mine)
	}
}

// hear tells everybody in this process.
func (e *ears) hear(m commune.MeetingID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, fn := range e.all {
		fn(m)
	}
}

// shut ends the listening, and returns when it has.
func (e *ears) shut() {
	e.mu.Lock()
	end, done := e.close, e.done
	e.mu.Unlock()
	if end != nil {
		end()
		<-done
	}
}

// notify tells the other processes, when and if the transaction commits.
func (tx *Tx) notify() error {
	if tx.store.dialect != migrations.Postgres {
		return nil
	}
	for _, m := range tx.touched {
		if err := tx.db.Exec("SELECT pg_notify('federes_' || current_schema(), ?)", fmt.Sprintf("%s %d", tx.store.name, m)).Error; err != nil {
			return wrap(err)
		}
	}
	return nil
}

// listen hears the other processes until the context ends. What was said while it could not is made good by telling that anything may
// have changed.
func (s *Store) listen(ctx context.Context) {
	wait := listenSoon
	for ctx.Err() == nil {
		err := s.listenOnce(ctx, func() { wait = listenSoon })
		if ctx.Err() != nil {
			return
		}
		s.config.Log.Warn("the database's notifications stopped; listening again", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, listenLater)
	}
}

func (s *Store) listenOnce(ctx context.Context, listening func()) error {
	conn, err := pgx.Connect(ctx, s.config.Database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var schema string
	if err := conn.QueryRow(ctx, "SELECT current_schema()").Scan(&schema); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{"federes_" + schema}.Sanitize()); err != nil {
		return err
	}
	listening()
	s.ears.hear(0)
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		var m commune.MeetingID
		from, number, _ := strings.Cut(n.Payload, " ")
		if _, err := fmt.Sscan(number, &m); err == nil && from != s.name {
			s.ears.hear(m)
		}
	}
}
