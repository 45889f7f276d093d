package procedure

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// LetterJob is the durable work that mails one letter to one member.
const LetterJob = "letter"

// mailLane bounds how many letters are handed to the mail server at once.
const mailLane = "mail"

// Write leaves a letter for each of these people: not for who left, who muted its topic, or who was sent this edition of it already. What
// it says is composed when it is mailed, from what is then so. A mail server takes it once, or, if we stop at that very moment, twice
// under one Message-ID.
func Write(tx *store.Tx, l commune.Letter, to []commune.Member) error {
	sent, err := tx.Letters(l.Meeting, l.Kind)
	if err != nil {
		return err
	}
	in, err := tx.Meeting(l.Meeting)
	if err != nil {
		return err
	}
	muting, err := tx.Muting(in.Topic(l.Kind))
	if err != nil {
		return err
	}
	var all []jobs.Job
	for _, member := range to {
		last, ok := sent[member.ID]
		if !in.Writes(member) || muting[member.ID] || ok && last.Edition == l.Edition {
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

// readers are those to whom the letters about a meeting go: the members, or, of a popular assembly, who asked for them (AP-5).
func readers(tx *store.Tx, in commune.Meeting) ([]commune.Member, error) {
	if !in.Popular() {
		return tx.Members()
	}
	asked, err := tx.Wishing(commune.PopularTopic(in.Body))
	if err != nil {
		return nil, err
	}
	var all []commune.Member
	for _, id := range slices.Sorted(maps.Keys(asked)) {
		m, err := tx.Member(id)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// Addressee is who a letter is for, if there still is cause to mail it: an active member who did not mute its topic and was not sent it; of a
// popular assembly's, anybody who asked for it (AP-5).
// Before is the edition that they had, if any.
func Addressee(tx *store.Tx, l commune.Letter) (to Person, before *commune.Letter, err error) {
	in, err := tx.Meeting(l.Meeting)
	if err != nil {
		return to, nil, err
	}
	if to, err = participant(tx, l.Member, in); err != nil {
		return to, nil, err
	}
	if topic := in.Topic(l.Kind); topic != "" {
		gets, err := tx.Gets(l.Member, topic)
		if err == nil && !gets {
			err = commune.ErrNotFound
		}
		if err != nil {
			return to, nil, err
		}
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

// FollowPopular has someone get mail about a popular assembly, or no more; an account is not asked to be a member's (AP-2, AP-5).
func FollowPopular(tx *store.Tx, who commune.MemberID, b commune.BodyID, follows bool) error {
	if _, err := own(tx, who); err != nil {
		return err
	}
	if _, err := Popular(tx, b); err != nil {
		return err
	}
	if follows {
		return tx.Unmute(who, commune.PopularTopic(b))
	}
	return tx.Mute(who, commune.PopularTopic(b))
}

// Unsubscribe has a member get no more mail about a topic: what the link in each such mail does.
func Unsubscribe(tx *store.Tx, who commune.MemberID, topic commune.Topic) error {
	if _, err := own(tx, who); err != nil {
		return err
	}
	return tx.Mute(who, topic)
}
