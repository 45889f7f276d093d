package confederation_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/confederation"
)

const (
	crest   = "https://crest.example/ag"
	council = "https://vallee.example/conseil"
)

var at = time.Date(2026, time.September, 7, 18, 0, 0, 0, time.UTC)

// key makes a key out of a seed, so that every run signs the same bytes.
func key(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

// known is Crest's AG as a council has pinned it.
func known() confederation.Peer {
	return confederation.Peer{
		ID: 3, Actor: crest, Role: confederation.RoleCommune, State: confederation.Known, Name: "Commune de Crest",
		KeyID: crest + "#ed25519-key", Key: key(1).Public().(ed25519.PublicKey),
	}
}

// joining is Crest's decision to join the council under version 1 of its charter.
func joining() record.Decision {
	return record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: 4}, Number: "2026-3", Text: "La commune rejoint le conseil.",
		Tally: commune.Tally{For: 41, Against: 3, Abstain: 2}, Electorate: 50, Mode: "named", Form: string(confederation.FormJoin),
		DecidedAt: record.Time(at), Audience: string(commune.Public), Council: council,
		Charter: &record.CharterRef{ID: "https://vallee.example/records/1", Version: 1, Hash: "sha256:00"},
	}
}

// sealed is how a record is signed, unless a test says otherwise.
type sealed struct {
	id     string
	body   commune.ActorID
	key    ed25519.PrivateKey
	method string
	data   any
}

func (s sealed) document(t *testing.T) []byte {
	t.Helper()
	e := record.Envelope{
		ID: "https://crest.example/records/4", Type: "Note", Body: crest, To: []string{record.Public}, Cc: []string{crest + "/followers"},
		Published: at, URL: "https://crest.example/decisions/2026-3", Language: "fr", Content: "<p>Décision 2026-3</p>",
	}
	k, method := key(1), crest+"#ed25519-key"
	if s.id != "" {
		e.ID = s.id
	}
	if s.body != "" {
		e.Body = s.body
	}
	if s.key != nil {
		k = s.key
	}
	if s.method != "" {
		method = s.method
	}
	if s.data == nil {
		s.data = joining()
	}
	document, err := record.Sign(e, s.data, k, method)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestCF3_ARecordVerifiesByThePinnedKeyAlone(t *testing.T) {
	for name, c := range map[string]struct {
		sealed
		want confederation.Fault
	}{
		"its own":                           {sealed{}, confederation.NoFault},
		"by another key":                    {sealed{key: key(2)}, confederation.FaultProof},
		"by another key under the name":     {sealed{key: key(2), method: crest + "#ed25519-key"}, confederation.FaultProof},
		"by the key under another name":     {sealed{method: crest + "#other-key"}, confederation.FaultProof},
		"in another body's name":            {sealed{body: "https://crest.example/c/eau"}, confederation.FaultOwner},
		"in a body's name of another host":  {sealed{body: "https://die.example/ag"}, confederation.FaultOwner},
		"on another host":                   {sealed{id: "https://die.example/records/4"}, confederation.FaultOwner},
		"on another port":                   {sealed{id: "https://crest.example:8443/records/4"}, confederation.FaultOwner},
		"without TLS":                       {sealed{id: "http://crest.example/records/4"}, confederation.FaultOwner},
		"at no address":                     {sealed{id: "records/4"}, confederation.FaultOwner},
		"of a version that we do not know":  {sealed{data: record.Header{V: 2, Kind: "Decision", Seq: 4}}, confederation.FaultMalformed},
		"of no kind":                        {sealed{data: record.Header{V: 1, Seq: 4}}, confederation.FaultMalformed},
		"at no place of the log":            {sealed{data: record.Header{V: 1, Kind: "Decision", Seq: -1}}, confederation.FaultMalformed},
		"whose data is no object":           {sealed{data: "Decision"}, confederation.FaultMalformed},
		"of a kind that we do not know yet": {sealed{data: record.Header{V: 1, Kind: "Report", Seq: 4}}, confederation.NoFault},
	} {
		if _, got := known().Examine(c.document(t)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if _, fault := known().Examine(nil); fault != confederation.FaultMalformed {
		t.Errorf("nothing: %q", fault)
	}
}

func TestCF3_AlteringAnyByteTurnsTheMark(t *testing.T) {
	p, document := known(), sealed{}.document(t)
	if _, fault := p.Examine(document); fault != confederation.NoFault {
		t.Fatal(fault)
	}
	for _, bit := range []byte{0x01, 0x20, 0x80} { // another character, another case, no character
		for n := range document {
			document[n] ^= bit
			if _, fault := p.Examine(document); fault == confederation.NoFault {
				t.Errorf("byte %d of %d can be altered: …%s…", n, len(document), document[max(0, n-20):min(len(document), n+20)])
			}
			document[n] ^= bit
		}
	}
}

func TestARecordIsKeptAsItCameWithItsFault(t *testing.T) {
	document := sealed{key: key(2)}.document(t)
	r := known().Receive(document, at)
	if r.Fault != confederation.FaultProof || r.Seq != 4 || r.Kind != record.KindDecision || r.Peer != 3 || !bytes.Equal(r.Document, document) {
		t.Errorf("kept as %+v", r)
	}
	if r.Hidden() {
		t.Error("what is kept apart is visible")
	}
	if r := known().Receive([]byte("{"), at); r.Fault != confederation.FaultMalformed || r.Hidden() || r.Kind == "" {
		t.Errorf("kept as %+v", r)
	}
	if !(confederation.Record{Seq: 2, Digest: "hidden:x"}).Hidden() {
		t.Error("an entry without a document is hidden")
	}
}

func TestAFingerprintIsReadAloudInFiveGroups(t *testing.T) {
	one, other := known().Fingerprint(), confederation.Peer{Key: key(2).Public().(ed25519.PublicKey)}.Fingerprint()
	if groups := strings.Fields(one); len(groups) != 5 || len(groups[0]) != 4 || one == other {
		t.Errorf("%q and %q", one, other)
	}
}

func TestCH1_ACommuneAppliesWithItsOwnDecisionThatNamesCouncilAndCharter(t *testing.T) {
	change := func(f func(*record.Decision)) sealed {
		d := joining()
		f(&d)
		return sealed{data: d}
	}
	p, err := known().Applies(council, sealed{}.document(t))
	if err != nil || p.State != confederation.Asked || p.CharterVersion != 1 || p.CharterHash != "sha256:00" || len(p.JoinRecord) == 0 {
		t.Errorf("%v: %+v", err, p)
	}
	for name, s := range map[string]sealed{
		"not proved":              {key: key(2)},
		"of another commune":      {body: "https://die.example/ag"},
		"for another council":     change(func(d *record.Decision) { d.Council = "https://plaine.example/conseil" }),
		"that names no charter":   change(func(d *record.Decision) { d.Charter = nil }),
		"that decides on water":   change(func(d *record.Decision) { d.Form = "resolution" }),
		"that is none but a form": change(func(d *record.Decision) { d.Kind = record.KindMandate }),
	} {
		if p, err := known().Applies(council, s.document(t)); !errors.Is(err, confederation.ErrJoinUnproved) || p.State != confederation.Known {
			t.Errorf("a decision %s: %v", name, err)
		}
	}
	accepted := known()
	accepted.State = confederation.Accepted
	if _, err := accepted.Applies(council, sealed{}.document(t)); !errors.Is(err, confederation.ErrAlreadyJoined) {
		t.Errorf("a second time: %v", err)
	}
}
