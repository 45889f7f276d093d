package federation

import (
	"net/netip"
	"net/url"
	"strings"
)

const httpsPort = "443"

// parseURL reads an absolute http or https address that has one meaning only: no userinfo, no oddly written host (SSR-17). A fragment may follow.
func parseURL(text string) (*url.URL, error) {
	if len(text) > MaxID || strings.ContainsFunc(text, unquotable) || strings.ContainsRune(text, ' ') {
		return nil, ErrURL
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || !plainHost(u) {
		return nil, ErrURL
	}
	return u, nil
}

// plainHost holds for names of ASCII letters, digits, dots and hyphens, and for IP addresses written in full.
func plainHost(u *url.URL) bool {
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	named := strings.Trim(strings.ToLower(host), "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
	return named && host != "" && !strings.HasSuffix(u.Host, ":")
}

// Origin is the scheme, host and port that an id belongs to. What one origin says about another proves nothing (FEP-fe34).
func Origin(id string) (string, error) {
	u, err := parseURL(id)
	if err != nil {
		return "", err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": httpsPort}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port, nil
}

// SameOrigin tells whether both ids are addresses of one origin.
func SameOrigin(a, b string) bool {
	first, err := Origin(a)
	if err != nil {
		return false
	}
	second, err := Origin(b)
	return err == nil && first == second
}

// withoutFragment is the address where the document that holds id is found.
func withoutFragment(id string) string {
	address, _, _ := strings.Cut(id, "#")
	return address
}
