// Package procedure is what people do in a commune: each use case is a function of a transaction that loads the nouns, asks
// their rule, and saves. Permission is asked in the transaction that writes (PW-1).
package procedure

import (
	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// House is what the procedures of a commune must know of where they run. A commune is whole without any confederation,
// which adds its forms and its addressees here.
type House struct {
	Words      *locale.Catalogues
	Forms      map[commune.FormName]Form
	Addressees func(tx *store.Tx) ([]commune.ActorID, error) // councils and communes that confederation records are addressed to
	Council    Council
	Mandated   func(tx *store.Tx, h House, m commune.Mandate) error // what follows elsewhere from a mandate that begins; nil for nothing
}

// Council is how votes are counted in a council, where each voice is that of a delegation, whose assembly may have to confirm it (CF-5). The zero
// one counts them all.
type Council struct {
	// Voices says which ballots of a vote count, and how many wait.
	Voices func(tx *store.Tx, m commune.Motion) (commune.Voiced, error)
	// Ask asks those assemblies whose voices wait.
	Ask func(tx *store.Tx, h House, m commune.Motion) error
	// Attest adds to a decision's record what allowed its voices.
	Attest func(tx *store.Tx, d commune.Decision, r *record.Decision) error
}

// WordsOf are an organisation's own words, for what is said to everybody.
func (h House) WordsOf(o commune.Organisation) locale.Printer {
	return h.wordsIn(o.Language, o)
}

// wordsIn are the words of a language, as an organisation of this kind says them.
func (h House) wordsIn(language string, o commune.Organisation) locale.Printer {
	words := h.Words.Printer(language, o.Location())
	if o.Kind == commune.KindCouncil {
		return words.OfCouncil()
	}
	return words
}

// WordsFor is the organisation and its words in the language that someone reads, or else in its own.
func (h House) WordsFor(tx *store.Tx, language string) (commune.Organisation, locale.Printer, error) {
	o, err := tx.Organisation()
	if !h.Words.Speaks(language) {
		language = o.Language
	}
	return o, h.wordsIn(language, o), err
}

// Form is what adopting a motion carries out, in the transaction of the decision itself.
type Form struct {
	// Check refuses a payload that could not be carried out. It may complete it, with public names for instance.
	Check func(tx *store.Tx, payload []byte) ([]byte, error)
	// Options are what a choice among several lets choose (AG-5); nil for a vote for or against.
	Options func(tx *store.Tx, payload []byte) (commune.Options, error)
	// Select gives the form and payload of the motion that adopts the option that plurality selected (AG-5).
	Select func(tx *store.Tx, m commune.Motion) (commune.FormName, []byte, error)
	// Reads refuses words that may not stand in such a motion; nil for any words.
	Reads func(tx *store.Tx, m commune.Motion) error
	// Whole says that it is adopted or rejected as it stands: nothing of it can be amended.
	Whole bool
	// Private says that it is for members only, whatever its author asked for.
	Private bool
	// Open says that it is for everybody, whatever its author asked for.
	Open bool
	// Describe adds to the decision's record what the form decides; nil adds nothing.
	Describe func(payload []byte, d *record.Decision) error
	// Told says that carrying it out tells others of the decision, which then cannot be for members only.
	Told bool
	// Carry carries the decision out; nil for one that only states. It refuses nothing that Check let pass: a vote that was counted
	// can always be closed.
	Carry func(tx *store.Tx, h House, d commune.Decision, payload []byte) error
	// Answer gives the words of the decision that such a vote always yields, be it yes or no (CF-7); nil where a rejected motion is no decision.
	Answer func(tx *store.Tx, h House, m commune.Motion) (string, error)
	// Decline does what follows where the assembly says no, in the transaction of that vote; nil for nothing.
	Decline func(tx *store.Tx, m commune.Motion) error
}

// NewHouse is a commune by itself.
func NewHouse(words *locale.Catalogues) House {
	return House{
		Words: words,
		Forms: map[commune.FormName]Form{
			commune.FormResolution: {Check: noPayload},
			commune.FormMandate:    {Check: checkMandate, Reads: notDeclined, Carry: carryMandate},
			commune.FormRevocation: {Check: checkRevocation, Whole: true, Describe: describeRevocation, Carry: carryRevocation},
			commune.FormPriorities: {Check: checkPriorities, Carry: carryPriorities},
			commune.FormSitting:    {Check: checkSitting, Carry: carrySitting},
			commune.FormCorrection: {Check: checkCorrection, Describe: describeCorrection, Carry: carryCorrection},
			commune.FormLateItem:   {Check: checkLate, Whole: true, Private: true, Carry: carryLate},
			commune.FormSetting:    {Check: checkSetting, Whole: true, Carry: carrySetting},
			commune.FormCharter:    {Check: checkCharter, Reads: oneCharterAtOnce, Open: true, Describe: describeCharter, Carry: carryCharter},
			commune.FormSelection:  {Check: checkSelection, Options: readOptions, Select: selectOption},
			commune.FormElection:   {Check: checkElection, Options: candidateNames, Select: selectCandidate},
			commune.FormExclusion:  {Check: checkExclusion, Reads: namesNobody, Whole: true, Private: true, Carry: carryExclusion},

			commune.FormCreateBody:   {Check: checkCreateBody, Whole: true, Describe: describeCreateBody, Carry: carryCreateBody},
			commune.FormDissolveBody: {Check: checkDissolveBody, Whole: true, Describe: describeDissolveBody, Carry: carryDissolveBody},
		},
		Addressees: func(*store.Tx) ([]commune.ActorID, error) { return nil, nil },
	}
}

func noPayload(*store.Tx, []byte) ([]byte, error) { return nil, nil }
