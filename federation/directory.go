package federation

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// Council looks a council up by its handle or address: its actor, the key that proves its charter, and that charter (CH-1).
// Nothing is kept; no transaction waits on it.
func (s *Service) Council(ctx context.Context, address string) (confederation.Peer, error) {
	client, err := s.speaker(ctx)
	if err != nil {
		return confederation.Peer{}, err
	}
	ctx = WithBudget(ctx, FetchBudget)
	remote, _, err := client.Resolve(ctx, councilAt(address))
	if errors.Is(err, ErrHandle) || errors.Is(err, ErrURL) {
		return confederation.Peer{}, confederation.ErrCouncilUnknown
	}
	if err != nil {
		s.Log.InfoContext(ctx, "council not reached", "address", address, "error", err)
		return confederation.Peer{}, confederation.ErrPeerUnreachable
	}
	if remote.Charter == "" {
		return confederation.Peer{}, confederation.ErrNotCouncil
	}
	charter, err := client.Document(ctx, remote.Charter)
	if err != nil {
		return confederation.Peer{}, confederation.ErrPeerUnreachable
	}
	p, err := asPeer(remote, charter.Raw)
	if err != nil {
		return confederation.Peer{}, confederation.ErrNotCouncil
	}
	parsed, fault := p.Examine(charter.Raw)
	var c record.Charter
	if fault != confederation.NoFault || parsed.Header.Kind != record.KindCharter || json.Unmarshal(parsed.Data, &c) != nil || c.Hash != commons.TextHash(c.Text) {
		return confederation.Peer{}, confederation.ErrNotCouncil
	}
	p.Role, p.Council = confederation.RoleCouncil, true
	p.CharterID, p.CharterVersion, p.CharterHash, p.CharterText = parsed.ID, c.Version, c.Hash, c.Text
	return p, nil
}

// councilAt is the council's actor where someone gave the address of its first page.
func councilAt(address string) string { return assemblyAt(address, "conseil") }

// assemblyAt is the assembly's actor where someone gave the address of its first page.
func assemblyAt(address, name string) string {
	address = strings.TrimSpace(address)
	if u, err := url.Parse(address); err == nil && u.Host != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return u.Scheme + "://" + u.Host + "/" + name
	}
	return address
}
