package commune

import (
	"slices"
	"strings"
)

// OpeningStep is one thing that a meeting does before its agenda. None of them blocks an assembly (PW-2).
type OpeningStep string

// The five steps of an opening, in their order.
const (
	StepVideo    OpeningStep = "video"    // DR-1
	StepPresence OpeningStep = "presence" // AG-4, AG-6
	StepMandates OpeningStep = "mandates" // DR-2
	StepRound    OpeningStep = "round"    // DR-3
	StepAgenda   OpeningStep = "agenda"   // OJ-1
)

// OpeningSteps are some of them, as words with a space between.
type OpeningSteps string

// Has tells whether a step is one of them.
func (s OpeningSteps) Has(step OpeningStep) bool {
	return slices.Contains(strings.Fields(string(s)), string(step))
}
