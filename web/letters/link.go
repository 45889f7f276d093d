package letters

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// LinkJob is the durable work that mails a sign-in link.
const LinkJob = "sign-in-link"

// LinkRequest is what that work knows: the key is made when the letter is, and stands nowhere else.
type LinkRequest struct {
	Email    string `json:"email"`
	Language string `json:"language"`
	Guest    string `json:"guest,omitempty"` // how who wants to take part in a popular assembly is called (AP-2)

	Popular commune.BodyID `json:"popular,omitempty"` // that popular assembly
	Follows commune.BodyID `json:"follows,omitempty"` // the popular assembly whose mails they want too (AP-5)
}

// AskLink leaves the work of mailing a link. Whether the address is known is found out by that work alone.
func AskLink(tx *store.Tx, r LinkRequest) error { return leave(tx, LinkJob, r.Email, r) }

// leave leaves the work of mailing a letter to an address, or has it done once more.
func leave(tx *store.Tx, kind, email string, about any) error {
	payload, err := json.Marshal(about)
	if err != nil {
		return err
	}
	return tx.EnqueueOrWake(jobs.Job{Kind: kind, Key: hashed(email), Payload: payload})
}

// hashed names an address in the table of jobs, and in the log of those that fail, without saying it (ME-2).
func hashed(email string) string {
	sum := sha256.Sum256([]byte(email))
	return hex.EncodeToString(sum[:])
}

// link carries a sign-in link, if the address is one of someone who can sign in.
func (p Post) link(tx *store.Tx, asked LinkRequest) (*letter, error) {
	m, token, err := p.key(tx, asked)
	if err != nil {
		return nil, err
	}
	m.Language = cmp.Or(m.Language, asked.Language)
	l, err := p.begin(tx, m)
	if err != nil {
		return nil, err
	}
	into := l.site.Name
	if asked.Popular != 0 {
		b, err := tx.Body(asked.Popular)
		if err != nil {
			return nil, err
		}
		into = b.Name
	}
	l.Subject = l.T("mail.link.subject", into)
	l.Lines = []string{l.T("mail.link.text", into)}
	l.leads("mail.link.act", "/sign-in/"+token)
	l.After = []string{l.T("mail.link.life", l.Duration(p.LinkLife)), l.T("mail.link.ignore")}
	return l, nil
}

// key lets in who has the address; or a guest, who is somebody here only once they come by it (AP-2).
func (p Post) key(tx *store.Tx, asked LinkRequest) (to commune.Member, token string, err error) {
	if asked.Guest == "" {
		if to, err = procedure.MemberForSignIn(tx, asked.Email); err == nil {
			token, err = procedure.SignInLink(tx, to.ID, p.LinkLife)
		}
		return to, token, err
	}
	token, err = procedure.GuestLink(tx, commune.GuestLink{
		Name: asked.Guest, Email: asked.Email, Language: asked.Language, Follows: asked.Follows,
	}, p.LinkLife)
	return commune.Member{PublicName: asked.Guest, Email: asked.Email}, token, err
}
