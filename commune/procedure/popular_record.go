package procedure

import (
	"errors"
	"fmt"
	"strings"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// decidePopular enters what a popular assembly adopted among its own decisions. The register of the organisation is not concerned, and
// nothing is carried out (AP-2).
func decidePopular(tx *store.Tx, h House, in commune.Meeting, m commune.Motion) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	b, err := tx.Body(in.Body)
	if err != nil {
		return err
	}
	last, err := tx.LastRank(b.Slug, m.ClosedAt.In(o.Location()).Year())
	if err != nil {
		return err
	}
	d := commune.Decide(m, last, o.Location())
	d.Assembly, d.Seq, d.Audience = b.Slug, m.Seq, commune.Public
	if d, err = tx.AddDecision(d); err != nil {
		return err
	}
	p := h.WordsOf(o)
	return writeRecord(tx, h, o, act{
		kind: record.KindPopularDecision, by: b.ActorName(), seq: d.Seq, audience: commune.Public,
		data: record.PopularDecision{
			Header: record.Header{V: 1, Kind: record.KindPopularDecision, Seq: d.Seq}, Number: d.Number(), Body: o.BodyActor(b),
			Text: d.Text, Tally: d.Tally(), Electorate: d.Electorate, Mode: string(d.Mode),
			Meeting: fmt.Sprintf("%s/meetings/%d", o.BaseURL, d.Meeting), DecidedAt: record.Time(d.DecidedAt), Audience: string(commune.Public),
		},
		envelope: record.Envelope{
			Type: "Note", URL: string(o.BodyActor(b)) + "/decisions/" + d.OwnNumber(),
			Content: paragraphs(p.T("record.decision.title", d.Number(), b.Name), d.Text, counts(p, d)),
		},
	})
}

// BringPopular puts what a popular assembly decided on the next agenda of ours, in its own words: what we make of it, our assembly
// decides (AP-2).
func BringPopular(tx *store.Tx, h House, who commune.MemberID, d commune.Decision) (Proposed, error) {
	o, err := tx.Organisation()
	if err != nil {
		return Proposed{}, err
	}
	b, err := tx.BodyBySlug(d.Assembly)
	if err != nil {
		return Proposed{}, err
	}
	if err := Schedule(tx); err != nil {
		return Proposed{}, err
	}
	next, err := NextAgenda(tx)
	if errors.Is(err, commune.ErrNotFound) {
		err = commune.ErrNoNextAgenda
	}
	if err != nil {
		return Proposed{}, err
	}
	p := h.WordsOf(o)
	text := p.T("popular.brought", b.Name, p.Date(d.DecidedAt), "> "+strings.ReplaceAll(d.Text, "\n", "\n> "), counts(p, d), string(o.BodyActor(b))+"/decisions/"+d.OwnNumber())
	return ProposeItem(tx, who, commune.Item{
		Meeting: next.ID, Title: p.T("popular.brought_title", d.Number()), Text: text, Kind: commune.ForDecision, Minutes: broughtMinutes,
	})
}

// broughtMinutes is how long our assembly is foreseen to speak of what another decided.
const broughtMinutes = 15
