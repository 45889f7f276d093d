package procedure

import (
	"encoding/json"
	"errors"
	"strings"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// checkPropose refuses a text that cannot be put to the communes, and completes the terms with what the council has in force (CF-7, CH-1).
func checkPropose(tx *store.Tx, payload []byte) ([]byte, error) {
	var t confederation.ProposalTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return nil, commune.ErrFormUnknown
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	if o.Kind != commune.KindCouncil {
		return nil, confederation.ErrOnlyCouncils
	}
	t.Title = strings.TrimSpace(t.Title)
	t.Text = strings.TrimSpace(strings.ReplaceAll(t.Text, "\r\n", "\n"))
	if err := t.Check(tx.Now()); err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	t.Rule, t.Hash, t.Becomes = settings.RatificationRule, commons.TextHash(t.Text), 0
	if t.Charter {
		now, err := commons.CharterInForce(tx)
		if err != nil {
			return nil, err
		}
		if now.Text == t.Text {
			return nil, commune.ErrCharterSame
		}
		t.Becomes = now.Version + 1
	}
	return json.Marshal(t)
}

// carryPropose puts the text to the council's members, in the transaction of the decision (CF-7).
func carryPropose(tx *store.Tx, h commons.House, d commune.Decision, payload []byte) error {
	var t confederation.ProposalTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	charter, err := commons.CharterInForce(tx)
	if err != nil {
		return err
	}
	document, err := commons.WriteAct(tx, h, proposalAct(h, o, t, record.Proposal{
		Council: o.Assembly(), Title: t.Title, Text: t.Text, Hash: t.Hash, Becomes: t.Becomes, Rule: string(t.Rule),
		Charter:  record.CharterRef{ID: commons.RecordURL(o, charter.Seq), Version: charter.Version, Hash: commons.TextHash(charter.Text)},
		Deadline: record.Time(t.Deadline), DecidedBy: commons.RecordURL(o, d.Seq), Audience: string(commune.Public),
	}))
	if err != nil {
		return err
	}
	p, err := confederation.ReadProposal(document)
	if err != nil {
		return err
	}
	p.AuthorName, p.Decision, p.Believed = o.Name, d.ID, true
	if p, err = peers.PutProposal(tx, p); err != nil {
		return err
	}
	return passOn(tx, p)
}

func proposalAct(h commons.House, o commune.Organisation, t confederation.ProposalTerms, data record.Proposal) commons.Act {
	words := h.WordsOf(o)
	return commons.Act{
		Kind: record.KindProposal, Audience: commune.Public,
		PathOf: func(uri string) string { return confederation.ProposalPath(confederation.RefOf(uri)) },
		Article: commons.Article{
			Name: words.T("put.record", o.Name, t.Title), Summary: words.T("put.record_until", words.DateTime(t.Deadline)), Text: t.Text,
		},
		Data: func(at record.Header) any { data.Header = at; return data },
	}
}

// passOn offers a text to the members of our council: its own, or one that a council above offered to it, byte for byte (CF-7, CF-8).
func passOn(tx *store.Tx, p confederation.Proposal) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return err
	}
	roll, err := peers.Roll(tx, o.Assembly())
	if err != nil {
		return err
	}
	offers, err := peers.TextOffers(tx, p.ID)
	if err != nil {
		return err
	}
	put := confederation.TextPut{Proposal: p}
	for _, e := range roll {
		if e.Member != p.Author && !offeredBy(offers, e.Member) {
			put.To = append(put.To, e.Member)
		}
	}
	if len(put.To) == 0 {
		return nil
	}
	return tx.Publish(put)
}

func offeredBy(offers []confederation.TextOffer, who commune.ActorID) bool {
	for _, o := range offers {
		if o.By == who {
			return true
		}
	}
	return false
}

// offerOpenTexts offers to a member that is new the texts that can still be answered: who joins late answers with the others (CF-7).
func offerOpenTexts(tx *store.Tx, member commune.ActorID) error {
	open, err := peers.OpenProposals(tx, tx.Now())
	if err != nil {
		return err
	}
	for _, p := range open {
		if p.Author == member {
			continue
		}
		if err := tx.Publish(confederation.TextPut{Proposal: p, To: []commune.ActorID{member}}); err != nil {
			return err
		}
	}
	return nil
}

// hearProposal is a text that a council of ours published; its offer may have been lost (CF-7).
func hearProposal(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	if by.Role != confederation.RoleCouncil || by.State != confederation.Accepted {
		return nil
	}
	kept, err := peers.RecordAt(tx, by.ID, r.Header.Seq)
	if err != nil {
		return err
	}
	err = ReceiveText(tx, h, by.Actor, "", kept.Document)
	if errors.As(err, new(commune.Refusal)) {
		return nil // signed by the council, and nothing that could be answered
	}
	return err
}

// maxUnread is how many texts passed on to us can wait for their author's key.
const maxUnread = 100

// ReceiveText is a council that we belong to, putting a text to our assembly: its own, or one that it passes on (CF-7, CF-8). One that its
// author's key does not prove is never shown.
func ReceiveText(tx *store.Tx, h commons.House, by commune.ActorID, activity string, document []byte) error {
	council, err := peers.PeerForUpdate(tx, by)
	if errors.Is(err, commune.ErrNotFound) || err == nil && (council.Role != confederation.RoleCouncil || council.State != confederation.Accepted) {
		return confederation.ErrPeerUnknown
	}
	if err != nil {
		return err
	}
	heard, err := confederation.ReadProposal(document)
	if err != nil {
		return err
	}
	known, err := peers.ProposalForUpdate(tx, heard.URI)
	switch {
	case err == nil && known.Own():
		return nil
	case err == nil && known.Believed && activity == "":
		return nil
	case err == nil && known.Believed:
		return peers.PutTextOffer(tx, confederation.TextOffer{Proposal: known.ID, By: by, Activity: activity})
	case err != nil && !errors.Is(err, commune.ErrNotFound):
		return err
	}
	heard.ID = known.ID // what was never proved makes place for what another council passes on
	return takeText(tx, h, heard, council, activity)
}

// takeText keeps a text that is new, and believes it at once where its author's key is known.
func takeText(tx *store.Tx, h commons.House, p confederation.Proposal, by confederation.Peer, activity string) error {
	author := by
	if p.Author != by.Actor {
		var err error
		if author, err = peers.PeerByActor(tx, p.Author); err != nil && !errors.Is(err, commune.ErrNotFound) {
			return err
		}
		waiting, err := peers.CountUnread(tx)
		if err == nil && waiting >= maxUnread {
			err = confederation.ErrAnswersTooMany
		}
		if err != nil {
			return err
		}
	}
	p, err := peers.PutProposal(tx, p)
	if err != nil {
		return err
	}
	if err := peers.PutTextOffer(tx, confederation.TextOffer{Proposal: p.ID, By: by.Actor, Activity: activity}); err != nil {
		return err
	}
	if len(author.Key) == 0 {
		return tx.Publish(confederation.AuthorUnread{Proposal: p})
	}
	return BelieveText(tx, h, p.URI, author)
}

// BelieveText takes a text for its author's, whose key proves it; then our assembly answers it, or our council passes it on.
func BelieveText(tx *store.Tx, h commons.House, uri string, author confederation.Peer) error {
	p, err := peers.ProposalForUpdate(tx, uri)
	if err != nil || p.Believed {
		return err
	}
	if p, err = p.Believe(author); err != nil {
		return err
	}
	if p, err = peers.PutProposal(tx, p); err != nil {
		return err
	}
	if err := Recount(tx, p); err != nil {
		return err
	}
	if err := passOn(tx, p); err != nil {
		return err
	}
	return table(tx, h, p)
}

// ProposeText brings a text that would be put to all communes to the vote of our council's next sitting (CF-7).
func ProposeText(tx *store.Tx, h commons.House, who commune.MemberID, t confederation.ProposalTerms) (commune.Motion, error) {
	o, err := tx.Organisation()
	if err != nil {
		return commune.Motion{}, err
	}
	payload, err := json.Marshal(t)
	if err != nil {
		return commune.Motion{}, err
	}
	if payload, err = checkPropose(tx, payload); err != nil {
		return commune.Motion{}, err
	}
	words := h.WordsOf(o)
	text := words.T("put.words", strings.TrimSpace(t.Title), words.DateTime(t.Deadline))
	return commons.ProposeOnAgenda(tx, h, who, commons.Proposal{
		Title: commons.TitleOf(words.T("put.item", strings.TrimSpace(t.Title))), Reasons: words.T("put.reasons"),
		Motion: commune.Motion{Form: confederation.FormPropose, Audience: commune.Public, Text: text, Payload: payload},
	})
}
