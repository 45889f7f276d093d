package confederation_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/confederation"
)

const (
	keeper commune.ActorID = "https://saillans.example/ag"
	valley commune.ActorID = "https://vallee.example/conseil"
)

func seeded(n byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, 32)) }

func public(n byte) ed25519.PublicKey { return seeded(n).Public().(ed25519.PublicKey) }

func holderOf(actor commune.ActorID, n byte) confederation.Holder {
	return confederation.HolderOf(actor, string(actor)+"#ed25519-key", public(n))
}

// shelf is a register with what copies of it are made of.
type shelf struct {
	*testing.T
	leaves []confederation.Leaf
	at     time.Time
}

// writes signs acts of the assembly, every third entry a hidden one.
func (s *shelf) writes(n int) {
	s.Helper()
	for range n {
		seq := commune.Seq(len(s.leaves))
		salt := register.Salt{byte(seq)}
		if seq%3 == 2 {
			s.leaves = append(s.leaves, confederation.Leaf{Seq: seq, Entry: register.Commit(salt, []byte("hidden"))})
			continue
		}
		document, err := record.Sign(record.Envelope{
			ID: "https://saillans.example/records/" + string(rune('0'+seq)), Type: "Note", Body: keeper, To: []string{record.Public}, Cc: []string{},
			Language: "fr", Content: "<p>L'eau & la terre</p>", Published: s.at,
		}, record.Decision{Header: record.Header{V: 1, Kind: record.KindDecision, Seq: seq}, Text: "L'eau est commune."}, seeded(1), string(keeper)+"#ed25519-key")
		if err != nil {
			s.Fatal(err)
		}
		s.leaves = append(s.leaves, confederation.Leaf{Seq: seq, Entry: register.Commit(salt, document), Salt: &salt, Record: document})
	}
}

// cover is the head of the register as it is, signed by a key and cosigned by the council.
func (s *shelf) cover(form string, signer byte) (confederation.Cover, *register.Copy) {
	s.Helper()
	tree := &register.Copy{}
	for _, l := range s.leaves {
		if err := tree.Append(register.LeafHash(l.Entry)); err != nil {
			s.Fatal(err)
		}
	}
	size := int64(len(s.leaves))
	root, err := register.Root(size, tree)
	if err != nil {
		s.Fatal(err)
	}
	head, err := register.Checkpoint{Origin: "saillans.example/log", Tree: register.Tree{Size: size, Root: root}}.Sign(seeded(signer))
	if err != nil {
		s.Fatal(err)
	}
	line, err := confederation.WitnessOf(valley, public(2)).Cosign(head, seeded(2), s.at)
	if err != nil {
		s.Fatal(err)
	}
	return confederation.Cover{
		Form: form, Actor: keeper, Language: "fr", Checkpoint: string(register.Annotate(head, line)),
		Keys: []confederation.Holder{holderOf(keeper, signer)}, Witnesses: []confederation.Holder{holderOf(valley, 2)},
	}, tree
}

// copied is the register as one downloads it.
func (s *shelf) copied(c confederation.Cover) []byte {
	s.Helper()
	text := line(s.T, c)
	for _, l := range s.leaves {
		text = append(text, line(s.T, l)...)
	}
	return text
}

func line(t *testing.T, v any) []byte {
	t.Helper()
	text, err := confederation.Line(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func audited(t *testing.T, text []byte, keys ...string) *confederation.Audit {
	t.Helper()
	ring := &confederation.Keyring{}
	for _, k := range keys {
		if err := ring.Add([]byte(k), "clef"); err != nil {
			t.Fatal(err)
		}
	}
	a, err := confederation.AuditRegister(bytes.NewReader(text), ring)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestCR2_ACopyOfARegisterIsCheckedFromItsFirstLineToItsLast(t *testing.T) {
	s := &shelf{T: t, at: time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)}
	s.writes(8)
	c, _ := s.cover(confederation.FormRegister, 1)
	whole := s.copied(c)
	own, theirs := record.EncodeMultikey(public(1)), string(line(t, holderOf(valley, 2)))
	for name, keys := range map[string][]string{"its own keys": nil, "given ones": {own, theirs}, "an actor's document": {string(line(t, holderOf(keeper, 1)))}} {
		a := audited(t, whole, keys...)
		if !a.Holds() || a.Entries != 8 || a.Records != 6 || len(a.Attested) != 1 || !a.Attested[0].At.Equal(s.at) {
			t.Errorf("with %s: %+v", name, a)
		}
		if given := a.Key.From == "clef"; given != (keys != nil) {
			t.Errorf("with %s the key is said to come from %q", name, a.Key.From)
		}
	}
	lines := strings.SplitAfter(strings.TrimSpace(string(whole)), "\n")
	altered := func(n int, old, new string) []byte {
		changed := slices.Clone(lines)
		if changed[n] = strings.Replace(changed[n], old, new, 1); changed[n] == lines[n] {
			t.Fatalf("nothing to alter in %s", lines[n])
		}
		return []byte(strings.Join(changed, ""))
	}
	entry := func(seq int) string { return s.entry(seq) }
	forged := base64.StdEncoding.EncodeToString(make([]byte, 4+8+64))
	_, cosigned, _ := strings.Cut(c.Checkpoint, "— vallee.example/witness ")
	for name, tampering := range map[string]struct {
		text []byte
		seq  int64
		what string
		keys []string
	}{
		"a word of an act":          {altered(2, "commune.", "vendue.."), 1, "altered", nil},
		"the salt of an act":        {altered(5, `"salt":"BA`, `"salt":"BB`), 4, "altered", nil},
		"no salt":                   {altered(5, `"salt"`, `"sel"`), 4, "salt", nil},
		"a commitment of an act":    {altered(5, entry(4), entry(2)), 4, "altered", nil},
		"a hidden commitment":       {altered(3, entry(2), entry(5)), -1, "root", nil},
		"a dropped entry":           {[]byte(strings.Join(slices.Delete(slices.Clone(lines), 3, 4), "")), 2, "order", nil},
		"two entries changed place": {[]byte(lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], "")), 0, "order", nil},
		"a truncated log":           {[]byte(strings.Join(lines[:8], "")), -1, "short", nil},
		"an entry too many":         {append(bytes.Clone(whole), strings.Replace(lines[3], `"seq":2`, `"seq":8`, 1)...), -1, "long", nil},
		"a broken line":             {whole[:len(whole)-20], 7, "line", nil},
		"another size in the head":  {altered(0, `log\n8\n`, `log\n7\n`), -1, "head", nil},
		"another key":               {whole, -1, "head", []string{record.EncodeMultikey(public(3))}},
		"another key of the actor":  {whole, -1, "head", []string{string(line(t, holderOf(keeper, 3)))}},
		"no key":                    {altered(0, `"keys":[{"id":"https://saillans`, `"keys":[{"id":"https://sailla`), -1, "no_key", nil},
		"a forged cosignature":      {altered(0, cosigned[:100], forged[:100]), -1, "cosignature", nil},
		"another witness's key":     {whole, -1, "cosignature", []string{own, string(line(t, holderOf(valley, 3)))}},
	} {
		a := audited(t, tampering.text, tampering.keys...)
		if a.Holds() || !slices.Contains(a.Wrong, confederation.Wrong{Seq: tampering.seq, What: tampering.what}) {
			t.Errorf("%s: found %v", name, a.Wrong)
		}
	}
	if _, err := confederation.AuditRegister(strings.NewReader(`{"form":"other"}`), &confederation.Keyring{}); !errors.Is(err, confederation.ErrCopy) {
		t.Errorf("something else: %v", err)
	}
	if err := new(confederation.Keyring).Add([]byte(`{"id":"https://saillans.example/ag"}`), ""); !errors.Is(err, confederation.ErrKey) {
		t.Errorf("an actor without a key: %v", err)
	}
}

func (s *shelf) entry(seq int) string {
	text, err := s.leaves[seq].Entry.MarshalText()
	if err != nil {
		s.Fatal(err)
	}
	return string(text)
}

// A copy that its keeper signed anew over another past holds by itself; beside one that was kept, it does not.
func TestCR2_OfTwoCopiesTheLongerContinuesTheOther(t *testing.T) {
	s := &shelf{T: t, at: time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)}
	s.writes(5)
	c, _ := s.cover(confederation.FormRegister, 1)
	kept := audited(t, s.copied(c))
	s.writes(3)
	c, _ = s.cover(confederation.FormRegister, 1)
	if at := kept.Parts(audited(t, s.copied(c))); at != -1 {
		t.Errorf("a register that went on parts at %d", at)
	}
	s.leaves[2].Entry[0] ^= 1
	c, _ = s.cover(confederation.FormRegister, 1)
	rewritten := audited(t, s.copied(c))
	if at := rewritten.Parts(kept); !rewritten.Holds() || at != 2 {
		t.Errorf("a rewritten past: %v, parts at %d", rewritten.Wrong, at)
	}
}

func TestCR2_AnActIsCheckedAloneWithItsPlace(t *testing.T) {
	s := &shelf{T: t, at: time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)}
	s.writes(8)
	c, tree := s.cover(confederation.FormExtract, 1)
	proof, err := register.ProveInclusion(8, 4, tree)
	if err != nil {
		t.Fatal(err)
	}
	x := confederation.Extract{Cover: c, Salt: *s.leaves[4].Salt, Inclusion: proof, Record: s.leaves[4].Record}
	check := func(x confederation.Extract, act []byte) []confederation.Wrong {
		a, err := confederation.AuditExtract(line(t, x), act, &confederation.Keyring{})
		if err != nil {
			t.Fatal(err)
		}
		return a.Wrong
	}
	if wrong := check(x, append(bytes.Clone(x.Record), '\n')); wrong != nil {
		t.Errorf("as it is: %v", wrong)
	}
	for name, tampering := range map[string]struct {
		change func(*confederation.Extract)
		what   string
	}{
		"a word": {func(x *confederation.Extract) {
			x.Record = bytes.Replace(x.Record, []byte("commune."), []byte("vendue.."), 1)
		}, "proof"},
		"the salt":    {func(x *confederation.Extract) { x.Salt[0] ^= 1 }, "inclusion"},
		"the place":   {func(x *confederation.Extract) { x.Inclusion.Index = 3 }, "place"},
		"another act": {func(x *confederation.Extract) { x.Record = s.leaves[3].Record }, "inclusion"},
		"another proof": {func(x *confederation.Extract) {
			x.Inclusion.Hashes = slices.Clone(x.Inclusion.Hashes)
			x.Inclusion.Hashes[0][0] ^= 1
		}, "inclusion"},
		"another head": {func(x *confederation.Extract) { x.Checkpoint = strings.Replace(x.Checkpoint, "log\n8", "log\n9", 1) }, "head"},
		"no act":       {func(x *confederation.Extract) { x.Record = json.RawMessage("null") }, "malformed"},
	} {
		changed := x
		tampering.change(&changed)
		wrong := check(changed, nil)
		if !slices.ContainsFunc(wrong, func(w confederation.Wrong) bool { return w.What == tampering.what }) {
			t.Errorf("%s: found %v", name, wrong)
		}
	}
	if wrong := check(x, s.leaves[3].Record); len(wrong) != 1 || wrong[0].What != "another" {
		t.Errorf("another file of the act: %v", wrong)
	}
}
