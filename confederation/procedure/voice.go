package procedure

import (
	"fmt"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// instruct takes in what a member's assembly told its delegate; a vote that waited for it is counted (CF-5).
func instruct(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	said, err := told(tx, by, r)
	if err != nil || said.Record == "" {
		return err
	}
	known, err := peers.InstructedForUpdate(tx, said)
	if err != nil {
		return err
	}
	holds := known.After(said)
	if holds == known {
		return nil
	}
	if err := peers.PutInstructed(tx, holds); err != nil {
		return err
	}
	return Resettle(tx, h)
}

// reinstruct hears anew of what an assembly told its delegate, of which one record does not count any more.
func reinstruct(tx *store.Tx, h commons.House, by confederation.Peer, r record.Parsed) error {
	lost, err := told(tx, by, r)
	if err != nil || lost.Record == "" {
		return err
	}
	known, err := peers.InstructedForUpdate(tx, lost)
	if err != nil || known.Record != lost.Record {
		return err
	}
	if err := peers.RemoveInstructed(tx, known); err != nil {
		return err
	}
	return eachVerified(tx, by, []string{record.KindInstruction, record.KindConfirmation}, func(r record.Parsed) error {
		said, err := told(tx, by, r)
		if err != nil || said.Mandate != lost.Mandate || said.About != lost.About {
			return err
		}
		return instruct(tx, h, by, r)
	})
}

// told reads what a member's record tells its delegate here; nothing while it has no record.
func told(tx *store.Tx, by confederation.Peer, r record.Parsed) (confederation.Instructed, error) {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil || by.ID == 0 {
		return confederation.Instructed{}, err
	}
	said, ok := confederation.Instructs(o.Assembly(), r)
	if !ok {
		return confederation.Instructed{}, nil
	}
	said.Peer = by.ID
	return said, nil
}

// ItemURL names an item of our agenda beyond doubt, wherever it is adjourned to.
func ItemURL(o commune.Organisation, id commune.ItemID) string {
	return fmt.Sprintf("%s/items/%d", o.BaseURL, id)
}

// MotionURL names a motion of ours.
func MotionURL(o commune.Organisation, id commune.MotionID) string {
	return fmt.Sprintf("%s/motions/%d", o.BaseURL, id)
}

// Voices are those of a vote of our council: each delegation on its list, with what its delegate holds and said (CF-5).
func Voices(tx *store.Tx, m commune.Motion) ([]confederation.Voice, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	electors, err := tx.Electors(m.ID)
	if err != nil {
		return nil, err
	}
	ballots, err := tx.Ballots(m.ID)
	if err != nil {
		return nil, err
	}
	item, err := peers.InstructedAbout(tx, ItemURL(o, m.Item))
	if err != nil {
		return nil, err
	}
	vote, err := peers.InstructedAbout(tx, MotionURL(o, m.ID))
	if err != nil {
		return nil, err
	}
	sitting, err := peers.Sitting(tx)
	if err != nil {
		return nil, err
	}
	var voices []confederation.Voice
	for _, e := range electors {
		s, seated := sitting[e.Member]
		if !seated {
			continue // the founder, before anybody is seated
		}
		voices = append(voices, confederation.Voice{
			Seat: s.Seat, Of: s.Of, Choice: choiceOf(ballots, e.Member), Told: toldTo(item, s.Seat), Confirmed: toldTo(vote, s.Seat),
		})
	}
	return voices, nil
}

// choiceOf is what one of those who vote said; empty while they said nothing.
func choiceOf(ballots []commune.Ballot, who commune.MemberID) commune.Choice {
	for _, b := range ballots {
		if b.Elector == who {
			return b.Choice
		}
	}
	return ""
}

// toldTo is what was told to the delegate of one seat.
func toldTo(all []confederation.Instructed, s confederation.Seat) confederation.Instructed {
	for _, i := range all {
		if i.Peer == s.Peer && i.Mandate == s.Mandate {
			return i
		}
	}
	return confederation.Instructed{}
}

// tellVoices counts a vote of our council. Who founded it votes alone as long as no delegation is on the list of a vote. The voice of a delegate who
// lost their seat meanwhile stays lost, even if they entered anew since then (SE-7).
func tellVoices(tx *store.Tx, m commune.Motion) (commune.Voiced, error) {
	voices, err := Voices(tx, m)
	if err != nil {
		return commune.Voiced{}, err
	}
	delegations, err := delegated(tx, m)
	if err != nil {
		return commune.Voiced{}, err
	}
	if delegations {
		settings, err := tx.Settings()
		return confederation.Tell(voices, m, tx.Now(), settings.ConfirmDays), err
	}
	ballots, err := tx.Ballots(m.ID)
	return commune.Voiced{Counts: commune.Count(ballots)}, err
}

// delegated tells whether a delegation is on the list of a vote.
func delegated(tx *store.Tx, m commune.Motion) (bool, error) {
	electors, err := tx.Electors(m.ID)
	if err != nil {
		return false, err
	}
	for _, e := range electors {
		who, err := tx.Member(e.Member)
		if err != nil || who.Delegation != "" {
			return true, err
		}
	}
	return false, nil
}

// attest names in a decision of our council each voice that counted, with the record of the assembly that allowed it (CF-5).
func attest(tx *store.Tx, d commune.Decision, r *record.Decision) error {
	m, err := tx.Motion(d.Motion)
	if err != nil {
		return err
	}
	voices, err := Voices(tx, m)
	if err != nil {
		return err
	}
	for _, v := range voices {
		if v.Choice != "" && v.State(m, tx.Now()) == confederation.VoiceCounts {
			r.Voices = append(r.Voices, record.Voice{Mandate: v.Mandate, Position: string(v.Choice), AllowedBy: v.AllowedBy()})
		}
	}
	return nil
}

// Resettle counts every vote of our council in which nothing waits any more.
func Resettle(tx *store.Tx, h commons.House) error {
	waiting, err := tx.SettlingMotions()
	if err != nil {
		return err
	}
	for _, m := range waiting {
		if err := commons.SettleVote(tx, h, m.ID); err != nil {
			return err
		}
	}
	return nil
}

// askAssemblies asks each assembly whose delegate's vote no instruction covered whether it makes it its own (CF-5).
func askAssemblies(tx *store.Tx, h commons.House, m commune.Motion) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	voices, err := Voices(tx, m)
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	for _, v := range voices {
		if v.Choice == "" || !confederation.Imperative(m) || v.AllowedBy() != "" || v.State(m, tx.Now()) == confederation.VoiceLost {
			continue
		}
		if _, err := writes(tx, h, commons.Act{
			Kind: record.KindPendingVoice, Audience: commune.Confederation, Path: fmt.Sprintf("/meetings/%d", m.Meeting),
			Content: []string{words.T("voice.record", v.Holder, v.Of.Name, words.T("voice."+string(v.Choice)), m.Text), words.T("voice.record_until", words.Date(m.Settles))},
			Data: func(at record.Header) any {
				return record.PendingVoice{
					Header: at, Council: o.Assembly(), Mandate: v.Mandate, Item: ItemURL(o, m.Item), Motion: MotionURL(o, m.ID), Text: m.Text,
					Position: string(v.Choice), ClosedAt: record.Time(m.ClosedAt), Until: record.Time(m.Settles), Audience: string(commune.Confederation),
				}
			},
		}); err != nil {
			return err
		}
	}
	return nil
}
