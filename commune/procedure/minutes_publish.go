package procedure

import (
	"fmt"
	"strings"

	"federes.org/commune"
	"federes.org/commune/prose"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
)

// The bounds of what leaves: other servers cut a longer summary, and refuse a longer document.
const (
	maxSummary = 500    // characters
	maxContent = 80_000 // bytes of HTML; a record holds it twice
)

// Draft is a meeting's minutes as they would be published now.
type Draft struct {
	commune.Minutes
	Title string
	Head  string // in Markdown, as Tail
	Parts []MinutesPart
	Tail  string
}

// Markdown is the whole document.
func (d Draft) Markdown() string {
	texts := []string{"# " + prose.Escape(d.Title), d.Head}
	for _, p := range d.Parts {
		texts = append(texts, p.markdown())
	}
	return join(append(texts, d.Tail)...) + "\n"
}

// DraftMinutes composes the minutes of a meeting for an audience, which may be none yet chosen.
func DraftMinutes(tx *store.Tx, h House, in commune.Meeting, m commune.Minutes) (Draft, error) {
	a, err := readAccount(tx, h, in, m)
	return a.draft(), err
}

func (a account) draft() Draft {
	return Draft{Minutes: a.minutes, Title: a.title(), Head: a.head(), Parts: a.parts(), Tail: a.tail()}
}

// PublishMinutes freezes the minutes of a meeting that is over and enters them in the register (CR-3). Those for members only leave nothing
// but the hash of their text, and that stays here; all others are a signed record.
func PublishMinutes(tx *store.Tx, h House, who commune.MemberID, chosen commune.Minutes) (commune.Minutes, error) {
	in, m, err := writing(tx, who, chosen.Meeting)
	if err != nil {
		return m, err
	}
	if m.Audience, m.Names = chosen.Audience, chosen.Names; in.Popular() {
		m.Audience = commune.Public // AP-5
	}
	if m, err = m.Publish(in, who, tx.Now()); err != nil {
		return m, err
	}
	a, err := readAccount(tx, h, in, m)
	if err != nil {
		return m, err
	}
	if m.Seq, err = tx.LockLog(); err != nil {
		return m, err
	}
	tree, err := tx.Tree()
	if err != nil {
		return m, err
	}
	m = a.frozen(m, tree)
	if err := tx.PutMinutes(m); err != nil {
		return m, err
	}
	if err := endMandates(tx, in.ID, commune.TakeMinutes); err != nil {
		return m, err
	}
	if err := tellPublished(tx, in); err != nil {
		return m, err
	}
	tx.Touch(in.ID)
	if m.Audience == commune.MembersOnly {
		return m, noteAt(tx, m.Seq, record.KindMinutes, map[string]any{"meeting": in.ID, "hash": m.Hash, "publishedAt": m.PublishedAt})
	}
	return m, recordMinutes(tx, h, a, m)
}

// tellPublished writes to every member, or to who asked for a popular assembly's mails, that the minutes can be read (CR-3, AP-5). They are
// published once.
func tellPublished(tx *store.Tx, in commune.Meeting) error {
	all, err := readers(tx, in)
	if err != nil {
		return err
	}
	return Write(tx, commune.Letter{Meeting: in.ID, Kind: commune.LetterPublished}, all)
}

// frozen is the document as it will stand for ever.
func (a account) frozen(m commune.Minutes, t register.Tree) commune.Minutes {
	d := a.draft()
	d.Tail = join(d.Tail, a.registered(t))
	m.Text, m.Summary = d.Markdown(), a.summary()
	m.Hash = TextHash(m.Text)
	return m
}

// summary says in a few lines what the assembly was and what it decided.
func (a account) summary() string {
	p := a.words
	var numbers []string
	for _, d := range a.decisions() {
		numbers = append(numbers, d.Number()+" "+strings.Join(strings.Fields(d.Text), " "))
	}
	text := p.N("minutes.doc.summary", a.came[commune.Room]+a.came[commune.Online], a.title(), a.site.Name) + " " +
		p.N("minutes.doc.summary_decisions", len(numbers)) + " " + strings.Join(numbers, " ")
	return shortened(strings.TrimSpace(text), maxSummary)
}

func recordMinutes(tx *store.Tx, h House, a account, m commune.Minutes) error {
	meeting := fmt.Sprintf("%s/meetings/%d", a.site.BaseURL, m.Meeting)
	decisions := []string{}
	for _, d := range a.decisions() {
		decisions = append(decisions, RecordURL(a.site, d.Seq))
	}
	content := prose.HTML(m.Body())
	if len(content) > maxContent {
		content = paragraphs(m.Summary, a.words.T("minutes.doc.whole", meeting+"/minutes"))
	}
	return writeRecord(tx, h, a.site, act{
		kind: record.KindMinutes, by: a.body.signs(), seq: m.Seq, audience: m.Audience,
		data: record.Minutes{
			Header:  record.Header{V: 1, Kind: record.KindMinutes, Seq: m.Seq},
			Meeting: meeting, OpenedAt: record.Time(a.in.OpenedAt), ClosedAt: record.Time(a.in.ClosedAt),
			Present:   record.Present{Room: a.came[commune.Room], Online: a.came[commune.Online]},
			Decisions: decisions, Hash: m.Hash, Audience: string(m.Audience),
		},
		envelope: record.Envelope{Type: "Article", URL: meeting + "/minutes", Name: a.title(), Summary: m.Summary, Content: content},
	})
}
