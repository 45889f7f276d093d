package page

import (
	"fmt"

	"federes.org/commune"
)

// Proposals is where who takes part in a popular assembly proposes to its next sitting (AP-2).
type Proposals struct {
	Body                   commune.Body
	Meeting                commune.Meeting
	Items                  []ProposedItem
	Closed                 string   // why the reader cannot propose; empty while they can
	Keeps                  bool     // the reader keeps the door
	For                    []Option // who came without a device
	Title, Text, Words, By Field
	Problems               []Problem
}

// ProposedItem is an item of the agenda, with the texts to be voted on it.
type ProposedItem struct {
	commune.Item
	Mine, Voted bool
	Texts       []commune.Motion
	Words       Field // of one more, as they were typed
}

// WordsName names the field in which one more text is written.
func (i ProposedItem) WordsName() string { return fmt.Sprintf("words-%d", i.ID) }

// whose lists for whom who keeps the door can write, themselves first.
func (v Proposals) whose(f Frame) []Option {
	return append([]Option{{Label: f.T("proposals.myself")}}, v.For...)
}

// proposers says who proposes to a popular assembly, by its rules.
func proposers(f Frame, p commune.PopularAssemblyPage) string {
	if p.Proposers == commune.MembersPropose {
		return f.T("proposals.by_members", f.Site.Name)
	}
	return f.T("proposals.by_everybody", commune.MaxPopularItems, commune.MaxPopularTexts)
}

// proposersOptions are the rules among which an assembly chooses.
func proposersOptions(f Frame) []Option {
	options := make([]Option, len(commune.AllProposers))
	for n, p := range commune.AllProposers {
		options[n] = Option{Value: string(p), Label: f.T("proposals.choice_" + string(p))}
	}
	return options
}
