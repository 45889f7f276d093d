package federation

import (
	"sync"

	"golang.org/x/time/rate"
)

// gate bounds what one host can make us do before anything about it is known (DOS-01). It holds so many hosts and no more: when
// full it starts anew, which costs a flooder as much as it gives.
type gate struct {
	mu    sync.Mutex
	rate  rate.Limit
	hosts map[string]*rate.Limiter
}

func newGate(r rate.Limit) *gate { return &gate{rate: r, hosts: make(map[string]*rate.Limiter)} }

// admits tells whether a host may be served now.
func (g *gate) admits(host string) bool {
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
	return l.Allow()
}
