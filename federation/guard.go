package federation

import (
	"net/netip"
	"net/url"
	"strings"
	"syscall"
)

// FetchError is why we did not ask, or do not believe, what another host would say.
type FetchError string

func (e FetchError) Error() string { return string(e) }

// The closed list of our reasons. What the other host answered is a StatusError.
const (
	ErrURL         FetchError = "not an address that we ask"
	ErrOwnHost     FetchError = "an address of our own"
	ErrAddress     FetchError = "the host lies in a private or special network"
	ErrRedirects   FetchError = "too many redirects"
	ErrBudget      FetchError = "the fetches that one activity may cause are spent"
	ErrTooLarge    FetchError = "the document is too large"
	ErrContentType FetchError = "not the kind of document that was asked for"
	ErrIdentity    FetchError = "the document is not the one at its address"
	ErrActor       FetchError = "not an actor that we can deal with"
	ErrKeyOwner    FetchError = "the key and its owner do not name each other"
	ErrHandle      FetchError = "the handle and the actor do not name each other"
)

// guard decides which hosts we talk to: public ones by https on port 443, and whatever lies in the networks allowed beside them.
type guard struct {
	own     string
	allowed []netip.Prefix
	special []netip.Prefix
}

// newGuard keeps away from our own host and from every network that is not the public internet.
func newGuard(own string, allowed []netip.Prefix) guard {
	g := guard{own: own, allowed: allowed}
	for text := range strings.FieldsSeq(specialNetworks) {
		g.special = append(g.special, netip.MustParsePrefix(text))
	}
	return g
}

// specialNetworks are those of the IANA special-purpose registries, for IPv6 within 2000::/3 (SSR-01 to SSR-05).
const specialNetworks = `
	0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
	192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
	203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
	2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20`

// admit judges an address before any name is resolved; every hop of a redirect passes here (SSR-07, SSR-10, SSR-14, SSR-16, SSR-17).
// Plain http is left to dial, which lets it reach the allowed networks only.
func (g guard) admit(u *url.URL) error {
	port := u.Port()
	if u.Scheme == "http" && (len(g.allowed) == 0 || port == httpsPort) {
		return ErrURL
	}
	if strings.EqualFold(strings.TrimSuffix(u.Host, ":"+httpsPort), g.own) {
		return ErrOwnHost
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err == nil && !g.allows(ip.Unmap()) {
		return ErrAddress
	}
	return nil
}

// dial judges the address that the name turned out to have, at the last moment before connecting (net.Dialer.Control).
func (g guard) dial(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return ErrAddress
	}
	ip := to.Addr().Unmap()
	if g.allows(ip) || g.public(ip) && to.Port() == 443 {
		return nil
	}
	return ErrAddress
}

func (g guard) allows(ip netip.Addr) bool { return contains(g.allowed, ip) }

// public holds for the addresses that any host of the internet may have. An IPv6 zone makes an address local.
func (g guard) public(ip netip.Addr) bool {
	if ip.Is6() && (ip.Zone() != "" || ip.As16()[0]>>5 != 1) { // 2000::/3
		return false
	}
	return !contains(g.special, ip)
}

func contains(networks []netip.Prefix, ip netip.Addr) bool {
	for _, network := range networks {
		if network.Contains(ip) {
			return true
		}
	}
	return false
}
