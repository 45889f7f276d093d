package store_test

import (
	"errors"
	"testing"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
)

func TestME2_PeopleWithoutAnAddressAreToldApartAndNobodyFindsThemByOne(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, clock *storetest.Clock) {
		write(t, s, func(tx *store.Tx) error {
			for _, name := range []string{"Lucia", "Oumar"} {
				m, err := tx.AddMember(commune.Member{Kind: commune.KindGuest, PublicName: name, AdmittedAt: clock.Now()})
				if err != nil || m.Email != "" {
					t.Errorf("kept as %+v, %v", m, err)
				}
				if err := tx.SaveMember(m); err != nil {
					t.Error(err)
				}
			}
			guests, err := tx.People(commune.KindGuest)
			if err != nil || len(guests) != 2 || guests[0].Email != "" || guests[1].Email != "" {
				t.Errorf("guests %+v, %v", guests, err)
			}
			var marks []string
			if err := tx.DB().Table("members").Pluck("email", &marks).Error; err != nil {
				return err
			}
			for _, mark := range append(marks, "") {
				if _, err := tx.MemberByEmail(mark); !errors.Is(err, commune.ErrNotFound) {
					t.Errorf("%q finds someone: %v", mark, err)
				}
			}
			members, err := tx.Members()
			if err == nil && len(members) != 0 {
				t.Errorf("guests are listed as members: %+v", members)
			}
			return err
		})
	})
}
