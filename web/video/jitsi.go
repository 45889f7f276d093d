package video

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// How long a token lets someone in: as long as an assembly may last, so that who lost the connection comes back by themselves. It begins a
// little before, for servers whose clock is behind.
const (
	tokenLife = 6 * time.Hour
	tokenSlip = time.Minute
)

// jitsi is a Jitsi Meet server. Without a secret the room's name is all that protects it, and who comes first moderates.
type jitsi struct {
	base   *url.URL
	app    string
	secret []byte
}

// Enter gives the room's address, with a token for this visitor where the server asks for one: as Jitsi's token plugin and its module
// token_affiliation read it.
func (j jitsi) Enter(_ context.Context, r Room, who Visitor, now time.Time) (string, error) {
	room := j.base.JoinPath(r.Key)
	if len(j.secret) == 0 {
		room.Fragment = "userInfo.displayName=" + strconv.Quote(who.Name) // read by the page, not sent to the server
		return room.String(), nil
	}
	affiliation := "member"
	if who.Leads {
		affiliation = "owner"
	}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": j.app, "aud": j.app, "sub": j.base.Hostname(), "room": r.Key,
		"nbf": now.Add(-tokenSlip).Unix(), "exp": now.Add(tokenLife).Unix(),
		"context": map[string]any{"user": map[string]string{ // texts alone: the token plugin fails on anything else
			"id": who.ID, "name": who.Name, "moderator": strconv.FormatBool(who.Leads), "affiliation": affiliation,
		}},
	}).SignedString(j.secret)
	if err != nil {
		return "", err
	}
	room.RawQuery = url.Values{"jwt": {token}}.Encode()
	return room.String(), nil
}
