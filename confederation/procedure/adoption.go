package procedure

import (
	"encoding/json"
	"errors"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// AdoptTerms is what a motion to adopt the charter of a council says (CH-1).
type AdoptTerms struct {
	confederation.TieTerms
	ID   string `json:"id"`
	Hash string `json:"hash"`
}

// CharterOffered is the newest version of a council's charter that its own records show; the zero Charter if they show none (CH-1).
func CharterOffered(tx *store.Tx, council confederation.Peer) (record.Charter, string, error) {
	var newest record.Charter
	var id string
	err := eachVerified(tx, council, []string{record.KindCharter}, func(r record.Parsed) error {
		c, ok := confederation.CharterOf(r)
		if ok && c.Version > newest.Version && c.Hash == commons.TextHash(c.Text) {
			newest, id = c, r.ID
		}
		return nil
	})
	return newest, id, err
}

// checkAdopt completes the terms with the version that is in force at a council, and that we have not adopted (CH-1).
func checkAdopt(tx *store.Tx, payload []byte) ([]byte, error) {
	var asked AdoptTerms
	if err := json.Unmarshal(payload, &asked); err != nil {
		return nil, commune.ErrFormUnknown
	}
	council, err := tiedTo(tx, payload)
	if err != nil {
		return nil, err
	}
	c, id, err := CharterOffered(tx, council)
	if err != nil {
		return nil, err
	}
	if _, err := council.Adopts(record.CharterRef{ID: id, Version: c.Version, Hash: c.Hash}, c.Text); err != nil {
		return nil, err
	}
	if asked.Hash != "" && asked.Hash != c.Hash { // proposed while another version was in force
		return nil, confederation.ErrCharterOutdated.With(c.Version, asked.Version)
	}
	return json.Marshal(AdoptTerms{TieTerms: confederation.TieTerms{Actor: council.Actor, Name: council.Name, Version: c.Version}, ID: id, Hash: c.Hash})
}

func describeAdopt(payload []byte, d *record.Decision) error {
	var t AdoptTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	d.Council, d.Charter = t.Actor, &record.CharterRef{ID: t.ID, Version: t.Version, Hash: t.Hash}
	return nil
}

// carryAdopt keeps that we adopted it; the decision's own record tells the council (CH-1). A version that was passed over meanwhile stays so.
func carryAdopt(tx *store.Tx, _ commons.House, _ commune.Decision, payload []byte) error {
	var t AdoptTerms
	if err := json.Unmarshal(payload, &t); err != nil {
		return err
	}
	council, err := tiedTo(tx, payload)
	if err != nil {
		return err
	}
	text := council.CharterText
	if c, _, err := CharterOffered(tx, council); err != nil {
		return err
	} else if c.Hash == t.Hash {
		text = c.Text
	}
	council, err = council.Adopts(record.CharterRef{ID: t.ID, Version: t.Version, Hash: t.Hash}, text)
	if errors.As(err, new(commune.Refusal)) {
		return nil
	}
	_, err = peers.PutPeer(tx, council)
	return err
}

// adopted takes in that a member of our council adopted a version of its charter, and writes that it is a member under it (CH-1).
func adopted(tx *store.Tx, h commons.House, member commune.ActorID, decision string, c record.CharterRef) error {
	p, err := peers.PeerForUpdate(tx, member)
	if err != nil || p.State != confederation.Accepted || c.Version <= p.CharterVersion {
		return err
	}
	inForce, err := tx.Charter()
	if err != nil {
		return err
	}
	if c.Version != inForce.Version || c.Hash != commons.TextHash(inForce.Text) {
		return nil
	}
	p.CharterID, p.CharterVersion, p.CharterHash = c.ID, c.Version, c.Hash
	if p, err = peers.PutPeer(tx, p); err != nil {
		return err
	}
	return admit(tx, h, p, decision)
}

// CharterPeriod is the charter in force in our council, and how long the one before it still seats (CH-1).
func CharterPeriod(tx *store.Tx) (confederation.Period, error) {
	inForce, err := commons.CharterInForce(tx)
	if err != nil {
		return confederation.Period{}, err
	}
	settings, err := tx.Settings()
	return confederation.Period{InForce: inForce, Days: settings.CharterDays}, err
}
