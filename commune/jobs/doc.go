// Package jobs keeps work that must survive a crash: what an act sends, mails and asks for is written in the act's own transaction, and done
// afterwards by a Runner.
//
// What holds:
//
//   - A job is one by its kind and key. Adding it again changes nothing; AddOrWake makes sure that it is done once more from now on.
//   - A job is done at least once, in no promised order. A handler is therefore idempotent, and no transaction is open around it.
//   - A job that is taken is leased. Whoever dies loses the lease, and the job is taken again (kill -9 costs only time).
//   - A failed job waits, longer after each attempt, until the Backoff gives up.
//   - Jobs of one lane (say, the deliveries to one host) never run in one process more than Config.PerLane at once, and a lane with a long
//     queue does not hold up the others.
//
// All times in the table are microseconds since 1970, so that SQLite and PostgreSQL compare them alike.
package jobs
