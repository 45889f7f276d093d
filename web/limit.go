package web

import (
	"cmp"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits says how often something may be asked. A zero rate is the default.
type Limits struct {
	LinksPerAddress Rate // links to one address asked from one network; 3 an hour
	MailsPerAddress Rate // links to one address, from wherever they are asked; 12 an hour
	SignInsPerIP    Rate // links asked and spent, passwords tried from one network; 600 an hour, since a whole assembly may sit behind one
	Passwords       Rate // passwords tried for one address; 10 an hour
	Acts            Rate // forms sent by one member, or from one network by strangers; 60 a minute

	Streams StreamLimits
}

// StreamLimits say how many live pages may be open in one process. Zero is the default.
type StreamLimits struct {
	EachOne int // of one member, or of one projector's address; 12
	InAll   int // 5,000
}

func (l StreamLimits) orDefault() StreamLimits {
	return StreamLimits{EachOne: cmp.Or(l.EachOne, 12), InAll: cmp.Or(l.InAll, 5000)}
}

// Rate is so many at once, and as many again after so long.
type Rate struct {
	Count int
	In    time.Duration
}

type limiters struct{ addresses, mails, signIns, passwords, acts *limiter }

func newLimiters(l Limits) limiters {
	return limiters{
		addresses: newLimiter(l.LinksPerAddress, Rate{3, time.Hour}),
		mails:     newLimiter(l.MailsPerAddress, Rate{12, time.Hour}),
		signIns:   newLimiter(l.SignInsPerIP, Rate{600, time.Hour}),
		passwords: newLimiter(l.Passwords, Rate{10, time.Hour}),
		acts:      newLimiter(l.Acts, Rate{60, time.Minute}),
	}
}

// limiter counts by key, in memory that a flood of keys cannot grow: it keeps two generations, and the older one goes when the
// younger is full.
type limiter struct {
	rate Rate

	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

// generation is how many keys one generation of a limiter holds.
const generation = 10_000

func newLimiter(r, otherwise Rate) *limiter {
	if r.Count == 0 {
		r = otherwise
	}
	return &limiter{rate: r, young: map[string]*rate.Limiter{}}
}

// allow counts one more for a key, or refuses it.
func (l *limiter) allow(key string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket, ok := l.young[key]
	if !ok {
		if bucket, ok = l.old[key]; !ok {
			bucket = rate.NewLimiter(rate.Every(l.rate.In/time.Duration(l.rate.Count)), l.rate.Count)
		}
		if len(l.young) >= generation {
			l.old, l.young = l.young, map[string]*rate.Limiter{}
		}
		l.young[key] = bucket
	}
	return bucket.AllowN(now, 1)
}

// network is the part of an address that one household or host holds: all of an IPv4, the first half of an IPv6.
func network(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	address = address.Unmap()
	if address.Is4() {
		return address.String()
	}
	prefix, err := address.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
