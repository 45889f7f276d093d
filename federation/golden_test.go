package federation_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-fed/activity/streams"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	box "federes.org/federation/store"
)

var update = flag.Bool("update", false, "write the golden documents anew")

const (
	saillans = "https://saillans.example"
	valley   = "https://vallee.example"
)

// gallery is a commune and a council at final addresses, whose documents are looked at without any network.
type gallery struct {
	town, council *instance
	minutes       commune.Minutes
	square        map[string][]byte // what is said of a popular assembly
	texts         map[string][]byte // what is said of a text that is put to all communes
	seats         map[string][]byte // what is said of who sits in a council, and of leaving it
}

func newGallery(t *testing.T) gallery {
	t.Helper()
	r := onSQLite(t)
	g := gallery{town: r.at(commune.KindCommune, "Commune de Saillans", saillans), council: r.at(commune.KindCouncil, "Conseil de la vallée", valley)}
	g.square, g.texts, g.seats = r.square(), r.texts(), r.seats()
	council := g.council.asPeer("conseil")
	council.Role, council.CharterID, council.CharterVersion, council.CharterHash = confederation.RoleCouncil, valley+"/records/1", 1, "sha256:00"
	payload, err := json.Marshal(confederation.JoinTerms{Council: council.Actor})
	if err != nil {
		t.Fatal(err)
	}
	terms, err := json.Marshal(commune.MandateTerms{
		Holder: g.town.founder, Title: "Facilitation", Clauses: commune.Clauses{"Faciliter les assemblées."}, Capabilities: commune.Capabilities{commune.Facilitate}, Until: "2026-12-31",
	})
	if err != nil {
		t.Fatal(err)
	}
	g.town.tx(func(tx *store.Tx) error { _, err := confederal.Meet(tx, g.town.founder, council); return err })
	g.town.tx(func(tx *store.Tx) error {
		_, err := procedure.PutGathering(tx, g.town.founder, commune.Gathering{
			Kind: commune.Informal, Title: "Banquet de quartier", Text: "Chacun apporte un plat.", Place: "Place du Prieuré", Guests: commune.ForEverybody,
			Series: commune.Series{Day: commune.DayOf(tx.Now(), time.UTC).Add(20)}, Hour: 12 * 60, Length: 240,
		})
		return err
	})
	g.town.decides(commune.Motion{Audience: commune.Public})
	g.town.decides(commune.Motion{Audience: commune.Public, Form: commune.FormMandate, Text: "Zoé M. facilite les assemblées.", Payload: terms})
	join := g.town.decides(commune.Motion{Audience: commune.Public, Form: confederation.FormJoin, Text: "La commune rejoint le conseil.", Payload: payload})
	g.town.decides(commune.Motion{Audience: commune.Confederation})
	g.minutes = g.town.accounts(commune.Public)
	g.town.tx(func(tx *store.Tx) error { return procedure.TellCalendar(tx, g.town.house) })
	g.council.tx(func(tx *store.Tx) error {
		p := g.town.asPeer("ag")
		p.State, p.Role, p.JoinActivity, p.JoinRecord = confederation.Asked, confederation.RoleCommune, saillans+"/activities/1", g.town.shows("/records/"+seqOf(join))
		p.CharterVersion, p.CharterHash = 1, procedure.TextHash("La commune est la cellule de base. Le mandat est impératif et révocable.")
		p, err := peers.PutPeer(tx, p)
		if err != nil {
			return err
		}
		return confederal.AnswerJoin(tx, g.council.house, g.council.founder, confederal.JoinAnswer{Peer: p.ID, Accept: true})
	})
	return g
}

// at founds an organisation at an address that is not asked.
func (r *region) at(kind commune.OrganisationKind, name, base string) *instance {
	r.Helper()
	i := &instance{region: r, base: base, house: confederal.Confederate(procedure.NewHouse(r.words))}
	i.founded(kind, name)
	return i
}

// asPeer is an organisation as another one keeps it.
func (i *instance) asPeer(name string) confederation.Peer {
	id := commune.ActorID(i.base + "/" + name)
	return confederation.Peer{
		Actor: id, Name: name, Inbox: i.base + "/inbox", Records: string(id) + "/records", KeyID: string(id) + "#ed25519-key", Key: make([]byte, 32),
	}
}

// shows is the document at a path, without any network.
func (i *instance) shows(path string) []byte {
	i.Helper()
	w := i.looks(path)
	if w.Code != http.StatusOK {
		i.Fatalf("%s is answered %d", path, w.Code)
	}
	return w.Body.Bytes()
}

// looks asks for the document at a path.
func (i *instance) looks(path string) *httptest.ResponseRecorder {
	i.Helper()
	r := httptest.NewRequest(http.MethodGet, i.base+path, nil)
	r.Header.Set("Accept", activityAS2)
	w := httptest.NewRecorder()
	i.service.Mount(http.NotFoundHandler()).ServeHTTP(w, r)
	return w
}

// sent is the newest activity of a type that this instance published.
func (i *instance) sent(kind string) (document []byte) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		var a box.Activity
		err := tx.DB().Where("type = ?", kind).Order("id DESC").Take(&a).Error
		document = a.Document
		return err
	})
	return document
}

// documents are all that we show and send, by the name of their golden file.
func (g gallery) documents() map[string][]byte {
	all := map[string][]byte{
		"actor-commune":     g.town.shows("/ag"),
		"actor-council":     g.council.shows("/conseil"),
		"actor-instance":    g.town.shows("/actor"),
		"webfinger":         g.town.shows("/.well-known/webfinger?resource=acct:ag@saillans.example"),
		"nodeinfo-links":    g.town.shows("/.well-known/nodeinfo"),
		"nodeinfo":          g.town.shows("/nodeinfo/2.1"),
		"record-decision":   g.town.shows("/records/2"),
		"create-decision":   g.town.shows("/records/2/activity"),
		"create-mandate":    g.town.shows("/records/5/activity"),
		"record-charter":    g.council.shows("/records/1"),
		"record-minutes":    g.town.shows(fmt.Sprintf("/records/%d", g.minutes.Seq)),
		"create-minutes":    g.town.shows(fmt.Sprintf("/records/%d/activity", g.minutes.Seq)),
		"event":             g.town.shows("/calendar/events/1/1"),
		"create-event":      g.town.sent("Create"),
		"announce-event":    g.town.sent("Announce"),
		"join":              g.town.sent("Join"),
		"accept-join":       g.council.sent("Accept"),
		"create-membership": g.council.sent("Create"),
		"follow":            g.council.sent("Follow"),
		"outbox":            g.town.shows("/ag/outbox"),
		"outbox-page":       g.town.shows("/ag/outbox?before=2"),
		"followers":         g.town.shows("/ag/followers"),
		"records":           g.town.shows("/ag/records"),
		"records-page":      g.town.shows("/ag/records?after=5"),
	}
	maps.Copy(all, g.square)
	maps.Copy(all, g.texts)
	maps.Copy(all, g.seats)
	return all
}

var randomID = regexp.MustCompile(`/activities/[A-Z2-7]{26}`)

// root is the register's, as minutes print it: the salts of the log are random.
var root = regexp.MustCompile(`<code>[A-Za-z0-9+/]{43}=</code>`)

// painted is a document as its golden file shows it: what is random in it is left out.
func painted(t *testing.T, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(plain(object(t, raw))); err != nil {
		t.Fatal(err)
	}
	return root.ReplaceAll(randomID.ReplaceAll(out.Bytes(), []byte("/activities/RANDOM")), []byte("<code>ROOT</code>"))
}

// plain puts a word in the place of what every run makes anew.
func plain(v any) any {
	switch v := v.(type) {
	case []any:
		for n := range v {
			v[n] = plain(v[n])
		}
	case map[string]any:
		if v["kind"] == record.KindMinutes {
			v["hash"] = "HASH" // of a text that names the root
		}
		for name := range v {
			switch name {
			case "publicKeyPem", "publicKeyMultibase", "proofValue", "leafHash", "answersHash", "key", "federes:salt":
				v[name] = strings.ToUpper(name)
			case "federes:salts":
				v[name] = slices.Repeat([]any{"SALT or null"}, len(v[name].([]any)))
			default:
				v[name] = plain(v[name])
			}
		}
	}
	return v
}

func TestOurDocumentsAreTheGoldenOnes(t *testing.T) {
	for name, raw := range newGallery(t).documents() {
		file := filepath.Join("testdata", name+".json")
		got := painted(t, raw)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s has changed (go test ./federation -run Golden -update):\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestTheExampleForOtherImplementersIsWhatWeSend(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "FEDERATION.md"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.Join("testdata", "record-decision.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(page, example) {
		t.Error("FEDERATION.md shows another record than testdata/record-decision.json")
	}
}

func TestOurDocumentsPassThroughGoFedWithoutLoss(t *testing.T) {
	for name, raw := range newGallery(t).documents() {
		document := object(t, raw)
		if document["@context"] == nil {
			continue // webfinger and NodeInfo
		}
		typed, err := streams.ToType(t.Context(), document)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		back, err := streams.Serialize(typed)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		kept(t, name, document, back)
	}
}

// kept demands that what decides is in the second document as in the first.
func kept(t *testing.T, name string, document, back fields) {
	t.Helper()
	for _, member := range []string{"id", "type", "actor", "attributedTo", "inbox", "outbox", "publicKey", "federes:records", "federes:charter", record.Property, "published"} {
		if !reflect.DeepEqual(document[member], back[member]) {
			t.Errorf("%s: %s becomes %v, was %v", name, member, back[member], document[member])
		}
	}
	for _, member := range []string{"object", "result"} {
		inner, embedded := document[member].(fields)
		if innerBack, is := back[member].(fields); embedded && is {
			kept(t, name+"."+member, inner, innerBack)
		} else if embedded != is || !embedded && document[member] != back[member] {
			t.Errorf("%s: %s becomes %v", name, member, back[member])
		}
	}
}
