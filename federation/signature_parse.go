package federation

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
)

// The algorithms that we know are one: RSA PKCS #1 v1.5 with SHA-256. hs2019 leaves it to the key's type, which is RSA.
const (
	rsaSHA256 = "rsa-sha256"
	hs2019    = "hs2019"
)

// ParseSignature reads a request's one signature. Nothing is fetched and nothing is proved yet: limits and the search for the key stand between it and Verify.
func ParseSignature(r *http.Request) (Signature, error) {
	headers := r.Header.Values("Signature")
	switch {
	case len(headers) == 0, len(r.Header.Values("Signature-Input")) > 0:
		return Signature{}, ErrUnsigned
	case len(headers) > 1:
		return Signature{}, ErrSignatures
	case len(headers[0]) > MaxSignature:
		return Signature{}, ErrSignatureMalformed
	}
	params, ok := parameters(headers[0])
	if !ok {
		return Signature{}, ErrSignatureMalformed
	}
	s := Signature{
		KeyID:     params["keyid"],
		algorithm: strings.ToLower(params["algorithm"]),
		covered:   strings.Fields(strings.ToLower(params["headers"])),
		created:   params["created"],
		expires:   params["expires"],
	}
	var err error
	s.value, err = base64.StdEncoding.Strict().DecodeString(params["signature"])
	if err != nil || len(s.value) == 0 {
		return Signature{}, ErrSignatureMalformed
	}
	return s, s.readable()
}

// readable refuses what could be understood in two ways (SIG-19, SIG-20, SIG-22).
func (s Signature) readable() error {
	if _, err := parseURL(s.KeyID); err != nil {
		return ErrSignatureMalformed
	}
	for _, seconds := range []string{s.created, s.expires} {
		if _, ok := unixTime(seconds); seconds != "" && !ok {
			return ErrSignatureMalformed
		}
	}
	names := slices.Sorted(slices.Values(s.covered))
	if len(slices.Compact(names)) != len(s.covered) {
		return ErrSignatureMalformed
	}
	switch s.algorithm {
	case rsaSHA256:
		if slices.Contains(s.covered, createdAt) || slices.Contains(s.covered, expiresAt) {
			return ErrSignatureAlgorithm // the draft keeps both for hs2019
		}
	case hs2019, "":
	default:
		return ErrSignatureAlgorithm
	}
	if len(s.covered) == 0 {
		return ErrSignatureCoverage // the draft would then mean the date alone
	}
	return nil
}

// parameters reads `name="value"` and `name=value` pairs between commas; a name that comes twice, in any case, is refused.
func parameters(line string) (map[string]string, bool) {
	params := map[string]string{}
	for {
		name, value, rest, ok := parameter(line)
		if !ok {
			return nil, false
		}
		if _, twice := params[name]; twice {
			return nil, false
		}
		params[name] = value
		if rest == "" {
			return params, true
		}
		line = rest[1:]
	}
}

// parameter reads the first pair of a line; the rest is empty or begins with its comma.
func parameter(line string) (name, value, rest string, ok bool) {
	name, line, ok = strings.Cut(line, "=")
	name = strings.ToLower(strings.Trim(name, " \t"))
	if !ok || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return "", "", "", false
	}
	if quoted, isQuoted := strings.CutPrefix(line, `"`); isQuoted {
		value, rest, ok = strings.Cut(quoted, `"`)
	} else {
		end := strings.IndexByte(line+",", ',')
		value, rest = strings.Trim(line[:end], " \t"), line[end:]
		ok = value != "" && !strings.ContainsAny(value, " \t")
	}
	rest = strings.TrimLeft(rest, " \t")
	ok = ok && (rest == "" || rest[0] == ',') && !strings.ContainsFunc(value, unquotable)
	return name, value, rest, ok
}

// unquotable marks what has no place in a parameter: escapes, quotes, controls and anything beyond ASCII.
func unquotable(c rune) bool { return c < ' ' || c > '~' || c == '\\' || c == '"' }
