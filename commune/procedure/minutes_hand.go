package procedure

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// hands is how everybody stands to the minutes of a meeting.
type hands struct {
	in       commune.Meeting
	there    map[commune.MemberID]bool
	mandated map[commune.MemberID]bool
	leads    map[commune.MemberID]bool
}

func handsOf(tx *store.Tx, in commune.Meeting) (hands, error) {
	h := hands{in, make(map[commune.MemberID]bool), make(map[commune.MemberID]bool), map[commune.MemberID]bool{in.OpenedBy: true}}
	presences, err := tx.Presences(in.ID)
	if err != nil {
		return h, err
	}
	for _, p := range presences {
		h.there[p.Member] = true
	}
	mandates, err := tx.Mandates()
	for _, m := range mandates {
		h.mandated[m.Holder] = h.mandated[m.Holder] || m.AllowsAt(in.ID, commune.TakeMinutes, tx.Now())
		h.leads[m.Holder] = h.leads[m.Holder] || m.AllowsAt(in.ID, commune.Facilitate, tx.Now())
	}
	return h, err
}

func (h hands) of(who commune.MemberID) commune.Hand {
	hand := commune.Hand{Mandated: h.mandated[who], Leads: h.leads[who], There: h.there[who]}
	for holder := range h.there {
		hand.Held = hand.Held || h.mandated[holder]
	}
	return hand
}

// HandOf is how an active member stands to the minutes of a meeting.
func HandOf(tx *store.Tx, who commune.MemberID, in commune.Meeting) (commune.Hand, error) {
	if _, err := Identify(tx, who); err != nil {
		return commune.Hand{}, err
	}
	all, err := handsOf(tx, in)
	if err != nil {
		return commune.Hand{}, err
	}
	hand := all.of(who)
	if !hand.Leads && in.State(tx.Now()) == commune.Open {
		_, err = Facilitating(tx, who, in)
		if hand.Leads = err == nil; errors.Is(err, commune.ErrNotMandated) {
			err = nil
		}
	}
	return hand, err
}

// MinutesWriters are the active members who were there and write the minutes of a meeting: once it is closed, they owe them (CR-3).
// There are none any more once they are published.
func MinutesWriters(tx *store.Tx, in commune.Meeting) ([]commune.Member, error) {
	m, err := MinutesOf(tx, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := handsOf(tx, in)
	if err != nil {
		return nil, err
	}
	members, err := tx.Members()
	var writers []commune.Member
	for _, member := range members {
		hand := all.of(member.ID)
		if member.Active() && hand.There && m.Writes(in, member.ID, hand) == nil {
			writers = append(writers, member)
		}
	}
	return writers, err
}

// MinutesJob is the durable work that reminds those who owe the minutes of a meeting (CR-3).
const MinutesJob = "minutes-reminder"

// scheduleReminders leaves the two reminders: the morning of the last day, and when they are late.
func scheduleReminders(tx *store.Tx, m commune.Minutes, loc *time.Location) error {
	for kind, at := range map[commune.LetterKind]time.Time{commune.LetterMinutes: m.RemindAt(loc), commune.LetterLate: m.DueAt} {
		payload, err := json.Marshal(commune.Letter{Meeting: m.Meeting, Kind: kind, Edition: m.DueAt.Unix()})
		if err != nil {
			return err
		}
		if err := tx.Enqueue(jobs.Job{Kind: MinutesJob, Key: fmt.Sprintf("%d %s", m.Meeting, kind), Payload: payload, RunAt: at}); err != nil {
			return err
		}
	}
	return nil
}

// RemindMinutes writes to those who owe the minutes of a meeting now; to nobody once they are published. A duty cannot be muted.
func RemindMinutes(tx *store.Tx, l commune.Letter) error {
	in, err := tx.Meeting(l.Meeting)
	if err != nil {
		return err
	}
	owing, err := MinutesWriters(tx, in)
	if err != nil {
		return err
	}
	return Write(tx, l, owing)
}
