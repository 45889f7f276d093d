package procedure

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// LetterJob is the durable work that mails one letter to one member.
const LetterJob = "letter"

// mailLane bounds how many letters are handed to the mail server at once.
const mailLane = "mail"

// Write leaves a letter for each of these members: not for who left, who muted its topic, or who was sent this edition of it already. What
// it says is composed when it is mailed, from what is then so. A mail server takes it once, or, if we stop at that very moment, twice
// under one Message-ID.
func Write(tx *store.Tx, l commune.Letter, to []commune.Member) error {
	sent, err := tx.Letters(l.Meeting, l.Kind)
	if err != nil {
		return err
	}
	muting, err := tx.Muting(l.Kind.Topic())
	if err != nil {
		return err
	}
	var all []jobs.Job
	for _, member := range to {
		last, ok := sent[member.ID]
		if !member.Active() || muting[member.ID] || ok && last.Edition == l.Edition {
			continue
		}
		l.Member = member.ID
		payload, err := json.Marshal(l)
		if err != nil {
			return err
		}
		key := fmt.Sprintf("%s/%d/%d/%d", l.Kind, l.Meeting, l.Edition, l.Member)
		all = append(all, jobs.Job{Kind: LetterJob, Key: key, Lane: mailLane, Payload: payload})
	}
	return tx.Enqueue(all...)
}

// Addressee is who a letter is for, if there still is cause to mail it: an active member who did not mute its topic and was not sent it.
// Before is the edition that they had, if any.
func Addressee(tx *store.Tx, l commune.Letter) (to Person, before *commune.Letter, err error) {
	if to, err = Identify(tx, l.Member); err != nil {
		return to, nil, err
	}
	muted, err := tx.Mutes(l.Member)
	if err != nil {
		return to, nil, err
	}
	if topic := l.Kind.Topic(); topic != "" && slices.Contains(muted, topic) {
		return to, nil, commune.ErrNotFound
	}
	last, err := tx.Letter(l.Meeting, l.Kind, l.Member)
	switch {
	case errors.Is(err, commune.ErrNotFound):
		return to, nil, nil
	case err == nil && last.Edition == l.Edition:
		return to, nil, commune.ErrNotFound
	}
	return to, &last, err
}

// ChooseMails sets of which topics a member gets mail.
func ChooseMails(tx *store.Tx, who commune.MemberID, wanted []commune.Topic) error {
	if _, err := own(tx, who); err != nil {
		return err
	}
	for _, topic := range commune.Topics() {
		set := tx.Mute
		if slices.Contains(wanted, topic) {
			set = tx.Unmute
		}
		if err := set(who, topic); err != nil {
			return err
		}
	}
	return nil
}

// Unsubscribe has a member get no more mail about a topic: what the link in each such mail does.
func Unsubscribe(tx *store.Tx, who commune.MemberID, topic commune.Topic) error {
	if _, err := own(tx, who); err != nil {
		return err
	}
	return tx.Mute(who, topic)
}
