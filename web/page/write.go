package page

import (
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/confederation"
)

// NewMotion is the form that puts a text to the vote on an item.
type NewMotion struct {
	Item      commune.Item
	Amends    *commune.Motion  // whose words it would replace; nil for a motion of its own
	Form      commune.FormName // which form is being filled; the others are a link away
	Forms     []commune.FormName
	People    []commune.Member // who can be given a mandate
	Councils  []Option         // to which a delegate can be sent
	Published []Option         // minutes that can be corrected
	Problems  []Problem

	Text, Audience                         Field
	Holder, Title, Mission, Until, Council Field // of a mandate; Council also of the form that joins one
	Body, ReportEvery, Renews              Field
	Bodies                                 []commune.Body // that live
	Capabilities                           []Option
	Priorities, Options, Member            Field
	Candidates                             []Option
	Corrects, Charter                      Field // which minutes; what text
	Secretariats                           []Option
	Charged, ReviewOn                      Field // which of them would carry it out (SE-1)
	Carriable                              []confederation.CarryingTerms
	Carries, CarriesAt                     Field // in a council: what it carries out, chosen or by its address (CF-5)
}

// charged are the secretariats that could carry the decision out, and none.
func (v NewMotion) charged(f Frame) []Option {
	return append([]Option{{Value: "", Label: f.T("charge.none_yet")}}, v.Secretariats...)
}

// carriable are the decisions of assemblies that a council can carry out, newest first (CF-5).
func (v NewMotion) carriable(f Frame) []Option {
	options := []Option{{Value: "", Label: f.T("carries.choose")}}
	for _, c := range v.Carriable {
		options = append(options, Option{Value: c.Carries, Label: f.T("carries.option", c.Of, Summary(c.Text, 120))})
	}
	return options
}

// to is where the form is sent.
func (v NewMotion) to() templ.SafeURL {
	if v.Amends != nil {
		return motionAct(v.Amends.ID, "amendments")
	}
	return itemAct(v.Item.ID, "motions")
}

// title says whether a motion or other words for one are written.
func (v NewMotion) title(f Frame) string {
	if v.Amends != nil {
		return f.T("amendment.title_new")
	}
	return f.T("motion.title_new")
}

// textHelp says what the words are for.
func (v NewMotion) textHelp(f Frame) string {
	switch v.Form {
	case commune.FormSelection:
		return f.T("selection.text_help")
	case commune.FormElection:
		return f.T("election.text_help")
	case commune.FormExclusion:
		return f.T("exclusion.text_help")
	}
	return f.T("motion.text_help")
}

// private tells whether the motion is for its members only, whatever its author would choose (ME-3).
func (v NewMotion) private() bool { return v.Form == commune.FormExclusion }

// NewMeeting is the form that calls an exceptional AG (AG-3).
type NewMeeting struct {
	Matter, Reason, Place, StartsAt Field
	Notice                          int // hours between the convocation and the beginning, at least
	Needed                          int // members who must call it together; 1 when the viewer's mandate suffices
	Problems                        []Problem
}

func (v NewMotion) audiences(f Frame) []Option {
	var options []Option
	for _, a := range []commune.Audience{commune.Confederation, commune.Public, commune.MembersOnly} {
		options = append(options, Option{Value: string(a), Label: f.T("audience." + string(a)), Help: f.T("audience." + string(a) + "_help")})
	}
	return options
}

func (v NewMotion) councils(f Frame) []Option {
	return append([]Option{{Value: "", Label: f.T("mandate.no_council")}}, v.Councils...)
}

func (v NewMotion) published(f Frame) []Option {
	return append([]Option{{Value: "", Label: f.T("correction.choose")}}, v.Published...)
}

func (v NewMotion) people(f Frame) []Option {
	options := []Option{{Value: "", Label: f.T("mandate.choose_holder")}}
	for _, m := range v.People {
		options = append(options, Option{Value: strconv.FormatInt(int64(m.ID), 10), Label: m.PublicName})
	}
	return options
}
