package web_test

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"federes.org/commune/locale"
)

// unworded finds a key that stands where its words should: a key that is composed can stand in no catalogue, and is then read as itself.
var unworded = sync.OnceValue(func() *regexp.Regexp {
	catalogues, err := locale.Load()
	if err != nil {
		panic(err)
	}
	var subjects []string
	for _, key := range catalogues.Keys(locale.First) {
		subject, _, _ := strings.Cut(key, ".")
		subjects = append(subjects, regexp.QuoteMeta(subject))
	}
	slices.Sort(subjects)
	return regexp.MustCompile(`(?:^| )(?:refusal\.|(?:` + strings.Join(slices.Compact(subjects), "|") + `)\.[a-z_]+)(?: |$)`)
})

// isWorded fails for a page that shows a key.
func (a answer) isWorded(path string) {
	a.Helper()
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		return
	}
	for _, key := range unworded().FindAllString(a.text(), -1) {
		if key = strings.TrimSpace(key); !strings.HasSuffix(key, ".example") { // the hosts of links
			a.Errorf("%s shows %q, which no catalogue words", path, key)
		}
	}
}
