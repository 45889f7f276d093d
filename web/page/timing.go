package page

import "federes.org/commune"

// spentOf words how long an item has been treated, of the time foreseen for it.
func spentOf(f Frame, i commune.TimedItem) string {
	return f.T("timing.spent", f.Duration(i.Elapsed), f.Duration(minutes(i.Minutes)))
}
