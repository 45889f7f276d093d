package commune

import "strings"

// Clauses are a mandate's mission, clause by clause, numbered from 1: what a decision under the mandate cites (SE-3, SE-4).
type Clauses []string

// ParseClauses reads a mission that was written one clause a line; empty lines are none.
func ParseClauses(text string) Clauses {
	var cs Clauses
	for line := range strings.Lines(text) {
		if clause := strings.TrimSpace(line); clause != "" {
			cs = append(cs, clause)
		}
	}
	return cs
}

// String is the mission as one text, one clause a line.
func (cs Clauses) String() string { return strings.Join(cs, "\n") }

// MarshalText writes the clauses as the one text that they are.
func (cs Clauses) MarshalText() ([]byte, error) { return []byte(cs.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (cs *Clauses) UnmarshalText(text []byte) error {
	*cs = ParseClauses(string(text))
	return nil
}

// Clause is the one of a number, from 1; empty if there is none of it.
func (cs Clauses) Clause(n int) string {
	if n < 1 || n > len(cs) {
		return ""
	}
	return cs[n-1]
}

// Check refuses a mission that says nothing, and one that nobody could cite.
func (cs Clauses) Check() error {
	if len(cs) == 0 {
		return ErrMissionMissing
	}
	if len(cs) > MaxClauses {
		return ErrClausesTooMany.With(MaxClauses, len(cs))
	}
	for _, clause := range cs {
		if err := Text(clause, MaxClause, ErrMissionMissing); err != nil {
			return err
		}
	}
	return nil
}
