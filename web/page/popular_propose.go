package page

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

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
	Gone                   []GoneItem // that the reader proposed, or can put back
}

// GoneItem is an item that was taken off.
type GoneItem struct {
	commune.Item
	Mine, Back bool // the reader proposed it; they can put it back
}

// Proposal is what one proposed, to be worded anew.
type Proposal struct {
	Body        commune.Body
	Item        commune.Item
	Version     int // of the item, that its writer had read
	Title, Text Field
	Texts       []ProposedText
	Overtaken   bool // something else was saved meanwhile
	Problems    []Problem
}

// ProposedText is a text of theirs that no vote fixed yet.
type ProposedText struct {
	Motion  commune.Motion
	Version int
	Words   Field
}

// textPrefix begins the name of the field of a text.
const textPrefix = "text-"

// Name names the field of a text.
func (t ProposedText) Name() string { return fmt.Sprint(textPrefix, t.Motion.ID) }

// VersionName names the version of a text that its writer had read.
func (t ProposedText) VersionName() string { return fmt.Sprint("version-", t.Motion.ID) }

// IsText tells whether a field is that of a text.
func IsText(name string) bool { return strings.HasPrefix(name, textPrefix) }

// wordsLabel names a text, by its rank where there are several.
func (v Proposal) wordsLabel(f Frame, n int) string {
	if len(v.Texts) == 1 {
		return f.T("proposals.words")
	}
	return f.T("proposals.words_of", n+1)
}

func proposalPage(b commune.Body, id commune.ItemID) templ.SafeURL {
	return popularAct(b, fmt.Sprintf("proposals/%d", id))
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
