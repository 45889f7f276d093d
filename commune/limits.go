package commune

import "time"

// The limits of what people write and of what waits; every other number is a setting of the assembly.
const (
	MaxName        = 120            // characters of a name, title or place
	MaxText        = 8000           // characters of a motion, an item's text, a mission, a reason
	MaxCharter     = 60000          // characters of a charter
	MaxPriorities  = 20             // themes in the ordered list (OJ-3)
	MaxItemMinutes = 240            // minutes foreseen for one item
	MaxPayment     = 1_000_000      // cents of one payment of dues
	MinPassword    = 12             // characters of a password
	MaxPassword    = 256            // characters of a password
	OpenableFor    = 24 * time.Hour // how long after its hour an AG can still be opened
	MaxMandateTerm = 2 * 366 * 24 * time.Hour
)

// Text checks a text that someone wrote: present and not too long.
func Text(s string, max int, missing Refusal) error {
	switch n := len([]rune(s)); {
	case n == 0:
		return missing
	case n > max:
		return ErrTooLong.With(max, n)
	}
	return nil
}
