package spreadsheet

import (
	"slices"
	"strings"
	"time"

	"federes.org/commune"
)

// layouts are how programs write a day; the hour that may follow does not matter.
var layouts = []string{"2/1/2006", "2/1/06", "2006-1-2", "2-1-2006", "2.1.2006", "2006/1/2"}

// day reads a day: the day comes before the month, unless the year comes first.
func day(text string) (commune.Day, error) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), " ")
	text, _, _ = strings.Cut(text, "T")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return commune.ParseDay(t.Format(time.DateOnly))
		}
	}
	return "", commune.ErrDateInvalid
}

// Paid is what a line says of its payment.
type Paid string

// A payment came in, is not there (refused, awaited, given up), or was given back.
const (
	PaidIn   Paid = "in"
	PaidNot  Paid = "not"
	PaidBack Paid = "back"
)

var paidWords = map[Paid][]string{
	PaidIn:   {"valide", "validee", "paye", "payee", "oui", "yes", "1", "ok", "x", "hors ligne", "regle", "reglee", "paid", "validated", "processed", "verse"},
	PaidBack: {"rembourse", "remboursee", "annule", "annulee", "conteste", "contestee", "refunded", "canceled", "cancelled", "contested"},
}

// paid reads the state of a payment; a word that nobody knows says that it is not there.
func paid(text string) Paid {
	text = Fold(text)
	for state, words := range paidWords {
		if slices.Contains(words, text) {
			return state
		}
	}
	return PaidNot
}

// yes reads a box that was ticked.
func yes(text string) bool {
	return slices.Contains([]string{"oui", "yes", "1", "true", "vrai", "x"}, Fold(text))
}

// method reads how dues were paid; what HelloAsso took by itself came through it.
func method(text string, from commune.Source) commune.PayMethod {
	text = Fold(text)
	switch {
	case strings.HasPrefix(text, "virement"), text == "transfer":
		return commune.Transfer
	case strings.HasPrefix(text, "espece"), text == "liquide", text == "cash":
		return commune.Cash
	case strings.Contains(text, "helloasso"):
		return commune.HelloAsso
	case strings.HasPrefix(text, "cheque"):
		return commune.OtherWay
	case from == commune.FromHelloAsso:
		return commune.HelloAsso
	}
	return commune.OtherWay
}
