package confederation

import (
	"slices"

	"federes.org/commune"
)

// CarryingTerms is what a resolution of a council says beside its words: what an assembly decided that it carries out (CF-5).
type CarryingTerms struct {
	Carries string `json:"carries"` // the record of that decision, or of the outcome of a text that the assemblies adopted
	Of      string `json:"of"`      // whose it is
	Text    string `json:"text"`    // its words
}

// AtCouncil tells which forms of motions a council votes: it carries out what assemblies decided, puts texts to them, says what its delegates to a
// council above are to say (CF-8), and settles how it works itself. It decides nothing that no assembly asked for (CF-5); its charter changes
// by what the assemblies answer (CF-7, CH-1).
func AtCouncil(form commune.FormName) bool {
	return slices.Contains([]commune.FormName{
		commune.FormResolution, FormPropose, FormJoin, FormLeave, FormAdopt, FormEnd, FormAccount, FormRekey, FormInstruct, FormConfirm,
		commune.FormSitting, commune.FormLateItem, commune.FormPriorities, commune.FormCorrection, commune.FormExclusion, commune.FormSetting,
		commune.FormMandate, commune.FormRevocation, commune.FormElection,
	}, form)
}

// The refusals of what a council does not decide.
var (
	ErrNotAtCouncil   = commune.Refuse(commune.Forbidden, "not_at_council") // CF-5
	ErrCarriesNothing = commune.Refuse(commune.Invalid, "carries_nothing")  // CF-5
	ErrCarriesUnknown = commune.Refuse(commune.Invalid, "carries_unknown")  // CF-5
)
