package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// Writing is what goes on at an agenda while it can be written (OU-P).
type Writing struct {
	Open      bool                                  // until the agenda closes (OJ-1)
	Writers   map[commune.ItemID][]commune.MemberID // who has an item before them
	Withdrawn []commune.ItemID
	Documents []commune.DocumentID
}

// readWriting looks at it; what is final is not asked for.
func (s *Sitting) readWriting(tx *store.Tx) error {
	if s.Writing.Open = s.Meeting.AcceptsItems(s.At) == nil; !s.Writing.Open {
		return nil
	}
	editings, err := tx.Editings(s.Meeting.ID, s.At)
	if err != nil {
		return err
	}
	s.Writing.Writers = make(map[commune.ItemID][]commune.MemberID)
	for _, e := range editings {
		s.Writing.Writers[e.Item] = append(s.Writing.Writers[e.Item], e.Member)
	}
	gone, err := tx.WithdrawnItems(s.Meeting.ID)
	for _, item := range gone {
		s.Writing.Withdrawn = append(s.Writing.Withdrawn, item.ID)
	}
	if err != nil {
		return err
	}
	documents, err := tx.Documents(s.Meeting.ID)
	for _, d := range documents {
		s.Writing.Documents = append(s.Writing.Documents, d.ID)
	}
	return err
}
