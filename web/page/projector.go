package page

import (
	"unicode/utf8"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// ProjectorParts are those of the screen that the whole room reads.
func ProjectorParts(f Frame, s procedure.Sitting) []Part {
	return []Part{{"projector-call", call(f, s, "projector-call")}, {"projector-stage", projectorStage(f, s)}}
}

// stage is what the projector shows now.
type stage string

// The question while a vote is open; its result until someone speaks again; people arriving before the meeting; else who speaks.
const (
	stageQuestion stage = "question"
	stageResult   stage = "result"
	stageArrival  stage = "arrival"
	stageFloor    stage = "floor"
	stageOver     stage = "over"
)

func stageOf(s procedure.Sitting) stage {
	switch {
	case s.State != commune.Open && s.State != commune.Due:
		return stageOver
	case s.State == commune.Due:
		return stageArrival
	case len(s.Votes) > 0:
		return stageQuestion
	case s.Result.ID != 0 && !s.Floor.Since(s.Result.ClosedAt):
		return stageResult
	}
	return stageFloor
}

// seated is who is there.
func seated(s procedure.Sitting) Attendance {
	return Attendance{InRoom: s.Count[commune.Room], Online: s.Count[commune.Online]}
}

// lengthClass lets a long text stand smaller, so that all of it is on the wall.
func lengthClass(text string) string {
	switch n := utf8.RuneCountInString(text); {
	case n > 600:
		return "longer"
	case n > 180:
		return "long"
	}
	return ""
}

// arrivalAddress is where people say that they are there.
func arrivalAddress(f Frame, s procedure.Sitting) string {
	return f.Address(MeetingPath(s.Meeting.ID) + "/arrival")
}
