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

// JobMinutes is the durable work that reminds those who owe the minutes of a meeting (CR-3).
const JobMinutes = "minutes-reminder"

// MinutesReminder is what that work knows.
type MinutesReminder struct {
	Meeting commune.MeetingID `json:"meeting"`
	Late    bool              `json:"late"`
}

// remindMinutes leaves the two reminders: the morning of the last day, and when they are late.
func remindMinutes(tx *store.Tx, m commune.Minutes, loc *time.Location) error {
	for late, at := range map[bool]time.Time{false: m.RemindAt(loc), true: m.DueAt} {
		payload, err := json.Marshal(MinutesReminder{m.Meeting, late})
		if err != nil {
			return err
		}
		if err := tx.Enqueue(jobs.Job{Kind: JobMinutes, Key: fmt.Sprintf("%d late=%t", m.Meeting, late), Payload: payload, RunAt: at}); err != nil {
			return err
		}
	}
	return nil
}
