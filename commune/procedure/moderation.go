package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// RecallSpeaker calls who speaks back to the point (MO-2).
func RecallSpeaker(tx *store.Tx, who commune.MemberID, id commune.MeetingID, call commune.Recall) error {
	_, f, err := moderating(tx, who, id)
	switch {
	case err != nil:
		return err
	case !call.Valid():
		return commune.ErrRecallInvalid
	case f.Speaking.ID == 0:
		return commune.ErrNobodySpeaks
	}
	called := f.Speaking
	called.Recall = call
	if _, err := tx.PutSpeech(called); err != nil {
		return err
	}
	undo := undoing{Speeches: []changed[commune.Speech]{{Before: f.Speaking, After: called}}}
	return remember(tx, commune.Act{Meeting: id, Kind: commune.ActRecall, Member: called.Member}, undo)
}

// Gesture makes a silent sign to who speaks, or takes it back when it is empty: one a person and speech, seen by who moderates as a count,
// gone with the speech (MO-2).
func Gesture(tx *store.Tx, who commune.MemberID, id commune.MeetingID, kind commune.Recall) error {
	if _, err := tx.MeetingForUpdate(id); err != nil {
		return err
	}
	if _, err := attendee(tx, who, id); err != nil {
		return err
	}
	f, err := ReadFloor(tx, id)
	if err != nil {
		return err
	}
	tx.Touch(id)
	switch {
	case kind != "" && !kind.Valid():
		return commune.ErrRecallInvalid
	case f.Speaking.ID == 0:
		return commune.ErrNobodySpeaks
	case f.Speaks(who):
		return commune.ErrGestureOwn
	case kind == "":
		return tx.RemoveGesture(f.Speaking.ID, who)
	}
	return tx.PutGesture(commune.Gesture{Speech: f.Speaking.ID, Member: who, Kind: kind})
}

// DeclarePriority keeps what a member says of themselves for this meeting (MO-1, ME-2). It counts from their next request on.
func DeclarePriority(tx *store.Tx, who commune.MemberID, id commune.MeetingID, declared bool) error {
	if _, err := attendance(tx, id, who); err != nil {
		return err
	}
	tx.Touch(id)
	return tx.DeclarePriority(id, who, declared)
}

// clearFloor ends the turn that runs, adds up how the floor was shared, and forgets what was declared for this meeting alone (ME-2).
func clearFloor(tx *store.Tx, id commune.MeetingID) error {
	f, err := ReadFloor(tx, id)
	if err != nil {
		return err
	}
	if _, err := endSpeech(tx, f.Speaking); err != nil {
		return err
	}
	if err := tx.AddShares(id, commune.Shares(f.Speeches, tx.Now())); err != nil {
		return err
	}
	return tx.PurgeFloor(id)
}
