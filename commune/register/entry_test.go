package register_test

import (
	"encoding/hex"
	"encoding/json"
	"testing"

	"federes.org/commune/register"
)

// The encoding is final: a change of it would break every proof that was ever given out.
func TestAnEntryIsTheSameForEver(t *testing.T) {
	e := register.Commit(register.Salt{1, 2, 3}, []byte("L'assemblée décide."))
	if got := hex.EncodeToString(e[:]); got != "588a09e314f67604799ed3f97be843adc7c1f07705ef43ba3d47ff2da29d175f" {
		t.Errorf("entry is %s", got)
	}
}

func TestAnEntryBindsItsSaltAndEveryByteOfItsAct(t *testing.T) {
	salt, act := register.Salt{1}, []byte("pour 41, contre 3")
	e := register.Commit(salt, act)
	eachBit(salt[:], func() {
		if register.Commit(salt, act) == e {
			t.Error("another salt makes the same entry")
		}
	})
	eachBit(act, func() {
		if register.Commit(salt, act) == e {
			t.Error("another act makes the same entry")
		}
	})
	if register.Commit(salt, act[:5]) == e || register.Commit(salt, append(act, 0)) == e {
		t.Error("an act of another length makes the same entry")
	}
}

// ME-3: the salt and the act of a person who leaves are erased; everything else is still proved.
func TestErasingASaltLeavesTheLogWhole(t *testing.T) {
	b := write(t, 20)
	tree, erased := b.tree(t, 20), b.entry(7)
	guess := b.acts[7]
	b.salts[7], b.acts[7] = register.Salt{}, nil

	if b.tree(t, 20) != tree {
		t.Error("the root changed")
	}
	for index := range int64(20) {
		entry := b.entry(index)
		if index == 7 {
			entry = erased // its leaf stays in the log
		}
		if err := register.VerifyInclusion(tree, entry, inclusion(t, b, 20, index)); err != nil {
			t.Errorf("entry %d: %v", index, err)
		}
	}
	if register.Commit(b.salts[7], guess) == erased {
		t.Error("whoever guesses the act can show that it was there")
	}
}

func TestNoSaltIsGivenTwice(t *testing.T) {
	given := map[register.Salt]bool{}
	for range 100 {
		given[register.NewSalt()] = true
	}
	if len(given) != 100 {
		t.Errorf("of 100 salts, %d differ", len(given))
	}
}

func TestSaltsAndEntriesSurviveTheirJSONAndNothingElseIsRead(t *testing.T) {
	type both struct {
		Salt  register.Salt
		Entry register.Entry
	}
	in := both{register.NewSalt(), register.Commit(register.NewSalt(), nil)}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out both
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("%s was read as %v, %v", text, out, err)
	}
	for _, bad := range []string{`{"Salt":""}`, `{"Salt":"AAAA"}`, `{"Entry":"not base64"}`} {
		if json.Unmarshal([]byte(bad), &out) == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
