package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// Admit admits a person; only the holder of a mandate that says so can (ME-1).
func Admit(tx *store.Tx, who commune.MemberID, name, email string) (commune.Member, error) {
	return admit(tx, who, commune.JoinRequest{Kind: commune.KindMember, Name: name, Email: email})
}

// AdmitSympathiser gives a person an account without a vote: who admits members does that too (ME-1).
func AdmitSympathiser(tx *store.Tx, who commune.MemberID, name, email string) (commune.Member, error) {
	return admit(tx, who, commune.JoinRequest{Kind: commune.KindSympathiser, Name: name, Email: email})
}

func admit(tx *store.Tx, who commune.MemberID, r commune.JoinRequest) (commune.Member, error) {
	if _, err := mandated(tx, who, commune.AdmitMembers); err != nil {
		return commune.Member{}, err
	}
	m, err := commune.NewMember(r.Name, r.Email, tx.Now())
	if err != nil {
		return m, err
	}
	m.Kind = r.Kind
	return tx.AddMember(m)
}
