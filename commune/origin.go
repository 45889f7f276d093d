package commune

import "net/url"

// OriginOf is the scheme, host and port of an id: what one origin says in the name of another proves nothing (FEP-fe34). Empty for what is no address.
func OriginOf(id string) string {
	u, err := url.Parse(id)
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
