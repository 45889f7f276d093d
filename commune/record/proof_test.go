package record_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// key is the one that the W3C publishes with its example, so that everything here can be made again elsewhere.
var key = func() ed25519.PrivateKey {
	seed, err := hex.DecodeString("c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6")
	if err != nil {
		panic(err)
	}
	return ed25519.NewKeyFromSeed(seed)
}()

var public = key.Public().(ed25519.PublicKey)

const method = "http://127.0.0.1:8080/ag#ed25519-key"

func sample() (record.Envelope, record.Decision) {
	at := time.Date(2026, 11, 12, 19, 12, 4, 567_000_000, time.FixedZone("", 3600))
	e := record.Envelope{
		ID: "http://127.0.0.1:8080/records/57", Type: "Note", Body: "http://127.0.0.1:8080/ag",
		To: []string{record.Public}, Cc: []string{"http://127.0.0.1:8080/ag/followers"}, Published: at,
		URL: "http://127.0.0.1:8080/decisions/2026-14", Language: "fr", Content: "<p>« Épicerie » &amp; co — 𝕊</p>",
	}
	return e, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: 57}, Number: "2026-14", Text: "Une épicerie < 3 \"coopérative\".\nIci.",
		Tally: commune.Tally{For: 41, Against: 3, Abstain: 2}, Electorate: 46, Mode: "named", Form: "resolution",
		Meeting: "http://127.0.0.1:8080/meetings/3", DecidedAt: record.Time(at), Audience: "public",
	}
}

func signed(t *testing.T) []byte {
	t.Helper()
	e, d := sample()
	document, err := record.Sign(e, d, key, method)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// changed signs nothing: it edits the JSON of a signed document.
func changed(t *testing.T, document []byte, edit func(doc, proof map[string]any)) []byte {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(document, &doc); err != nil {
		t.Fatal(err)
	}
	edit(doc, doc["proof"].(map[string]any))
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func unverified(t *testing.T, name string, document []byte, key ed25519.PublicKey) {
	t.Helper()
	if _, err := record.Verify(document, key); !errors.Is(err, record.ErrProof) {
		t.Errorf("%s: got %v", name, err)
	}
}

func TestAProofIsVerifiedWithTheKeyThatMadeIt(t *testing.T) {
	document := signed(t)
	got, err := record.Verify(document, public)
	if err != nil || got != method {
		t.Fatalf("%q, %v", got, err)
	}
	if named, err := record.Method(document); err != nil || named != method {
		t.Errorf("names %q, %v", named, err)
	}
	reordered := changed(t, document, func(doc, proof map[string]any) {}) // keys sorted, HTML escaped: the same values
	if bytes.Equal(reordered, document) {
		t.Fatal("the same bytes prove nothing here")
	}
	if _, err := record.Verify(reordered, public); err != nil {
		t.Errorf("the same values otherwise written: %v", err)
	}
}

func TestAFlippedBitInAnyByteIsRefused(t *testing.T) {
	document := signed(t)
	for i := range document {
		flipped := bytes.Clone(document)
		flipped[i] ^= 1 << (i % 8)
		if _, err := record.Verify(flipped, public); !errors.Is(err, record.ErrProof) {
			t.Fatalf("byte %d (%q): %v", i, document[max(0, i-20):min(len(document), i+20)], err)
		}
	}
}

func TestEveryTruncationAndAdditionIsRefused(t *testing.T) {
	document := signed(t)
	for i := range document {
		unverified(t, "cut", document[:i], public)
	}
	for _, more := range []string{"x", "{}", "\x00", ",", "null"} {
		unverified(t, "followed by "+more, append(bytes.Clone(document), more...), public)
	}
	unverified(t, "in an array", append(append([]byte("["), document...), ']'), public)
}

func TestEveryChangedValueIsRefused(t *testing.T) {
	document := signed(t)
	for name, edit := range map[string]func(doc, proof map[string]any){
		"the context":        func(doc, _ map[string]any) { doc["@context"] = doc["@context"].([]any)[:2] },
		"the content":        func(doc, _ map[string]any) { doc["content"] = "<p>Rien.</p>" },
		"an addressee more":  func(doc, _ map[string]any) { doc["cc"] = append(doc["cc"].([]any), "https://x.example") },
		"an array unwrapped": func(doc, _ map[string]any) { doc["to"] = record.Public },
		"a property more":    func(doc, _ map[string]any) { doc["summary"] = "" },
		"a property less":    func(doc, _ map[string]any) { delete(doc, "url") },
		"a null":             func(doc, _ map[string]any) { doc["name"] = nil },
		"the counts": func(doc, _ map[string]any) {
			doc[record.Property].(map[string]any)["tally"].(map[string]any)["for"] = 42
		},
		"a number as text": func(doc, _ map[string]any) { doc[record.Property].(map[string]any)["electorate"] = "46" },
		"the date":         func(_, proof map[string]any) { proof["created"] = "2026-11-12T18:12:05Z" },
		"the method":       func(_, proof map[string]any) { proof["verificationMethod"] = method + "2" },
		"the proof's own":  func(_, proof map[string]any) { delete(proof, "@context") },
		"an option more":   func(_, proof map[string]any) { proof["expires"] = "2030-01-01T00:00:00Z" },
	} {
		unverified(t, name, changed(t, document, edit), public)
	}
}

func TestAProofIsOneOfTheOneSuiteForTheOnePurpose(t *testing.T) {
	document := signed(t)
	for name, edit := range map[string]func(doc, proof map[string]any){
		"no proof":              func(doc, _ map[string]any) { delete(doc, "proof") },
		"two proofs":            func(doc, proof map[string]any) { doc["proof"] = []any{proof, proof} },
		"one proof in an array": func(doc, proof map[string]any) { doc["proof"] = []any{proof} },
		"a proof by address":    func(doc, _ map[string]any) { doc["proof"] = "https://x.example/proof" },
		"another suite":         func(_, proof map[string]any) { proof["cryptosuite"] = "eddsa-rdfc-2022" },
		"no suite":              func(_, proof map[string]any) { delete(proof, "cryptosuite") },
		"a suite in an array":   func(_, proof map[string]any) { proof["cryptosuite"] = []any{"eddsa-jcs-2022"} },
		"another type":          func(_, proof map[string]any) { proof["type"] = "Ed25519Signature2020" },
		"another purpose":       func(_, proof map[string]any) { proof["proofPurpose"] = "authentication" },
		"no value":              func(_, proof map[string]any) { delete(proof, "proofValue") },
		"a value that is none":  func(_, proof map[string]any) { proof["proofValue"] = 1 },
		"another base":          func(_, proof map[string]any) { proof["proofValue"] = "m" + proof["proofValue"].(string)[1:] },
		"a value too short":     func(_, proof map[string]any) { proof["proofValue"] = proof["proofValue"].(string)[:80] },
		"a value without end":   func(_, proof map[string]any) { proof["proofValue"] = "z" + strings.Repeat("6", 1<<20) },
		"a zero before":         func(_, proof map[string]any) { proof["proofValue"] = "z1" + proof["proofValue"].(string)[1:] },
	} {
		unverified(t, name, changed(t, document, edit), public)
	}
	other := ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)
	unverified(t, "another key", document, other)
	unverified(t, "half a key", document, public[:16])
	unverified(t, "no key", document, nil)
}

// What two readers could read differently is refused, whoever signed it.
func TestAmbiguousJSONIsRefusedEvenBeforeItsProof(t *testing.T) {
	document := string(signed(t))
	for name, text := range map[string]string{
		"a doubled key":         strings.Replace(document, `"tally":{`, `"tally":{"for":41,`, 1),
		"a doubled proof":       strings.Replace(document, `"proof":{`, `"proof":{},"proof":{`, 1),
		"a doubled escaped key": strings.Replace(document, `"type":"Note"`, `"t\u0079pe":"Note","type":"Note"`, 1),
		"a fraction":            strings.Replace(document, `"electorate":46`, `"electorate":46.5`, 1),
		"a whole fraction":      strings.Replace(document, `"electorate":46`, `"electorate":46.0`, 1),
		"an exponent":           strings.Replace(document, `"electorate":46`, `"electorate":46e0`, 1),
		"a number too large":    strings.Replace(document, `"electorate":46`, `"electorate":9007199254740992`, 1),
		"half a surrogate":      strings.Replace(document, `"mode":"named"`, `"mode":"named\ud800"`, 1),
		"broken text":           strings.Replace(document, `"mode":"named"`, "\"mode\":\"named\xff\"", 1),
		"a comment":             strings.Replace(document, `{`, `{/**/`, 1),
		"a trailing comma":      document[:len(document)-1] + ",}",
		"nothing":               "",
		"not an object":         `"proof"`,
		"null":                  "null",
	} {
		if text == document {
			t.Fatalf("%s: nothing was changed", name)
		}
		unverified(t, name, []byte(text), public)
		if _, err := record.Method([]byte(text)); err == nil {
			t.Errorf("%s: its method is read", name)
		}
	}
}

func TestNumbersThatAreNotWholeAreRefusedEvenWhenSigned(t *testing.T) {
	for name, value := range map[string]any{"a fraction": 0.5, "a number too large": int64(1) << 53, "one too small": -(int64(1) << 53)} {
		document, err := record.SignDocument(map[string]any{"@context": record.Context(), "n": []any{map[string]any{"v": value}}}, key, method, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		unverified(t, name, document, public)
	}
}

func TestANameThatOnlySomeReadersReadIsRefusedEvenWhenSigned(t *testing.T) {
	for _, name := range []string{"Seq", "Decidedat", "FOR", "To"} {
		document, err := record.SignDocument(map[string]any{"id": "x", "federes:record": map[string]any{"v": 1, name: 3}}, key, method, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := record.Verify(document, public); !errors.Is(err, record.ErrProof) {
			t.Errorf("%s: got %v, want the proof refused", name, err)
		}
	}
}

func TestAProofsContextIsThatOfItsDocument(t *testing.T) {
	document := changed(t, signed(t), func(_, proof map[string]any) { proof["@context"] = []any{"https://www.w3.org/ns/elsewhere"} })
	if _, err := record.Verify(document, public); !errors.Is(err, record.ErrProof) {
		t.Errorf("got %v, want the proof refused", err)
	}
}

func TestSigningLeavesTheCallersDocumentAlone(t *testing.T) {
	doc := map[string]any{"@context": record.Context(), "type": "Follow"}
	before := maps.Clone(doc)
	if _, err := record.SignDocument(doc, key, method, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if _, there := doc["proof"]; there || len(doc) != len(before) {
		t.Errorf("changed to %v", doc)
	}
}

// The examples that the W3C and FEP-8b32 publish for eddsa-jcs-2022, with their own signatures.
func TestThePublishedExamplesVerify(t *testing.T) {
	for _, name := range []string{"w3c_vc-di-eddsa.json", "fep-8b32.json"} {
		document, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := record.Verify(document, public); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSigningTheW3CsExampleGivesItsVerySignature(t *testing.T) {
	published, err := os.ReadFile(filepath.Join("testdata", "w3c_vc-di-eddsa.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(published, &doc); err != nil {
		t.Fatal(err)
	}
	want := doc["proof"].(map[string]any)
	delete(doc, "proof")
	ours, err := record.SignDocument(doc, key, want["verificationMethod"].(string), time.Date(2023, 2, 24, 23, 36, 38, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Proof map[string]any }
	if err := json.Unmarshal(ours, &got); err != nil {
		t.Fatal(err)
	}
	if got.Proof["proofValue"] != want["proofValue"] {
		t.Errorf("signed %s, published %s", got.Proof["proofValue"], want["proofValue"])
	}
}
