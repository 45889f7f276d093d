package procedure

import (
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Ending is why a popular assembly does not meet any more: by its own decision, named by its year and rank, or by none.
type Ending struct {
	Body       commune.BodyID
	Year, Rank int // 0 for none
	Why        string
}

// EndPopular says that a popular assembly does not meet any more, for who organises. Its actor keeps what it signed readable, and nobody convokes
// it again (AP-2).
func EndPopular(tx *store.Tx, who commune.MemberID, e Ending) (commune.Body, error) {
	if _, err := organiser(tx, who); err != nil {
		return commune.Body{}, err
	}
	b, err := Popular(tx, e.Body)
	if err != nil {
		return b, err
	}
	why := strings.TrimSpace(e.Why)
	if err := commune.Text(why, commune.MaxText, commune.ErrEndingMissing); err != nil {
		return b, err
	}
	var by commune.Decision
	if e.Year != 0 {
		if by, err = tx.DecisionBy(b.Slug, e.Year, e.Rank); err != nil {
			return b, err
		}
	}
	all, err := tx.MeetingsOf(b.ID)
	if err != nil {
		return b, err
	}
	coming := 0
	for _, m := range all {
		if !m.State(tx.Now()).Over() {
			coming++
		}
	}
	if b, err = b.End(by, coming, tx.Now()); err != nil {
		return b, err
	}
	if err := tx.SaveBody(b); err != nil {
		return b, err
	}
	p, err := tx.PopularAssemblyPage(b.ID)
	if err != nil {
		return b, err
	}
	p.Ended = why
	return b, putPopularPage(tx, who, b, p)
}
