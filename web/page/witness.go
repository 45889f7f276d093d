package page

import (
	"fmt"
	"time"
)

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
	Name   string // of whose register it is; its address for who is not known by name
	Host   string
	Size   int // 0: nothing yet
	At     time.Time
	Unlike bool
}

// AlertKey is the kind of an alert on a key that is not the one that we pinned.
const AlertKey = "key"

// AlertView is two stories that were told in the name of one assembly, or somebody else who speaks from its address.
type AlertView struct {
	ID       int64 // of the alert; of the peer, where it is on a key
	Kind     string
	Name     string // whose register it is
	Host     string
	FoundBy  string
	FoundAt  time.Time
	Answered bool
	Ours     bool
	Motion   int64 // that would answer for it; 0 if there is none
	May      bool
	Pinned   string // fingerprints, where it is on a key: the one that holds, and the one that is shown
	Shown    string
}

func (a AlertView) said(f Frame) string {
	if a.Kind == AlertKey {
		return f.T("alert.key", a.Name, a.Shown, a.Pinned)
	}
	return f.T("alert."+a.Kind, a.Name)
}

// until says what ends the alert.
func (a AlertView) until() string {
	if a.Kind == AlertKey {
		return "alert.key_until"
	}
	return "alert.frozen"
}

// word is the key of what is said of the motion that ends it.
func (a AlertView) word(of string) string {
	if a.Kind == AlertKey {
		return "alert.key_" + of
	}
	return "alert." + of
}

// act is where that motion is proposed.
func (a AlertView) act() string {
	if a.Kind == AlertKey {
		return fmt.Sprintf("/peers/%d/key", a.ID)
	}
	return fmt.Sprintf("/alerts/%d/motion", a.ID)
}
