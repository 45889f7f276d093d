package page

import (
	"time"

	"federes.org/commune"
)

// Presences is who attends a meeting, for its members.
type Presences struct {
	Meeting commune.Meeting
	State   commune.MeetingState
	Count   Attendance
	Rows    []PresenceRow
	Lead    bool   // notes those who have no device (AG-6)
	Sheet   bool   // may print the attendance sheet
	Query   string // part of a name that who leads looks for
	Found   []Attendable
}

// PresenceRow is one person's attendance.
type PresenceRow struct {
	Member  commune.MemberID
	Name    string
	Mode    commune.Mode
	NotedBy string // who noted it; empty for who came by themselves
	Arrived time.Time
	Left    time.Time
}

// Attendable is a member as who leads finds them by name.
type Attendable struct {
	Member commune.MemberID
	Name   string
	Good   bool // standing: nobody else takes part (AG-4)
	Here   bool
}

// Sheet is an attendance sheet to sign, with or without what was noted so far.
type Sheet struct {
	Meeting commune.Meeting
	Rows    []SheetRow
}

// SheetRow is a member's line of the sheet.
type SheetRow struct {
	Name string
	Good bool
	Mode commune.Mode // empty while they are not there
}

// Arrival is where the QR code of the room leads.
type Arrival struct {
	Meeting commune.Meeting
	State   commune.MeetingState
	Mine    commune.Mode
	Code    Code
}
