package federation

import (
	"context"
	"encoding/json"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// readRoll reads who stood below the author when it counted, out of the public records of the author and of each council below (CF-8).
func (r *recounting) readRoll(ctx context.Context) (map[commune.ActorID]confederation.Reached, error) {
	var all []confederation.Enrolled
	seen := map[commune.ActorID]bool{r.author.Actor: true}
	for queue := []commune.ActorID{r.author.Actor}; len(queue) > 0; queue = queue[1:] {
		roll, err := r.rollOf(ctx, queue[0])
		if err != nil {
			return nil, err
		}
		for _, e := range roll {
			all = append(all, e)
			if e.Kind == confederation.OfCouncil && !seen[e.Member] {
				seen[e.Member] = true
				queue = append(queue, e.Member)
			}
		}
	}
	below := make(map[commune.ActorID]confederation.Reached)
	for _, reached := range confederation.RollsOf(all).Below(r.author.Actor) {
		below[reached.Member] = reached
	}
	return below, nil
}

// rollOf is what one council said of its members by the hour of the outcome, as its own key proves.
func (r *recounting) rollOf(ctx context.Context, council commune.ActorID) (map[commune.ActorID]confederation.Enrolled, error) {
	remote, _, err := r.Actor(ctx, council)
	if err != nil {
		return nil, err
	}
	roll := make(map[commune.ActorID]confederation.Enrolled)
	for at := remote.Records + "?after=-1"; at != ""; {
		d, err := r.Document(ctx, at)
		if err != nil {
			return nil, err
		}
		var page logPage
		if err := json.Unmarshal(d.Raw, &page); err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			if e, ok := r.enrolment(remote, item); ok {
				roll[e.Member] = roll[e.Member].After(e)
			}
		}
		if at = page.Next; at != "" && !SameOrigin(at, string(council)) {
			return nil, ErrIdentity
		}
	}
	return roll, nil
}

func (r *recounting) enrolment(of Remote, item []byte) (confederation.Enrolled, bool) {
	parsed, err := record.Parse(item)
	if err != nil || parsed.Header.Kind != record.KindMembership && parsed.Header.Kind != record.KindDeparture || !r.before(parsed.Published) {
		return confederation.Enrolled{}, false
	}
	shown, err := asPeer(of, item)
	if err != nil {
		return confederation.Enrolled{}, false
	}
	if _, fault := shown.Examine(item); fault != confederation.NoFault {
		return confederation.Enrolled{}, false
	}
	return confederation.ReadRoll(parsed)
}
