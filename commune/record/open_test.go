package record

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// parsed reads a record as its types say, without knowing of any one form.
func parsed(document []byte) (p Parsed, err error) {
	if err = json.Unmarshal(document, &p); err == nil {
		err = json.Unmarshal(p.Data, &p.Header)
	}
	return p, err
}

func TestARecordIsReadAsItsTypesSay(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	values := func(usual string) string {
		if r.IntN(8) == 0 {
			return written(r, 2)
		}
		return usual
	}
	read := 0
	for range 20_000 {
		document := []byte(`{"id":` + values(`"https:\/\/a.example\/\u00e9"`) + `,"attributedTo":` + values(`"https://a.example/ag"`) +
			`,"to":` + values(`["a","\u00e9"]`) + `,"cc":` + values(`null`) + `,"published":` + values(`"2026-11-12T18:12:04Z"`) +
			`,"content":` + values(`"<p>\"𝕊\"</p>"`) + `,"url":` + values(`"u"`) + `,"summary":` + values(`"s"`) + `,"other":` + written(r, 2) +
			`,"federes:record":` + values(`{"seq":`+values(`7`)+`,"kind":`+values(`"Decision"`)+`,"v":1,"a":`+written(r, 2)+`}`) + ` }`)
		whole, err := canonical(document)
		if err != nil {
			if _, err := Parse(document); err == nil {
				t.Fatalf("%q has no one form, and is read", document)
			}
			continue
		}
		want, refused := parsed(whole)
		if refused == nil && (want.Header.V != 1 || want.Header.Kind == "" || want.Header.Seq < 0) {
			continue
		}
		got, err := Parse(document)
		if (err == nil) != (refused == nil) {
			t.Fatalf("%q: %v, and as its types say %v", document, err, refused)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q is read as\n%+v, and as its types say\n%+v", document, got, want)
		}
		if err == nil {
			read++
		}
	}
	if read < 2000 {
		t.Errorf("only %d were read", read)
	}
}

func TestEveryMemberOfARecordHasItsPlace(t *testing.T) {
	var p Parsed
	for _, of := range []struct {
		read  any
		place func([]byte) any
	}{{&p, p.place}, {&p.Header, p.Header.place}} {
		v := reflect.ValueOf(of.read).Elem()
		for n := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(n).Tag.Get("json"), ",")
			if name != "-" && of.place([]byte(name)) != v.Field(n).Addr().Interface() {
				t.Errorf("%s is not read into %s", name, v.Type().Field(n).Name)
			}
		}
	}
}
