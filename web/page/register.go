package page

import (
	"federes.org/commune"
	"federes.org/confederation"
)

// Register is one page of the list of all decisions, the latest first.
type Register struct {
	Entries []Entry
	First   bool   // the newest page
	Older   string // cursor of the next page; empty on the last
}

// DecisionView is one decision with its proof.
type DecisionView struct {
	Decision commune.Decision
	Meeting  commune.Meeting
	Present  int
	Minutes  MinutesLine
	Mandates commune.Mandates // that it gave
	Bodies   []commune.Body   // that it created or dissolved
	Charge   ChargeView
	Record   Record
	Carries  *confederation.CarryingTerms // of a council: what an assembly decided that it carries out (CF-5)
}

// Record is where the signed record of an act stands, and what verifying its stored bytes just said.
type Record struct {
	Seq      commune.Seq
	LogSize  int64
	Verified bool
	Key      string // of the assembly, as its actor shows it
	Print    string // the key's fingerprint, to compare aloud
}

// Summary is a text's beginning, for lists and other sites.
func Summary(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return string(runes[:limit-1]) + "…"
}
