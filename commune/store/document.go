package store

import "federes.org/commune"

type file struct {
	ID      commune.FileID
	Content []byte
}

// AddDocument joins a document to an item, with its content if it is a file.
func (tx *Tx) AddDocument(d commune.Document, content []byte) (commune.Document, error) {
	if content != nil {
		f := file{Content: content}
		if err := tx.db.Create(&f).Error; err != nil {
			return d, wrap(err)
		}
		d.File = f.ID
	}
	err := tx.db.Create(&d).Error
	return d, wrap(err)
}

// Document is one document, without its content.
func (tx *Tx) Document(id commune.DocumentID) (commune.Document, error) {
	return One[commune.Document](tx.db, "id = ?", id)
}

// ItemDocuments are those of an item, as they were added.
func (tx *Tx) ItemDocuments(i commune.ItemID) ([]commune.Document, error) {
	return All[commune.Document](tx.db.Where("item = ?", i).Order("id"))
}

// Documents are those of a meeting's items, as they were added.
func (tx *Tx) Documents(m commune.MeetingID) ([]commune.Document, error) {
	return All[commune.Document](tx.db.Where("item IN (SELECT id FROM items WHERE meeting = ?)", m).Order("id"))
}

// FileContent is what a file holds.
func (tx *Tx) FileContent(id commune.FileID) ([]byte, error) {
	f, err := One[file](tx.db, "id = ?", id)
	return f.Content, err
}

// RemoveDocument takes a document away; its content goes with the last that refers to it, since an adjourned item can have a copy.
func (tx *Tx) RemoveDocument(d commune.Document) error {
	if err := tx.db.Where("id = ?", d.ID).Delete(&commune.Document{}).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.db.Where("id = ? AND NOT EXISTS (SELECT 1 FROM documents WHERE file = ?)", d.File, d.File).Delete(&file{}).Error)
}
