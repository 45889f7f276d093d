package page

import "federes.org/commune"

// Chat is where the rooms of informal talk are (OU-S).
type Chat struct {
	Rooms    []ChatLine
	Change   bool // the reader may change the links
	Problems []Problem
}

// ChatLine is one room as a reader finds it.
type ChatLine struct {
	Key  commune.ChatKey
	Open bool   // to this reader
	URL  string // empty: there is none, or it is not for this reader
	Link Field  // in the form of who may change it
}
