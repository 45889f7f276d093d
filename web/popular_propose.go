package web

import (
	"errors"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// proposalRoutes are what who takes part in a popular assembly proposes to its next sitting: items, and texts to be voted (AP-2).
func (s *Server) proposalRoutes() []Route {
	return []Route{
		{get, "/p/:slug/proposals", Accounts, commune.KindCommune, s.show(s.proposals)},
		{post, "/p/:slug/proposals", Accounts, commune.KindCommune, s.act(s.proposePopular, s.proposals)},
		{post, "/p/:slug/proposals/:id/texts", Accounts, commune.KindCommune, s.act(s.proposeText, s.proposals)},
		{post, "/p/:slug/proposals/:id/withdrawal", Accounts, commune.KindCommune, s.act(s.withdrawProposal, nil)},
	}
}

// proposals is where one proposes, with what stands on the agenda so far.
func (s *Server) proposals(tx *store.Tx, v *visit) (templ.Component, error) {
	b, m, err := sittingHere(tx, v)
	if err != nil {
		return nil, err
	}
	view := v.proposalForm()
	view.Body, view.Meeting = b, m
	var refused commune.Refusal
	if err := procedure.MayPropose(tx, v.account.ID, m); errors.As(err, &refused) {
		view.Closed = v.Refusal(refused)
	} else if err != nil {
		return nil, err
	}
	if v.person != nil {
		if view.Keeps, err = procedure.KeepsDoor(tx, v.account.ID, m); err != nil {
			return nil, err
		}
	}
	if view.Keeps {
		if view.For, err = v.withoutDevice(tx, m); err != nil {
			return nil, err
		}
	}
	if err := v.withdrawnHere(tx, &view); err != nil {
		return nil, err
	}
	view.Items, err = v.proposedItems(tx, m)
	return page.ProposalsPage(v.Frame, view), err
}

// proposalForm is what was typed, with the refusal beside the field that it is about.
func (v *visit) proposalForm() page.Proposals {
	at := map[string]string{commune.ErrTitleMissing.Key: "title", commune.ErrTooLong.Key: "text", commune.ErrMotionTextMissing.Key: "words"}[v.refused.Key]
	if id := v.Param("id"); id != "" && at != "" {
		at = "words-" + id
	}
	return page.Proposals{
		Title: v.field("title", at), Text: v.field("text", at), Words: v.field("words", at), By: v.field("by", at), Problems: v.problems(at),
	}
}

// withoutDevice are those who were checked in at the door, for whom who keeps it writes.
func (v *visit) withoutDevice(tx *store.Tx, m commune.Meeting) (options []page.Option, err error) {
	there, err := tx.There(m.ID)
	if err != nil {
		return nil, err
	}
	here := make(map[commune.MemberID]bool, len(there))
	for _, p := range there {
		here[p.Member] = true
	}
	guests, err := tx.People(commune.KindGuest)
	for _, g := range guests {
		if here[g.ID] && g.Email == "" {
			options = append(options, page.Option{Value: fmt.Sprint(g.ID), Label: g.PublicName})
		}
	}
	return options, err
}

// proposedItems are those of the agenda with the texts that wait for a vote, and what was typed of one more.
func (v *visit) proposedItems(tx *store.Tx, m commune.Meeting) ([]page.ProposedItem, error) {
	items, err := sittingItems(tx, m.ID)
	if err != nil {
		return nil, err
	}
	motions, err := tx.Motions(m.ID)
	list := make([]page.ProposedItem, len(items))
	for n, item := range items {
		list[n] = page.ProposedItem{Item: item, Mine: item.ProposedBy == v.account.ID}
		name := list[n].WordsName()
		list[n].Words = page.Field{Value: v.PostForm(name)}
		if v.refused.Key != "" && v.Param("id") == fmt.Sprint(item.ID) {
			list[n].Words = v.field(name, name)
		}
		for _, motion := range motions {
			if motion.Item == item.ID && !motion.Withdrawn() {
				list[n].Texts = append(list[n].Texts, motion)
			}
			list[n].Voted = list[n].Voted || motion.Item == item.ID && motion.Opened()
		}
	}
	return list, err
}

// proposePopular adds an item, and the words to vote on it if some were written.
func (s *Server) proposePopular(tx *store.Tx, v *visit) (done, error) {
	b, m, err := sittingHere(tx, v)
	if err != nil {
		return done{}, err
	}
	asked := procedure.PopularProposal{
		Item:  commune.Item{Meeting: m.ID, Title: v.PostForm("title"), Text: v.PostForm("text")},
		Words: strings.TrimSpace(v.PostForm("words")), By: v.account.ID,
	}
	if v.PostForm("by") != "" {
		by, err := v.numberIn("by")
		if err != nil {
			return done{}, err
		}
		asked.By = commune.MemberID(by)
	}
	_, err = procedure.ProposePopular(tx, s.House, v.account.ID, asked)
	return done{page.PopularActPath(b, "proposals"), v.T("done.proposed_popular")}, err
}

// proposeText adds words to be voted to an item of one's own.
func (s *Server) proposeText(tx *store.Tx, v *visit) (done, error) {
	b, item, err := proposedHere(tx, v)
	if err != nil {
		return done{}, err
	}
	_, err = procedure.ProposeMotion(tx, s.House, v.account.ID, commune.Motion{
		Item: item, Form: commune.FormResolution, Text: v.PostForm(page.ProposedItem{Item: commune.Item{ID: item}}.WordsName()), Audience: commune.Public,
	})
	return done{page.PopularActPath(b, "proposals"), v.T("done.proposed_text")}, err
}

// withdrawProposal takes an item off the agenda.
func (s *Server) withdrawProposal(tx *store.Tx, v *visit) (done, error) {
	b, item, err := proposedHere(tx, v)
	if err != nil {
		return done{}, err
	}
	_, err = procedure.WithdrawItem(tx, v.account.ID, item, true)
	return done{page.PopularActPath(b, "proposals"), v.T("done.proposed_withdrawn")}, err
}

// proposedHere is the item of the address, which stands on the agenda of the next sitting of the assembly of the address.
func proposedHere(tx *store.Tx, v *visit) (commune.Body, commune.ItemID, error) {
	b, m, err := sittingHere(tx, v)
	if err != nil {
		return b, 0, err
	}
	id, err := v.number("id")
	if err != nil {
		return b, 0, err
	}
	item, err := tx.Item(commune.ItemID(id))
	if err == nil && item.Meeting != m.ID {
		err = errNotFound
	}
	return b, item.ID, err
}
