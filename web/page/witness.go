package page

import "time"

// Witnesses is what our register is worth to others, and theirs to us (CR-2).
type Witnesses struct {
	Size   int
	Root   string
	By     []WitnessView
	Logs   []LogView
	Alerts []AlertView
	Behind int // entries that a witness cosigned and our register does not have
}

// WitnessView is who is asked to cosign our register, and what they cosigned last.
type WitnessView struct {
	Name, Host string
	Size       int // 0: nothing yet
	At         time.Time
}

// LogView is a register that we witness.
type LogView struct {
	Origin string
	Size   int // 0: nothing yet
	At     time.Time
	Unlike bool
}

// AlertView is two stories that were told in the name of one assembly.
type AlertView struct {
	ID       int64
	Kind     string
	Name     string // whose register it is
	Host     string
	FoundBy  string
	FoundAt  time.Time
	Answered bool
	Ours     bool
	Motion   int64 // that would answer for it; 0 if there is none
	May      bool
}
