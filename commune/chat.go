package commune

import (
	"net/url"
	"strings"
	"time"
)

// ChatKey is one of the two rooms in which people talk informally (OU-S).
type ChatKey string

// One is for the sympathisers and everybody else here, one for the members in good standing.
const (
	ChatSympathisers ChatKey = "sympathisers"
	ChatMembers      ChatKey = "members"
)

// ChatKeys are both, in the order in which they are shown.
func ChatKeys() []ChatKey { return []ChatKey{ChatSympathisers, ChatMembers} }

// ChatRoom is where one of them is: the link to a Signal group, kept where those find it for whom it is.
type ChatRoom struct {
	Key   ChatKey `gorm:"primaryKey"`
	URL   string  // empty: there is none
	SetBy MandateID
	SetAt time.Time
}

// ErrSignalLink refuses an address that opens no Signal group.
var ErrSignalLink = Refuse(Invalid, "signal_link")

// OpenTo tells who enters a room: whoever has an account, or who is in good standing.
func (k ChatKey) OpenTo(good bool) bool { return good || k == ChatSympathisers }

// SignalLink reads the link of a Signal group as people paste it; an empty one says that there is none.
func SignalLink(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > MaxLink || u.Scheme != "https" || u.Host != "signal.group" || u.User != nil || u.RawQuery != "" || !strings.HasPrefix(u.Fragment, "Cj") {
		return "", ErrSignalLink
	}
	return u.String(), nil
}
