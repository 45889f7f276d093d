package page

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
)

// Documents are what is joined to an item, and the form that joins more.
type Documents struct {
	Meeting  commune.Meeting
	Item     commune.Item
	List     []commune.Document
	Reader   commune.MemberID
	Open     bool // until the agenda closes (OJ-1)
	Problems []Problem

	Title, URL, File Field
}

// DocumentsPath is where documents are joined to an item.
func DocumentsPath(id commune.ItemID) string { return fmt.Sprintf("/items/%d/documents", id) }

func documentPath(id commune.DocumentID) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/documents/%d", id))
}

// extension is what kind of file a document is, as people call it.
func extension(d commune.Document) string {
	return strings.ToUpper(d.Name[strings.LastIndexByte(d.Name, '.')+1:])
}

// size is how large a file is, in the unit in which it is no long number.
func size(f Frame, d commune.Document) string {
	if d.Size < 1<<20 {
		return f.T("document.kib", (d.Size+1023)>>10)
	}
	return f.T("document.mib", (d.Size+(1<<20)-1)>>20)
}
