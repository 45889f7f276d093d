package world

import (
	"context"
	"net/url"

	"federes.org/commune"
)

// Decision is one line of a register, as the API gives it to anyone.
type Decision struct {
	Number    string        `json:"number"`
	Text      string        `json:"text"`
	Tally     commune.Tally `json:"tally"`
	DecidedAt string        `json:"decidedAt"`
	Origin    string        `json:"origin"`
	Own       bool          `json:"own"`
	Verified  bool          `json:"verified"`
	Audience  string        `json:"audience"`
	Record    string        `json:"record"`
}

// Following is how many actors a body of the instance follows, once they accepted.
func (b *Browser) Following(ctx context.Context, body string) (int, error) {
	var list struct {
		Total int `json:"totalItems"`
	}
	err := b.Fetch(ctx, "/"+body+"/following", "application/activity+json", &list)
	return list.Total, err
}

// Decisions reads the whole register of the instance over its API, page after page.
func (b *Browser) Decisions(ctx context.Context) ([]Decision, error) {
	var all []Decision
	for path := "/api/v1/decisions"; ; {
		var page struct {
			Items []Decision `json:"items"`
			Next  *string    `json:"next"`
		}
		if err := b.Fetch(ctx, path, "application/json", &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == nil {
			return all, nil
		}
		path = "/api/v1/decisions?after=" + url.QueryEscape(*page.Next)
	}
}
