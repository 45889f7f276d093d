package procedure

import (
	"encoding/json"
	"errors"
	"strings"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// checkCreateBody refuses a body that could not be created, and completes the terms with its address (SE-8, CO-2). A slug is free when no
// body has or had it, and no running vote is about to give it away.
func checkCreateBody(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.BodyTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	terms.Name, terms.Purpose = strings.TrimSpace(terms.Name), strings.TrimSpace(terms.Purpose)
	if terms.Slug = strings.ToLower(strings.TrimSpace(terms.Slug)); terms.Slug == "" {
		terms.Slug = commune.SlugOf(terms.Name)
	}
	if err := terms.Check(commune.DayOf(tx.Now(), o.Location())); err != nil {
		return nil, err
	}
	if err := slugFree(tx, terms.Slug); err != nil {
		return nil, err
	}
	terms.Actor = o.BodyActor(commune.Body{Kind: terms.Kind, Slug: terms.Slug})
	return json.Marshal(terms)
}

func slugFree(tx *store.Tx, slug string) error {
	_, err := tx.BodyBySlug(slug)
	if err == nil {
		return commune.ErrSlugTaken
	}
	if !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	voted, err := tx.VotesOf(commune.FormCreateBody)
	if err != nil {
		return err
	}
	for _, m := range voted {
		var other commune.BodyTerms
		if err := unmarshal(m.Payload, &other); err != nil {
			return err
		}
		if other.Slug == slug {
			return commune.ErrSlugTaken
		}
	}
	return nil
}

func describeCreateBody(payload []byte, d *record.Decision) error {
	var terms commune.BodyTerms
	err := unmarshal(payload, &terms)
	d.Creates = terms.Actor
	return err
}

// carryCreateBody makes the body at the instant of the decision (SE-8, CO-2).
func carryCreateBody(tx *store.Tx, _ House, d commune.Decision, payload []byte) error {
	var terms commune.BodyTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	_, err := AddBody(tx, terms.Body(d))
	return err
}

// AddBody makes a body, with the keys of its actor.
func AddBody(tx *store.Tx, b commune.Body) (commune.Body, error) {
	b, err := tx.AddBody(b)
	if err != nil {
		return b, err
	}
	return b, tx.NewKeys(b.ActorName())
}

// checkDissolveBody refuses to dissolve what no assembly of ours can, and names the body in the terms (SE-8, CO-2).
func checkDissolveBody(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.DissolutionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	b, err := tx.Body(terms.Body)
	if err != nil {
		return nil, err
	}
	if b.Kind == commune.PopularAssembly {
		return nil, commune.ErrBodyKind
	}
	if _, err := b.Dissolve(commune.Decision{}); err != nil {
		return nil, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	return json.Marshal(commune.DissolutionTerms{Body: b.ID, Kind: b.Kind, Slug: b.Slug, Name: b.Name, Actor: o.BodyActor(b)})
}

func describeDissolveBody(payload []byte, d *record.Decision) error {
	var terms commune.DissolutionTerms
	err := unmarshal(payload, &terms)
	d.Dissolves = terms.Actor
	return err
}

// carryDissolveBody ends the body, and the mandates in it, at the instant of the decision (SE-8, CO-2). One that another vote dissolved meanwhile stays as it is.
func carryDissolveBody(tx *store.Tx, _ House, d commune.Decision, payload []byte) error {
	var terms commune.DissolutionTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	b, err := tx.BodyForUpdate(terms.Body)
	if err != nil {
		return err
	}
	if !b.Living() {
		return nil
	}
	if b, err = b.Dissolve(d); err != nil {
		return err
	}
	if err := tx.SaveBody(b); err != nil {
		return err
	}
	return EndMandatesIn(tx, b.ID)
}
