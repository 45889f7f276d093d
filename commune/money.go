package commune

import (
	"strconv"
	"strings"
	"unicode"
)

// ParseCents reads an amount in euros as people and spreadsheets of either language write it, and gives cents: 12,50 or 12.5 €, 1 234,50 or
// 1,234.50. What could be two amounts (1,234), has a sign, or is a range is refused.
func ParseCents(text string) (int, error) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.TrimSuffix(strings.TrimSpace(text), "€"))
	euros, cents := text, ""
	if at := strings.LastIndexAny(text, ".,"); at >= 0 {
		euros, cents = text[:at], text[at+1:]
		thousands := ","
		if text[at] == ',' {
			thousands = "."
		}
		groups := strings.Split(euros, thousands)
		for i, group := range groups {
			if len(groups) > 1 && len(group) != 3 && (i > 0 || group == "" || len(group) > 3) {
				return 0, ErrAmountInvalid
			}
		}
		euros = strings.Join(groups, "")
	}
	for len(cents) < 2 {
		cents += "0"
	}
	digits := euros + cents
	if euros == "" || len(cents) > 2 || len(digits) > 12 || strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, ErrAmountInvalid
	}
	return strconv.Atoi(digits)
}
