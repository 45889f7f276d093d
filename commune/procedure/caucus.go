package procedure

import (
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// WritePosition keeps what the members want to carry on an item of a popular assembly: any of them can write it (AP-4).
func WritePosition(tx *store.Tx, who commune.MemberID, written commune.Position) (commune.Position, error) {
	if _, err := Identify(tx, who); err != nil {
		return written, err
	}
	item, in, err := lockItem(tx, written.Item)
	if err != nil {
		return written, err
	}
	if !in.Popular() {
		return written, commune.ErrNotFound
	}
	before, err := tx.PositionOn(item.ID)
	if err != nil {
		return written, err
	}
	after, err := before.Rewrite(written.Text, written.Version, who, tx.Now())
	if err != nil || after.Version == before.Version {
		return after, err
	}
	return after, tx.AddPosition(after)
}

// Compare keeps what the members say of how a popular assembly works beside their own (AP-4).
func Compare(tx *store.Tx, who commune.MemberID, c commune.Comparison) error {
	if _, err := Identify(tx, who); err != nil {
		return err
	}
	if _, err := Popular(tx, c.Body); err != nil {
		return err
	}
	c.Note = strings.TrimSpace(c.Note)
	if err := c.Check(); err != nil {
		return err
	}
	c.WrittenBy, c.WrittenAt = who, tx.Now()
	return tx.PutComparison(c)
}
