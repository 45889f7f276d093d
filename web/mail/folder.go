package mail

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
)

// Folder keeps messages as .eml files: an instance without a mail server still lets its operator hand them over.
type Folder struct {
	Path string
	Log  *slog.Logger
}

// Send writes a message into the folder. The log names the file, never what it says: a sign-in link is a key.
func (f Folder) Send(_ context.Context, m Message) error {
	letter, err := m.letter(sender{from: "no-reply@localhost.invalid"})
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if _, err := letter.WriteTo(&text); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := os.MkdirAll(f.Path, 0o700); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	name := filepath.Join(f.Path, rand.Text()+".eml")
	if err := os.WriteFile(name, text.Bytes(), 0o600); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	f.Log.Info("no mail server: the mail is kept in a file", "file", name)
	return nil
}
