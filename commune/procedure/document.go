package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// AddDocument joins a link, or a file with its content, to an item: every member can, until the agenda closes (OJ-1).
func AddDocument(tx *store.Tx, who commune.MemberID, id commune.ItemID, d commune.Document, content []byte) (commune.Document, error) {
	item, err := writable(tx, who, id)
	if err != nil {
		return d, err
	}
	there, err := tx.ItemDocuments(id)
	switch {
	case err != nil:
		return d, err
	case item.Withdrawn():
		return d, commune.ErrItemWithdrawn
	case len(there) >= commune.MaxDocuments:
		return d, commune.ErrDocumentsFull.With(commune.MaxDocuments)
	}
	if err := affords(tx, who, item.Meeting, d.Size); err != nil {
		return d, err
	}
	d.Item, d.AddedBy, d.AddedAt = id, who, tx.Now()
	tx.Touch(item.Meeting)
	return tx.AddDocument(d, content)
}

// affords refuses a file that is more than one member may join to the items of one meeting.
func affords(tx *store.Tx, who commune.MemberID, m commune.MeetingID, size int) error {
	all, err := tx.Documents(m)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.AddedBy == who {
			size += d.Size
		}
	}
	if size > commune.MaxFilesOfOne {
		return commune.ErrFilesTooMany.With(commune.MaxFilesOfOne >> 20)
	}
	return nil
}

// RemoveDocument takes a document away: who added it can, until the agenda closes.
func RemoveDocument(tx *store.Tx, who commune.MemberID, id commune.DocumentID) (commune.Document, error) {
	d, err := tx.Document(id)
	if err != nil {
		return d, err
	}
	item, err := writable(tx, who, d.Item)
	if err != nil {
		return d, err
	}
	if d.AddedBy != who {
		return d, commune.ErrNotAdder
	}
	tx.Touch(item.Meeting)
	return d, tx.RemoveDocument(d)
}
