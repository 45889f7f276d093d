package commune

import (
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Document is what is joined to an item: a link, or a file.
type Document struct {
	ID        DocumentID
	Item      ItemID
	Title     string
	URL       string // of a link
	File      FileID // of a file; 0 for a link
	Name      string // of a file
	MediaType string
	Size      int // bytes
	AddedBy   MemberID
	AddedAt   time.Time
}

// IsFile tells a file from a link.
func (d Document) IsFile() bool { return d.File != 0 }

// Host is where a link leads.
func (d Document) Host() string {
	u, err := url.Parse(d.URL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// fileTypes are the files that can be joined, by their extension: what they are served as, and how they begin. None of them is run by a browser.
var fileTypes = map[string]struct{ mediaType, begins string }{
	".pdf":  {"application/pdf", "%PDF-"},
	".png":  {"image/png", "\x89PNG\r\n\x1a\n"},
	".jpg":  {"image/jpeg", "\xff\xd8\xff"},
	".jpeg": {"image/jpeg", "\xff\xd8\xff"},
	".webp": {"image/webp", "RIFF"},
	".odt":  {"application/vnd.oasis.opendocument.text", zip},
	".ods":  {"application/vnd.oasis.opendocument.spreadsheet", zip},
	".odp":  {"application/vnd.oasis.opendocument.presentation", zip},
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip},
	".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip},
	".pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", zip},
	".txt":  {"text/plain; charset=utf-8", ""},
	".md":   {"text/markdown; charset=utf-8", ""},
	".csv":  {"text/csv; charset=utf-8", ""},
}

const zip = "PK\x03\x04"

// FileExtensions are those of the files that can be joined, for a form to offer.
const FileExtensions = ".pdf,.png,.jpg,.jpeg,.webp,.odt,.ods,.odp,.docx,.xlsx,.pptx,.txt,.md,.csv"

// NewLink is a document elsewhere.
func NewLink(title, address string) (Document, error) {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || OptionalText(address, MaxURL) != nil {
		return Document{}, ErrAddressInvalid
	}
	return Document{URL: address}.titled(title, u.Hostname())
}

// NewFile is a document that is kept here: of one of the types that can be joined, and what its name says that it is.
func NewFile(title, name string, content []byte) (Document, error) {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`"<>:|?*/`, r) {
			return -1
		}
		return r
	}, name)
	kind, known := fileTypes[strings.ToLower(path.Ext(name))]
	switch {
	case len(content) == 0:
		return Document{}, ErrFileEmpty
	case len(content) > MaxFile:
		return Document{}, ErrFileTooLarge.With(MaxFile >> 20)
	case !known || !strings.HasPrefix(string(content[:min(len(content), 16)]), kind.begins) || kind.begins == "" && !readable(content):
		return Document{}, ErrFileType
	}
	if extra := utf8.RuneCountInString(name) - MaxName; extra > 0 {
		name = string([]rune(name)[extra:]) // the end says what it is
	}
	return Document{Name: name, MediaType: kind.mediaType, Size: len(content)}.titled(title, name)
}

func readable(content []byte) bool { return OptionalText(string(content), MaxFile) == nil }

// titled names a document; without a title it is called as what it is.
func (d Document) titled(title, otherwise string) (Document, error) {
	d.Title = strings.TrimSpace(title)
	if d.Title == "" {
		d.Title = otherwise
	}
	if r := []rune(d.Title); title == "" && len(r) > MaxName {
		d.Title = string(r[:MaxName])
	}
	return d, OptionalText(d.Title, MaxName)
}

// The refusals of documents.
var (
	ErrAddressInvalid = Refuse(Invalid, "address_invalid")
	ErrFileEmpty      = Refuse(Invalid, "file_empty")
	ErrFileTooLarge   = Refuse(Invalid, "file_too_large") // MiB at most
	ErrFileType       = Refuse(Invalid, "file_type")
	ErrDocumentsFull  = Refuse(Conflict, "documents_full") // at most
	ErrFilesTooMany   = Refuse(Conflict, "files_too_many") // at most, in MiB
	ErrNotAdder       = Refuse(Forbidden, "not_adder")
)
