package procedure

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// Deciding is what a holder decides in a secretariat: under which clause of which mandate, with which words (SE-4).
type Deciding struct {
	Body     commune.BodyID
	Mandate  commune.MandateID
	Clause   int
	Text     string
	Audience commune.Audience
	Answers  commune.RequestID // of a commission; 0 for none
}

// DecideInBody records a decision of a secretariat (SE-4): signed by it, brought to the notice of all members (SE-5).
func DecideInBody(tx *store.Tx, h House, who commune.MemberID, asked Deciding) (commune.BodyDecision, error) {
	b, err := tx.BodyForUpdate(asked.Body)
	if err != nil {
		return commune.BodyDecision{}, err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return commune.BodyDecision{}, err
	}
	at := slices.IndexFunc(p.Mandates, func(m commune.Mandate) bool { return m.ID == asked.Mandate })
	var ground commune.Ground
	if at >= 0 {
		ground = commune.Ground{Mandate: p.Mandates[at], Clause: asked.Clause}
	}
	d, err := b.Decide(ground, asked.Text, who, tx.Now())
	if err != nil {
		return d, err
	}
	if d.Audience = asked.Audience; !d.Audience.Valid() {
		return d, commune.ErrAudienceInvalid
	}
	if d, err = enterBodyDecision(tx, h, b, d); err != nil || asked.Answers == 0 {
		return d, err
	}
	return d, answerRequest(tx, asked.Answers, commune.Request{To: b.ID, Decision: d.ID, AnsweredBy: who})
}

// enterBodyDecision numbers the decision, writes its record and tells the members.
func enterBodyDecision(tx *store.Tx, h House, b commune.Body, d commune.BodyDecision) (commune.BodyDecision, error) {
	o, err := tx.Organisation()
	if err != nil {
		return d, err
	}
	if d.Seq, err = tx.LockLog(); err != nil {
		return d, err
	}
	d.Year = d.TakenAt.In(o.Location()).Year()
	last, err := tx.LastBodyRank(b.ID, d.Year)
	if err != nil {
		return d, err
	}
	d.Rank = last + 1
	if d, err = tx.AddBodyDecision(d); err != nil {
		return d, err
	}
	if err := recordBodyDecision(tx, h, b, d); err != nil {
		return d, err
	}
	return d, tellNews(tx, News{Decision: d.ID})
}

func recordBodyDecision(tx *store.Tx, h House, b commune.Body, d commune.BodyDecision) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	m, err := tx.Mandate(d.Mandate)
	if err != nil {
		return err
	}
	p := h.WordsOf(o)
	return writeRecord(tx, h, o, act{
		kind: record.KindBodyDecision, by: b.ActorName(), seq: d.Seq, audience: d.Audience,
		data: record.BodyDecision{
			Header: record.Header{V: 1, Kind: record.KindBodyDecision, Seq: d.Seq}, Number: d.Number(b), Body: o.BodyActor(b),
			Mandate: RecordURL(o, m.Seq), Clause: d.Clause, ClauseText: d.ClauseText, Text: d.Text, TakenAt: record.Time(d.TakenAt),
			Audience: string(d.Audience),
		},
		envelope: record.Envelope{
			Type: "Note", URL: o.BaseURL + "/" + b.ActorName() + "/decisions/" + d.Number(b),
			Content: paragraphs(p.T("body_decision.record", d.Number(b), b.Name), d.Text,
				p.T("body_decision.under", d.Clause, d.ClauseText, m.HolderName, m.Title)),
		},
	})
}

// SendToAssembly puts what no clause covers on the next agenda, with its motion, and answers the commission that asked, if one did: who
// holds a mandate in the secretariat does (SE-4, CO-6).
func SendToAssembly(tx *store.Tx, h House, who commune.MemberID, asked Sent) (commune.Item, error) {
	b, err := tx.BodyForUpdate(asked.By)
	if err != nil {
		return commune.Item{}, err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return commune.Item{}, err
	}
	if len(p.Mandates.In(b.ID, tx.Now())) == 0 {
		return commune.Item{}, commune.ErrNotInBody
	}
	item, err := bring(tx, h, who, asked.Brought)
	if err != nil || asked.Answers == 0 {
		return item, err
	}
	return item, answerRequest(tx, asked.Answers, commune.Request{To: b.ID, Item: item.ID, AnsweredBy: who})
}

// Sent is what a secretariat puts on the next agenda, and which request that answers; 0 for none.
type Sent struct {
	Brought
	Answers commune.RequestID
}

// answerRequest closes a request to a secretariat, once.
func answerRequest(tx *store.Tx, id commune.RequestID, answer commune.Request) error {
	r, err := tx.RequestForUpdate(id)
	switch {
	case err != nil:
		return err
	case r.To != answer.To:
		return commune.ErrNotFound
	case !r.Waits():
		return commune.ErrRequestAnswered.With(r.AnsweredAt)
	}
	r.Decision, r.Item, r.AnsweredBy, r.AnsweredAt = answer.Decision, answer.Item, answer.AnsweredBy, tx.Now()
	_, err = tx.PutRequest(r)
	return err
}
