package commune

import (
	"slices"
	"strings"
)

// How many options, or candidates, there are to choose among.
const (
	MinOptions = 2
	MaxOptions = 12
)

// Selection reads the options of a choice among several, one a line: each once, none empty (AG-5).
func Selection(text string) (Options, error) {
	var options Options
	for line := range strings.Lines(text) {
		option := strings.TrimSpace(line)
		if option == "" {
			continue
		}
		if slices.Contains(options, option) || OptionalText(option, MaxOption) != nil {
			return nil, ErrOptionsInvalid.With(MinOptions, MaxOptions)
		}
		options = append(options, option)
	}
	if len(options) < MinOptions || len(options) > MaxOptions {
		return nil, ErrOptionsInvalid.With(MinOptions, MaxOptions)
	}
	return options, nil
}

// ElectionTerms are a mandate and those who stand for it: plurality selects one, whom a vote for or against then mandates (AG-5, SE-3).
type ElectionTerms struct {
	MandateTerms            // without a holder
	Candidates   []MemberID `json:"candidates"`
}

// CheckCandidates refuses a choice that is none.
func (t ElectionTerms) CheckCandidates() error {
	if n := len(t.Candidates); n < MinOptions || n > MaxOptions {
		return ErrCandidatesInvalid.With(MinOptions, MaxOptions)
	}
	for i, candidate := range t.Candidates {
		if slices.Contains(t.Candidates[:i], candidate) {
			return ErrCandidatesInvalid.With(MinOptions, MaxOptions)
		}
	}
	return nil
}

// For are the terms once a candidate is selected.
func (t ElectionTerms) For(holder MemberID, name string) MandateTerms {
	terms := t.MandateTerms
	terms.Holder, terms.HolderName = holder, name
	return terms
}

// ExclusionTerms are whom a motion would exclude from the sitting. The name stands nowhere in the register (ME-3).
type ExclusionTerms struct {
	Member MemberID `json:"member"`
}
