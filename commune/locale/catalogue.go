// Package locale holds what people read: one folder of PO catalogues a language, French first, English second.
//
// Everywhere else a text is a stable key ("agenda.closed"); only here does a key become words. Dates, durations, sums
// and counts are worded here too, because their grammar belongs to the language: a language is added by adding a folder.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/leonelquinteros/gotext"
)

//go:embed */*.po
var files embed.FS

// First is the language of the founding text: the one spoken when nobody asked for another.
const First = "fr"

// Catalogues are the texts of every language, read once and then only read.
type Catalogues struct {
	languages []string // First, then the others by name
	texts     map[string]*gotext.Po
}

// Load gives the catalogues that the program carries; they are read once.
var Load = sync.OnceValues(load)

// load reads the catalogues. Those of one language are one: each key stands in one of them.
func load() (*Catalogues, error) {
	names, err := fs.Glob(files, "*/*.po")
	if err != nil {
		return nil, fmt.Errorf("list the catalogues: %w", err)
	}
	texts := map[string][]byte{}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", name, err)
		}
		language := path.Dir(name)
		texts[language] = append(append(texts[language], text...), '\n')
	}
	c := &Catalogues{texts: map[string]*gotext.Po{}}
	for language, text := range texts {
		po := gotext.NewPo()
		po.Parse(text)
		c.languages = append(c.languages, language)
		c.texts[language] = po
	}
	slices.SortFunc(c.languages, func(a, b string) int {
		if (a == First) != (b == First) {
			if a == First {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return c, nil
}

// Languages names the languages that can be read, the first one first.
func (c *Catalogues) Languages() []string { return slices.Clone(c.languages) }

// Speaks says whether there is a catalogue in that language.
func (c *Catalogues) Speaks(language string) bool { return c.texts[language] != nil }

// Keys lists the keys of one language, for the test that compares catalogues.
func (c *Catalogues) Keys(language string) []string {
	var keys []string
	for key := range c.texts[language].GetDomain().GetTranslations() {
		if key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Printer speaks one language, with the dates of one time zone. A language without a catalogue is answered in the first.
func (c *Catalogues) Printer(language string, zone *time.Location) Printer {
	if !c.Speaks(language) {
		language = First
	}
	return Printer{text: c.texts[language], language: language, zone: zone}
}
