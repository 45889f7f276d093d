package procedure

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
)

// SignInLink makes a token that lets a member in once, within its life. Only its hash is kept.
func SignInLink(tx *store.Tx, id commune.MemberID, life time.Duration) (token string, err error) {
	token = newToken()
	return token, tx.AddSignInLink(hashToken(token), id, tx.Now().Add(life))
}

// PeekSignIn tells whom a link would let in; it consumes nothing, so that a mail scanner spends no link.
func PeekSignIn(tx *store.Tx, token string) (commune.Member, error) {
	id, err := tx.SignInLink(hashToken(token))
	if errors.Is(err, commune.ErrNotFound) {
		return peekGuest(tx, token)
	}
	return linked(tx, id, err)
}

// ConsumeSignIn lets in the person of an unspent link, once.
func ConsumeSignIn(tx *store.Tx, token string) (commune.Member, error) {
	id, err := tx.SpendSignInLink(hashToken(token))
	if errors.Is(err, commune.ErrNotFound) {
		return confirmGuest(tx, token)
	}
	return linked(tx, id, err)
}

func linked(tx *store.Tx, id commune.MemberID, err error) (commune.Member, error) {
	if err != nil {
		return commune.Member{}, err
	}
	return Account(tx, id)
}

// MemberForSignIn finds who signs in with an address; NotFound otherwise, which the page must not tell apart.
func MemberForSignIn(tx *store.Tx, email string) (commune.Member, error) {
	email, err := commune.Email(email)
	if err != nil {
		return commune.Member{}, err
	}
	m, err := tx.MemberByEmail(email)
	if err == nil && !m.Known() {
		return commune.Member{}, commune.ErrNotFound
	}
	return m, err
}

// SetPassword keeps the hash of a person's password; empty takes the password away. Links that were mailed before open nothing any more.
func SetPassword(tx *store.Tx, who commune.MemberID, hash string) error {
	p, err := own(tx, who)
	if err != nil {
		return err
	}
	if err := tx.RemoveSignInLinks(who); err != nil {
		return err
	}
	p.PasswordHash = hash
	return tx.SaveMember(p)
}

// Rename changes a person's public name (ME-2). Records already written keep the name that they were written with.
func Rename(tx *store.Tx, who commune.MemberID, name string) error {
	p, err := own(tx, who)
	if err != nil {
		return err
	}
	p.PublicName = strings.TrimSpace(name)
	if err := commune.Text(p.PublicName, commune.MaxName, commune.ErrNameMissing); err != nil {
		return err
	}
	return tx.SaveMember(p)
}

// ChooseLanguage changes the language in which someone reads.
func ChooseLanguage(tx *store.Tx, h House, who commune.MemberID, language string) error {
	p, err := own(tx, who)
	if err != nil {
		return err
	}
	if !h.Words.Speaks(language) {
		return commune.ErrLanguageUnknown
	}
	p.Language = language
	return tx.SaveMember(p)
}

// own is someone who changes what is theirs, locked: of two changes at once neither undoes the other.
func own(tx *store.Tx, who commune.MemberID) (commune.Member, error) {
	m, err := tx.MemberForUpdate(who)
	if err == nil && !m.Known() {
		return m, commune.ErrNotMember
	}
	return m, err
}

// newToken is a key that is mailed; its hash alone is kept.
func newToken() string {
	raw := make([]byte, 32)
	rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

func hashToken(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}
