package federation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// JobTexts looks after what councils put to the assemblies: texts whose author's key is unread, agendas of both, answers kept by councils below,
// outcomes.
const JobTexts = "texts"

// TextsEvery is how often.
const TextsEvery = time.Hour

// answersPage is how many answers stand on a page.
const answersPage = 50

// texts brings every text forward as far as it goes now. What is out of reach is tried again the next time.
func (s *Service) texts(ctx context.Context, _ jobs.Job) error {
	var todo confederal.Texts
	err := s.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		if err = confederal.TableTexts(tx, s.House); err == nil {
			err = confederal.CountTexts(tx, s.House)
		}
		if err == nil {
			err = confederal.TablePending(tx, s.House)
		}
		if err == nil {
			err = confederal.TellAgendas(tx, s.House)
		}
		if err == nil {
			todo, err = confederal.TextsToRead(tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	client, err := s.speaker(ctx)
	if err != nil {
		return err
	}
	for _, read := range s.readings(client, todo) {
		if err := read(WithBudget(ctx, FetchBudget)); err != nil {
			s.Log.InfoContext(ctx, "texts put to the communes", "error", err)
		}
	}
	return ctx.Err()
}

// readings are what is to be fetched, each on its own: one host that is down holds up no other.
func (s *Service) readings(client *Client, todo confederal.Texts) (all []func(context.Context) error) {
	for _, p := range todo.Authors {
		all = append(all, func(ctx context.Context) error { return s.readAuthor(ctx, client, p) })
	}
	for _, p := range todo.Outcomes {
		all = append(all, func(ctx context.Context) error { return s.readOutcome(ctx, client, p) })
	}
	for _, p := range todo.Lists {
		all = append(all, func(ctx context.Context) error { return s.readCounted(ctx, client, p) })
	}
	for _, p := range todo.Answers {
		for _, council := range todo.Councils {
			all = append(all, func(ctx context.Context) error { return s.readAnswers(ctx, client, p, council) })
		}
	}
	return all
}

// readAuthor takes the key of a text's author from the author's own actor, never from who passed the text on.
func (s *Service) readAuthor(ctx context.Context, client *Client, p confederation.Proposal) error {
	remote, _, err := client.Actor(ctx, p.Author)
	if err != nil {
		return err
	}
	author, err := asPeer(remote, p.Document)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return confederal.BelieveText(tx, s.House, p.URI, author) })
}

// readOutcome asks the author of a text what was counted.
func (s *Service) readOutcome(ctx context.Context, client *Client, p confederation.Proposal) error {
	d, err := client.Document(ctx, commune.OriginOf(string(p.Author))+confederation.ProposalPath(p.Ref)+"/outcome")
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return confederal.HearOutcome(tx, p.URI, d.Raw) })
}

// readCounted reads which answers the author of a text counted, to compare them with ours.
func (s *Service) readCounted(ctx context.Context, client *Client, p confederation.Proposal) error {
	const looked, tooLong = "counted ", "too long"
	if s.bookmarks.of(looked+p.URI, "", s.Store.Clock()) == tooLong {
		return nil
	}
	outcome, err := client.Document(ctx, p.Outcome)
	if err != nil {
		return err
	}
	at := confederal.CountedAt(p, outcome.Raw)
	if at == "" {
		s.bookmarks.keep(looked+p.URI, tooLong)
		return nil
	}
	list, err := client.get(ctx, at, question{accept: "application/json", suits: isJSON, signer: client.config.Fetcher})
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return confederal.HearCounted(tx, p.URI, outcome.Raw, list.body) })
}

// readAnswers reads what came since the last time to a council below; each answer is proved by its commune's own key, whoever hands it on.
func (s *Service) readAnswers(ctx context.Context, client *Client, p confederation.Proposal, council commune.ActorID) error {
	at, read := commune.OriginOf(string(council))+confederation.ProposalPath(p.Ref)+"/answers?after=", p.URI+" "+string(council)
	at = s.bookmarks.of(read, at, s.Store.Clock())
	for range PullPages {
		next, err := s.readAnswersAt(ctx, client, at)
		if err != nil || next == "" {
			return err
		}
		if commune.OriginOf(next) != commune.OriginOf(string(council)) {
			return confederation.ErrNotTheirs
		}
		at = next
		s.bookmarks.keep(read, at)
	}
	return nil
}

// readAnswersAt reads one page, and tells where the next begins.
func (s *Service) readAnswersAt(ctx context.Context, client *Client, at string) (next string, err error) {
	d, err := client.Document(ctx, at)
	if err != nil {
		return "", err
	}
	var page logPage
	if err := json.Unmarshal(d.Raw, &page); err != nil {
		return "", fmt.Errorf("federation: the answers at %s: %w", at, err)
	}
	return page.Next, s.Store.InTx(ctx, func(tx *store.Tx) error {
		for _, document := range page.Items {
			err := tx.Savepoint(func() error { return confederal.HearAnswer(tx, confederation.Peer{}, document) })
			if err != nil && !errors.As(err, new(commune.Refusal)) {
				return err
			}
		}
		return nil
	})
}

// serveAnswers gives the answers to a text as they were signed, each counted or not, by pages in the order in which they were heard. The next of a page is where
// later ones will stand; a page without any has none.
func (s *Service) serveAnswers(w http.ResponseWriter, r *http.Request) {
	ref, after := r.PathValue("ref"), number(r, "after", 0)
	id := s.BaseURL + confederation.ProposalPath(ref) + "/answers"
	s.view(w, r, func(tx *store.Tx) (any, error) {
		p, err := peers.ProposalByRef(tx, ref)
		if err == nil && !p.Believed {
			err = commune.ErrNotFound
		}
		if err != nil {
			return nil, err
		}
		if !r.URL.Query().Has("after") {
			return newCollection(id, int64(p.Tally().Answered()), id+"?after="), nil
		}
		rows, err := peers.AnswersHeard(tx, p.URI, after, answersPage)
		items := make([]any, len(rows))
		for i, row := range rows {
			items[i] = json.RawMessage(row.Document)
		}
		page := newPage(id, "?"+r.URL.RawQuery, items)
		page.OrderType = "ForwardChronological"
		if len(rows) > 0 {
			page.Next = id + "?after=" + strconv.FormatInt(rows[len(rows)-1].ID, 10)
		}
		return page, err
	})
}

// serveOutcome leads to the record of a text's outcome.
func (s *Service) serveOutcome(w http.ResponseWriter, r *http.Request) {
	var p confederation.Proposal
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		p, err = peers.ProposalByRef(tx, r.PathValue("ref"))
		return err
	})
	if err == nil && !p.Done() {
		err = commune.ErrNotFound
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	http.Redirect(w, r, p.Outcome, http.StatusSeeOther)
}

// serveCounted gives the list of counted answers, the very bytes that the outcome names by their hash.
func (s *Service) serveCounted(w http.ResponseWriter, r *http.Request) {
	var p confederation.Proposal
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		p, err = peers.ProposalByRef(tx, r.PathValue("ref"))
		return err
	})
	if err == nil && len(p.Counted) == 0 {
		err = commune.ErrNotFound
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	write(w, "application/json; charset=utf-8", p.Counted)
}
