package locale

import (
	"strconv"
	"strings"
)

// Negotiate answers the language to speak: the one a person chose, else the one their browser likes best, else the first.
func (c *Catalogues) Negotiate(preference, acceptLanguage string) string {
	if c.Speaks(preference) {
		return preference
	}
	best, weight := First, 0.0
	for i, wish := range strings.Split(acceptLanguage, ",") {
		if i == maxWishes {
			break
		}
		language, w := parseWish(wish)
		if language == "*" {
			language = First
		}
		if c.Speaks(language) && w > weight {
			best, weight = language, w
		}
	}
	return best
}

// maxWishes bounds the work that one header can ask for.
const maxWishes = 32

// parseWish reads one element of Accept-Language: "fr-BE;q=0.8" is French with weight 0.8.
func parseWish(wish string) (language string, weight float64) {
	tag, parameters, _ := strings.Cut(strings.TrimSpace(wish), ";")
	language, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	quality, found := strings.CutPrefix(strings.TrimSpace(parameters), "q=")
	if !found {
		return language, 1
	}
	weight, err := strconv.ParseFloat(quality, 64)
	if err != nil {
		return language, 0
	}
	return language, weight
}
