package federation

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// DocumentError is why a document cannot be read in one way only. Posted to us, it is answered 400.
type DocumentError string

func (e DocumentError) Error() string { return string(e) }

// The closed list of what is wrong with documents.
const (
	ErrEncoding      DocumentError = "the text is not sound UTF-8" // JSN-07
	ErrSyntax        DocumentError = "not one JSON object"
	ErrDepth         DocumentError = "nested too deep"                              // JSN-08
	ErrDuplicateKey  DocumentError = "a key comes twice"                            // JSN-04, JSN-05
	ErrKeyword       DocumentError = "a JSON-LD keyword that rebuilds the document" // JSN-01
	ErrType          DocumentError = "the type is not one plain string"             // JSN-13
	ErrID            DocumentError = "an id is not a string of bearable length"     // JSN-10
	ErrEmbeddedActor DocumentError = "the actor is not given by its id"
)

// Decode reads a document that came from elsewhere: JSON that every reader understands alike, about one object of one type, done by an actor that is
// named and not embedded. Numbers stay as they are written; contexts are neither fetched nor applied (JSN-02).
func Decode(raw []byte) (map[string]any, error) {
	document, err := decodeObject(raw)
	if err != nil {
		return nil, err
	}
	for _, keyword := range []string{"@graph", "@reverse", "@included"} {
		if _, present := document[keyword]; present {
			return nil, ErrKeyword
		}
	}
	if kind, _ := document["type"].(string); kind == "" {
		return nil, ErrType
	}
	if actor, present := document["actor"]; present {
		if id, isText := actor.(string); !isText || len(id) > MaxID {
			return nil, ErrEmbeddedActor
		}
	}
	return document, nil
}

// decodeObject reads one JSON object and nothing after it, strict about everything that does not depend on the vocabulary.
func decodeObject(raw []byte) (map[string]any, error) {
	if !soundText(raw) {
		return nil, ErrEncoding
	}
	if depth(raw) > MaxDepth {
		return nil, ErrDepth
	}
	if !json.Valid(raw) {
		return nil, ErrSyntax
	}
	reader := json.NewDecoder(bytes.NewReader(raw))
	reader.UseNumber()
	value, err := decodeValue(reader)
	if err != nil {
		return nil, err
	}
	object, isObject := value.(map[string]any)
	if !isObject {
		return nil, ErrSyntax
	}
	return object, nil
}

// decodeValue reads the next value of a text that is known to be valid and shallow.
func decodeValue(reader *json.Decoder) (any, error) {
	token, err := reader.Token()
	if err != nil {
		return nil, ErrSyntax
	}
	switch token {
	case json.Delim('{'):
		return decodeMembers(reader)
	case json.Delim('['):
		return decodeItems(reader)
	}
	return token, nil
}

func decodeItems(reader *json.Decoder) ([]any, error) {
	items := []any{}
	for reader.More() {
		item, err := decodeValue(reader)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err := reader.Token()
	return items, err
}

func decodeMembers(reader *json.Decoder) (map[string]any, error) {
	members, seen := map[string]any{}, map[string]bool{}
	for reader.More() {
		name, err := reader.Token()
		if err != nil {
			return nil, ErrSyntax
		}
		key, _ := name.(string)
		if seen[folded(key)] {
			return nil, ErrDuplicateKey
		}
		seen[folded(key)] = true
		value, err := decodeValue(reader)
		if err != nil {
			return nil, err
		}
		if key == "id" && !soundID(value) {
			return nil, ErrID
		}
		members[key] = value
	}
	_, err := reader.Token()
	return members, err
}

// soundID holds for an id of bearable length, and for null: an object that has no id (JSN-10).
func soundID(value any) bool {
	id, isText := value.(string)
	return value == nil || isText && len(id) <= MaxID
}

// folded is the form in which two spellings of one key meet: without case for the keys that decide something here, as written for all else.
// A reader that ignores case, as Go's does, would take "Actor" for "actor" (JSN-04).
func folded(key string) string {
	plain := strings.ToLower(strings.ToUpper(key)) // upper first: U+017F and U+212A then fold as in that reader
	switch plain {
	case "@context", "actor", "alsoknownas", "assertionmethod", "attributedto", "audience", "bcc", "bto", "cc", "content",
		"controller", "endpoints", "federes:charter", "federes:record", "federes:records", "first", "followers", "following",
		"href", "id", "inbox", "inreplyto", "items", "links", "movedto", "name", "next", "object", "ordereditems", "origin",
		"outbox", "owner", "preferredusername", "proof", "publickey", "publickeymultibase", "publickeypem", "published", "rel",
		"result", "sharedinbox", "subject", "summary", "tag", "target", "to", "totalitems", "type", "updated", "url":
		return plain
	}
	return key
}

// depth is how many objects and arrays stand open at once in the text; it needs no valid JSON and no memory.
func depth(raw []byte) int {
	open, deepest, quoted := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '{' || c == '['):
			open++
			deepest = max(deepest, open)
		case !quoted && (c == '}' || c == ']'):
			open--
		}
	}
	return deepest
}

// soundText refuses what databases refuse and readers replace: broken UTF-8, half a surrogate pair, NUL. Escapes stand inside strings only.
func soundText(raw []byte) bool {
	if !utf8.Valid(raw) {
		return false
	}
	for i := bytes.IndexByte(raw, '\\'); i >= 0 && i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		width, sound := escape(raw[i:])
		if !sound {
			return false
		}
		i += width - 1
	}
	return true
}

// escape measures the escape that begins here; half a pair and NUL are unsound.
func escape(text []byte) (width int, sound bool) {
	first, isUnit := unit(text)
	switch {
	case !isUnit:
		return 2, true // a plain escape; what is none, json.Valid refuses
	case first == 0 || first>>10 == 0xDC00>>10:
		return 6, false
	case first>>10 == 0xD800>>10:
		second, isUnit := unit(text[6:])
		return 12, isUnit && second>>10 == 0xDC00>>10
	}
	return 6, true
}

// unit reads \uXXXX.
func unit(text []byte) (uint64, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	value, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return value, err == nil
}
