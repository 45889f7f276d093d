package record_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file that other implementations verify too.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimRight(want, "\n"), got) {
		t.Errorf("%s has changed; records that exist must still be read. Now:\n%s", path, got)
	}
}

func TestARecordIsWrittenInTheOneFormThatPeersKnow(t *testing.T) {
	golden(t, "decision.json", signed(t))
	e, _ := sample()
	e.Type, e.Name, e.Summary, e.URL = "Article", "Charte", "La charte", "http://127.0.0.1:8080/charter"
	charter, err := record.Sign(e, record.Charter{
		Header: record.Header{V: 1, Kind: record.KindCharter, Seq: 1}, Version: 1, Text: "Texte.", Hash: "sha256:00", Audience: "public",
	}, key, method)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "charter.json", charter)
	e, _ = sample()
	mandate, err := record.Sign(e, record.Mandate{
		Header: record.Header{V: 1, Kind: record.KindMandate, Seq: 58}, Issuer: e.Body, Holder: "Awa D.", Title: "Trésorière",
		Mission: "Tenir la caisse.", Capabilities: commune.Capabilities{commune.RecordDues}, DecidedBy: e.ID,
		From: record.Time(e.Published), Until: "2027-11-30T23:00:00Z", Status: "http://127.0.0.1:8080/records/58/status", Audience: "public",
	}, key, method)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "mandate.json", mandate)
}

func TestARecordIsReadAsItWasWritten(t *testing.T) {
	e, d := sample()
	p, err := record.Parse(signed(t))
	if err != nil {
		t.Fatal(err)
	}
	if p.ID != e.ID || p.Type != e.Type || p.AttributedTo != e.Body || p.Content != e.Content || p.URL != e.URL || p.Header != d.Header {
		t.Errorf("read as %+v", p)
	}
	if !p.Published.Equal(e.Published.Truncate(time.Second)) || p.To[0] != record.Public || len(p.Cc) != 1 {
		t.Errorf("read as %+v", p)
	}
	var got record.Decision
	if err := json.Unmarshal(p.Data, &got); err != nil || !reflect.DeepEqual(got, d) {
		t.Errorf("data read as %+v, %v", got, err)
	}
}

func TestARecordWithoutAHeaderThatWeKnowIsNotRead(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON":           `{`,
		"no data":            `{"id":"x"}`,
		"data of no kind":    `{"federes:record":{"v":1,"seq":0}}`,
		"a version to come":  `{"federes:record":{"v":2,"kind":"Decision","seq":0}}`,
		"a place below zero": `{"federes:record":{"v":1,"kind":"Decision","seq":-1}}`,
		"a place as text":    `{"federes:record":{"v":1,"kind":"Decision","seq":"0"}}`,
		"data as text":       `{"federes:record":"{}"}`,
		"data in an array":   `{"federes:record":[{"v":1,"kind":"Decision","seq":0}]}`,
		"null":               `{"federes:record":null}`,
	} {
		if p, err := record.Parse([]byte(text)); err == nil {
			t.Errorf("%s: read as %+v", name, p)
		}
	}
}

func TestTimesAreWholeSecondsInUTC(t *testing.T) {
	at := time.Date(2026, 11, 12, 0, 30, 59, 999_999_999, time.FixedZone("", 5400))
	if got := record.Time(at); got != "2026-11-11T23:00:59Z" {
		t.Errorf("written %s", got)
	}
}
