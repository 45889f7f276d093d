package federation

import "time"

// What a stranger may cost us. Each limit holds for one request, ours or theirs.
const (
	MaxActivity  = 256 << 10 // bytes of an activity that is posted to us
	MaxDocument  = 1 << 20   // bytes of a document that we fetch, once decompressed
	MaxCounted   = 16 << 20  // bytes of a list of counted answers, which who verifies an outcome reads
	MaxActor     = 64 << 10  // bytes of an actor's document, which we keep
	MaxEcho      = 8 << 10   // bytes of a Follow that its Accept repeats whole
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

	InboxRate   = 200  // requests a second that one host may sign
	InboxBurst  = 10   // seconds of that rate which may come at once
	KeyRate     = 10   // keys a second of one host that others can make us fetch
	KeysPerHost = 4    // of these, at once
	KeysAtOnce  = 64   // and of all hosts together
	MaxHosts    = 4096 // hosts whose rate is remembered

	PageSize         = 20             // activities on a page of an outbox
	RecordsPage      = 50             // entries on a page of a log
	RecountAtOnce    = 8              // communes that a recount asks at once
	RecountWitnesses = 16             // witnesses that it asks of one commune that does not answer
	MaxSubmit        = 64 << 10       // bytes of a request to cosign
	MaxTiles         = 1024           // tiles of a log that are read to examine it
	PullPages        = 10             // pages of a peer's log read in one go
	PullEvery        = 24 * time.Hour // a peer's log is read anew, whatever was delivered
	GiveUpAfter      = 7 * 24 * time.Hour
	KeyRefetch       = 5 * time.Minute // a key fetched less long ago is not fetched again for a wrong signature
	ConfirmEvery     = 6 * time.Hour   // every seat of a council is confirmed anew
	SettleEvery      = 10 * time.Minute

	MinRSABits  = 2048
	MaxRSABits  = 4096
	RSAExponent = 65537
)
