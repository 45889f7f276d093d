package jobs

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Job is work to be done when RunAt has come.
type Job struct {
	Kind    string
	Key     string // with Kind, what makes the job one
	Lane    string // jobs of one lane share a limit; those without a lane have none
	Payload []byte
	RunAt   time.Time

	// Attempts counts how often the job was taken, this time included. Add leaves it aside.
	Attempts int
}

// Read is what a job carries. One that cannot be read is given up at once.
func Read[T any](j Job) (T, error) {
	var payload T
	if err := json.Unmarshal(j.Payload, &payload); err != nil {
		return payload, Permanent(fmt.Errorf("jobs: %s %q: %w", j.Kind, j.Key, err))
	}
	return payload, nil
}

// queued is a job as Add writes it.
type queued struct {
	Kind, Key, Lane string
	Payload         []byte
	RunAt           int64
}

func (queued) TableName() string { return "jobs" }

// batch is how many jobs one statement adds.
const batch = 200

// Add writes the jobs in the caller's transaction. A job that is there already stays as it is.
func Add(tx *gorm.DB, jobs ...Job) error {
	return insert(tx, clause.OnConflict{DoNothing: true}, jobs)
}

// AddOrWake adds jobs as Add does. One that is there already takes the new payload and runs no later than the new time; if it is being done
// at this moment, it is done once more afterwards, since what it has read may be old. The jobs of one call differ in kind or key.
func AddOrWake(tx *gorm.DB, jobs ...Job) error {
	return insert(tx, clause.OnConflict{
		Columns: []clause.Column{{Name: "kind"}, {Name: "key"}},
		DoUpdates: clause.Assignments(map[string]any{
			"payload": gorm.Expr("excluded.payload"),
			"run_at": gorm.Expr("CASE WHEN jobs.lease <> '' OR excluded.run_at < jobs.run_at" +
				" THEN excluded.run_at ELSE jobs.run_at END"),
			"lease": "", // whoever is at it no longer finishes the job, and only releases it
		}),
	}, jobs)
}

func insert(tx *gorm.DB, conflict clause.OnConflict, jobs []Job) error {
	if len(jobs) == 0 {
		return nil
	}
	rows := make([]queued, len(jobs))
	for i, j := range jobs {
		rows[i] = queued{j.Kind, j.Key, j.Lane, append([]byte{}, j.Payload...), j.RunAt.UnixMicro()}
	}
	if err := tx.Clauses(conflict).CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("jobs: adding %d: %w", len(jobs), err)
	}
	return nil
}

// Pending returns how many jobs are due and not yet done, and since when the oldest of them waits (zero if none does).
func Pending(db *gorm.DB, now time.Time) (count int64, oldest time.Time, err error) {
	var due struct{ Count, Oldest int64 }
	err = db.Raw("SELECT count(*) AS count, coalesce(min(run_at), 0) AS oldest FROM jobs WHERE run_at <= ?", now.UnixMicro()).
		Scan(&due).Error
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("jobs: counting: %w", err)
	}
	if due.Count == 0 {
		return 0, time.Time{}, nil
	}
	return due.Count, time.UnixMicro(due.Oldest).UTC(), nil
}
