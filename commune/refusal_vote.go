package commune

// The refusals of votes.
var (
	ErrVoteModeInvalid   = Refuse(Invalid, "vote_mode_invalid")
	ErrVoteNamedOnly     = Refuse(Conflict, "vote_named_only") // CF-5
	ErrVoteByHand        = Refuse(Conflict, "vote_by_hand")
	ErrVoteFinal         = Refuse(Conflict, "vote_final") // AG-5
	ErrHandsCounted      = Refuse(Conflict, "hands_counted")
	ErrSecretEntered     = Refuse(Conflict, "secret_entered") // AG-5
	ErrOwnDevice         = Refuse(Conflict, "own_device")
	ErrTheirList         = Refuse(Conflict, "their_list") // AG-4
	ErrNotByHand         = Refuse(Conflict, "not_by_hand")
	ErrCountMissing      = Refuse(Conflict, "count_missing")
	ErrCountThere        = Refuse(Conflict, "count_there")
	ErrCountInvalid      = Refuse(Invalid, "count_invalid")
	ErrCountTooMany      = Refuse(Invalid, "count_too_many") // hands, electors
	ErrNothingToRepeat   = Refuse(Conflict, "nothing_to_repeat")
	ErrWithdrawn         = Refuse(Conflict, "withdrawn")
	ErrAmendsAmendment   = Refuse(Conflict, "amends_amendment")
	ErrAmendsNothing     = Refuse(Invalid, "amends_nothing")
	ErrAmendsWhole       = Refuse(Conflict, "amends_whole")
	ErrAmendmentTwice    = Refuse(Conflict, "amendment_twice")
	ErrAmendmentsFirst   = Refuse(Conflict, "amendments_first") // how many
	ErrNotAmendment      = Refuse(Conflict, "not_amendment")
	ErrOptionsInvalid    = Refuse(Invalid, "options_invalid")    // at least, at most
	ErrCandidatesInvalid = Refuse(Invalid, "candidates_invalid") // at least, at most
	ErrExclusionNames    = Refuse(Invalid, "exclusion_names")    // ME-3
	ErrExcludedInvalid   = Refuse(Invalid, "excluded_invalid")
	ErrExcluded          = Refuse(Forbidden, "excluded")
)
