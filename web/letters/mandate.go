package letters

import (
	"fmt"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/mail"
	"federes.org/web/page"
)

// mandate tells the holder of a mandate what it asks of them, if it still does (SE-3, SE-7).
func (p Post) mandate(tx *store.Tx, of procedure.MandateLetter) (*letter, error) {
	m, err := tx.Mandate(of.Mandate)
	if err != nil {
		return nil, err
	}
	if !of.Kind.Asks(m, tx.Now()) {
		return nil, commune.ErrNotFound
	}
	to, err := procedure.Identify(tx, m.Holder)
	if err != nil {
		return nil, err
	}
	l, err := p.begin(tx, to.Member)
	if err != nil {
		return nil, err
	}
	last := m.LastDay()
	if m.State(tx.Now()) == commune.MandateAwaits {
		last = m.AcceptBy()
	}
	key := "mandate_mail." + string(of.Kind)
	l.Subject = l.T(key, m.Title)
	l.Lines = []string{l.T(key+"_text", m.Title, l.Date(last))}
	l.Notice.List = mail.List{Title: l.T("mandate.mission"), Items: m.Clauses}
	l.leads("mandate_mail.act", page.MandatePath(m.ID))
	l.Small = []string{l.T("mandate_mail.why", l.site.Name)}
	l.name, l.thread = fmt.Sprintf("mandate.%d.%s", m.ID, of.Kind), fmt.Sprintf("mandate.%d", m.ID)
	return l, nil
}
