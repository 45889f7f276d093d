package commune

import (
	"slices"
	"time"
	"unicode/utf8"
)

// ImportID is the identifier of a file of members or dues that waits to be imported.
type ImportID int64

// Source is the program whose numbers and references an import knows again.
type Source string

// The sources; entries that were made by hand have none.
const (
	FromHelloAsso Source = "helloasso"
	FromGalette   Source = "galette"
	FromPaheko    Source = "paheko"
	FromElsewhere Source = "other"
)

// The limits of an import.
const (
	MaxSheet      = 2 << 20        // bytes of a file of members or dues
	MaxSheetLines = 2000           // of its lines
	MaxColumns    = 200            // of its columns
	ImportKeptFor = 24 * time.Hour // how long a file waits to be imported (ME-2)
)

// Import is a file of members or dues between its upload and what becomes of it. Only who uploaded it reads it, and it is kept for a day at
// most (ME-2).
type Import struct {
	ID         ImportID
	Member     MemberID // who uploaded it
	Name       string   // of the file
	Content    []byte
	Reading    string // how it is read, and what was chosen for its lines
	UploadedAt time.Time
}

// NewImport checks a file that someone uploads.
func NewImport(who MemberID, name string, content []byte, at time.Time) (Import, error) {
	switch {
	case len(content) == 0:
		return Import{}, ErrSheetUnread
	case len(content) > MaxSheet:
		return Import{}, ErrSheetLarge.With(MaxSheet >> 20)
	}
	if !utf8.ValidString(name) || OptionalText(name, MaxName) != nil {
		name = ""
	}
	return Import{Member: who, Name: name, Content: content, UploadedAt: at}, nil
}

// Expired tells whether an import is kept no more.
func (i Import) Expired(at time.Time) bool { return at.After(i.UploadedAt.Add(ImportKeptFor)) }

// MemberNumber is the number that a member has in another program, by which they are known again.
type MemberNumber struct {
	Source Source
	Number string
	Member MemberID
}

// LineState is what an import would do with one line.
type LineState string

// From what needs a person to what needs nothing.
const (
	LineBad    LineState = "bad"    // cannot be imported as it is
	LineOpen   LineState = "open"   // someone must say whom it is about
	LineNew    LineState = "new"    // admits a member
	LineChange LineState = "change" // adds to what is known of a member
	LineAside  LineState = "aside"  // is not about membership, or is left out
	LineSame   LineState = "same"   // is known already
)

// LineStates are all, in that order.
func LineStates() []LineState {
	return []LineState{LineBad, LineOpen, LineNew, LineChange, LineAside, LineSame}
}

// Rank is the place of a state in that order.
func (s LineState) Rank() int { return slices.Index(LineStates(), s) }

// Acts tells whether importing a line in this state changes something.
func (s LineState) Acts() bool { return s == LineNew || s == LineChange }

// The refusals of an import, most of them of one of its lines.
var (
	ErrSheetUnread      = Refuse(Invalid, "sheet_unread") // no line of columns was found
	ErrSheetLarge       = Refuse(Invalid, "sheet_large")
	ErrSheetLong        = Refuse(Invalid, "sheet_long")
	ErrSheetNoColumns   = Refuse(Invalid, "sheet_no_columns") // nobody can be told from the columns that were matched
	ErrSheetFormat      = Refuse(Invalid, "sheet_format")
	ErrImportGone       = Refuse(NotFound, "import_gone")
	ErrImportMoved      = Refuse(Conflict, "import_moved") // what would happen is not what was shown
	ErrImportUnseen     = Refuse(Invalid, "import_unseen") // lines stay out, and nobody said that this is meant
	ErrImportNothing    = Refuse(Conflict, "import_nothing")
	ErrLineQuotes       = Refuse(Invalid, "line_quotes")
	ErrLineCells        = Refuse(Invalid, "line_cells")
	ErrLineLetters      = Refuse(Invalid, "line_letters")
	ErrLineDate         = Refuse(Invalid, "line_date")
	ErrLineAmount       = Refuse(Invalid, "line_amount")
	ErrLineNoAmount     = Refuse(Invalid, "line_no_amount")
	ErrLineZero         = Refuse(Invalid, "line_zero")
	ErrLineNoDate       = Refuse(Invalid, "line_no_date")
	ErrLineEmail        = Refuse(Invalid, "line_email")
	ErrLineUnpaid       = Refuse(Invalid, "line_unpaid")
	ErrLineRefunded     = Refuse(Conflict, "line_refunded")
	ErrLineTwice        = Refuse(Conflict, "line_twice")
	ErrLineEmailTwice   = Refuse(Conflict, "line_email_twice")
	ErrLineWho          = Refuse(Invalid, "line_who")
	ErrLineSeveral      = Refuse(Invalid, "line_several")
	ErrLineNamesake     = Refuse(Invalid, "line_namesake")
	ErrLineNoEmail      = Refuse(Invalid, "line_no_email")
	ErrLinePayer        = Refuse(Invalid, "line_payer")
	ErrLineByHand       = Refuse(Conflict, "line_by_hand")
	ErrLineNotMember    = Refuse(Conflict, "line_not_member")
	ErrLineNumber       = Refuse(Conflict, "line_number")
	ErrLineOrder        = Refuse(Conflict, "line_order")
	ErrLineMayNotAdmit  = Refuse(Forbidden, "line_may_not_admit")  // ME-1
	ErrLineMayNotRecord = Refuse(Forbidden, "line_may_not_record") // ME-1
	ErrPaymentKnown     = Refuse(Conflict, "payment_known")
)
