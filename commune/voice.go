package commune

// Voice is how one delegation stands to a vote of a council, for people to read (CF-5).
type Voice struct {
	Of     string // its organisation
	Holder string // its delegate, by their public name
	Told   Choice // what its assembly has it say on the item; empty while it said nothing
	Words  string // of that instruction
	Record string // the address of the record that says so
	Choice Choice // empty before the vote is closed, and of who did not vote
	State  string // whether it counts, once the vote is closed
}
