package web

import (
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// rewordRoutes are what a person does with what they proposed to a popular assembly: they word it anew, and put back what they withdrew (AP-2).
func (s *Server) rewordRoutes() []Route {
	return []Route{
		{get, "/p/:slug/proposals/:id", Accounts, commune.KindCommune, s.show(s.proposal)},
		{post, "/p/:slug/proposals/:id", Accounts, commune.KindCommune, s.act(s.rewordProposal, s.proposal)},
		{post, "/p/:slug/proposals/:id/return", Accounts, commune.KindCommune, s.act(s.returnProposal, nil)},
	}
}

// proposal is what one proposed, with the texts that are not put to the vote yet. After a conflict what is saved stands below.
func (s *Server) proposal(tx *store.Tx, v *visit) (templ.Component, error) {
	b, id, err := proposedHere(tx, v)
	if err != nil {
		return nil, err
	}
	view := page.Proposal{Body: b, Problems: v.problems(v.rewordedAt())}
	if view.Item, err = tx.Item(id); err != nil {
		return nil, err
	}
	if view.Item.ProposedBy != v.account.ID {
		return nil, commune.ErrNotProposer
	}
	if view.Item.Withdrawn() {
		return nil, commune.ErrItemWithdrawn
	}
	versions, err := tx.ItemVersions(view.Item)
	if err != nil {
		return nil, err
	}
	view.Version = versions[0].Version
	view.Title, view.Text = page.Field{Value: view.Item.Title}, page.Field{Value: view.Item.Text}
	if v.refused.Key != "" {
		at := v.rewordedAt()
		view.Title, view.Text = v.field("title", at), v.field("text", at)
		view.Overtaken = commune.ErrItemChanged.Is(v.refused) || commune.ErrMotionChanged.Is(v.refused)
	}
	view.Texts, err = v.rewordable(tx, view.Item)
	return page.ProposalPage(v.Frame, view), err
}

// rewordable are one's texts on an item that no vote fixed yet, as they stand or as they were typed.
func (v *visit) rewordable(tx *store.Tx, item commune.Item) (texts []page.ProposedText, err error) {
	motions, err := tx.Motions(item.Meeting)
	if err != nil {
		return nil, err
	}
	for _, m := range motions {
		if m.Item != item.ID || m.Withdrawn() || m.Opened() || m.ProposedBy != v.account.ID || !m.OwnWords() {
			continue
		}
		versions, err := tx.MotionVersions(m)
		if err != nil {
			return nil, err
		}
		t := page.ProposedText{Motion: m, Version: versions[0].Version, Words: page.Field{Value: m.Text}}
		if v.refused.Key != "" {
			t.Words = v.field(t.Name(), v.rewordedAt())
		}
		texts = append(texts, t)
	}
	return texts, nil
}

// rewordedAt is the field that a refusal is about.
func (v *visit) rewordedAt() string {
	switch v.refused.Key {
	case commune.ErrTitleMissing.Key:
		return "title"
	case commune.ErrMotionTextMissing.Key:
		return v.emptyText()
	}
	return ""
}

// emptyText is the field of a text from which all words were taken.
func (v *visit) emptyText() string {
	var empty []string
	for name := range v.Request.PostForm {
		if page.IsText(name) && v.field(name, "").Value == "" {
			empty = append(empty, name)
		}
	}
	if len(empty) == 0 {
		return ""
	}
	return slices.Min(empty)
}

// rewordProposal saves an item and its texts, all or nothing.
func (s *Server) rewordProposal(tx *store.Tx, v *visit) (done, error) {
	b, id, err := proposedHere(tx, v)
	if err != nil {
		return done{}, err
	}
	item, err := tx.Item(id)
	if err != nil {
		return done{}, err
	}
	words := item.Writing()
	words.Title, words.Text = v.PostForm("title"), v.PostForm("text")
	if _, err := procedure.RewriteItem(tx, v.account.ID, id, v.version(), words); err != nil {
		return done{}, err
	}
	texts, err := v.rewordable(tx, item)
	if err != nil {
		return done{}, err
	}
	for _, t := range texts {
		said, sent := v.GetPostForm(t.Name())
		if !sent {
			continue
		}
		if _, err := procedure.RewordMotion(tx, v.account.ID, t.Motion.ID, v.versionOf(t.VersionName()), said); err != nil {
			return done{}, err
		}
	}
	return done{page.PopularActPath(b, "proposals"), v.T("done.proposal_reworded")}, nil
}

// returnProposal puts an item back.
func (s *Server) returnProposal(tx *store.Tx, v *visit) (done, error) {
	b, item, err := proposedHere(tx, v)
	if err != nil {
		return done{}, err
	}
	_, err = procedure.WithdrawItem(tx, v.account.ID, item, false)
	return done{page.PopularActPath(b, "proposals"), v.T("done.returned")}, err
}

// withdrawnHere are the items of a sitting that the reader can put back.
func (v *visit) withdrawnHere(tx *store.Tx, view *page.Proposals) error {
	gone, err := tx.WithdrawnItems(view.Meeting.ID)
	for _, i := range gone {
		mine := i.ProposedBy == v.account.ID
		own := mine && (i.WithdrawnBy == v.account.ID || i.WithdrawnBy == 0)
		if mine || view.Keeps {
			view.Gone = append(view.Gone, page.GoneItem{Item: i, Mine: mine, Back: (own || view.Keeps) && view.Closed == ""})
		}
	}
	return err
}
