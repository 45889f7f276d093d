package federation

import (
	"errors"
	"net/http"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	box "federes.org/federation/store"
)

// asEvent is an event of the calendar as Mobilizon, Gancio and others read it (FEP-8a8e). It is no record: what is announced can change.
type asEvent struct {
	Context     any        `json:"@context,omitempty"`
	ID          string     `json:"id"`
	Type        string     `json:"type"`
	Name        string     `json:"name"`
	Summary     string     `json:"summary"`
	Content     string     `json:"content"`
	MediaType   string     `json:"mediaType"`
	URL         string     `json:"url"`
	Actor       string     `json:"actor"`
	Author      string     `json:"attributedTo"`
	To          []string   `json:"to"`
	Cc          []string   `json:"cc"`
	Published   string     `json:"published"`
	Updated     string     `json:"updated,omitempty"`
	StartTime   string     `json:"startTime"`
	EndTime     string     `json:"endTime"`
	Timezone    string     `json:"timezone"`
	Status      string     `json:"ical:status"`
	EventStatus string     `json:"eventStatus"`
	Category    string     `json:"category"`
	Language    string     `json:"inLanguage"`
	JoinMode    string     `json:"joinMode"`
	External    string     `json:"externalParticipationUrl"`
	Comments    bool       `json:"commentsEnabled"`
	Online      bool       `json:"isOnline"`
	Location    *asPlace   `json:"location,omitempty"`
	Attachment  []asLink   `json:"attachment"`
	Tag         []struct{} `json:"tag"`
}

type asPlace struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

type asLink struct {
	Type      string `json:"type"`
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
	Href      string `json:"href"`
	URL       string `json:"url"`
}

// eventContext names the terms of an event that ActivityStreams does not have.
func eventContext() []any {
	return []any{activityStream, map[string]any{
		"sc": "http://schema.org#", "mz": "https://joinmobilizon.org/ns#", "ical": "http://www.w3.org/2002/12/cal/ical#", "pt": "https://joinpeertube.org/ns#",
		"timezone": "mz:timezone", "eventStatus": "sc:eventStatus", "category": "sc:category", "inLanguage": "sc:inLanguage", "joinMode": "mz:joinMode",
		"externalParticipationUrl": "mz:externalParticipationUrl", "commentsEnabled": "pt:commentsEnabled", "isOnline": "mz:isOnline", "address": "sc:address",
	}}
}

// event publishes an event of the calendar: the assembly creates, changes or withdraws it, and shares it, which is how Mobilizon shows it (OU-A).
func (o Outbox) event(tx *store.Tx, e commune.EventTold) error {
	site, err := tx.Organisation()
	if err != nil {
		return err
	}
	actor := string(site.Assembly())
	a := activity{
		Context: eventContext(), ID: newID(site), Actor: actor, To: []string{record.Public}, Cc: []string{actor + "/followers"}, Published: record.Time(tx.Now()),
	}
	public := envelope{Followers: true}
	if e.Verb == commune.EventWithdrawn {
		a.Type, a.Object = "Delete", map[string]any{"id": e.ID, "type": "Tombstone", "formerType": "Event", "deleted": record.Time(tx.Now())}
		if err := box.WithdrawEvent(tx, e.ID); err != nil {
			return err
		}
		return send(tx, a, commune.Public, public)
	}
	document, err := eventDocument(tx, site, e)
	if err != nil {
		return err
	}
	a.Type, a.Object = "Create", document
	if e.Verb == commune.EventChanged {
		a.Type = "Update"
	}
	if err := send(tx, a, commune.Public, public); err != nil || e.Verb == commune.EventChanged {
		return err
	}
	share := a
	share.Context, share.ID, share.Type, share.Object = activityStream, newID(site), "Announce", e.ID
	return send(tx, share, commune.Public, public)
}

// eventDocument writes an event and keeps it as it is served at its address.
func eventDocument(tx *store.Tx, site commune.Organisation, e commune.EventTold) (asEvent, error) {
	d := asEvent{
		ID: e.ID, Type: "Event", Name: e.Name, Summary: e.Summary, Content: e.Content, MediaType: "text/html", URL: e.ID,
		Actor: string(site.Assembly()), Author: string(site.Assembly()), To: []string{record.Public}, Cc: []string{string(site.Assembly()) + "/followers"},
		Published: record.Time(tx.Now()), StartTime: local(e.StartsAt, site), EndTime: local(e.EndsAt, site), Timezone: site.TimeZone,
		Status: "CONFIRMED", EventStatus: "https://schema.org/EventScheduled", Category: "MEETING", Language: site.Language,
		JoinMode: "external", External: e.ID, Online: e.Place == "" && e.Video != "",
		Attachment: []asLink{{Type: "Link", Name: "Website", MediaType: "text/html", Href: e.ID, URL: e.ID}}, Tag: []struct{}{},
	}
	if e.Cancelled {
		d.Status, d.EventStatus = "CANCELLED", "https://schema.org/EventCancelled"
	}
	if e.Place != "" {
		d.Location = &asPlace{Type: "Place", Name: e.Place, Address: e.Place}
	}
	if before, err := box.EventDocument(tx, e.ID); err == nil {
		d.Published, d.Updated = record.Time(before.PublishedAt), record.Time(tx.Now())
	} else if !errors.Is(err, commune.ErrNotFound) {
		return d, err
	}
	served := d
	served.Context = eventContext()
	document, err := encode(served)
	if err != nil {
		return d, err
	}
	return d, box.PutEventDocument(tx, box.EventFile{URI: e.ID, Document: document, PublishedAt: tx.Now()})
}

// local is an instant with the offset of the organisation's clocks: readers that know no zones show it right.
func local(t time.Time, site commune.Organisation) string {
	return t.In(site.Location()).Format(time.RFC3339)
}

// serveEvent answers the document of an event that was announced; one that was withdrawn is gone.
func (s *Service) serveEvent(w http.ResponseWriter, r *http.Request) {
	var file box.EventFile
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		file, err = box.EventDocument(tx, s.BaseURL+r.URL.Path)
		return err
	})
	switch {
	case err != nil:
		s.refuse(w, r, err)
	case file.Gone:
		http.Error(w, "this event was withdrawn", http.StatusGone)
	default:
		write(w, activityType, file.Document)
	}
}
