package page

import (
	"cmp"
	"encoding/json"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// MotionView is a motion as one member may see it.
type MotionView struct {
	Motion   commune.Motion
	Proposer string

	Terms          *commune.MandateTerms // of the forms that give a mandate; without a holder while there are candidates
	BodyName       string                // in which the mandate would be exercised; empty for the organisation itself
	Revokes        *commune.RevocationTerms
	Setting        *commune.SettingTerms // of the form that changes one
	Charter        *commune.CharterTerms // of the form that adopts a version
	Priorities     string                // of the form that orders them: one a line
	Council        string                // of the form that joins one: its actor
	CouncilName    string
	CharterVersion int
	CharterText    string            // what adopting it adopts (CH-1)
	Excludes       string            // whom it would exclude from the sitting
	Corrects       commune.MeetingID // of the form that corrects minutes: whose
	Creates        *commune.BodyTerms
	Dissolves      *commune.DissolutionTerms
	CoOrganises    *confederation.CoOrganiseTerms
	Gone           bool // of that: there is nothing left to decide
	Ratifies       *confederation.RatifyTerms
	Puts           *confederation.ProposalTerms
	Carries        *confederation.CarryingTerms // of a resolution of a council: what it carries out (CF-5)

	Vote     procedure.Vote   // while it is open
	Listed   procedure.Listed // how the reader stands to it
	Said     commune.Choice   // the reader's own ballot, of a named vote
	Noted    []Option         // who has no device and a ballot to be entered by who leads
	Entered  []Entered        // ballots that were entered so
	Unread   bool             // whether they have one is not known: their own ballot is in no stream
	Popular  bool             // it is voted by a popular assembly
	Keyed    bool             // the keys of the console act on it
	Back     string           // the screen to which its acts come back; empty for its place on the page of the meeting
	Counter  string           // who counted the hands
	Typed    []Field          // the hand count as it was typed and refused, in the order of the choices
	Waiting  int              // amendments to be voted first
	Next     commune.MotionID // the motion that adopts what this one selected
	Again    commune.MotionID // the vote that held this one again
	Own      bool             // its words can be changed by the reader, who proposed it
	Decision string           // its number, once adopted
	Voices   []commune.Voice  // of the delegations, in a council (CF-5)
}

// ViewMotion is a motion with what adopting it would carry out; names are those of the members.
func ViewMotion(m commune.Motion, names map[commune.MemberID]string) MotionView {
	view := MotionView{Motion: m, Proposer: names[m.ProposedBy], Counter: names[m.CountedBy]}
	switch m.Form {
	case commune.FormResolution:
		if len(m.Payload) > 0 {
			view.Carries = read[confederation.CarryingTerms](m.Payload)
		}
	case commune.FormMandate, commune.FormElection:
		view.Terms = read[commune.MandateTerms](m.Payload)
	case commune.FormRevocation:
		view.Revokes = read[commune.RevocationTerms](m.Payload)
	case commune.FormSetting:
		view.Setting = read[commune.SettingTerms](m.Payload)
	case commune.FormCharter:
		view.Charter = read[commune.CharterTerms](m.Payload)
	case commune.FormCreateBody:
		view.Creates = read[commune.BodyTerms](m.Payload)
	case commune.FormDissolveBody:
		view.Dissolves = read[commune.DissolutionTerms](m.Payload)
	case commune.FormPriorities:
		view.Priorities = string(m.Payload)
	case commune.FormCorrection:
		view.Corrects = read[commune.CorrectionTerms](m.Payload).Meeting
	case commune.FormExclusion:
		view.Excludes = names[read[commune.ExclusionTerms](m.Payload).Member]
	case confederation.FormCoOrganise, confederation.FormPart:
		view.CoOrganises = read[confederation.CoOrganiseTerms](m.Payload)
	case commune.FormRatification:
		view.Ratifies = read[confederation.RatifyTerms](m.Payload)
	case confederation.FormPropose:
		view.Puts = read[confederation.ProposalTerms](m.Payload)
	case confederation.FormAdopt:
		terms := read[confederal.AdoptTerms](m.Payload)
		view.Council, view.CouncilName, view.CharterVersion = string(terms.Actor), terms.Name, terms.Version
	case confederation.FormJoin:
		terms := read[confederation.JoinTerms](m.Payload)
		view.Council, view.CouncilName, view.CharterVersion = string(terms.Council), terms.CouncilName, terms.CharterVersion
	}
	return view
}

// Candidates are those of a motion that elects; none of another.
func (m MotionView) Candidates() []commune.MemberID {
	return read[commune.ElectionTerms](m.Motion.Payload).Candidates
}

// read reads a payload, which its form has checked; of one that it did not it reads nothing.
func read[T any](payload []byte) *T {
	var v T
	if json.Unmarshal(payload, &v) != nil {
		return new(T)
	}
	return &v
}

// MotionPageView is the page of one motion.
type MotionPageView struct {
	MotionView
	Meeting    commune.Meeting
	Item       commune.Item
	Main       *commune.Motion // of an amendment
	Amendments []MotionView
	Electors   []ElectorLine
	Consent    Consent // of a motion that would mandate someone
	InForce    string  // of a motion that adopts a charter: the text until then; empty for none
	Lead       bool
	Mine       bool // the reader proposed it
	Amend      bool // the reader may propose other words
	Problems   []Problem
}

// base are the words that an amendment replaces, or replaced.
func (m MotionView) base(main commune.Motion) string { return cmp.Or(m.Motion.Original, main.Text) }

// Entered is a ballot that who leads entered for someone without a device; what it says is theirs alone to read.
type Entered struct{ Name, By string }

// Noted are those who are there without a device: who leads noted them, and can enter what they say aloud.
func Noted(f Frame, there []commune.Presence, names map[commune.MemberID]string) []Option {
	var options []Option
	for _, p := range there {
		if p.NotedBy != 0 && p.LeftAt.IsZero() {
			options = append(options, Option{Value: strconv.FormatInt(int64(p.Member), 10), Label: names[p.Member]})
		}
	}
	locale.ByName(f.Printer, options, func(o Option) string { return o.Label })
	return options
}

// ElectorLine is one name of the list written at the opening (AG-4).
type ElectorLine struct {
	Name     string
	Mode     commune.Mode
	Expelled bool
}

// deskButton is an act of who leads.
type deskButton struct{ Act, Icon, Words, Class string }

// keys binds a button of the desk to a key of the console.
func (m MotionView) keys(f Frame, act string) templ.Attributes {
	name := map[string]string{"opening": "open", "closing": "close"}[act]
	if !m.Keyed || name == "" {
		return nil
	}
	return templ.Attributes{"data-key": key(f, name)}
}

// answer is one thing that a voice can say, with its words.
type answer struct {
	commune.Choice
	Icon, Class, Words string
	Hands              Field // how many hands were typed for it
}

// signs stand beside the three answers.
var signs = [...]struct {
	commune.Choice
	icon string
}{
	{commune.For, "check"},
	{commune.Against, "x"},
	{commune.Abstain, "minus"},
}

// answers are those of a motion, in the order in which they stand everywhere.
func (m MotionView) answers(f Frame) []answer {
	var all []answer
	for i, c := range m.Motion.Choices() {
		a := answer{Choice: c, Icon: "vote", Class: "option", Words: ChoiceWords(f, m.Motion, c)}
		for _, sign := range signs {
			if sign.Choice == c {
				a.Icon, a.Class = sign.icon, string(c)
			}
		}
		if i < len(m.Typed) {
			a.Hands = m.Typed[i]
		} else if m.Motion.Counted() {
			a.Hands.Value = strconv.Itoa(m.Motion.Hands[c])
		}
		all = append(all, a)
	}
	return all
}

// ChoiceWords says a choice in words: one of the three, or the words of an option.
func ChoiceWords(f Frame, m commune.Motion, c commune.Choice) string {
	for i, option := range m.Options {
		if c == commune.OptionChoice(i+1) {
			return f.Said(option)
		}
	}
	return f.T("choice." + string(c))
}

// modes are how a vote can be held, for who opens it.
func modes(f Frame) []Option {
	var all []Option
	for _, m := range []commune.VoteMode{commune.Named, commune.Secret, commune.Hands, commune.Mixed} {
		all = append(all, Option{Value: string(m), Label: f.T("mode." + string(m)), Help: f.T("mode." + string(m) + "_help")})
	}
	return all
}

// chosenChairs seats the electors of a choice among several: who chose what was selected, who chose something else.
func chosenChairs(f Frame, m commune.Motion) Chairs {
	selected := m.Votes.Of(m.Selected)
	return Chairs{Words: f.T("vote.chosen_words", m.Voters(), m.Electorate), Chairs: Circle([]Seats{
		{Class: "for", Count: selected}, {Class: "online", Count: m.Votes.Sum() - selected}, {Class: "abstain", Count: m.Abstain},
		{Class: "silent", Count: m.Electorate - m.Voters()},
	})}
}

func capabilityWords(f Frame, list commune.Capabilities) []string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = f.T("capability." + string(c))
	}
	return words
}

func lengthOf(s commune.Settings) time.Duration { return minutes(s.LengthMinutes) }

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func meetingKicker(f Frame, m commune.Meeting) string {
	if m.Kind == commune.Exceptional {
		return f.T("meeting.exceptional")
	}
	return ""
}

// voiceTag is how the state of a voice is marked.
func voiceTag(state string) string {
	switch confederation.VoiceState(state) {
	case confederation.VoiceCounts:
		return "good"
	case confederation.VoiceLost:
		return "bad"
	}
	return "late"
}
