package web_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store/storetest"
)

// snapshot is a world at one moment, from which others begin.
type snapshot struct {
	files  map[string][]byte
	people map[string]commune.MemberID
	at     time.Time
	base   string
}

// snapshot is taken of a world in which nothing happens meanwhile.
func (w *world) snapshot() snapshot {
	w.Helper()
	if err := w.Jobs().Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error; err != nil {
		w.Fatal(err)
	}
	s := snapshot{files: map[string][]byte{}, people: maps.Clone(w.people), at: w.clock.Now(), base: w.base}
	all, err := os.ReadDir(w.folder)
	for _, f := range all {
		if err == nil && !strings.HasSuffix(f.Name(), "-wal") && !strings.HasSuffix(f.Name(), "-shm") {
			s.files[f.Name()], err = os.ReadFile(filepath.Join(w.folder, f.Name()))
		}
	}
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// opened is a world that begins at the snapshot.
func (s snapshot) opened(t testing.TB) *world {
	t.Helper()
	folder := t.TempDir()
	for name, content := range s.files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	clock := storetest.NewClock()
	clock.Set(s.at)
	return newWorld(t, options{base: s.base, folder: folder, people: maps.Clone(s.people), clock: clock})
}

// copied is the same world once more, so that a test can change it freely.
func (w *world) copied(t testing.TB) *world {
	t.Helper()
	return w.snapshot().opened(t)
}
