package main_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"federes.org/cmd/federes/world"
)

// folder is where somebody keeps what they downloaded.
type folder string

// keeps saves a file, and gives its name.
func (f folder) keeps(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(string(f), name)
	ok(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

// checked runs "federes verify" on files, and tells what it said; it must hold or not hold.
func checked(t *testing.T, holds bool, args ...string) string {
	t.Helper()
	out, err := federes(t, nil, append([]string{"verify"}, args...)...)
	if (err == nil) != holds {
		t.Errorf("verify %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// offline has somebody take the register of a commune and one act of it home, where they are checked with the keys that they saved before.
func (s *story) offline(ctx context.Context, t *testing.T) {
	home := folder(t.TempDir())
	fetched := func(address, accept string) string {
		answer, body := get(ctx, t, address, accept)
		if answer.StatusCode != 200 {
			t.Fatalf("%s answers %s", address, answer.Status)
		}
		return string(body)
	}
	commune := home.keeps(t, "commune.json", fetched(s.a.URL+"/ag", "application/activity+json"))
	council := home.keeps(t, "conseil.json", fetched(s.council.URL+"/conseil", "application/activity+json"))
	ok(t, world.Until(ctx, arrival, func() error {
		if head := fetched(s.a.URL+"/log/checkpoint", "*/*"); !strings.Contains(head, "— "+s.council.Listen()+"/witness ") {
			return fmt.Errorf("the council did not cosign %s", head)
		}
		return nil
	}))
	copied := fetched(s.a.URL+"/register/copy", "*/*")
	whole := home.keeps(t, "register.jsonl", copied)
	out := checked(t, true, "register", whole, "--key", commune, "--key", council)
	for _, said := range []string{"Tout se tient", "attesté par " + s.council.Listen() + "/witness", "commune.json", "conseil.json"} {
		if !strings.Contains(out, said) {
			t.Errorf("verify register does not say %q:\n%s", said, out)
		}
	}
	if out := checked(t, true, "register", whole); !strings.Contains(out, "comparez cette empreinte") {
		t.Errorf("verify register does not say that it believed the file:\n%s", out)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(copied, "\n"), "\n")
	act := slices.IndexFunc(lines[1:], func(l string) bool { return strings.Contains(l, `"record"`) }) + 1
	if act == 0 {
		t.Fatalf("a stranger is shown no act:\n%s", copied)
	}
	flipped := slices.Clone(lines)
	flipped[act] = strings.Replace(lines[act], `"content":"<p>`, `"content":"<q>`, 1)
	for name, text := range map[string]string{
		fmt.Sprintf("inscription %d", act-1): strings.Join(flipped, ""),
		"inscription 1":                      strings.Join(slices.Delete(slices.Clone(lines), 2, 3), ""),
		"inscription 0":                      lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""),
		"il manque des inscriptions":         strings.Join(lines[:len(lines)-1], ""),
		"la clé de confiance":                strings.Replace(copied, "/log\\n", "/log\\n1", 1),
	} {
		if out := checked(t, false, "register", home.keeps(t, "tampered.jsonl", text), "--key", commune); !strings.Contains(out, name) {
			t.Errorf("verify register does not say %q:\n%s", name, out)
		}
	}
	checked(t, false, "register", whole, "--key", council, "--key", home.keeps(t, "key.txt", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"))
	s.oneAct(t, home, commune, fetched)
}

// oneAct is a decision with its proof, downloaded from its page.
func (s *story) oneAct(t *testing.T, home folder, key string, fetched func(address, accept string) string) {
	page := s.a.URL + "/decisions/2026-1"
	proof, act := home.keeps(t, "proof.json", fetched(page+"/proof", "*/*")), home.keeps(t, "act.json", fetched(page+"/record", "*/*"))
	out := checked(t, true, "record", proof, act, "--key", key)
	for _, said := range []string{"La commune rejoint le conseil du Val de Marque.", "Tout se tient", "attesté par", "commune.json"} {
		if !strings.Contains(out, said) {
			t.Errorf("verify record does not say %q:\n%s", said, out)
		}
	}
	read, err := os.ReadFile(proof)
	ok(t, err)
	forged := home.keeps(t, "forged.json", strings.Replace(string(read), "La commune rejoint", "La commune quitte", 1))
	if out := checked(t, false, "record", forged); !strings.Contains(out, "Tout ne se tient pas") {
		t.Errorf("verify record of an altered act says:\n%s", out)
	}
	checked(t, false, "record", proof, home.keeps(t, "other.json", `{}`))
}
