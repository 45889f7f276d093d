package page

import (
	"time"

	"federes.org/commune"
)

// Setup is the first run in the browser: what a founding needs (PW-2).
type Setup struct {
	Key                                 string // shown once in the log; it proves that one runs the machine
	Kind, Name, Place, TimeZone         Field
	FounderName, FounderEmail, Language Field
	Problems                            []Problem
}

// SignIn asks for a mailed link, or a password where one was set.
type SignIn struct {
	Login    Field // the address in the form with a password
	Email    Field
	Password Field
	Problems []Problem
	Sent     bool // the same words whether the address is known or not
}

// SignInLink is the page that a mailed link opens: only its button spends the link, so that a mail scanner cannot.
type SignInLink struct {
	Name  string // of whom it lets in: nobody enters as somebody else unawares
	Token string
}

// Me is what a person sees of their own account.
type Me struct {
	Name     Field // the one that records give
	Email    string
	Paid     string           // last day covered, in words; empty if none
	Password bool             // one is set
	Standing commune.Standing // of a member
	DueAt    time.Time        // when one's erasure is due that was asked for in one's name; zero for none
	Asked    bool             // a sympathiser's wish to become a member waits for its answer
	Old, New Field
	Problems []Problem
}
