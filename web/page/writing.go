package page

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// ItemForm is the form in which an item is written: a new one (OJ-2), or one that stands on an agenda (OJ-1).
type ItemForm struct {
	Meeting              commune.Meeting
	Item                 commune.Item // the zero item while it is proposed
	Version              int          // of the item, that its writer had read
	Priorities           []string
	Title, Text, Minutes Field
	Theme, Kind          Field
	Problems             []Problem
	Kept                 time.Time        // when the draft was kept that the form was filled with; zero without one
	Watch                *Watch           // keeps what is around the form as it is
	Writers              []string         // who else writes the item now
	Overtaken            string           // who saved it since the form was opened
	Saved                *Written         // what another saved meanwhile
	Next                 *commune.Meeting // once the texts are final: the assembly to which what was written can still be proposed
}

// Written is one text of an item, and who wrote it.
type Written struct {
	commune.ItemVersion
	Author string
}

// ItemHistory is every text that an item ever had, the latest first.
type ItemHistory struct {
	Meeting commune.Meeting
	Item    commune.Item
	Texts   []Written
	Open    bool // it can be written now
}

// MotionForm rewords a motion whose vote is not open.
type MotionForm struct {
	Motion   commune.Motion
	Item     commune.Item
	Version  int // that its writer had read
	Text     Field
	Problems []Problem
	Wordings []commune.MotionVersion // the latest first
}

// fresh tells whether the form proposes an item.
func (v ItemForm) fresh() bool { return v.Item.ID == 0 }

// open tells whether the agenda can still be written.
func (v ItemForm) open(f Frame) bool { return v.Meeting.AcceptsItems(f.Now) == nil }

// title is what the page is called.
func (v ItemForm) title(f Frame) string {
	if v.fresh() {
		return f.T("item.title_new")
	}
	return f.T("item.title_edit")
}

// draft is where what was typed is kept without being saved.
func (v ItemForm) draft() templ.SafeURL {
	if v.fresh() {
		return meetingAct(v.Meeting.ID, "items/draft")
	}
	return itemAct(v.Item.ID, "draft")
}

// around is where what stands around the form is read anew.
func (v ItemForm) around() string {
	if v.fresh() {
		return NewItemPath(v.Meeting.ID)
	}
	return fmt.Sprintf("%s?read=%d", EditPath(v.Item.ID), v.Version)
}

// editing is where the others are told that the item is written, still.
func (v ItemForm) editing() string {
	if v.fresh() || v.Next != nil {
		return ""
	}
	return string(itemAct(v.Item.ID, "editing"))
}

// action is where the form goes: an item whose texts are final can still be proposed to the assembly after.
func (v ItemForm) action() templ.SafeURL {
	switch {
	case v.Next != nil:
		return meetingAct(v.Next.ID, "items")
	case v.fresh():
		return meetingAct(v.Meeting.ID, "items")
	}
	return itemAct(v.Item.ID, "edit")
}

func (v ItemForm) themes(f Frame) []Option { return themeOptions(f, v.Priorities) }

// themeOptions are the themes in the order of the priorities that were decided (OJ-3).
func themeOptions(f Frame, priorities []string) []Option {
	options := []Option{{Value: "", Label: f.T("item.no_theme")}}
	for i, theme := range priorities {
		options = append(options, Option{Value: theme, Label: strconv.Itoa(i+1) + ". " + theme})
	}
	return options
}

// Theme is under which theme a prepared motion is treated; without priorities there is none to choose.
type Theme struct {
	Field      Field
	Priorities []string
}

func kindOptions(f Frame) []Option {
	var options []Option
	for _, kind := range []commune.ItemKind{commune.ForDecision, commune.Debate, commune.Information} {
		options = append(options, Option{Value: string(kind), Label: f.T("item." + string(kind)), Help: f.T("item." + string(kind) + "_help")})
	}
	return options
}

// theme is a point's, with the rank that the assembly gave it (OJ-3).
func (v MeetingView) theme(f Frame, theme string) string {
	rank := slices.Index(v.Settings.Priorities, theme)
	if rank < 0 {
		return theme
	}
	return f.T("agenda.theme", rank+1, theme)
}
