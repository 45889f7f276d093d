package procedure

import (
	"federes.org/commune"
	"federes.org/commune/store"
)

// SetChatRoom keeps the link of a room of informal talk, under a mandate to admit members: who lets people in says where they meet (OU-S).
func SetChatRoom(tx *store.Tx, who commune.MemberID, key commune.ChatKey, link string) error {
	mandate, err := mandated(tx, who, commune.AdmitMembers)
	if err != nil {
		return err
	}
	if link, err = commune.SignalLink(link); err != nil {
		return err
	}
	return tx.PutChatRoom(commune.ChatRoom{Key: key, URL: link, SetBy: mandate.ID, SetAt: tx.Now()})
}
