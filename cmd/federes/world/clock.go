package world

import (
	"os"
	"time"
)

// Clock is the file by which a world's time differs from the machine's; every instance of the world reads it.
type Clock struct{ File string }

// Set moves the world to an instant; from there its time runs on as the machine's does.
func (c Clock) Set(at time.Time) error { return c.write(time.Until(at)) }

// SetNow brings the world back to the machine's own time.
func (c Clock) SetNow() error { return c.write(0) }

// Now is the world's time.
func (c Clock) Now() (time.Time, error) {
	offset, err := c.offset()
	return time.Now().Add(offset), err
}

// Advance moves the world on.
func (c Clock) Advance(by time.Duration) error {
	offset, err := c.offset()
	if err != nil {
		return err
	}
	return c.write(offset + by)
}

func (c Clock) offset() (time.Duration, error) {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return 0, err
	}
	return time.ParseDuration(string(text))
}

// write replaces the file whole: an instance reads the old time or the new one.
func (c Clock) write(offset time.Duration) error {
	if err := os.WriteFile(c.File+".new", []byte(offset.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(c.File+".new", c.File)
}
