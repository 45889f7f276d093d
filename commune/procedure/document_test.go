package procedure_test

import (
	"bytes"
	"fmt"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func addLink(tx *store.Tx, who commune.MemberID, id commune.ItemID, i int) error {
	d, err := commune.NewLink(fmt.Sprint("Plan ", i), "https://plans.example/")
	if err == nil {
		_, err = procedure.AddDocument(tx, who, id, d, nil)
	}
	return err
}

func TestOJ1_DocumentsAreJoinedByEveryMemberUntilTheAgendaCloses(t *testing.T) {
	each(t, func(w *world) {
		meeting, awa := w.nextMeeting(), w.member("Awa D.", false)
		id := w.item(meeting).ID
		content := bytes.Repeat([]byte("%PDF-1.7 bail\x00\xff"), 1000)
		var bail commune.Document
		w.tx(func(tx *store.Tx) (err error) {
			if bail, err = commune.NewFile("Le bail", "bail.pdf", content); err == nil {
				bail, err = procedure.AddDocument(tx, awa, id, bail, content)
			}
			return err
		})
		w.view(func(tx *store.Tx) error {
			got, err := tx.FileContent(bail.File)
			if !bytes.Equal(got, content) {
				t.Errorf("%d bytes came back", len(got))
			}
			return err
		})
		w.refused(commune.ErrFilesTooMany, func(tx *store.Tx) error {
			_, err := procedure.AddDocument(tx, awa, id, commune.Document{Size: commune.MaxFilesOfOne - len(content) + 1}, content)
			return err
		})
		full := 0
		for _, err := range w.atOnce(14, func(i int, tx *store.Tx) error { return addLink(tx, w.founder, id, i) }) {
			if err != nil {
				full++
			}
		}
		if full != 5 {
			t.Errorf("%d were refused", full)
		}
		w.refused(commune.ErrDocumentsFull, func(tx *store.Tx) error { return addLink(tx, w.founder, id, 0) })
		w.refused(commune.ErrNotAdder, func(tx *store.Tx) error { _, err := procedure.RemoveDocument(tx, w.founder, bail.ID); return err })
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := procedure.RemoveDocument(tx, w.founder, 999); return err })
		var copied commune.Item
		w.tx(func(tx *store.Tx) (err error) { // an item of which a part was voted goes on as a copy
			if copied, err = tx.PutItem(commune.Item{Meeting: meeting.ID, Title: "Suite", Kind: commune.Debate, Minutes: 5, ProposedBy: awa}); err == nil {
				err = tx.CopyWriting(id, copied.ID)
			}
			return err
		})
		left := func(want int64) {
			t.Helper()
			w.view(func(tx *store.Tx) error {
				var n int64
				err := tx.DB().Table("files").Count(&n).Error
				if n != want {
					t.Errorf("%d files are left, want %d", n, want)
				}
				return err
			})
		}
		w.tx(func(tx *store.Tx) error { _, err := procedure.RemoveDocument(tx, awa, bail.ID); return err })
		left(1)
		w.tx(func(tx *store.Tx) error {
			documents, err := tx.ItemDocuments(copied.ID)
			if err == nil {
				_, err = procedure.RemoveDocument(tx, awa, documents[0].ID)
			}
			return err
		})
		left(0)
		w.clock.Set(meeting.AgendaClosesAt)
		w.refused(commune.ErrTextFinal, func(tx *store.Tx) error { return addLink(tx, awa, id, 0) })
	})
}
