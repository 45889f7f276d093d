package web

import (
	"cmp"
	"strconv"
	"strings"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// voteRoutes are a motion's: its page, its amendments, and its vote in any of the modes.
func (s *Server) voteRoutes() []Route {
	return []Route{
		{get, "/motions/:id", Members, "", s.show(s.motion)},
		{get, "/motions/:id/amendments/new", Members, "", s.show(s.newAmendment)},
		{post, amendmentsPath, Members, "", s.act(s.amend, s.newAmendment)},
		{post, "/motions/:id/withdrawal", Members, "", s.act(s.withdraw, nil)},
		{post, "/motions/:id/opening", Members, "", s.act(s.openVote, nil)},
		{post, "/motions/:id/ballot", Members, "", s.act(s.cast, nil)},
		{post, "/motions/:id/count", Members, "", s.act(s.countHands, s.motion)},
		{post, "/motions/:id/recount", Members, "", s.act(s.voteAgain, nil)},
		{post, "/motions/:id/closing", Members, "", s.act(s.closeVote, nil)},
	}
}

// onMotion runs an act on the motion of the address, and comes back to it.
func onMotion(v *visit, run func(commune.MotionID) (commune.Motion, string, error)) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	m, notice, err := run(commune.MotionID(id))
	return done{page.MotionPath(m.Meeting, m.ID), notice}, err
}

// openVote opens a vote in the mode that who leads chose; in named ballots if they chose none (AG-5).
func (s *Server) openVote(tx *store.Tx, v *visit) (done, error) {
	return onMotion(v, func(id commune.MotionID) (commune.Motion, string, error) {
		mode := commune.VoteMode(cmp.Or(v.PostForm("mode"), string(commune.Named)))
		m, err := procedure.OpenVoteIn(tx, s.House, v.person.ID, procedure.Opening{Motion: id, Mode: mode})
		return m, v.T("done.vote_open"), err
	})
}

// cast keeps a ballot; until the close a later one replaces it, unless the vote is secret: then nothing repeats what was said (AG-5).
func (s *Server) cast(tx *store.Tx, v *visit) (done, error) {
	return onMotion(v, func(id commune.MotionID) (commune.Motion, string, error) {
		choice := commune.Choice(v.PostForm("choice"))
		if v.PostForm("member") != "" {
			return enterBallot(tx, v, commune.Ballot{Motion: id, Choice: choice})
		}
		m, err := procedure.Cast(tx, v.person.ID, id, choice)
		if err != nil || m.Mode == commune.Secret {
			return m, v.T("done.voted_secretly"), err
		}
		return m, v.T("done.voted", page.ChoiceWords(v.Frame, m, choice)), nil
	})
}

// enterBallot keeps what someone without a device said.
func enterBallot(tx *store.Tx, v *visit, spoken commune.Ballot) (commune.Motion, string, error) {
	var err error
	if spoken.Elector, err = v.named("member"); err != nil {
		return commune.Motion{}, "", err
	}
	person, err := tx.Member(spoken.Elector)
	if err != nil {
		return commune.Motion{}, "", err
	}
	m, err := procedure.EnterBallot(tx, v.person.ID, spoken)
	return m, v.T("done.entered", person.PublicName, page.ChoiceWords(v.Frame, m, spoken.Choice)), err
}

// closeVote counts and ends a vote (AG-5, CR-2).
func (s *Server) closeVote(tx *store.Tx, v *visit) (done, error) {
	return onMotion(v, func(id commune.MotionID) (commune.Motion, string, error) {
		m, err := procedure.CloseVote(tx, s.House, v.person.ID, id)
		if err != nil {
			return m, "", err
		}
		notice, err := outcome(tx, v, m)
		return m, notice, err
	})
}

// countHands keeps the hands that were counted for each choice, for everybody to see before they are proclaimed.
func (s *Server) countHands(tx *store.Tx, v *visit) (done, error) {
	return onMotion(v, func(id commune.MotionID) (commune.Motion, string, error) {
		m, err := tx.Motion(id)
		if err != nil {
			return m, "", err
		}
		counts := commune.Counts{}
		for _, choice := range m.Choices() {
			n, err := strconv.Atoi(strings.TrimSpace(v.PostForm(string(choice))))
			if err != nil {
				return m, "", commune.ErrCountInvalid
			}
			counts[choice] = n
		}
		m, err = procedure.CountHands(tx, v.person.ID, id, commune.HandCount{Counts: counts, Corrects: v.PostForm("corrects") == "yes"})
		return m, v.T("done.counted"), err
	})
}

// voteAgain holds a vote again: a hand count that is doubted, or a choice that selected none (AG-5).
func (s *Server) voteAgain(tx *store.Tx, v *visit) (done, error) {
	return onMotion(v, func(id commune.MotionID) (commune.Motion, string, error) {
		m, err := procedure.VoteAgain(tx, s.House, v.person.ID, id)
		return m, v.T("done.vote_again"), err
	})
}

// withdraw takes an amendment back.
func (s *Server) withdraw(tx *store.Tx, v *visit) (done, error) {
	return onMotion(v, func(id commune.MotionID) (commune.Motion, string, error) {
		m, err := procedure.WithdrawAmendment(tx, v.person.ID, id)
		return m, v.T("done.amendment_withdrawn"), err
	})
}

// outcome says what a closed vote brought about.
func outcome(tx *store.Tx, v *visit, m commune.Motion) (string, error) {
	switch {
	case m.Settling():
		return v.T("done.settling", v.Date(m.Settles)), nil
	case m.Tied():
		return v.T("done.tied"), nil
	case m.Plural():
		return v.T("done.selected", m.Options[m.Selected-1]), nil
	case !m.Adopted:
		return v.T("done.rejected"), nil
	case m.Amends != 0:
		return v.T("done.amended"), nil
	}
	d, err := tx.DecisionOf(m.ID)
	return v.T("done.adopted", d.Number()), err
}
