package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"
)

// written is a random JSON text, with everything that can be written in several ways.
func written(r *rand.Rand, depth int) string {
	texts := []string{"", "é", "a\u2028b", "𝕊", "\u007f", `\u00e9`, `\n`, `\u000a`, `\u0001`, `\ud835\udd4a`, `\/`, `\"`, `\\`, "\ue000", `\u0000`, "z"}
	space := []string{"", " ", "\n\t"}[r.IntN(3)]
	text := func() string { return `"` + texts[r.IntN(len(texts))] + texts[r.IntN(len(texts))] + `"` }
	switch kind := r.IntN(8); {
	case kind < 2 && depth > 0:
		var all []string
		for n := range r.IntN(6) {
			all = append(all, fmt.Sprintf(`%s"%s%d"%s:%s`, space, texts[r.IntN(len(texts))], (n+r.IntN(2))/2, space, written(r, depth-1)))
		}
		return space + "{" + strings.Join(all, ",") + space + "}"
	case kind < 4 && depth > 0:
		var all []string
		for range r.IntN(4) {
			all = append(all, written(r, depth-1))
		}
		return "[" + space + strings.Join(all, space+",") + "]" + space
	case kind == 4:
		return []string{"true", "false", "null"}[r.IntN(3)]
	case kind == 5:
		return []string{"0", "-0", "7", "-12", "9007199254740991", "120"}[r.IntN(6)] + space
	}
	return text() + space
}

func TestTheOneFormIsThatOfTheReferenceAndNothingElsePasses(t *testing.T) {
	r, alphabet := rand.New(rand.NewPCG(1, 2)), []byte(`{}[]",:\u0deE.-+ 1a`+"\n\x00\x80\xff\xc3")
	same := 0
	for range 20_000 {
		text := []byte(written(r, 4))
		if r.IntN(2) == 0 {
			text[r.IntN(len(text))] = alphabet[r.IntN(len(alphabet))]
		}
		ours, err := canonical(text)
		theirs, refused := jcs.Transform(text)
		switch {
		case err == nil && refused != nil:
			t.Fatalf("%q passes as %q, and the reference refuses it: %v", text, ours, refused)
		case err == nil && !bytes.Equal(ours, theirs):
			t.Fatalf("%q is %q, and to the reference %q", text, ours, theirs)
		case err == nil:
			same++
		case refused == nil && !strings.Contains(err.Error(), "whole") && !strings.Contains(err.Error(), "UTF-8"):
			t.Fatalf("%q is refused, and to the reference it is %q: %v", text, theirs, err)
		}
	}
	if same < 5000 {
		t.Errorf("only %d texts were compared", same)
	}
}

func TestTakingAMemberOutLeavesTheRestAsItWas(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		object, err := canonical([]byte(`{"b":` + written(r, 3) + `,"a":` + written(r, 3) + `,"c":` + written(r, 3) + `}`))
		if err != nil {
			continue
		}
		var whole map[string]json.RawMessage
		if err := json.Unmarshal(object, &whole); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a", "b", "c", "d"} {
			rest, value := take(object, name)
			if !bytes.Equal(value, whole[name]) {
				t.Fatalf("%s of %s is %s", name, object, value)
			}
			var left map[string]json.RawMessage
			if err := json.Unmarshal(rest, &left); err != nil {
				t.Fatalf("without %s: %s", name, rest)
			}
			for other, v := range whole {
				if other != name && !bytes.Equal(left[other], v) {
					t.Fatalf("%s without %s is %s", object, name, rest)
				}
			}
		}
	}
}

// Every type whose fields are read of a record is among those whose names are held exactly.
func TestNoNameOfARecordIsReadInAnotherCase(t *testing.T) {
	var known []string
	for _, r := range types {
		known = append(known, reflect.TypeOf(r).Name())
	}
	for _, file := range []string{"record.go", "confederal.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			s, isType := n.(*ast.TypeSpec)
			if isType && s.Name.Name != "Envelope" && !slices.Contains(known, s.Name.Name) {
				t.Errorf("the names of %s are not held", s.Name.Name)
			}
			return !isType
		})
	}
	for name, read := range map[string]bool{"Answer": true, "answer": false, "PROOF": true, "VerificationMethod": true, "proof\u017f": false, "\u212aey": true, "extra": false, "Extra": false} {
		if variant(name) != read {
			t.Errorf("%s: %v", name, !read)
		}
	}
}
