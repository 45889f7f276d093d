package locale_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// house is the root of the sources, which are searched for the keys that they use.
const house = "../.."

var (
	words    = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_?]+)*[._]?)"`)
	asked    = regexp.MustCompile(`\.(T|N)\("([^"]+)"([ ]?\+)?`)
	refused  = regexp.MustCompile(`Refuse\([A-Za-z.0-9]+, "([a-z_]+)"\)`)
	verbs    = regexp.MustCompile(`%[^%]`)
	placed   = regexp.MustCompile(`%\[(\d)\]v`)
	declared = regexp.MustCompile(`(?m)^msgid "([^"]+)"$`)
)

// sources are the program's own: Go and pages, without tests and without what is generated.
func sources(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(house, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || (entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git")) {
			if entry != nil && entry.IsDir() && err == nil {
				return filepath.SkipDir
			}
			return err
		}
		generated := strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go")
		if generated || (filepath.Ext(path) != ".go" && filepath.Ext(path) != ".templ") {
			return nil
		}
		text, err := os.ReadFile(path)
		found[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryLanguageHasEveryKey(t *testing.T) {
	c := load(t)
	first := c.Keys("fr")
	for _, language := range c.Languages() {
		if keys := c.Keys(language); !slices.Equal(keys, first) {
			t.Errorf("%s differs from French by %v", language, difference(keys, first))
		}
		p := c.Printer(language, nil)
		for _, key := range first {
			if strings.TrimSpace(p.T(key)) == "" && key != "number.thousands" {
				t.Errorf("%s: %s is empty", language, key)
			}
		}
	}
}

func TestEveryKeyThatTheProgramUsesStandsInTheCatalogues(t *testing.T) {
	keys := load(t).Keys("fr")
	for path, text := range sources(t) {
		for _, use := range asked.FindAllStringSubmatch(text, -1) {
			key, prefix := use[2], use[3] != ""
			if prefix && !slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, key) }) {
				t.Errorf("%s: no key begins with %s", path, key)
			}
			if !prefix && !slices.Contains(keys, key) {
				t.Errorf("%s: %s stands in no catalogue", path, key)
			}
		}
		for _, use := range refused.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(keys, "refusal."+use[1]) {
				t.Errorf("%s: the refusal %s has no sentence", path, use[1])
			}
		}
	}
}

func TestNoKeyIsLeftOver(t *testing.T) {
	used := map[string]bool{}
	for _, text := range sources(t) {
		for _, word := range words.FindAllStringSubmatch(text, -1) {
			used[word[1]] = true
		}
		for _, use := range refused.FindAllStringSubmatch(text, -1) {
			used["refusal."+use[1]] = true
		}
	}
	for _, key := range load(t).Keys("fr") {
		if !reached(used, key) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

// reached tells whether a key is named in the sources, by itself, for councils, or by a beginning to which the rest is added.
func reached(used map[string]bool, key string) bool {
	if own := strings.TrimSuffix(key, ".council"); used[key] || used[own] && strings.Contains(own, ".") {
		return true
	}
	if strings.HasPrefix(key, "refusal.") {
		return false // each refusal is declared by its whole key
	}
	for i, sign := range key {
		if (sign == '.' || sign == '_') && used[key[:i+1]] {
			return true
		}
	}
	return false
}

func TestALanguageUsesTheSameArgumentsAsFrench(t *testing.T) {
	c := load(t)
	french := c.Printer("fr", nil)
	for _, language := range c.Languages() {
		p := c.Printer(language, nil)
		for _, key := range c.Keys(language) {
			if got, want := arguments(p.T(key)), arguments(french.T(key)); !slices.Equal(got, want) {
				t.Errorf("%s: %s uses the arguments %v, French %v", language, key, got, want)
			}
			if rest := placed.ReplaceAllString(p.T(key), ""); verbs.MatchString(rest) {
				t.Errorf("%s: %s has a verb that is not %%[n]v: %q", language, key, rest)
			}
		}
	}
}

func arguments(text string) []string {
	var all []string
	for _, found := range placed.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(all, found[1]) {
			all = append(all, found[1])
		}
	}
	slices.Sort(all)
	return all
}

func difference(a, b []string) []string {
	var all []string
	for _, key := range a {
		if !slices.Contains(b, key) {
			all = append(all, key)
		}
	}
	for _, key := range b {
		if !slices.Contains(a, key) {
			all = append(all, key)
		}
	}
	return all
}

func TestAKeyStandsInOneFileOfALanguage(t *testing.T) {
	names, err := filepath.Glob("*/*.po")
	if err != nil || len(names) == 0 {
		t.Fatal("no catalogue", err)
	}
	at := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range declared.FindAllStringSubmatch(string(text), -1) {
			key := filepath.Dir(name) + " " + found[1]
			if at[key] != "" {
				t.Errorf("%s stands in %s and in %s", found[1], at[key], name)
			}
			at[key] = name
		}
	}
}
