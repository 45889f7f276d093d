package video

import (
	"context"
	"encoding/base64"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// galene is a group of a Galène server. Without a key the group's own settings say who enters and who leads.
type galene struct {
	group *url.URL // its path ends with a slash
	key   []byte
}

// newGalene reads the key as the group's authKeys write it: 32 bytes, base64url.
func newGalene(group *url.URL, key string) (Provider, error) {
	g := galene{group: group.JoinPath("/")}
	if !strings.HasPrefix(g.group.Path, "/group/") || g.group.Path == "/group/" {
		return nil, errAddress
	}
	if key == "" {
		return g, nil
	}
	var err error
	if g.key, err = base64.RawURLEncoding.DecodeString(key); err != nil || len(g.key) != 32 {
		return nil, errAddress
	}
	return g, nil
}

// Enter gives the group's address, with a token for this visitor. Whoever leads has the rights of Galène's operators.
func (g galene) Enter(_ context.Context, _ Room, who Visitor, now time.Time) (string, error) {
	address := *g.group
	q := url.Values{"username": {who.Name}}
	if len(g.key) > 0 {
		permissions := []string{"present", "message"}
		if who.Leads {
			permissions = append(permissions, "op")
		}
		token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
			"sub": who.Name, "aud": g.group.String(), "permissions": permissions,
			"iat": now.Add(-tokenSlip).Unix(), "exp": now.Add(tokenLife).Unix(),
		}).SignedString(g.key)
		if err != nil {
			return "", err
		}
		q.Set("token", token)
	}
	address.RawQuery = q.Encode()
	return address.String(), nil
}
