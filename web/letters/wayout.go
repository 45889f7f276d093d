package letters

import (
	"crypto/subtle"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"federes.org/commune"
)

// WayOut is the last part of the address at which a member ends the letters about a topic, without signing in: it lets do nothing else.
func (p Post) WayOut(who commune.MemberID, topic commune.Topic) string {
	what := fmt.Sprintf("%d.%s", who, topic)
	return what + "." + p.Store.Mark("unsubscribe", what)
}

// ReadWayOut tells whose letters about what such an address ends; one that we did not make is not found.
func (p Post) ReadWayOut(token string) (commune.MemberID, commune.Topic, error) {
	number, rest, _ := strings.Cut(token, ".")
	topic, _, _ := strings.Cut(rest, ".")
	n, err := strconv.ParseInt(number, 10, 64)
	who, about := commune.MemberID(n), commune.Topic(topic)
	if err != nil || !slices.Contains(commune.Topics(), about) && !about.Popular() || subtle.ConstantTimeCompare([]byte(token), []byte(p.WayOut(who, about))) != 1 {
		return 0, "", commune.ErrNotFound
	}
	return who, about, nil
}
