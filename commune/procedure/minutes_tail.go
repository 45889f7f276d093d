package procedure

import (
	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/prose"
	"federes.org/commune/register"
)

// tail is what stands after the sections: the list of decisions, the mandates given and ended, what was adjourned, the next assembly.
func (a account) tail() string {
	return join(a.decided(), a.rejections(), a.mandated(), a.ended(), a.adjourned(), a.floor(), a.nextMeeting())
}

// titled is a list under its heading; nothing without lines.
func (a account) titled(key string, lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return join("## "+a.words.T("minutes.doc."+key), list(lines))
}

func (a account) decided() string {
	var lines []string
	for _, d := range a.decisions() {
		lines = append(lines, a.words.T("minutes.doc.decided", a.link(d), oneLine(d.Text)))
	}
	return a.titled("decisions", lines)
}

func (a account) rejections() string {
	var lines []string
	for _, m := range a.rejected() {
		lines = append(lines, oneLine(m.Text))
	}
	return a.titled("rejections", lines)
}

// mandated are the mandates that the assembly gave.
func (a account) mandated() string {
	var lines []string
	for _, d := range a.decisions() {
		for _, m := range a.mandates {
			if !m.Provisional && m.Meeting == 0 && m.Decision == d.ID {
				lines = append(lines, mandateLine(a.words, m)+" "+a.words.T("record.mandate.until", a.words.Date(m.LastDay())))
			}
		}
	}
	return a.titled("mandates", lines)
}

// ended are the mandates that ended while the assembly sat.
func (a account) ended() string {
	var lines []string
	for _, m := range a.mandates {
		if m.Meeting == 0 && !m.EndedAt.IsZero() && !m.EndedAt.Before(a.in.OpenedAt) && !a.in.ClosedAt.IsZero() && !m.EndedAt.After(a.in.ClosedAt) {
			lines = append(lines, mandateLine(a.words, m))
		}
	}
	return a.titled("ended", lines)
}

func mandateLine(p locale.Printer, m commune.Mandate) string {
	return p.T("minutes.doc.mandate", prose.Escape(m.HolderName), prose.Escape(m.Title))
}

// adjourned are the items that went to a later assembly (OJ-4).
func (a account) adjourned() string {
	var lines []string
	for _, left := range a.left {
		lines = append(lines, a.words.T("minutes.doc.left", prose.Escape(left.Title), a.words.Date(a.to[left.To].StartsAt)))
	}
	return a.titled("adjournments", lines)
}

// floor is how the floor was shared: counts and time, of nobody in particular (ME-2).
func (a account) floor() string {
	var lines []string
	for _, s := range a.shares {
		if s.Turns > 0 {
			lines = append(lines, a.words.N("minutes.doc.share", s.Turns, a.words.T("minutes.doc.side_"+string(s.Side)), s.Spoke()))
		}
	}
	return a.titled("floor", lines)
}

func (a account) nextMeeting() string {
	if a.next == nil {
		return ""
	}
	line := a.words.DateTime(a.next.StartsAt)
	if a.next.Place != "" {
		line += ", " + prose.Escape(a.next.Place)
	}
	return a.titled("next", []string{line})
}

// registered says where the register stood when the minutes were published, so that a copy on paper can be held against it.
func (a account) registered(t register.Tree) string {
	return a.titled("register", []string{
		a.words.N("minutes.doc.register_size", int(t.Size)), a.words.T("minutes.doc.register_root", t.Root.String()),
	})
}
