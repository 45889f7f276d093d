package page

import "federes.org/commune"

// paceClass is the colour of a pace.
func paceClass(p commune.Pace) string {
	return map[commune.Pace]string{commune.Tight: "late", commune.Past: "bad"}[p]
}

// spentOf words how long an item has been treated, of the time foreseen for it.
func spentOf(f Frame, i commune.TimedItem) string {
	return f.T("timing.spent", f.Duration(i.Elapsed), f.Duration(minutes(i.Minutes)))
}
