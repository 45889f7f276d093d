package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/leonelquinteros/gotext"
)

// Printer speaks to one reader: one language, one time zone. It is made for a request and costs nothing to copy.
type Printer struct {
	text     gotext.Translator
	language string
	zone     *time.Location
	council  bool // whose words are wanted first
}

// councils end the name of a key's words for a council, where a commune's would not fit: "home.promise" and "home.promise.council".
const councils = ".council"

// OfCouncil speaks as a council: with its own words, and with a commune's where it has none.
func (p Printer) OfCouncil() Printer {
	p.council = true
	return p
}

// Lang is the language spoken, as a BCP 47 tag.
func (p Printer) Lang() string { return p.language }

// Zone is where the clock of this reader hangs: the commune's.
func (p Printer) Zone() *time.Location { return p.zone }

// T is the text of a key. An instant among the arguments is worded as a date and time, an integer with its thousands apart.
// A key that stands in no catalogue is answered as itself: a test keeps that from happening.
func (p Printer) T(key string, args ...any) string {
	if p.council && p.has(key+councils) {
		key += councils
	}
	return p.filled(p.text.Get(key), args)
}

// N is the text of a key for a count: one decision, two decisions. The count is the text's first argument.
func (p Printer) N(key string, n int, args ...any) string {
	if p.council && p.has(key+councils) {
		key += councils
	}
	return p.filled(p.text.GetN(key, key+".plural", n), append([]any{n}, args...))
}

// has tells whether a key stands in the catalogue; one that does not is answered as itself.
func (p Printer) has(key string) bool { return p.text.Get(key) != key }

// filled puts the arguments into their places; a text need not use them all.
func (p Printer) filled(text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "%[") {
		return text
	}
	return fmt.Sprintf(text, p.worded(args)...)
}

func (p Printer) worded(args []any) []any {
	words := make([]any, len(args))
	for i, arg := range args {
		switch value := arg.(type) {
		case time.Time:
			words[i] = p.DateTime(value)
		case time.Duration:
			words[i] = p.Duration(value)
		case int:
			words[i] = p.Count(value)
		case int64:
			words[i] = p.Count(int(value))
		default:
			words[i] = arg
		}
	}
	return words
}

// Count writes a whole number with its thousands apart.
func (p Printer) Count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + p.text.Get("number.thousands") + digits[i:]
	}
	return sign + digits
}

// Money writes an amount of cents in euros; whole euros lose their cents.
func (p Printer) Money(cents int64) string {
	amount := p.Count(int(cents / 100))
	if rest := cents % 100; rest != 0 {
		amount += p.text.Get("number.decimal") + twoDigits(int(rest))
	}
	return p.T("money.euro", amount)
}

// List joins words as the language does: "Zoé, Karim et Awa".
func (p Printer) List(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + p.text.Get("list.and") + words[last]
}

// Spaced gives a text that people wrote with the unbreakable spaces of its language, for showing it; what is stored stays as written.
func Spaced(language, text string) string {
	if language != First {
		return text
	}
	return frenchSpaces.Replace(text)
}

// frenchSpaces keeps a sign of punctuation, and a currency, with the word before it.
var frenchSpaces = strings.NewReplacer(
	" :", "\u00a0:", " ;", "\u202f;", " !", "\u202f!", " ?", "\u202f?", "« ", "«\u00a0", " »", "\u00a0»", " €", "\u00a0€", " %", "\u00a0%",
)

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
