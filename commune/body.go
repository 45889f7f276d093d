package commune

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// BodyKind tells a secretariat from a commission and from a popular assembly.
type BodyKind string

// The bodies beside the assembly: mandated persons who carry its decisions out (SE-1, SE-2), an open working group that decides
// nothing (CO-3), an assembly open to all that is no part of the organisation (AP-2).
const (
	Secretariat     BodyKind = "secretariat"
	Commission      BodyKind = "commission"
	PopularAssembly BodyKind = "popular"
)

// Body is one of them. Its slug is its address and its handle: nobody else ever has it, not even after the body is dissolved.
type Body struct {
	ID          BodyID
	Kind        BodyKind
	Slug        string
	Name        string // what people call it
	Purpose     string
	Until       Day        // the last day of one that is punctual; empty for a permanent one (CO-1)
	Created     DecisionID // 0 for one that no decision of ours made
	CreatedAt   time.Time
	Dissolved   DecisionID // 0 while it lives
	DissolvedAt time.Time
	Signal      string // the link to its Signal group; members alone see it (CO-8)
}

// Ours holds for what the organisation consists of, and in which it therefore mandates: a popular assembly is no part of it (AP-2).
func (k BodyKind) Ours() bool { return k == Secretariat || k == Commission }

// letters begin the addresses of the bodies of a kind.
var letters = map[BodyKind]string{Secretariat: "s", Commission: "c", PopularAssembly: "p"}

// ActorName is how the body's actor and its keys are named here: s/SLUG, c/SLUG or p/SLUG.
func (b Body) ActorName() string { return letters[b.Kind] + "/" + b.Slug }

// Living holds until the assembly dissolves the body.
func (b Body) Living() bool { return b.DissolvedAt.IsZero() }

// Punctual holds for a body that was made for a time (CO-1).
func (b Body) Punctual() bool { return b.Until != "" }

// Active holds while the body lives and, if it is punctual, its time is not over (CO-1).
func (b Body) Active(today Day) bool { return b.Living() && (!b.Punctual() || today <= b.Until) }

// Dissolve ends the body by a decision (SE-8, CO-2). Its page, its reports and its slug stay.
func (b Body) Dissolve(d Decision) (Body, error) {
	if !b.Living() {
		return b, ErrBodyDissolved.With(b.DissolvedAt)
	}
	b.Dissolved, b.DissolvedAt = d.ID, d.DecidedAt
	return b, nil
}

// The limits of a slug: what a handle can be on every server that may follow it.
const (
	minSlug = 2
	maxSlug = 30
)

var slugs = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// reserved are the names that would be taken for another actor, or for who looks after the machine.
var reserved = []string{
	"abuse", "actor", "admin", "administrator", "ag", "charte", "conseil", "council", "federes", "host", "hostmaster", "inbox", "instance",
	"localhost", "me", "moderation", "null", "outbox", "postmaster", "register", "registre", "root", "security", "support", "system",
	"undefined", "webmaster", "www",
}

// CheckSlug refuses what cannot be an address and a handle.
func CheckSlug(slug string) error {
	switch {
	case len(slug) < minSlug, len(slug) > maxSlug, !slugs.MatchString(slug), !strings.ContainsAny(slug, "abcdefghijklmnopqrstuvwxyz"):
		return ErrSlugInvalid.With(minSlug, maxSlug)
	case slices.Contains(reserved, slug):
		return ErrSlugReserved
	}
	return nil
}

// plain writes the letters of a name without their signs.
var plain = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "å", "a", "ç", "c", "ć", "c", "č", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "ě", "e",
	"ğ", "g", "î", "i", "ï", "i", "í", "i", "ì", "i", "ı", "i", "ł", "l", "ñ", "n", "ń", "n", "ô", "o", "ö", "o", "ó", "o", "ò", "o", "õ", "o",
	"ø", "o", "ř", "r", "ş", "s", "š", "s", "ś", "s", "ù", "u", "û", "u", "ü", "u", "ú", "u", "ÿ", "y", "ý", "y", "ž", "z", "ź", "z", "ż", "z",
	"œ", "oe", "æ", "ae", "ß", "ss",
)

// shortWord is how long, with the sign before it, a word is at most with which no cut slug ends: of, de la, und.
const shortWord = 4

// SlugOf is the slug that a name suggests, of as many of its words as there is room for; it may be none that CheckSlug accepts.
func SlugOf(name string) string {
	var b strings.Builder
	for _, r := range plain.Replace(strings.ToLower(name)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	if len(slug) <= maxSlug {
		return slug
	}
	at := strings.LastIndex(slug[:maxSlug+1], "-")
	if at < minSlug {
		return slug[:maxSlug]
	}
	for slug = slug[:at]; ; slug = slug[:at] {
		if at = strings.LastIndex(slug, "-"); at < minSlug || len(slug)-at > shortWord {
			return slug
		}
	}
}

// The forms that create a body and dissolve one (SE-8, CO-2).
const (
	FormCreateBody   FormName = "create_body"
	FormDissolveBody FormName = "dissolve_body"
)

// BodyTerms is what a motion that creates a body says.
type BodyTerms struct {
	Kind    BodyKind `json:"kind"`
	Slug    string   `json:"slug"`
	Name    string   `json:"name"`
	Purpose string   `json:"purpose"`
	Until   Day      `json:"until,omitempty"` // the last day of a punctual commission (CO-1)
	Actor   ActorID  `json:"actor"`           // written by the form, for the decision's record
}

// Check refuses a body that the assembly could not create.
func (t BodyTerms) Check(today Day) error {
	if t.Kind != Secretariat && t.Kind != Commission {
		return ErrBodyKind
	}
	if err := Text(t.Name, MaxName, ErrNameMissing); err != nil {
		return err
	}
	if err := CheckSlug(t.Slug); err != nil {
		return err
	}
	if err := Text(t.Purpose, MaxText, ErrPurposeMissing); err != nil {
		return err
	}
	switch {
	case t.Until != "" && t.Kind == Secretariat:
		return ErrBodyPermanent
	case t.Until != "" && t.Until <= today:
		return ErrDatePast
	}
	return nil
}

// Body makes the body from the instant of the decision on.
func (t BodyTerms) Body(d Decision) Body {
	return Body{Kind: t.Kind, Slug: t.Slug, Name: t.Name, Purpose: t.Purpose, Until: t.Until, Created: d.ID, CreatedAt: d.DecidedAt}
}

// DissolutionTerms is what a motion that dissolves a body says.
type DissolutionTerms struct {
	Body  BodyID   `json:"body"`
	Kind  BodyKind `json:"kind"`
	Slug  string   `json:"slug"`
	Name  string   `json:"name"`
	Actor ActorID  `json:"actor"`
}

// The refusals of the bodies.
var (
	ErrBodyKind       = Refuse(Invalid, "body_kind")
	ErrBodyPermanent  = Refuse(Invalid, "body_permanent")
	ErrBodyDissolved  = Refuse(Conflict, "body_dissolved") // at
	ErrSlugInvalid    = Refuse(Invalid, "slug_invalid")    // from, to
	ErrSlugReserved   = Refuse(Invalid, "slug_reserved")
	ErrSlugTaken      = Refuse(Conflict, "slug_taken")
	ErrPurposeMissing = Refuse(Invalid, "purpose_missing")
)
