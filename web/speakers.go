package web

import (
	"cmp"
	"strconv"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// named is the member that a field names, or 0.
func (v *visit) named(field string) (commune.MemberID, error) {
	named := v.PostForm(field)
	if named == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(named, 10, 64)
	if err != nil || id < 1 {
		return 0, errNotFound
	}
	return commune.MemberID(id), nil
}

// askFloor puts a member into the queue: oneself, or a raised hand that the moderator notes (MO-1).
func (s *Server) askFloor(tx *store.Tx, v *visit) (done, error) {
	return s.queueing(v, "done.floor_asked", func(r commune.SpeechRequest) error { return procedure.AskFloor(tx, v.person.ID, r) })
}

// leaveQueue takes a request back.
func (s *Server) leaveQueue(tx *store.Tx, v *visit) (done, error) {
	return s.queueing(v, "done.floor_left", func(r commune.SpeechRequest) error { return procedure.LeaveQueue(tx, v.person.ID, r) })
}

// queueing is an act of the queue: for a turn unless the form says otherwise, about who acts unless it names another.
func (s *Server) queueing(v *visit, notice string, run func(commune.SpeechRequest) error) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	whom, err := v.named("member")
	if err != nil {
		return done{}, err
	}
	r := commune.SpeechRequest{
		Meeting: commune.MeetingID(id), Member: cmp.Or(whom, v.person.ID), Kind: commune.SpeechKind(cmp.Or(v.PostForm("kind"), string(commune.Turn))),
	}
	return done{page.SeatPath(r.Meeting), v.T(notice)}, run(r)
}

// giveFloor gives the floor to the first of the queue (MO-1): to the one whom the moderator saw there.
func (s *Server) giveFloor(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	expected, err := v.named("member")
	if err != nil {
		return done{}, err
	}
	speech, err := procedure.GiveFloor(tx, v.person.ID, commune.MeetingID(id), expected)
	if err != nil {
		return done{}, err
	}
	speaker, err := tx.Member(speech.Member)
	return done{page.ConsolePath(speech.Meeting), v.T("done.floor_given", speaker.PublicName)}, err
}

// endSpeech ends the turn that runs.
func (s *Server) endSpeech(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	return done{page.SeatPath(commune.MeetingID(id)), v.T("done.floor_ended")}, procedure.EndSpeech(tx, v.person.ID, commune.MeetingID(id))
}

// recall calls who speaks back to the point (MO-2).
func (s *Server) recall(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	return done{page.ConsolePath(commune.MeetingID(id)), v.T("done.recalled")},
		procedure.RecallSpeaker(tx, v.person.ID, commune.MeetingID(id), commune.Recall(v.PostForm("call")))
}

// declarePriority keeps what a member says of themselves for this meeting (MO-1, ME-2).
func (s *Server) declarePriority(tx *store.Tx, v *visit) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	declared := v.PostForm("declared") == "yes"
	notice := map[bool]string{true: "done.priority", false: "done.no_priority"}[declared]
	return done{page.SeatPath(commune.MeetingID(id)), v.T(notice)},
		procedure.DeclarePriority(tx, v.person.ID, commune.MeetingID(id), declared)
}
