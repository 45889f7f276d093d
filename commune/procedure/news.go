package procedure

import (
	"encoding/json"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// NewsJob is the durable work that mails one piece of news to one member.
const NewsJob = "news"

// News is what a letter to a member is about: a report or a decision of a secretariat that can be read (SE-5), a report that they owe (SE-6).
type News struct {
	Member   commune.MemberID       `json:"member"`
	Report   commune.ReportID       `json:"report,omitempty"`
	Decision commune.BodyDecisionID `json:"decision,omitempty"`
	Owed     commune.MandateID      `json:"owed,omitempty"`
	Due      int64                  `json:"due,omitempty"` // of what is owed
}

// Key names a letter: nobody gets it twice.
func (n News) Key() string {
	return fmt.Sprintf("%d.%d.%d.%d.%d", n.Report, n.Decision, n.Owed, n.Due, n.Member)
}

// Topic is what it is about; empty for what a mandate asks for, which nobody can mute.
func (n News) Topic() commune.Topic {
	if n.Owed != 0 {
		return ""
	}
	return commune.TopicBodies
}

// tellNews leaves a letter for every member who did not mute the bodies (SE-5).
func tellNews(tx *store.Tx, n News) error {
	all, err := tx.Members()
	if err != nil {
		return err
	}
	muting, err := tx.Muting(n.Topic())
	if err != nil {
		return err
	}
	var letters []jobs.Job
	for _, m := range all {
		if !m.Active() || muting[m.ID] {
			continue
		}
		n.Member = m.ID
		letter, err := n.job()
		if err != nil {
			return err
		}
		letters = append(letters, letter)
	}
	return tx.Enqueue(letters...)
}

func (n News) job() (jobs.Job, error) {
	payload, err := json.Marshal(n)
	return jobs.Job{Kind: NewsJob, Key: n.Key(), Lane: mailLane, Payload: payload}, err
}

// Reader is who a piece of news is for, if there still is cause to mail it: an active member who did not mute its topic.
func Reader(tx *store.Tx, n News) (Person, error) {
	p, err := Identify(tx, n.Member)
	if err != nil || n.Topic() == "" {
		return p, err
	}
	muting, err := tx.Muting(n.Topic())
	if err == nil && muting[n.Member] {
		err = commune.ErrNotFound
	}
	return p, err
}
