package spreadsheet

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"federes.org/commune"
)

// Entry is what one line says: of whom, and which dues.
type Entry struct {
	Line       int
	Source     commune.Source
	Number     string // that the member has in that program
	Name       string // first name first
	Email      string // the member's own, as far as the file says so
	Payer      string
	PayerEmail string
	Kind       string // of the campaign; empty where the file is about membership alone
	Paid       Paid   // empty: the line is of no payment
	Cents      int
	NoAmount   bool // the file says until when dues are paid, not how much
	Method     commune.PayMethod
	On         commune.Day // of the payment
	From       commune.Day
	Until      commune.Day
	Exempt     bool
	Order      string
	Reference  string // by which the entry is known again
	Refusal    commune.Refusal
}

// Dues tells whether the line is of dues, and not of a person alone.
func (e Entry) Dues() bool { return e.Paid != "" || e.Exempt || e.Until != "" }

// Membership tells whether the line is about membership, and not a donation, a ticket or a sale.
func (e Entry) Membership() bool {
	kind := Fold(e.Kind)
	return kind == "" || strings.HasPrefix(kind, "adhesion") || strings.HasPrefix(kind, "membership") || strings.HasPrefix(kind, "cotisation")
}

// Own tells whether the one who paid is the member, by their names: only then their address is the member's own.
func (e Entry) Own() bool { return e.Name != "" && SameName(e.Name, e.Payer) }

// Entries are the lines of a table, as a reading says. A line that cannot be understood says why.
func (t Table) Entries(r Reading) []Entry {
	entries := make([]Entry, len(t.Rows))
	for i, row := range t.Rows {
		entries[i] = lineOf(row, r).entry()
	}
	return entries
}

// line is a row whose cells are asked for by what they say.
type line struct {
	Row
	Reading
}

func lineOf(row Row, r Reading) line { return line{row, r} }

func (l line) has(f Field) bool { _, ok := l.Columns[f]; return ok }

func (l line) text(f Field) string {
	if at, ok := l.Columns[f]; ok {
		return l.Cells[at]
	}
	return ""
}

func (l line) entry() Entry {
	e := Entry{Line: l.Line, Source: l.Format.Source(), Refusal: l.Refusal}
	e.Name = strings.TrimSpace(l.text(FieldFirst) + " " + l.text(FieldLast))
	if name := l.text(FieldName); e.Name == "" {
		e.Name = name
	}
	if l.Refusal.Key != "" {
		e.Name = strings.ToValidUTF8(cmp.Or(e.Name, l.Cells[0]), "\uFFFD")
		return e
	}
	e.Number, e.Order, e.Kind = l.text(FieldNumber), l.text(FieldOrder), l.text(FieldKind)
	e.Payer, e.PayerEmail = strings.TrimSpace(l.text(FieldPayerFirst)+" "+l.text(FieldPayerLast)), strings.ToLower(l.text(FieldPayerEmail))
	e.Exempt = yes(l.text(FieldExempt))
	var refused commune.Refusal
	if err := errors.Join(l.own(&e), l.days(&e), l.money(&e)); errors.As(err, &refused) && e.Membership() {
		e.Refusal = refused
	}
	e.Reference = l.reference(e)
	return e
}

// own reads who the member is.
func (l line) own(e *Entry) error {
	if text := l.text(FieldEmail); text != "" {
		email, err := commune.Email(text)
		if err != nil {
			return commune.ErrLineEmail.With(text)
		}
		e.Email = email
	}
	for _, text := range []string{e.Name, e.Payer, e.Number, e.Order} {
		if err := commune.OptionalText(text, commune.MaxName); err != nil {
			return err
		}
	}
	if named := l.has(FieldName) || l.has(FieldLast) || l.has(FieldFirst); e.Name == "" && e.Number == "" && (named || e.Payer == "") {
		return commune.ErrNameMissing
	}
	return nil
}

func (l line) days(e *Entry) error {
	for _, d := range []struct {
		field Field
		into  *commune.Day
	}{{FieldDate, &e.On}, {FieldFrom, &e.From}, {FieldUntil, &e.Until}} {
		text := l.text(d.field)
		if text == "" {
			continue
		}
		read, err := day(text)
		if err != nil {
			return commune.ErrLineDate.With(text)
		}
		*d.into = read
	}
	return nil
}

// money reads the payment. A file without a column for it may say until when dues are paid; one with such a column says how much.
func (l line) money(e *Entry) error {
	text := l.text(FieldAmount)
	switch {
	case l.has(FieldStatus):
		e.Paid = paid(l.text(FieldStatus))
	case text != "", l.has(FieldAmount) && (e.On != "" || e.Until != ""):
		e.Paid = PaidIn
	}
	e.Method = method(l.text(FieldMethod), e.Source)
	if e.Exempt {
		e.Paid = ""
		return nil
	}
	mayLack := e.Source == commune.FromPaheko || e.Source != commune.FromHelloAsso && !l.has(FieldAmount)
	e.NoAmount = text == "" && mayLack && (e.Paid == PaidIn || e.Until != "")
	switch {
	case e.NoAmount, e.Paid != PaidIn:
		return nil
	case text == "":
		return commune.ErrLineNoAmount
	}
	cents, err := l.cents(text)
	if err != nil {
		return commune.ErrLineAmount.With(text)
	}
	if less := l.text(FieldDiscount); less != "" {
		discount, err := l.cents(less)
		if err != nil {
			return commune.ErrLineAmount.With(less)
		}
		cents -= discount
	}
	if e.Cents = cents; cents <= 0 {
		return commune.ErrLineZero
	}
	if e.On == "" && e.From == "" && e.Until == "" {
		return commune.ErrLineNoDate
	}
	return nil
}

// cents reads an amount; one without a decimal mark is of cents where the program writes those.
func (l line) cents(text string) (int, error) {
	cents, err := commune.ParseCents(text)
	if l.Cents && !strings.ContainsAny(text, ".,") {
		cents /= 100
	}
	return cents, err
}

// reference is by what the entry is known again: what the program calls it, or else all that the line says, as one word that names nobody.
func (l line) reference(e Entry) string {
	own := l.text(FieldReference)
	switch {
	case !e.Dues():
		return ""
	case l.Format == HelloAssoPayments && own != "":
		return "payment/" + own
	case l.Format == HelloAssoMemberships && e.Order != "":
		if own == "" {
			own = digest(Fold(e.Name))
		}
		return "order/" + e.Order + "/" + own
	case own != "":
		return own
	}
	return digest(e.Number, Fold(e.Name), e.Email, string(e.On), string(e.From), string(e.Until), l.text(FieldAmount), l.text(FieldExempt))
}

func digest(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return "line/" + hex.EncodeToString(sum[:12])
}
