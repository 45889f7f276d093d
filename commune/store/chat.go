package store

import (
	"gorm.io/gorm/clause"

	"federes.org/commune"
)

// ChatRooms are those that have a link.
func (tx *Tx) ChatRooms() (map[commune.ChatKey]commune.ChatRoom, error) {
	all, err := All[commune.ChatRoom](tx.db.Where("url <> ''"))
	by := make(map[commune.ChatKey]commune.ChatRoom, len(all))
	for _, r := range all {
		by[r.Key] = r
	}
	return by, err
}

// PutChatRoom keeps the link of a room.
func (tx *Tx) PutChatRoom(r commune.ChatRoom) error {
	return wrap(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&r).Error)
}
