package main

import (
	"federes.org/confederation"
	"federes.org/federation"
)

// country is a confederation by the rules alone: who says what to whom, without any instance. What it counts is held against a real one.
type country struct{ shape }

// What the rules of the protocol set.
const (
	siblingsAsked = 4  // members of one's own council that are asked to witness
	answersAPage  = 50 // of the list that a council keeps of a text
)

// first is which of the level below is the first that belongs to a council.
func (c country) first(level, n int) int {
	return (n*c.shape[level+1] + c.shape[level] - 1) / c.shape[level]
}

// members is how many belong to a council.
func (c country) members(level, n int) int { return c.first(level, n+1) - c.first(level, n) }

// communesBelow is how many communes stand below a council.
func (c country) communesBelow(level, n int) int {
	first, last := n, n+1
	for ; level < c.communes(); level++ {
		first, last = c.first(level, first), c.first(level, last)
	}
	return last - first
}

// witnesses is who cosigns one's log: the council above, one's own members, some siblings.
func (c country) witnesses(level, n int) (all int) {
	if level < c.communes() {
		all = c.members(level, n)
	}
	if level > 0 {
		all += 1 + min(siblingsAsked, c.members(level-1, c.above(level, n))-1)
	}
	return all
}

// each calls for every organisation.
func (c country) each(tell func(level, n int)) {
	for level := range c.shape {
		for n := range c.shape[level] {
			tell(level, n)
		}
	}
}

// said is how many requests of each kind there are.
type said map[string]int

func (s said) add(other said) said {
	for kind, n := range other {
		s[kind] += n
	}
	return s
}

// read is what somebody asks who reads on in a log: whose it is, what is new, its head.
func read(times int) said { return said{"actor": times, "records page": times, "checkpoint": times} }

// decision is what follows from one decision of a commune: its council hears it, and reads what stands beside it in the log; witnesses cosign.
func (c country) decision() said {
	return said{"Create Decision": 1, "add-checkpoint": c.witnesses(c.communes(), 0)}.add(read(1))
}

// put is what follows when the highest council puts a text: its members hear of it, and the text goes down to everybody.
func (c country) put() said {
	m := c.members(0, 0)
	return said{"Create Decision": m, "Create Proposal": m, "Offer Proposal": c.all() - 1, "add-checkpoint": c.witnesses(0, 0)}.add(read(m))
}

// answers is what follows when every commune answers: its council hears the decision and the answer, the author hears the answer.
func (c country) answers() said {
	all := said{}
	for n := range c.shape[c.communes()] {
		all.add(said{
			"Create Decision": 1, "Create Ratification": 2, "Accept": 1, "actor": 1, "add-checkpoint": c.witnesses(c.communes(), n),
		}).add(read(1))
	}
	return all
}

// outcome is what follows from the count: the author's members hear of it, everybody else asks; communes compare the list of what was counted, unless it
// is too long, with what they answered.
func (c country) outcome() said {
	m, communes := c.members(0, 0), c.shape[c.communes()]
	others := c.all() - 1 - m
	all := said{"Create Outcome": m, "outcome": others, "record": others + communes, "add-checkpoint": c.witnesses(0, 0)}
	if communes <= confederation.MaxCompared {
		all["counted"] = communes
	}
	return all
}

// day is what is said when nothing happens: each reads the logs of those that it is tied to, and of the councils below and above; each compares with
// its witnesses what both know of others.
func (c country) day() said {
	all := said{}
	c.each(func(level, n int) {
		logs := level // the councils above, and below that all councils and one's own members
		if level < c.communes() {
			logs += c.members(level, n) + c.councilsBelow(level, n) - c.councilMembers(level, n)
		}
		w := c.witnesses(level, n)
		all.add(read(logs)).add(said{"head": w, "heads": w, "evidence": w, "add-checkpoint": w})
	})
	return all
}

// councilMembers is how many of the members of a council are councils.
func (c country) councilMembers(level, n int) int {
	if level+1 == c.communes() {
		return 0
	}
	return c.members(level, n)
}

// councilsBelow is how many councils stand below one.
func (c country) councilsBelow(level, n int) (all int) {
	c.eachBelow(level, n, func(int, int) { all++ })
	return all
}

// eachBelow calls for every council below one.
func (c country) eachBelow(level, n int, tell func(level, n int)) {
	if level+1 == c.communes() {
		return
	}
	for m := c.first(level, n); m < c.first(level, n+1); m++ {
		tell(level+1, m)
		c.eachBelow(level+1, m, tell)
	}
}

// pages is what councils ask of those below, hour after hour, until all answers are everywhere: requests, answers that they bring, and hours. The lists
// of one level are whole an hour after those of the level below.
func (c country) pages() (requests, answers, hours int) {
	c.eachReading(func(_, full, waits int) { hours = max(hours, waits+full/federation.PullPages+1) })
	c.eachReading(func(kept, full, waits int) {
		answers += kept
		for hour := range hours {
			now := 0
			if hour >= waits {
				now = min(full, federation.PullPages)
			}
			full -= now
			requests += min(now+1, federation.PullPages) // the last shows that no more is there
		}
	})
	return requests, answers, hours
}

// eachReading calls for every list that a council reads of one below: answers on it, pages, hours until it is whole.
func (c country) eachReading(tell func(kept, full, waits int)) {
	c.each(func(level, n int) {
		if level == c.communes() {
			return
		}
		c.eachBelow(level, n, func(below, m int) {
			kept := c.communesBelow(below, m)
			tell(kept, (kept+answersAPage-1)/answersAPage, c.communes()-1-below)
		})
	})
}

// quiet is what councils ask of those below in an hour in which nobody answers.
func (c country) quiet() (requests int) {
	c.eachReading(func(int, int, int) { requests++ })
	return requests
}
