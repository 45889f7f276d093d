package federation_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"federes.org/federation"
)

func TestADocumentThatReadsOneWayIsRead(t *testing.T) {
	for name, raw := range map[string]string{
		"as it stands":                     `{"type":"Note","id":"https://crest.test/1","content":"Été 🌻 \u00e9 \ud83c\udf3b \\ud800 \"","replies":[{"id":null}]}`,
		"with a context of its own":        `{"@context":["https://evil.test/ctx",{"Object":"as:Object","id":"@id","type":"@type"}],"type":"Note"}`,
		"with keys that differ by case":    `{"type":"Note","contentMap":{"fr":"a","FR":"b"}}`,
		"as deep as allowed":               `{"type":"Note","x":` + strings.Repeat("[", federation.MaxDepth-1) + strings.Repeat("]", federation.MaxDepth-1) + `}`,
		"with brackets in its text":        `{"type":"Note","content":"` + strings.Repeat("[{", 100) + `\"[["}`,
		"with the longest id":              `{"type":"Note","id":"` + strings.Repeat("x", federation.MaxID) + `"}`,
		"with an object in another object": `{"type":"Accept","actor":"https://crest.test/ag","object":{"type":"Follow","actor":{"id":"https://crest.test/ag","type":"Group"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := federation.Decode([]byte(raw))
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]any
			if err := json.Unmarshal([]byte(raw), &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("read %v, want %v", got, want)
			}
		})
	}
}

func TestNumbersStayAsTheyAreWritten(t *testing.T) {
	for _, number := range []string{"1e400", "-1", "9223372036854775808", "0.1"} {
		got, err := federation.Decode([]byte(`{"type":"Collection","totalItems":` + number + `}`))
		if err != nil || got["totalItems"] != json.Number(number) {
			t.Errorf("JSN-11: %s was read %v, %v", number, got["totalItems"], err)
		}
	}
}

func TestADocumentThatCouldBeReadInTwoWaysIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want error
	}{
		"JSN-01 @graph":                      {`{"type":"Note","@graph":[]}`, federation.ErrKeyword},
		"JSN-01 @reverse":                    {`{"type":"Note","@reverse":{}}`, federation.ErrKeyword},
		"JSN-01 @included":                   {`{"type":"Note","@included":[]}`, federation.ErrKeyword},
		"JSN-04 actor, Actor":                {`{"type":"Note","actor":"bob","Actor":"mallory"}`, federation.ErrDuplicateKey},
		"JSN-04 two foreign spellings":       {`{"type":"Note","ACTOR":"bob","Actor":"mallory"}`, federation.ErrDuplicateKey},
		"JSN-04 a letter that folds to s":    {"{\"type\":\"Note\",\"inReplyTo\":1,\"items\":[],\"item\u017f\":[]}", federation.ErrDuplicateKey},
		"JSN-05 id twice":                    {`{"type":"Note","id":"x","id":"y"}`, federation.ErrDuplicateKey},
		"JSN-05 deep inside, unknown key":    {`{"type":"Note","x":[{"a":{"b":1,"b":1}}]}`, federation.ErrDuplicateKey},
		"JSN-05 twice by an escape":          {`{"type":"Note","\u0074ype":"Delete"}`, federation.ErrDuplicateKey},
		"JSN-07 bytes that are no UTF-8":     {"{\"type\":\"Note\",\"id\":\"\xff\"}", federation.ErrEncoding},
		"JSN-07 half a pair":                 {`{"type":"Note","id":"https://b.test/\ud800"}`, federation.ErrEncoding},
		"JSN-07 the other half":              {`{"type":"Note","id":"https://b.test/\udc00x"}`, federation.ErrEncoding},
		"JSN-07 a half and a letter":         {`{"type":"Note","id":"\ud83c\u0041"}`, federation.ErrEncoding},
		"JSN-07 a half in a key":             {`{"type":"Note","\uDBFF":1}`, federation.ErrEncoding},
		"JSN-07 a half after a backslash":    {`{"type":"Note","x":"\\\ud800"}`, federation.ErrEncoding},
		"JSN-07 NUL":                         {`{"type":"Note","name":"a\u0000b"}`, federation.ErrEncoding},
		"JSN-07 a raw NUL":                   {"{\"type\":\"Note\",\"name\":\"a\x00b\"}", federation.ErrSyntax},
		"JSN-07 a byte order mark":           {"\ufeff" + `{"type":"Note"}`, federation.ErrSyntax},
		"JSN-08 a bomb of brackets":          {strings.Repeat("[", 100_000), federation.ErrDepth},
		"JSN-08 200 objects":                 {strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200), federation.ErrDepth},
		"JSN-08 one too many":                {`{"type":"Note","x":` + strings.Repeat("[", federation.MaxDepth) + strings.Repeat("]", federation.MaxDepth) + `}`, federation.ErrDepth},
		"JSN-10 an id without end":           {`{"type":"Note","id":"` + strings.Repeat("x", federation.MaxID+1) + `"}`, federation.ErrID},
		"JSN-10 an id without end, embedded": {`{"type":"Note","object":{"id":"` + strings.Repeat("x", federation.MaxID+1) + `"}}`, federation.ErrID},
		"an id that is no string":            {`{"type":"Note","id":["x"]}`, federation.ErrID},
		"JSN-13 two types":                   {`{"type":["Note","Delete"]}`, federation.ErrType},
		"JSN-13 one type in a list":          {`{"type":["Note"]}`, federation.ErrType},
		"no type":                            {`{"id":"x"}`, federation.ErrType},
		"an embedded actor":                  {`{"type":"Create","actor":{"id":"https://b.test/ag"}}`, federation.ErrEmbeddedActor},
		"two actors":                         {`{"type":"Create","actor":["https://b.test/ag","https://c.test/ag"]}`, federation.ErrEmbeddedActor},
		"data that trails":                   {`{"type":"Note"} {}`, federation.ErrSyntax},
		"a list":                             {`[{"type":"Note"}]`, federation.ErrSyntax},
		"null":                               {`null`, federation.ErrSyntax},
		"nothing":                            {``, federation.ErrSyntax},
		"a text cut short":                   {`{"type":"Note"`, federation.ErrSyntax},
		"a trailing comma":                   {`{"type":"Note",}`, federation.ErrSyntax},
		"an escape cut short":                {`{"type":"Note","x":"\u12"}`, federation.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := federation.Decode([]byte(c.raw))
			var class federation.DocumentError
			if !errors.Is(err, c.want) || !errors.As(err, &class) {
				t.Errorf("got %v, %v, want %v", got, err, c.want)
			}
		})
	}
}

func FuzzStrictDecode(f *testing.F) {
	for _, seed := range []string{
		`{"type":"Note","id":"https://crest.test/1"}`, `{"type":"Note","a":"\ud83c\udf3b"}`, `{"type":"Note","a":[{},[],1e400,null,true]}`,
		`{"type":["Note"]}`, `{"a":1,"A":2}`, `[[[[`, `"\`, `{"\u`, "{\"type\":\"\xff\"}", `{"type":"x"}{`, `{"type":"K","to":1,"TO":2}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := federation.Decode(raw)
		if err != nil {
			return
		}
		reader := json.NewDecoder(strings.NewReader(string(raw)))
		reader.UseNumber()
		var want map[string]any
		if err := reader.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("JSN-22: %q was read %v, encoding/json reads %v, %v", raw, got, want, err)
		}
	})
}
