package jobs

import (
	"strings"
	"time"
)

// verdict is what becomes of a finished job: it is done and goes, or it runs again.
type verdict struct {
	done      bool
	runAt     time.Time
	attempts  int
	lastError string
}

// judge decides. A periodic job always comes back. A job that was interrupted because we stop has not failed: it is due as before.
func (s *shift) judge(f finished) verdict {
	now, every := s.Clock(), s.Every[f.Kind]
	comeback := verdict{done: every == 0, runAt: now.Add(every)}
	switch {
	case f.interrupted:
		return verdict{runAt: f.job().RunAt, attempts: f.Attempts - 1}
	case f.err == nil:
		return comeback
	}
	at, giveUp := s.backoff(f.Kind).next(f.job(), f.err, now)
	if giveUp {
		s.Log.Error("job given up", "kind", f.Kind, "key", f.Key, "attempts", f.Attempts, "error", f.err)
		comeback.lastError = readable(f.err)
		return comeback
	}
	s.Log.Warn("job failed", "kind", f.Kind, "key", f.Key, "attempts", f.Attempts, "again", at, "error", f.err)
	return verdict{runAt: at, attempts: f.Attempts, lastError: readable(f.err)}
}

func (s *shift) backoff(kind string) Backoff {
	if b, ok := s.Backoff[kind]; ok {
		return b
	}
	return patient
}

// readable is the error as both databases can keep it: valid UTF-8, no zero byte, 500 bytes at most.
func readable(err error) string {
	text := strings.ReplaceAll(err.Error(), "\x00", "")
	return strings.ToValidUTF8(text[:min(len(text), 500)], "")
}
