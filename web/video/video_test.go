package video_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"federes.org/web/video"
)

var (
	now  = time.Date(2026, 11, 12, 17, 5, 0, 0, time.UTC)
	room = video.Room{Key: "c0ffee", Title: "Commune d’Hellemmes", Back: "https://commune.example/meetings/7"}
	awa  = video.Visitor{ID: "v1", Name: "Awa D. & Cie"}
	lead = video.Visitor{ID: "v2", Name: "Karim \"B.\"", Leads: true}
)

func open(t *testing.T, address string) video.Provider {
	t.Helper()
	p, err := video.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// enter goes where a provider leads, as a browser does, and gives the address.
func enter(t *testing.T, p video.Provider, who video.Visitor) *url.URL {
	t.Helper()
	address, err := p.Enter(context.Background(), room, who, now)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s is answered %d", address, answer.StatusCode)
	}
	return u
}

func TestDR1_AnAddressThatIsNoneIsRefusedWithoutBeingRepeated(t *testing.T) {
	for _, address := range []string{
		"", "visio", "ftp://visio.example", "https://user:hush@visio.example/", "jitsi+https://app@visio.example", "jitsi+https://:hush@visio.example",
		"bbb+https://visio.example/bigbluebutton", "galene+https://visio.example/", "galene+https://visio.example/group/", "zoom+https://:hush@visio.example",
		"galene+https://:hush@visio.example/group/ag/", "jitsi+ftp://a:hush@visio.example", "https://%zz:hush@x",
	} {
		if _, err := video.Open(address); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestDR1_AnyLinkIsGivenAsItIs(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	if u := enter(t, open(t, server.URL+"/salle?x=1"), awa); u.String() != server.URL+"/salle?x=1" {
		t.Errorf("led to %s", u)
	}
}

// jitsi checks a token as Jitsi's token plugin does: signature, issuer, audience as a text, room, times.
func TestDR1_JitsiLetsInWithATokenOfThisRoom(t *testing.T) {
	const app, secret = "commune", "un secret / percé : de signes"
	var server *httptest.Server
	moderators := map[string]string{}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims := jwt.MapClaims{}
		_, err := jwt.ParseWithClaims(r.URL.Query().Get("jwt"), claims, func(*jwt.Token) (any, error) { return []byte(secret), nil },
			jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(app), jwt.WithExpirationRequired(), jwt.WithTimeFunc(func() time.Time { return now }))
		if err != nil || claims["aud"] != app || claims["sub"] != "127.0.0.1" || "/"+fmt.Sprint(claims["room"]) != r.URL.Path {
			t.Errorf("%v: %v", claims, err)
			w.WriteHeader(http.StatusForbidden)
			return
		}
		user := claims["context"].(map[string]any)["user"].(map[string]any)
		for key, value := range user {
			if _, text := value.(string); !text {
				t.Errorf("%s is no text: the plugin fails", key)
			}
		}
		moderators[user["name"].(string)] = user["moderator"].(string) + " " + user["affiliation"].(string)
	}))
	defer server.Close()
	p := open(t, "jitsi+"+strings.Replace(server.URL, "http://", "http://"+url.UserPassword(app, secret).String()+"@", 1))
	enter(t, p, awa)
	enter(t, p, lead)
	if moderators[awa.Name] != "false member" || moderators[lead.Name] != "true owner" {
		t.Errorf("who moderates: %v", moderators)
	}
}

func TestDR1_JitsiWithoutTokensIsProtectedByTheRoomsName(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/salles/c0ffee" || r.URL.RawQuery != "" {
			t.Errorf("asked for %s", r.URL)
		}
	}))
	defer server.Close()
	u := enter(t, open(t, "jitsi+"+server.URL+"/salles"), lead)
	if u.Fragment != `userInfo.displayName="Karim \"B.\""` {
		t.Errorf("called %s", u.Fragment)
	}
}

// bigBlueButton is a server that checks what the real one checks: the checksum of the very query, and that a room is made again with the
// passwords of before.
type bigBlueButton struct {
	*testing.T
	secret string
	mu     sync.Mutex
	rooms  map[string]string
	joined map[string]string
	fail   string // what it answers instead
}

func (b *bigBlueButton) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	call := strings.TrimPrefix(r.URL.Path, "/bigbluebutton/api/")
	query, sum, _ := strings.Cut(r.URL.RawQuery, "&checksum=")
	want := sha256.Sum256([]byte(call + query + b.secret))
	q := r.URL.Query()
	switch {
	case b.fail != "":
		fmt.Fprint(w, b.fail)
	case sum != hex.EncodeToString(want[:]):
		fmt.Fprint(w, "<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>")
	case call == "create":
		passwords := q.Get("attendeePW") + " " + q.Get("moderatorPW")
		if before, ok := b.rooms[q.Get("meetingID")]; ok && before != passwords {
			fmt.Fprint(w, "<response><returncode>FAILED</returncode><messageKey>idNotUnique</messageKey></response>")
			return
		}
		if q.Get("record") != "false" || q.Get("logoutURL") != room.Back || q.Get("attendeePW") == q.Get("moderatorPW") {
			b.Errorf("made with %v", q)
		}
		b.rooms[q.Get("meetingID")] = passwords
		fmt.Fprint(w, "<response><returncode>SUCCESS</returncode><meetingID>x</meetingID></response>")
	case call == "join" && b.rooms[q.Get("meetingID")] != "" && q.Get("redirect") == "true":
		b.joined[q.Get("fullName")] = q.Get("role") + " " + q.Get("userID")
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func TestDR1_BigBlueButtonMakesTheRoomOnceAndIsToldWhoLeads(t *testing.T) {
	b := &bigBlueButton{T: t, secret: "8cd8ef52e8e101574e400365b55e11a6", rooms: map[string]string{}, joined: map[string]string{}}
	server := httptest.NewServer(b)
	defer server.Close()
	address := "bbb+" + strings.Replace(server.URL, "http://", "http://:"+b.secret+"@", 1) + "/bigbluebutton/"
	for range 2 {
		enter(t, open(t, address), awa)
	}
	enter(t, open(t, address), lead)
	if len(b.rooms) != 1 || b.joined[awa.Name] != "VIEWER v1" || b.joined[lead.Name] != "MODERATOR v2" {
		t.Errorf("rooms %v, joined %v", b.rooms, b.joined)
	}
	wrong := strings.Replace(address, b.secret, "faux", 1)
	if _, err := open(t, wrong).Enter(context.Background(), room, awa, now); err == nil || !strings.Contains(err.Error(), "checksumError") {
		t.Errorf("a wrong secret: %v", err)
	}
	for _, b.fail = range []string{"<html>502</html>", "", "<response>"} {
		if b.fail == "" {
			continue
		}
		if _, err := open(t, address).Enter(context.Background(), room, awa, now); err == nil {
			t.Errorf("%q was taken for a room", b.fail)
		}
	}
	server.Close()
	_, err := open(t, address).Enter(context.Background(), room, awa, now)
	if err == nil || strings.Contains(err.Error(), "checksum") || strings.Contains(err.Error(), b.secret) {
		t.Errorf("a silent server: %v", err)
	}
}

// A Galène server checks the signature, that the token ends, and that it is of this very group.
func TestDR1_GaleneLetsIntoItsGroup(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	var server *httptest.Server
	operators := map[string]string{}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, err := jwt.Parse(r.URL.Query().Get("token"), func(*jwt.Token) (any, error) { return key, nil },
			jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(5*time.Second), jwt.WithTimeFunc(func() time.Time { return now }))
		if err != nil {
			t.Error(err)
			w.WriteHeader(http.StatusForbidden)
			return
		}
		audience, _ := token.Claims.GetAudience()
		name, _ := token.Claims.GetSubject()
		if len(audience) != 1 || audience[0] != server.URL+"/group/commune/" || r.URL.Path != "/group/commune/" || name != r.URL.Query().Get("username") {
			t.Errorf("%s enters %s with a token of %v", name, r.URL.Path, audience)
		}
		operators[name] = fmt.Sprint(token.Claims.(jwt.MapClaims)["permissions"])
	}))
	defer server.Close()
	p := open(t, "galene+"+strings.Replace(server.URL, "http://", "http://:"+base64.RawURLEncoding.EncodeToString(key)+"@", 1)+"/group/commune")
	enter(t, p, awa)
	enter(t, p, lead)
	if operators[awa.Name] != "[present message]" || operators[lead.Name] != "[present message op]" {
		t.Errorf("who operates: %v", operators)
	}
}

func TestDR1_AGaleneGroupWithoutAKeyIsOpenToWhoKnowsIt(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/group/commune/" || r.URL.Query().Get("username") != awa.Name || r.URL.Query().Has("token") {
			t.Errorf("asked for %s", r.URL)
		}
	}))
	defer server.Close()
	enter(t, open(t, "galene+"+server.URL+"/group/commune/"), awa)
}
