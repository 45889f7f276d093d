package federation

import (
	"sync"
	"time"
)

// bookmarks remember where pages of others were read to, so that what is known is not read every hour. Nothing depends on them: they are forgotten
// at a restart, and each after a day, so that who went back to an old copy is read anew.
type bookmarks struct {
	mu  sync.Mutex
	all map[string]bookmark
}

type bookmark struct {
	at    string
	begun time.Time
}

// of is where to read on; from, if this was never read, or not for a day.
func (b *bookmarks) of(what, from string, now time.Time) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if known, ok := b.all[what]; ok && now.Sub(known.begun) < PullEvery {
		return known.at
	}
	for other, known := range b.all {
		if now.Sub(known.begun) >= PullEvery {
			delete(b.all, other)
		}
	}
	b.all[what] = bookmark{from, now}
	return from
}

// keep notes how far it was read.
func (b *bookmarks) keep(what, at string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all[what] = bookmark{at, b.all[what].begun}
}
