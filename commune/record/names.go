package record

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"federes.org/commune"
)

// types are those into which records are read.
var types = []any{
	Parsed{}, Header{}, CharterRef{}, Voice{}, Present{}, commune.Tally{},
	Decision{}, Mandate{}, Ending{}, Charter{}, Minutes{}, BodyDecision{}, PopularDecision{}, Convocation{}, Report{},
	Membership{}, Departure{}, Instruction{}, Confirmation{}, Proposal{}, Ratification{}, Outcome{}, PendingVoice{}, Agenda{}, Point{}, Wording{},
}

// names are those under which a record and its proof are read, by their lower case. Some readers, Go's among them, take a name of another
// case for the same.
var names = func() map[string]string {
	all := map[string]string{}
	for _, name := range []string{"@context", "proof", "proofValue", "proofPurpose", "cryptosuite", "verificationMethod", "name"} {
		all[strings.ToLower(name)] = name
	}
	for _, t := range types {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(t)) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
				all[strings.ToLower(name)] = name
			}
		}
	}
	return all
}()

// variant holds for a name that differs from one of ours by its case alone.
func variant(name string) bool {
	if utf8.RuneCountInString(name) == len(name) {
		ours, known := names[strings.ToLower(name)]
		return known && ours != name
	}
	return slices.ContainsFunc(slices.Collect(maps.Values(names)), func(ours string) bool { return strings.EqualFold(ours, name) })
}
