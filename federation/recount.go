package federation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"slices"
	"sync"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// Recount is what was found by counting an outcome again, with keys and answers that the communes themselves showed (CF-7).
type Recount struct {
	Title    string
	Author   string // its name
	Language string // in which the outcome is written
	Said     record.Outcome
	Tally    confederation.Tally
	Lines    []RecountLine // one a commune
	List     bool          // the list of counted answers is the one that the outcome names
}

// RecountLine is what one commune's own pages say.
type RecountLine struct {
	Commune commune.ActorID
	Name    string
	Answer  confederation.AnswerRow
	Counted bool   // the outcome counts it
	Problem string // what contradicts the outcome, as the end of a key; empty for nothing

	Attested    *Attested // where its own page did not show it, or cannot be read; nil where it did
	WitnessName string    // by the roll
}

// Confirmed holds when everything was read and nothing contradicts the outcome.
func (r Recount) Confirmed() bool {
	t := r.Said
	same := r.Tally.Yes == t.Yes && r.Tally.No == t.No && r.Tally.Persons == t.Persons && r.Tally.Adopted(confederation.Rule(t.Rule)) == t.Adopted
	return r.List && same && r.Silent() == t.Silent && !slices.ContainsFunc(r.Lines, func(l RecountLine) bool { return l.Problem != "" })
}

// Silent is how many communes are on the roll and not counted.
func (r Recount) Silent() (n int) {
	for _, l := range r.Lines {
		if !l.Counted {
			n++
		}
	}
	return n
}

// recounting is a recount on its way.
type recounting struct {
	*Client
	outcome  record.Parsed
	author   confederation.Peer
	question confederation.Question
	roll     map[commune.ActorID]confederation.Reached
	proposal confederation.Proposal
	result   Recount
	keys     keyrings
}

// Recount reads an outcome, and of each commune that it counts or could count the answer that the commune itself shows.
func (c *Client) Recount(ctx context.Context, address string) (Recount, error) {
	r := recounting{Client: c}
	if err := r.readOutcome(ctx, address); err != nil {
		return r.result, err
	}
	counted, err := r.readList(ctx)
	if err != nil {
		return r.result, err
	}
	if r.roll, err = r.readRoll(ctx); err != nil {
		return r.result, err
	}
	r.readAll(ctx, counted)
	var all []confederation.Standing
	for _, l := range r.result.Lines {
		if l.Counted && l.Answer.Digest != "" {
			all = append(all, confederation.Standing{Answer: l.Answer.Answer()})
		}
	}
	r.result.Tally = confederation.Recount(all)
	return r.result, nil
}

// readOutcome reads the outcome and its text, both proved by the key that their author's own actor shows.
func (r *recounting) readOutcome(ctx context.Context, address string) error {
	d, err := r.Document(ctx, address)
	if err != nil {
		return err
	}
	if r.outcome, err = record.Parse(d.Raw); err != nil || r.outcome.Header.Kind != record.KindOutcome || json.Unmarshal(r.outcome.Data, &r.result.Said) != nil {
		return fmt.Errorf("%s: %w", address, confederation.ErrProposalUnread)
	}
	if r.author, err = r.speaker(ctx, r.outcome.AttributedTo, d.Raw); err != nil {
		return err
	}
	if _, fault := r.author.Examine(d.Raw); fault != confederation.NoFault {
		return fmt.Errorf("%s: %w", address, confederation.ErrNotTheirs)
	}
	put, err := r.Document(ctx, r.result.Said.Proposal)
	if err != nil {
		return err
	}
	if r.proposal, err = confederation.ReadProposal(put.Raw); err != nil {
		return fmt.Errorf("%s: %w", put.ID, err)
	}
	if _, fault := r.author.Examine(put.Raw); fault != confederation.NoFault {
		return fmt.Errorf("%s: %w", put.ID, confederation.ErrNotTheirs)
	}
	words, _ := d.Fields["contentMap"].(map[string]any)
	for language := range words {
		r.result.Language = language
	}
	r.question = r.proposal.Question()
	r.result.Title, r.result.Author = r.proposal.Title, r.author.Name
	return nil
}

// speaker is an actor with the key that a document of it names.
func (r *recounting) speaker(ctx context.Context, actor commune.ActorID, document []byte) (confederation.Peer, error) {
	remote, _, err := r.Actor(ctx, actor)
	if err != nil {
		return confederation.Peer{}, err
	}
	return asPeer(remote, document)
}

// readList is the list of counted answers: a claim, which names what is then read at each commune.
func (r *recounting) readList(ctx context.Context) (list confederation.CountedList, err error) {
	if !SameOrigin(r.result.Said.Answers, string(r.author.Actor)) {
		return list, fmt.Errorf("%s: %w", r.result.Said.Answers, confederation.ErrNotTheirs)
	}
	found, err := r.get(ctx, r.result.Said.Answers, question{accept: "application/json", suits: isJSON, signer: r.config.Fetcher, most: MaxCounted})
	if err != nil {
		return list, err
	}
	r.result.List = commons.TextHash(string(found.body)) == r.result.Said.Hash
	if err := json.Unmarshal(found.body, &list); err != nil {
		return list, fmt.Errorf("reading %s: %w", r.result.Said.Answers, err)
	}
	return list, nil
}

func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "application/json"
}

// readAll asks every commune that is counted or on the roll, some at a time.
func (r *recounting) readAll(ctx context.Context, list confederation.CountedList) {
	lines := make([]RecountLine, 0, len(list.Answers)+len(r.roll))
	claims := make(map[commune.ActorID]confederation.CountedAnswer, len(list.Answers))
	for _, a := range list.Answers {
		line := RecountLine{Commune: a.Commune, Counted: true}
		if _, twice := claims[a.Commune]; twice {
			line.Problem = "twice"
		}
		claims[a.Commune] = a
		lines = append(lines, line)
	}
	for actor, e := range r.roll {
		if _, counted := claims[actor]; !counted && e.Kind == confederation.OfCommune {
			lines = append(lines, RecountLine{Commune: actor})
		}
	}
	slices.SortFunc(lines, func(a, b RecountLine) int { return cmp.Compare(a.Commune, b.Commune) })
	var wait sync.WaitGroup
	turn := make(chan struct{}, RecountAtOnce)
	for i := range lines {
		if lines[i].Problem != "" {
			continue
		}
		wait.Add(1)
		turn <- struct{}{}
		go func() {
			defer wait.Done()
			defer func() { <-turn }()
			claim := claims[lines[i].Commune]
			lines[i] = r.elsewhere(ctx, r.readLine(ctx, lines[i], claim), claim)
		}()
	}
	wait.Wait()
	r.result.Lines = lines
}

// readLine reads what a commune itself answers, and holds it against what the outcome counts of it.
func (r *recounting) readLine(ctx context.Context, l RecountLine, claim confederation.CountedAnswer) RecountLine {
	member, enrolled := r.roll[l.Commune]
	l.Name = member.Name
	own, remote, err := r.ownAnswers(ctx, l.Commune)
	if l.Name == "" {
		l.Name = nameOf(remote)
	}
	switch {
	case err != nil && !l.Counted:
		return l // a commune that did not answer need not be there
	case err != nil:
		l.Problem = "unreachable"
		return l
	case enrolled && !slices.ContainsFunc(remote.ProofKeys, func(k ProofKey) bool { return member.Pinned().Equal(k.Public) }):
		l.Problem = "key"
		return l
	}
	var answers []confederation.Answer
	for _, row := range own {
		answers = append(answers, row.Answer())
	}
	stands := confederation.Positions(answers, r.question).Standing(r.question, confederation.Circumstances{Enrolled: enrolled})
	for _, row := range own {
		if row.Digest == stands.Answer.Digest {
			l.Answer = row
		}
	}
	l.Problem = contradiction(l, stands, claim)
	if !l.Counted && l.Problem == "" {
		l.Answer = confederation.AnswerRow{}
	}
	return l
}

// elsewhere reads in witnessed registers the answer of a commune that cannot be read, whose address is somebody else's, or which shows no such answer.
// That it was counted as it was given is proved so; not that it was the last one.
func (r *recounting) elsewhere(ctx context.Context, l RecountLine, claim confederation.CountedAnswer) RecountLine {
	member, enrolled := r.roll[l.Commune]
	if !enrolled || !l.Counted || !slices.Contains([]string{"unreachable", "key", "forged"}, l.Problem) {
		return l
	}
	row, by, found := r.attest(ctx, member, claim)
	if !found {
		return l
	}
	stands := confederation.Positions([]confederation.Answer{row.Answer()}, r.question).Standing(r.question, confederation.Circumstances{Enrolled: true})
	if l.Problem = contradiction(l, stands, claim); l.Problem == "" {
		l.Answer, l.Attested, l.WitnessName = row, &by, r.roll[by.Witness].Name
	}
	return l
}

// contradiction says what of a commune's own answer the outcome does not say.
func contradiction(l RecountLine, stands confederation.Standing, claim confederation.CountedAnswer) string {
	switch {
	case !l.Counted && stands.Counts():
		return "omitted"
	case !l.Counted:
		return ""
	case !stands.Answer.Heard():
		return "forged"
	case stands.Apart != confederation.ApartNone:
		return "apart_" + string(stands.Apart)
	case stands.Answer.Digest != claim.Digest:
		return "amended"
	}
	return ""
}

// ownAnswers are the answers that a commune shows of itself, each proved by a key of its own actor.
func (r *recounting) ownAnswers(ctx context.Context, actor commune.ActorID) (rows []confederation.AnswerRow, remote Remote, err error) {
	if remote, _, err = r.Actor(ctx, actor); err != nil {
		return nil, remote, err
	}
	d, err := r.Document(ctx, commune.OriginOf(string(actor))+confederation.ProposalPath(r.proposal.Ref)+"/answers?after=")
	if err != nil {
		return nil, remote, err
	}
	var page logPage
	if err := json.Unmarshal(d.Raw, &page); err != nil {
		return nil, remote, err
	}
	for _, document := range page.Items {
		shown, err := asPeer(remote, document)
		if err != nil {
			continue
		}
		if _, fault := shown.Examine(document); fault != confederation.NoFault {
			continue
		}
		if row, err := confederation.ReadAnswer(document); err == nil && row.Proposal == r.proposal.URI {
			rows = append(rows, row)
		}
	}
	return rows, remote, nil
}

// before tells whether something was published by the hour of the outcome.
func (r *recounting) before(at time.Time) bool { return !at.After(r.outcome.Published) }
