package procedure

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

const (
	agendasRead  = 100     // how many of the last agendas are looked through for those that hold
	agendaLetter = 200_000 // letters of the texts of one agenda; a text that no longer fits stands on the council's own page
)

// TellAgendas says to the members of our council what its sittings will treat, as soon as there is something, and again whenever that has
// changed, so that their assemblies can instruct their delegates (CF-5).
func TellAgendas(tx *store.Tx, h commons.House) error {
	o, err := tx.Organisation()
	if err != nil || o.Kind != commune.KindCouncil {
		return err
	}
	members, err := peers.Members(tx)
	if err != nil || len(members) == 0 {
		return err
	}
	meetings, err := toTreat(tx)
	if err != nil {
		return err
	}
	told, err := toldAgendas(tx)
	if err != nil {
		return err
	}
	for _, m := range meetings {
		says, err := agendaOf(tx, o, m)
		if err != nil {
			return err
		}
		before, known := told[says.Meeting]
		before.Header = record.Header{}
		if !known && (says.Off || len(says.Points) == 0) || known && (before.Off && says.Off || reflect.DeepEqual(before, says)) {
			continue
		}
		if err := tellAgenda(tx, h, m, says); err != nil {
			return err
		}
	}
	return nil
}

// toTreat are the sittings to come, the cancelled ones too, and the one in session.
func toTreat(tx *store.Tx) ([]commune.Meeting, error) {
	all, err := tx.MeetingsToCome(tx.Now().Add(-24 * time.Hour))
	if err != nil {
		return nil, err
	}
	open, err := tx.OpenMeeting()
	if errors.Is(err, commune.ErrNotFound) {
		return all, nil
	}
	return append(all, open), err
}

// toldAgendas are the last that we told of each sitting.
func toldAgendas(tx *store.Tx) (map[string]record.Agenda, error) {
	written, err := peers.Written(tx, record.KindAgenda, agendasRead)
	if err != nil {
		return nil, err
	}
	told := make(map[string]record.Agenda)
	for _, e := range written {
		parsed, err := record.Parse(e.Document)
		if err != nil {
			return nil, err
		}
		a, ok := confederation.ReadAgenda(parsed)
		if _, later := told[a.Meeting]; ok && !later {
			told[a.Meeting] = a
		}
	}
	return told, nil
}

// agendaOf is what a sitting of ours will treat, without what is for our own members only.
func agendaOf(tx *store.Tx, o commune.Organisation, m commune.Meeting) (record.Agenda, error) {
	says := record.Agenda{
		Council: o.Assembly(), Meeting: fmt.Sprintf("%s/meetings/%d", o.BaseURL, m.ID), StartsAt: record.Time(m.StartsAt), Place: m.Place,
		Off: !m.CancelledAt.IsZero(), Points: []record.Point{}, Audience: string(commune.Confederation),
	}
	items, err := tx.Items(m.ID)
	if err != nil {
		return says, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return says, err
	}
	motions, err := tx.Motions(m.ID)
	if err != nil {
		return says, err
	}
	left := agendaLetter
	fits := func(text string) string {
		if left -= len(text); left < 0 {
			return ""
		}
		return text
	}
	for _, i := range commune.Order(items, settings) {
		if i.Opening || !i.WithdrawnAt.IsZero() {
			continue
		}
		p := record.Point{Item: ItemURL(o, i.ID), Title: i.Title, Text: fits(i.Text)}
		for _, v := range motions {
			if v.Item == i.ID && !v.Ended() && v.Audience != commune.MembersOnly && confederation.Imperative(v) {
				p.Votes = append(p.Votes, record.Wording{Motion: MotionURL(o, v.ID), Text: fits(v.Text)})
			}
		}
		says.Points = append(says.Points, p)
	}
	return says, nil
}

func tellAgenda(tx *store.Tx, h commons.House, m commune.Meeting, says record.Agenda) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	key := "agenda.record"
	if says.Off {
		key = "agenda.record_off"
	}
	lines := []string{words.T(key, o.Name, words.DateTime(m.StartsAt))}
	for _, p := range says.Points {
		lines = append(lines, p.Title)
	}
	_, err = commons.WriteAct(tx, h, commons.Act{
		Kind: record.KindAgenda, Audience: commune.Confederation, Path: fmt.Sprintf("/meetings/%d", m.ID), Content: lines,
		Data: func(at record.Header) any { says.Header = at; return says },
	})
	return err
}

// AgendasOf are the agendas of a council that hold here, of the latest told sitting first, whatever became of the sitting.
func AgendasOf(tx *store.Tx, council confederation.PeerID) (all []record.Agenda, err error) {
	heard, err := peers.LatestOf(tx, council, record.KindAgenda, agendasRead)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	for _, r := range heard {
		parsed, err := record.Parse(r.Document)
		if err != nil {
			return nil, err
		}
		a, ok := confederation.ReadAgenda(parsed)
		if ok && !seen[a.Meeting] {
			seen[a.Meeting] = true
			all = append(all, a)
		}
	}
	return all, nil
}

// instructionsOf are what our assembly told its delegates so far, the latest first.
func instructionsOf(tx *store.Tx) (all []record.Instruction, err error) {
	written, err := peers.Written(tx, record.KindInstruction, instructionsRead)
	if err != nil {
		return nil, err
	}
	for _, e := range written {
		parsed, err := record.Parse(e.Document)
		if err != nil {
			return nil, err
		}
		var said record.Instruction
		if err := json.Unmarshal(parsed.Data, &said); err != nil {
			return nil, fmt.Errorf("confederation: %w", err)
		}
		all = append(all, said)
	}
	return all, nil
}
