package procedure

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"federes.org/commune"
	"federes.org/commune/prose"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// CharterInForce is the version in force, or the zero Charter while none was adopted (CH-1).
func CharterInForce(tx *store.Tx) (commune.Charter, error) {
	c, err := tx.Charter()
	if errors.Is(err, commune.ErrNotFound) {
		return commune.Charter{}, nil
	}
	return c, err
}

// checkCharter refuses a text that cannot be adopted, and completes the terms with the version that it would be (CH-1).
func checkCharter(tx *store.Tx, payload []byte) ([]byte, error) {
	var terms commune.CharterTerms
	if err := unmarshal(payload, &terms); err != nil {
		return nil, err
	}
	now, err := CharterInForce(tx)
	if err != nil {
		return nil, err
	}
	if terms, err = terms.After(now); err != nil {
		return nil, err
	}
	return json.Marshal(terms)
}

// oneCharterAtOnce refuses to open the vote on a version while another could become the same one.
func oneCharterAtOnce(tx *store.Tx, m commune.Motion) error {
	if m.ID == 0 || m.Amends != 0 {
		return nil
	}
	running, err := tx.VotesOf(commune.FormCharter)
	if err != nil {
		return err
	}
	for _, other := range running {
		if other.ID != m.ID && other.Amends == 0 {
			return commune.ErrCharterVoting
		}
	}
	return nil
}

func describeCharter(payload []byte, d *record.Decision) error {
	var terms commune.CharterTerms
	err := unmarshal(payload, &terms)
	d.Charter = &record.CharterRef{Version: terms.Version, Hash: TextHash(terms.Text)}
	return err
}

// carryCharter puts the version in force at the instant of the decision, with a record of its own that holds the text (CH-1).
func carryCharter(tx *store.Tx, h House, d commune.Decision, payload []byte) error {
	var terms commune.CharterTerms
	if err := unmarshal(payload, &terms); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	seq, err := tx.LockLog()
	if err != nil {
		return err
	}
	return addCharter(tx, h, terms.Adopt(d, seq), RecordURL(o, d.Seq))
}

// foundCharter stores a council's charter: its first version, at the founding (CH-1).
func foundCharter(tx *store.Tx, h House, text string) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	if text = strings.TrimSpace(text); text == "" {
		text = h.WordsOf(o).T("founding.charter")
	}
	terms, err := commune.CharterTerms{Text: text}.After(commune.Charter{})
	if err != nil {
		return err
	}
	seq, err := tx.LockLog()
	if err != nil {
		return err
	}
	return addCharter(tx, h, terms.Adopt(commune.Decision{DecidedAt: tx.Now()}, seq), "")
}

// PromulgateCharter puts in force a version that the communes adopted; decidedBy is the record of the outcome (CH-1, CF-7).
func PromulgateCharter(tx *store.Tx, h House, text, decidedBy string) (commune.Charter, error) {
	now, err := CharterInForce(tx)
	if err != nil {
		return now, err
	}
	terms, err := commune.CharterTerms{Text: text}.After(now)
	if err != nil {
		return now, err
	}
	seq, err := tx.LockLog()
	if err != nil {
		return now, err
	}
	c := terms.Adopt(commune.Decision{DecidedAt: tx.Now()}, seq)
	return c, addCharter(tx, h, c, decidedBy)
}

// addCharter keeps a version at the place of the log that was locked, and writes its record.
func addCharter(tx *store.Tx, h House, c commune.Charter, decidedBy string) error {
	if err := tx.AddCharter(c); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	name := h.WordsOf(o).T("record.charter.title", o.Name, c.Version)
	return writeRecord(tx, h, o, act{
		kind: record.KindCharter, seq: c.Seq, audience: commune.Public,
		data: record.Charter{
			Header:  record.Header{V: 1, Kind: record.KindCharter, Seq: c.Seq},
			Version: c.Version, Text: c.Text, Hash: TextHash(c.Text), DecidedBy: decidedBy, Audience: string(commune.Public),
		},
		envelope: record.Envelope{
			Type: "Article", URL: o.BaseURL + CharterPath(c.Version), Name: name, Summary: name, Content: strings.TrimSpace(prose.HTML(c.Text)),
		},
	})
}

// ChartersProposed are the motions that would adopt a version and can still be voted; amendments stand with theirs.
func ChartersProposed(tx *store.Tx) ([]commune.Motion, error) {
	unended, err := tx.Unended(commune.FormCharter)
	if err != nil {
		return nil, err
	}
	var proposed []commune.Motion
	for _, m := range unended {
		waits, err := stillWaits(tx, m)
		if err != nil {
			return nil, err
		}
		if waits && m.Amends == 0 {
			proposed = append(proposed, m)
		}
	}
	return proposed, nil
}

// CharterPath is where a version is read.
func CharterPath(version int) string { return "/charter/versions/" + strconv.Itoa(version) }

// ProposeCharter brings a version of the charter to the vote, on the next agenda or under an item that is there (CH-1, OJ-2).
func ProposeCharter(tx *store.Tx, h House, who commune.MemberID, asked Proposal) (commune.Motion, error) {
	if asked.Form != commune.FormCharter {
		return asked.Motion, commune.ErrFormUnknown
	}
	return ProposeOnAgenda(tx, h, who, asked)
}
