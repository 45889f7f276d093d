package spreadsheet

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"federes.org/commune"
)

// Field is what a column says.
type Field string

// The fields. Those of the payer only tell whether who paid and who is the member are one person: nobody is found by them.
const (
	FieldNumber     Field = "number"
	FieldName       Field = "name"
	FieldLast       Field = "last"
	FieldFirst      Field = "first"
	FieldEmail      Field = "email"
	FieldPayerLast  Field = "payer_last"
	FieldPayerFirst Field = "payer_first"
	FieldPayerEmail Field = "payer_email"
	FieldKind       Field = "kind"
	FieldStatus     Field = "status"
	FieldAmount     Field = "amount"
	FieldDiscount   Field = "discount"
	FieldMethod     Field = "method"
	FieldDate       Field = "date"
	FieldFrom       Field = "from"
	FieldUntil      Field = "until"
	FieldExempt     Field = "exempt"
	FieldOrder      Field = "order"
	FieldReference  Field = "reference"
)

// Format is a kind of file.
type Format string

// The formats; any other table is matched by hand.
const (
	HelloAssoMemberships Format = "helloasso_memberships"
	HelloAssoPayments    Format = "helloasso_payments"
	GaletteMembers       Format = "galette_members"
	PahekoMembers        Format = "paheko_members"
	PahekoDues           Format = "paheko_dues"
	Other                Format = "other"
)

// format is what is known of one: its source, the columns that tell it, and the fields that are read of it.
type format struct {
	name   Format
	source commune.Source
	signs  [][]string // of each list one column is there
	fields []Field
}

var (
	payer   = []Field{FieldPayerLast, FieldPayerFirst, FieldPayerEmail}
	galette = []Field{FieldNumber, FieldName, FieldLast, FieldFirst, FieldEmail, FieldUntil, FieldExempt}
)

var formats = []format{
	{HelloAssoPayments, commune.FromHelloAsso, [][]string{{"reference paiement"}, {"nom payeur", "email payeur"}},
		slices.Concat(payer, []Field{FieldKind, FieldStatus, FieldAmount, FieldDiscount, FieldMethod, FieldDate, FieldOrder, FieldReference})},
	{HelloAssoMemberships, commune.FromHelloAsso, [][]string{{"reference commande"}, {"nom adherent", "nom participant"}},
		slices.Concat([]Field{FieldLast, FieldFirst, FieldEmail}, payer, []Field{FieldStatus, FieldAmount, FieldDiscount, FieldMethod, FieldDate, FieldOrder, FieldReference})},
	{PahekoDues, commune.FromPaheko, [][]string{{"numero de membre"}, {"activite"}},
		[]Field{FieldNumber, FieldName, FieldStatus, FieldAmount, FieldFrom, FieldUntil, FieldReference}},
	{PahekoMembers, commune.FromPaheko, [][]string{{"numero de membre"}, {"nom prenom", "nom"}}, []Field{FieldNumber, FieldName, FieldLast, FieldFirst, FieldEmail}},
	{GaletteMembers, commune.FromGalette, [][]string{{"nom adh"}}, galette},
	{GaletteMembers, commune.FromGalette, [][]string{{"nom", "name"}, {"date d echeance", "due date"}, {"exempt de cotisation", "freed of dues"}}, galette},
	{Other, commune.FromElsewhere, nil,
		[]Field{FieldNumber, FieldName, FieldLast, FieldFirst, FieldEmail, FieldStatus, FieldAmount, FieldMethod, FieldDate, FieldFrom, FieldUntil, FieldExempt, FieldReference}},
}

// Formats are all, in the order in which they are offered.
func Formats() []Format {
	return []Format{HelloAssoMemberships, HelloAssoPayments, GaletteMembers, PahekoMembers, PahekoDues, Other}
}

func (f Format) known() format {
	i := slices.IndexFunc(formats, func(k format) bool { return k.name == f })
	if i < 0 {
		return format{}
	}
	return formats[i]
}

// Fields are those that are read of a file of this format.
func (f Format) Fields() []Field { return f.known().fields }

// Source is the program that writes this format.
func (f Format) Source() commune.Source { return f.known().source }

// headings are how programs call the columns of each field, the surest first.
var headings = map[Field][]string{
	FieldNumber:     {"numero d adherent", "numero adherent", "numero de membre", "id adh", "member number", "numero"},
	FieldName:       {"nom prenom", "prenom nom", "nom et prenom", "prenom et nom", "nom complet", "nom du membre", "full name"},
	FieldLast:       {"nom adherent", "nom participant", "nom adh", "nom", "nom de famille", "last name", "name"},
	FieldFirst:      {"prenom adherent", "prenom participant", "prenom adh", "prenom", "first name"},
	FieldEmail:      {"email adherent", "e mail adherent", "email de l adherent", "email adh", "adresse e mail", "adresse email", "e mail", "email", "courriel", "adresse mail", "mail", "adresse electronique"},
	FieldPayerLast:  {"nom payeur", "nom acheteur"},
	FieldPayerFirst: {"prenom payeur", "prenom acheteur"},
	FieldPayerEmail: {"email payeur", "email acheteur"},
	FieldKind:       {"type de campagne"},
	FieldStatus:     {"statut de la commande", "statut du paiement", "paye", "etat du paiement", "paid"},
	FieldAmount:     {"montant tarif", "montant du tarif", "montant regle", "montant de l inscription", "montant a regler", "montant", "montant de la cotisation", "cotisation", "somme", "montant total", "amount"},
	FieldDiscount:   {"montant code promo", "montant du code promo"},
	FieldMethod:     {"moyen de paiement", "mode de paiement", "mode de reglement"},
	FieldDate:       {"date de la commande", "date du paiement", "date de paiement", "date", "date d adhesion", "payment date"},
	FieldFrom:       {"date d inscription", "date de debut", "debut", "du", "from"},
	FieldUntil:      {"date d expiration", "date d echeance", "date echeance", "date de fin", "echeance", "fin", "au", "due date", "until"},
	FieldExempt:     {"bool exempt adh", "exempt de cotisation", "exempte de cotisation", "freed of dues", "exonere", "exoneration"},
	FieldOrder:      {"reference commande"},
	FieldReference:  {"numero de billet", "reference paiement", "numero d inscription", "reference", "reference du paiement"},
}

// inCents are the columns in which a program writes cents, without saying so.
var inCents = []string{"montant regle", "montant de l inscription"}

// Reading is how a file is read, and what was chosen for its lines.
type Reading struct {
	Format    Format         `json:"format"`
	Encoding  Encoding       `json:"encoding"`
	Separator Separator      `json:"separator"`
	Columns   map[Field]int  `json:"columns"` // from 0
	Cents     bool           `json:"cents,omitempty"`
	Choices   map[int]string `json:"choices,omitempty"` // by line
}

// Detect looks at a file and says how it would be read. Someone may correct all of it.
func Detect(content []byte) Reading {
	r := Reading{Format: Other, Encoding: detectEncoding(content)}
	r.Separator = detectSeparator(decode(content, r.Encoding))
	if t, err := Read(content, r); err == nil {
		r.Format = detectFormat(t.Header)
		r = r.Matched(t.Header)
	}
	return r
}

func detectFormat(header []string) Format {
	columns := folded(header)
	for _, f := range formats {
		matches := len(f.signs) > 0
		for _, sign := range f.signs {
			matches = matches && slices.ContainsFunc(sign, func(name string) bool { return slices.Contains(columns, name) })
		}
		if matches {
			return f.name
		}
	}
	return Other
}

// Matched matches the columns of a format by what they are called.
func (r Reading) Matched(header []string) Reading {
	columns := folded(header)
	r.Columns, r.Cents = make(map[Field]int), false
	for _, field := range r.Format.Fields() {
		for _, name := range headings[field] {
			at := slices.Index(columns, name)
			if at < 0 {
				continue
			}
			r.Columns[field] = at
			r.Cents = r.Cents || r.Format == PahekoDues && field == FieldAmount && slices.Contains(inCents, name)
			break
		}
	}
	return r
}

// Check refuses a reading that is of no known format, or by which nobody could be told.
func (r Reading) Check(columns int) error {
	if !slices.Contains(Formats(), r.Format) || !slices.Contains(Encodings(), r.Encoding) || separators[r.Separator] == 0 {
		return commune.ErrSheetFormat
	}
	for field, at := range r.Columns {
		if !slices.Contains(r.Format.Fields(), field) || at < 0 || at >= columns {
			return commune.ErrSheetFormat
		}
	}
	for _, field := range []Field{FieldNumber, FieldName, FieldLast, FieldEmail, FieldPayerLast} {
		if _, ok := r.Columns[field]; ok {
			return nil
		}
	}
	return commune.ErrSheetNoColumns
}

// Unread are the columns that are not looked at: nothing of them is kept.
func (r Reading) Unread(header []string) []string {
	read := make(map[int]bool)
	for _, at := range r.Columns {
		read[at] = true
	}
	var unread []string
	for i, name := range header {
		if !read[i] && name != "" {
			unread = append(unread, name)
		}
	}
	return unread
}

func folded(all []string) []string {
	names := make([]string, len(all))
	for i, name := range all {
		names[i] = Fold(name)
	}
	return names
}

// Fold is a word as it is compared: without accents, case, and whatever is no letter or digit.
func Fold(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(text))
	return strings.Join(strings.Fields(text), " ")
}
