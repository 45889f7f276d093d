package procedure

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// JoinAnswerJob is the durable work that mails someone the answer to their wish to join.
const JoinAnswerJob = "join-answer"

// JoinAnswer is what that mail says. It is all that is left of a request once it is answered, until it is mailed (ME-2).
type JoinAnswer struct {
	Kind     commune.MemberKind
	Name     string
	Email    string
	Language string
	Admitted bool
	Word     string // of who answers, if they add one
}

// AskToJoin keeps the wish of someone of whom nothing is known yet, and gives the token of the link that confirms their address. An address
// that is known already, or asks already, is refused: only who reads its mail learns that.
func AskToJoin(tx *store.Tx, r commune.JoinRequest) (token string, err error) {
	if r, err = commune.NewJoinRequest(r, tx.Now()); err != nil {
		return "", err
	}
	if _, err := MemberForSignIn(tx, r.Email); !errors.Is(err, commune.ErrNotFound) {
		return "", errors.Join(err, commune.ErrEmailTaken)
	}
	before, err := tx.JoinByEmail(r.Email)
	switch {
	case err == nil && before.Confirmed() && !before.Expired(tx.Now()):
		return "", commune.ErrJoinWaits
	case err == nil:
		err = tx.RemoveJoin(before.ID)
	case errors.Is(err, commune.ErrNotFound):
		err = nil
	}
	if err != nil {
		return "", err
	}
	token = newToken()
	_, err = tx.PutJoin(r, hashToken(token))
	return token, err
}

// AskMembership is a sympathiser's wish to become a member. Their address is known to be theirs.
func AskMembership(tx *store.Tx, who commune.MemberID, word string) error {
	m, err := own(tx, who)
	if err != nil {
		return err
	}
	if m.Active() {
		return commune.ErrMemberAlready
	}
	r, err := commune.NewJoinRequest(commune.JoinRequest{
		Member: m.ID, Kind: commune.KindMember, Name: m.PublicName, Email: m.Email, Word: word, Language: m.Language,
	}, tx.Now())
	if err != nil {
		return err
	}
	r.ConfirmedAt = tx.Now()
	_, err = tx.PutJoin(r, hashToken(newToken()))
	return err
}

// PeekJoin is the request that a link confirms, or has confirmed. It changes nothing, so that a mail scanner confirms nothing.
func PeekJoin(tx *store.Tx, token string) (commune.JoinRequest, error) {
	r, err := tx.PeekJoin(hashToken(token))
	return livingJoin(tx, r, err)
}

// ConfirmJoin has a request wait for an answer, now that its address is known to be theirs who asked.
func ConfirmJoin(tx *store.Tx, token string) (commune.JoinRequest, error) {
	r, err := tx.JoinByToken(hashToken(token))
	if r, err = livingJoin(tx, r, err); err != nil || r.Confirmed() {
		return r, err
	}
	r.ConfirmedAt = tx.Now()
	return r, tx.ConfirmJoin(r.ID)
}

// WithdrawJoin forgets a request when who asked says so.
func WithdrawJoin(tx *store.Tx, token string) error {
	r, err := tx.JoinByToken(hashToken(token))
	if r, err = livingJoin(tx, r, err); err != nil {
		return err
	}
	return tx.RemoveJoin(r.ID)
}

func livingJoin(tx *store.Tx, r commune.JoinRequest, err error) (commune.JoinRequest, error) {
	if errors.Is(err, commune.ErrNotFound) || err == nil && r.Expired(tx.Now()) {
		return r, commune.ErrJoinLink
	}
	return r, err
}

// AdmitRequest admits who asked, under a mandate to admit (ME-1).
func AdmitRequest(tx *store.Tx, who commune.MemberID, id commune.JoinID) (commune.Member, error) {
	r, err := requested(tx, who, id)
	if err != nil {
		return commune.Member{}, err
	}
	var before commune.Member
	if r.Member != 0 {
		if before, err = own(tx, r.Member); err != nil {
			return before, err
		}
	}
	m, err := r.Admit(before, tx.Now())
	if err != nil {
		return m, err
	}
	if m.ID == 0 {
		m, err = tx.AddMember(m)
	} else {
		err = tx.SaveMember(m)
	}
	if err != nil {
		return m, err
	}
	return m, answerJoin(tx, r, JoinAnswer{Admitted: true, Name: m.PublicName})
}

// RefuseRequest refuses who asked, under a mandate to admit (ME-1), with a word if one is needed. Nothing of them is kept.
func RefuseRequest(tx *store.Tx, who commune.MemberID, id commune.JoinID, word string) error {
	word = strings.TrimSpace(word)
	if err := commune.OptionalText(word, commune.MaxWord); err != nil {
		return err
	}
	r, err := requested(tx, who, id)
	if err != nil {
		return err
	}
	return answerJoin(tx, r, JoinAnswer{Word: word, Name: r.Name})
}

// requested is a request that waits, locked, for who may answer it.
func requested(tx *store.Tx, who commune.MemberID, id commune.JoinID) (commune.JoinRequest, error) {
	r, err := tx.JoinForUpdate(id)
	if _, err := mandated(tx, who, commune.AdmitMembers); err != nil {
		return r, err
	}
	switch {
	case errors.Is(err, commune.ErrNotFound):
		return r, commune.ErrJoinAnswered
	case err != nil:
		return r, err
	case !r.Confirmed() || r.Expired(tx.Now()):
		return r, commune.ErrJoinAnswered
	}
	return r, nil
}

func answerJoin(tx *store.Tx, r commune.JoinRequest, a JoinAnswer) error {
	a.Kind, a.Email, a.Language = r.Kind, r.Email, r.Language
	payload, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := tx.RemoveJoin(r.ID); err != nil {
		return err
	}
	return tx.Enqueue(jobs.Job{Kind: JoinAnswerJob, Key: hashToken(newToken()), Lane: mailLane, Payload: payload})
}

// mandated gives the living mandate under which someone does what only that allows (PW-1).
func mandated(tx *store.Tx, who commune.MemberID, c commune.Capability) (commune.Mandate, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return commune.Mandate{}, err
	}
	return p.May(c, tx.Now())
}

// Welcome is the next meeting to which someone new can come, and from when they are welcomed (AG-2).
type Welcome struct {
	Meeting *commune.Meeting // nil: none is foreseen
	From    time.Time
}

// NextWelcome is that of the next ordinary meeting that is still expected.
func NextWelcome(tx *store.Tx) (Welcome, error) {
	settings, err := tx.Settings()
	if err != nil {
		return Welcome{}, err
	}
	coming, err := tx.MeetingsFrom(tx.Now())
	for _, m := range coming {
		if m.Kind == commune.Ordinary && m.Expected(tx.Now()) {
			return Welcome{Meeting: &m, From: settings.Welcome(m.StartsAt)}, err
		}
	}
	return Welcome{}, err
}
