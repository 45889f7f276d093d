package page

import (
	"federes.org/commune"
)

// Members is the list that only holders of a mandate to admit or to record dues see (ME-1).
type Members struct {
	List         []MemberRow
	Sympathisers []commune.Member
	Waiting      int // requests to join
}

// MemberRow is one member with their standing today.
type MemberRow struct {
	Member commune.Member
	Good   bool
	Paid   commune.Day // last day covered; empty if none
}

// NewMember is the form that admits a person, with the least that the work needs (ME-2).
type NewMember struct {
	Name, Email, Kind Field
	Problems          []Problem
}

// MemberView is one member's dues.
type MemberView struct {
	MemberRow
	Standing            commune.Standing
	Amount, From, Until Field
	Method, Reason      Field
	Problems            []Problem
}

func languageOptions(f Frame) []Option {
	options := make([]Option, len(f.Languages))
	for i, language := range f.Languages {
		options[i] = Option{Value: language, Label: f.T("language." + language)}
	}
	return options
}
