// Package store keeps what the protocol needs to remember: what we published, who follows, what was received, whom we know.
package store

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Activity is what one of our actors published: the bytes that were signed are those that are served.
type Activity struct {
	ID          int64
	URI         string
	Actor       commune.ActorID
	Type        string
	Audience    commune.Audience
	Document    []byte
	PublishedAt time.Time
}

// AddActivity keeps an activity; publishing it a second time changes nothing.
func AddActivity(tx *store.Tx, a Activity) error {
	return wrap(tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&a).Error)
}

// ActivityByURI is one activity, or NotFound.
func ActivityByURI(tx *store.Tx, uri string) (Activity, error) {
	return store.One[Activity](tx.DB(), "uri = ?", uri)
}

// Outbox are an actor's public activities below a place (0: the newest), the newest first.
func Outbox(tx *store.Tx, actor commune.ActorID, below int64, limit int) ([]Activity, error) {
	q := tx.DB().Where("actor = ? AND audience = ?", actor, commune.Public)
	if below > 0 {
		q = q.Where("id < ?", below)
	}
	return store.All[Activity](q.Order("id DESC").Limit(limit))
}

// CountOutbox is how many public activities an actor published.
func CountOutbox(tx *store.Tx, actor commune.ActorID) (int64, error) {
	var n int64
	err := tx.DB().Model(&Activity{}).Where("actor = ? AND audience = ?", actor, commune.Public).Count(&n).Error
	return n, wrap(err)
}

// Follower is an actor elsewhere that follows one of ours.
type Follower struct {
	ID          int64
	Actor       commune.ActorID
	Follower    commune.ActorID
	Follow      string // the activity, which its Undo names
	Inbox       string
	SharedInbox string
	Since       time.Time
}

// PutFollower keeps a follower; following again replaces the earlier activity.
func PutFollower(tx *store.Tx, f Follower) error {
	return wrap(tx.DB().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "actor"}, {Name: "follower"}},
		DoUpdates: clause.AssignmentColumns([]string{"follow", "inbox", "shared_inbox"}),
	}).Create(&f).Error)
}

// RemoveFollower ends a follow, if it is there.
func RemoveFollower(tx *store.Tx, actor, follower commune.ActorID) error {
	return wrap(tx.DB().Where("actor = ? AND follower = ?", actor, follower).Delete(&Follower{}).Error)
}

// RemoveFollowerEverywhere ends every follow of an actor that is no more.
func RemoveFollowerEverywhere(tx *store.Tx, follower commune.ActorID) error {
	return wrap(tx.DB().Where("follower = ?", follower).Delete(&Follower{}).Error)
}

// RemoveFollowersAt ends the follows that an inbox stood for, since it is no more.
func RemoveFollowersAt(tx *store.Tx, inbox string) error {
	return wrap(tx.DB().Where("inbox = ? OR shared_inbox = ?", inbox, inbox).Delete(&Follower{}).Error)
}

// FollowerByFollow finds a follower by the id of its Follow, or NotFound.
func FollowerByFollow(tx *store.Tx, follower commune.ActorID, follow string) (Follower, error) {
	return store.One[Follower](tx.DB(), "follower = ? AND follow = ?", follower, follow)
}

// Inboxes are where an actor's public activities go: each distinct inbox once, the shared one where there is one.
func Inboxes(tx *store.Tx, actor commune.ActorID) ([]string, error) {
	var inboxes []string
	err := tx.DB().Model(&Follower{}).Where("actor = ?", actor).
		Distinct().Pluck("CASE WHEN shared_inbox <> '' THEN shared_inbox ELSE inbox END", &inboxes).Error
	return inboxes, wrap(err)
}

// CountFollowers is how many follow an actor; who they are is told to nobody.
func CountFollowers(tx *store.Tx, actor commune.ActorID) (int64, error) {
	var n int64
	err := tx.DB().Model(&Follower{}).Where("actor = ?", actor).Count(&n).Error
	return n, wrap(err)
}

// Following is an actor elsewhere that one of ours follows, or asked to.
type Following struct {
	ID     int64
	Actor  commune.ActorID
	Target commune.ActorID
	Follow string
	State  string // asked, accepted, refused
	Since  time.Time
}

// PutFollowing keeps the state of a follow of ours.
func PutFollowing(tx *store.Tx, f Following) error {
	return wrap(tx.DB().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "actor"}, {Name: "target"}},
		DoUpdates: clause.AssignmentColumns([]string{"follow", "state", "since"}),
	}).Create(&f).Error)
}

// FollowingOf finds a follow of ours by its target, or NotFound.
func FollowingOf(tx *store.Tx, actor, target commune.ActorID) (Following, error) {
	return store.One[Following](tx.DB(), "actor = ? AND target = ?", actor, target)
}

// Followings are all that an actor of ours follows.
func Followings(tx *store.Tx, actor commune.ActorID) ([]Following, error) {
	return store.All[Following](tx.DB().Where("actor = ? AND state = 'accepted'", actor).Order("id"))
}

// Receipt says that an authenticated actor sent an activity, and which rule refused it, if one did.
type Receipt struct {
	Actor      commune.ActorID
	Activity   string
	Refusal    string
	ReceivedAt time.Time
}

// Receive notes an activity; false means that it was received before and changes nothing.
func Receive(tx *store.Tx, actor commune.ActorID, activity string) (bool, error) {
	r := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&Receipt{Actor: actor, Activity: activity, ReceivedAt: tx.Now()})
	return r.RowsAffected == 1, wrap(r.Error)
}

// NoteRefusal keeps which rule refused an activity; the peer need not repeat it.
func NoteRefusal(tx *store.Tx, actor commune.ActorID, activity, refusal string) error {
	return wrap(tx.DB().Model(&Receipt{}).Where("actor = ? AND activity = ?", actor, activity).Update("refusal", refusal).Error)
}

// RemoteActor is an actor elsewhere, as last fetched.
type RemoteActor struct {
	URI       commune.ActorID `gorm:"primaryKey;column:uri"`
	KeyID     string
	Document  []byte
	FetchedAt time.Time
}

// PutRemoteActor keeps an actor's document.
func PutRemoteActor(tx *store.Tx, a RemoteActor) error {
	if err := tx.DB().Where("key_id = ? AND uri <> ?", a.KeyID, a.URI).Delete(&RemoteActor{}).Error; err != nil {
		return wrap(err)
	}
	return wrap(tx.DB().Clauses(clause.OnConflict{UpdateAll: true, Columns: []clause.Column{{Name: "uri"}}}).Create(&a).Error)
}

// RemoteActorOfKey finds the actor of a key, or NotFound.
func RemoteActorOfKey(tx *store.Tx, keyID string) (RemoteActor, error) {
	return store.One[RemoteActor](tx.DB(), "key_id = ?", keyID)
}

// RemoveRemoteActor forgets an actor that is no more.
func RemoveRemoteActor(tx *store.Tx, uri commune.ActorID) error {
	return wrap(tx.DB().Where("uri = ?", uri).Delete(&RemoteActor{}).Error)
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("federation: %w", err)
}
