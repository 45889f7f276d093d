package federation

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// gate bounds how much one host may ask of us (DOS-01). It holds so many hosts and no more: when full it starts anew, which costs a
// flooder as much as it gives.
type gate struct {
	mu    sync.Mutex
	rate  rate.Limit
	hosts map[string]*rate.Limiter
}

func newGate(r rate.Limit) *gate { return &gate{rate: r, hosts: make(map[string]*rate.Limiter)} }

// admits tells whether a host may be served now.
func (g *gate) admits(host string, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, known := g.hosts[host]
	if !known {
		if len(g.hosts) >= MaxHosts {
			clear(g.hosts)
		}
		l = rate.NewLimiter(g.rate, max(1, int(g.rate)*InboxBurst))
		g.hosts[host] = l
	}
	return l.AllowN(now, 1)
}

// desk bounds the keys that strangers make us fetch, before anything about them is known (SIG-34): so many a second of one host, and so
// many at once of one host and of all, so that a slow host holds up nobody but itself.
type desk struct {
	rate *gate

	mu   sync.Mutex
	busy map[string]int
	all  int
}

func newDesk(r rate.Limit) *desk {
	return &desk{rate: newGate(min(r, KeyRate)), busy: make(map[string]int)}
}

// admits tells whether a key of this host may be fetched now; whoever is admitted leaves afterwards.
func (d *desk) admits(host string, now time.Time) bool {
	if !d.rate.admits(host, now) {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy[host] >= KeysPerHost || d.all >= KeysAtOnce {
		return false
	}
	d.busy[host]++
	d.all++
	return true
}

func (d *desk) leave(host string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all--
	if d.busy[host]--; d.busy[host] == 0 {
		delete(d.busy, host)
	}
}
