package federation

import "time"

// What a stranger may cost us. Each limit holds for one request, ours or theirs.
const (
	MaxActivity  = 256 << 10 // bytes of an activity that is posted to us
	MaxDocument  = 1 << 20   // bytes of a document that we fetch, once decompressed
	MaxHeaders   = 64 << 10  // bytes of the headers of an answer
	MaxSignature = 8 << 10   // bytes of a Signature header
	MaxID        = 2048      // bytes of an id
	MaxDepth     = 16        // levels of a document
	MaxName      = 512       // characters of a peer's name, the rest is cut
	MaxUsername  = 128       // bytes of a peer's user name
	MaxProofKeys = 16        // keys that an actor may prove records with

	FetchTimeout  = 10 * time.Second // one fetch or delivery, its retries included
	FetchBudget   = 20               // requests that one incoming activity may cause
	MaxRedirects  = 2                // of a GET; a POST is never redirected
	MaxRetries    = 2                // for a short blip; longer absences are the courier's
	MinRetryWait  = 100 * time.Millisecond
	MaxRetryWait  = 2 * time.Second // a peer that asks for more patience is left to the courier
	MaxRetryAfter = 24 * time.Hour  // the longest pause that a peer can ask for

	MinRSABits  = 2048
	MaxRSABits  = 4096
	RSAExponent = 65537
)
