package commune

import (
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of what people write and of what waits; every other number is a setting of the assembly.
const (
	MaxName         = 120            // characters of a name, title or place
	MaxText         = 8000           // characters of a motion, an item's text, a reason
	MaxOption       = 500            // characters of an option to choose among
	MaxCharter      = 60000          // characters of a charter
	MaxMinutes      = 20000          // characters of one section of minutes
	MaxReport       = 20000          // characters of a report
	MaxReview       = 3 * 366        // days after which one asks at the latest whether a decision was carried out
	MaxPriorities   = 20             // themes in the ordered list (OJ-3)
	MaxFile         = 10 << 20       // bytes of a file that is joined to an item
	MaxDocuments    = 10             // links and files of one item
	MaxFilesOfOne   = 50 << 20       // bytes of the files that one member joins to the items of one meeting
	MaxURL          = 2000           // characters of a link
	MaxPad          = 16000          // characters of a pad that is pasted (OU-P)
	MaxImport       = 60             // items that one pad is read as
	UsualMinutes    = 15             // foreseen for an item until someone says otherwise
	MaxItemMinutes  = 240            // minutes foreseen for one item
	MaxLink         = 500            // characters of an address elsewhere
	MaxPayment      = 1_000_000      // cents of one payment of dues
	MinPassword     = 12             // characters of a password
	MaxPassword     = 256            // characters of a password
	OpenableFor     = 24 * time.Hour // how long after its hour an AG can still be opened
	MaxMandateTerm  = 2 * 366 * 24 * time.Hour
	MaxClauses      = 20                  // clauses of one mission (SE-3)
	MaxClause       = 1000                // characters of one clause
	MaxInterval     = 366                 // days between two reports (SE-6)
	ReportSitting   = 7 * 24 * time.Hour  // in which a delegate reports on a sitting of their council (CF-6)
	MaxPopularItems = 5                   // items that one person proposes to a sitting of a popular assembly (AP-2)
	MaxPopularTexts = 10                  // texts to be voted that one person proposes to it
	AcceptWithin    = 14 * 24 * time.Hour // how long after the vote a person can accept a mandate; then its place is vacant
)

// Text checks a text that someone wrote: present, readable, and not too long.
func Text(s string, max int, missing Refusal) error {
	if s == "" {
		return missing
	}
	return OptionalText(s, max)
}

// OptionalText checks a text that may be empty. What is not UTF-8, or holds a NUL, not every database and no record could keep.
func OptionalText(s string, max int) error {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return ErrUnreadable
	}
	if n := utf8.RuneCountInString(s); n > max {
		return ErrTooLong.With(max, n)
	}
	return nil
}
