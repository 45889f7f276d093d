package confederation

import (
	"encoding/json"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// Period is how long after a new version of the charter the one before still seats (CH-1).
type Period struct {
	InForce commune.Charter
	Days    int // the council's setting
}

// Ends is when the version before stops to seat.
func (p Period) Ends() time.Time { return p.InForce.AdoptedAt.AddDate(0, 0, p.Days) }

// Seats tells whether the delegates of who adopted a version are seated (CH-1): the one in force, or for a time the one before it.
func (p Period) Seats(version int, at time.Time) bool {
	return version == p.InForce.Version || version == p.InForce.Version-1 && at.Before(p.Ends())
}

// Ground refuses to end a membership while the member may still adopt the charter in force, or has (CH-1).
func (p Period) Ground(e Enrolled, at time.Time) error {
	if e.Departed || e.Member == "" {
		return ErrNotMember
	}
	if e.CharterVersion >= p.InForce.Version {
		return ErrCharterAdopted.With(e.CharterVersion)
	}
	if at.Before(p.Ends()) {
		return ErrNoGround.With(p.Ends())
	}
	return nil
}

// CharterOf reads a version of a council's charter out of a verified record of its own.
func CharterOf(parsed record.Parsed) (record.Charter, bool) {
	var c record.Charter
	ok := parsed.Header.Kind == record.KindCharter && json.Unmarshal(parsed.Data, &c) == nil && c.Version > 0
	return c, ok
}
