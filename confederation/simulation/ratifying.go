package simulation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// leaves has an assembly decide to leave a council; where it is no member, the rules refuse.
func (i *Instance) leaves(ctx context.Context, council *Instance) error {
	terms, err := json.Marshal(confederation.TieTerms{Actor: council.face.Actor})
	if err != nil {
		return err
	}
	_, err = i.decides(ctx, commune.Motion{Form: confederation.FormLeave, Audience: commune.Public, Text: "Nous quittons le conseil.", Payload: terms}, commune.For)
	return err
}

// proposes has a council put a text to its communes, for some days or weeks.
func (i *Instance) proposes(ctx context.Context) error {
	title := fmt.Sprintf("Texte du pas %d", i.step)
	terms, err := json.Marshal(confederation.ProposalTerms{
		Title: title, Text: title + " : l'eau est un bien commun.", Deadline: i.clock().Add(time.Duration(25+i.chance.IntN(24*60)) * time.Hour).Truncate(time.Second),
	})
	if err != nil {
		return err
	}
	_, err = i.decides(ctx, commune.Motion{Form: confederation.FormPropose, Audience: commune.Public, Text: "Le conseil soumet un texte.", Payload: terms}, commune.For)
	return err
}

// ratifies has an assembly answer one of the texts that were put to it, for the first time or anew.
func (i *Instance) ratifies(ctx context.Context) error {
	open, err := view(ctx, i, func(tx *store.Tx) ([]confederation.Proposal, error) { return peers.OpenProposals(tx, tx.Now()) })
	if err != nil || len(open) == 0 {
		return err
	}
	terms := confederation.RatifyTerms{Proposal: open[i.chance.IntN(len(open))].URI}
	if i.happens(20) {
		terms.Reservations = "Sauf la dernière phrase."
	}
	payload, err := json.Marshal(terms)
	if err != nil {
		return err
	}
	choice := commune.For
	if i.happens(40) {
		choice = commune.Against
	}
	_, err = i.decides(ctx, commune.Motion{
		Form: commune.FormRatification, Audience: commune.Public, Text: "La commune ratifie ce texte.", Payload: payload,
	}, choice)
	return err
}
