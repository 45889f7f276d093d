package jobs

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

// taken is a job under our lease.
type taken struct {
	ID              int64
	Kind, Key, Lane string
	Payload         []byte
	RunAt           int64
	Attempts        int
}

func (t taken) job() Job {
	return Job{t.Kind, t.Key, t.Lane, t.Payload, time.UnixMicro(t.RunAt).UTC(), t.Attempts}
}

// due chooses at most one job of each lane, so that one look never overfills a lane that has room for one more; the next look brings the
// next. Only the head of the queue is ranked: a lane that is full is left out before, so the head always holds something to do.
const due = `
SELECT id FROM jobs WHERE leased_until <= @now AND id IN (
  SELECT id FROM (
    SELECT id, run_at, row_number() OVER (
      PARTITION BY lane, CASE WHEN lane = '' THEN id ELSE 0 END ORDER BY run_at, id) AS place
    FROM (
      SELECT id, run_at, lane FROM jobs
      WHERE run_at <= @now AND leased_until <= @now AND kind IN @kinds
        AND (lane = '' OR lane NOT IN @full) AND id NOT IN @busy
      ORDER BY run_at, id LIMIT 500) AS head) AS ranked
  WHERE place = 1 ORDER BY run_at, id LIMIT @room)`

const leaseChosen = `
UPDATE jobs SET lease = @lease, leased_until = @until, attempts = attempts + 1
FROM chosen WHERE jobs.id = chosen.id
RETURNING jobs.id, kind, key, lane, payload, run_at, attempts`

// The choice is materialised, or PostgreSQL might make it several times over. Rows that another process is taking are skipped.
const (
	takeOnSQLite   = `WITH chosen AS MATERIALIZED (` + due + `)` + leaseChosen
	takeOnPostgres = `WITH chosen AS MATERIALIZED (` + due + ` FOR UPDATE SKIP LOCKED)` + leaseChosen
)

// take leases what is due, as far as there is room, oldest first.
func (s *shift) take(ctx context.Context, room int) ([]taken, error) {
	query := takeOnSQLite
	if s.DB.Name() == "postgres" {
		query = takeOnPostgres
	}
	now := s.Clock()
	var jobs []taken
	err := s.DB.WithContext(ctx).Raw(query,
		sql.Named("now", now.UnixMicro()),
		sql.Named("until", now.Add(s.Lease).UnixMicro()),
		sql.Named("lease", s.lease),
		sql.Named("kinds", slices.Collect(maps.Keys(s.Handlers))),
		sql.Named("full", s.fullLanes()),
		sql.Named("busy", append(slices.Collect(maps.Keys(s.running)), 0)),
		sql.Named("room", room),
	).Scan(&jobs).Error
	if err != nil {
		return nil, fmt.Errorf("jobs: taking: %w", err)
	}
	slices.SortFunc(jobs, func(a, b taken) int { return cmp.Or(cmp.Compare(a.RunAt, b.RunAt), cmp.Compare(a.ID, b.ID)) })
	return jobs, nil
}

// settle writes what became of finished jobs. One whose lease we no longer hold was woken or taken again: it stays, and if it was woken it is
// free at once.
func (s *shift) settle(ctx context.Context) error {
	if len(s.finished) == 0 {
		return nil
	}
	var done, all []int64
	err := s.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, f := range s.finished {
			all = append(all, f.ID)
			v := s.judge(f)
			if v.done {
				done = append(done, f.ID)
				continue
			}
			err := tx.Exec(`UPDATE jobs SET run_at = ?, attempts = ?, last_error = ?, lease = '', leased_until = 0
				WHERE id = ? AND lease = ?`, v.runAt.UnixMicro(), v.attempts, v.lastError, f.ID, s.lease).Error
			if err != nil {
				return err
			}
		}
		if err := tx.Exec(`DELETE FROM jobs WHERE lease = ? AND id IN ?`, s.lease, append(done, 0)).Error; err != nil {
			return err
		}
		return tx.Exec(`UPDATE jobs SET leased_until = 0 WHERE lease = '' AND id IN ?`, all).Error
	})
	if err != nil {
		return fmt.Errorf("jobs: settling: %w", err)
	}
	for _, f := range s.finished {
		delete(s.running, f.ID)
	}
	s.finished = nil
	return nil
}

// arm makes sure that every periodic job is there.
func (s *shift) arm(ctx context.Context) error {
	var periodic []Job
	for kind := range s.Handlers {
		if s.Every[kind] > 0 {
			periodic = append(periodic, Job{Kind: kind, RunAt: s.Clock()})
		}
	}
	slices.SortFunc(periodic, func(a, b Job) int { return strings.Compare(a.Kind, b.Kind) })
	return Add(s.DB.WithContext(ctx), periodic...)
}
