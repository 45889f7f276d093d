package federation

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
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

// event publishes an event of the calendar: the body whose it is creates, changes or withdraws it. It shares it, which is how Mobilizon shows it,
// and so does the general assembly, whose followers hear of every body (OU-A, AP-5).
func (o Outbox) event(tx *store.Tx, e commune.EventTold) error {
	site, err := tx.Organisation()
	if err != nil {
		return err
	}
	before, err := announced(tx, e.ID)
	if err != nil {
		return err
	}
	if before.Actor != "" {
		e.Body = before.Actor
	}
	actor := string(e.Body)
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
	document, err := eventDocument(tx, site, e, before)
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
	return shareEvent(tx, site, e)
}

// shareEvent has the body whose event it is share it, and the general assembly.
func shareEvent(tx *store.Tx, site commune.Organisation, e commune.EventTold) error {
	for _, by := range slices.Compact([]commune.ActorID{e.Body, site.Assembly()}) {
		a := activity{
			Context: activityStream, ID: newID(site), Type: "Announce", Actor: string(by), To: []string{record.Public}, Cc: []string{string(by) + "/followers"},
			Published: record.Time(tx.Now()), Object: e.ID,
		}
		if err := send(tx, a, commune.Public, envelope{Followers: true}); err != nil {
			return err
		}
	}
	return nil
}

// announcedEvent is who announced an event, and when; empty for one that never was.
type announcedEvent struct {
	Actor commune.ActorID
	At    time.Time
}

func announced(tx *store.Tx, uri string) (announcedEvent, error) {
	file, err := box.EventDocument(tx, uri)
	if errors.Is(err, commune.ErrNotFound) {
		return announcedEvent{}, nil
	}
	if err != nil {
		return announcedEvent{}, err
	}
	var said struct {
		Actor commune.ActorID `json:"actor"`
	}
	if err := json.Unmarshal(file.Document, &said); err != nil {
		return announcedEvent{}, fmt.Errorf("federation: %w", err)
	}
	return announcedEvent{Actor: said.Actor, At: file.PublishedAt}, nil
}

// eventDocument writes an event and keeps it as it is served at its address.
func eventDocument(tx *store.Tx, site commune.Organisation, e commune.EventTold, before announcedEvent) (asEvent, error) {
	d := asEvent{
		ID: e.ID, Type: "Event", Name: e.Name, Summary: e.Summary, Content: e.Content, MediaType: "text/html", URL: e.ID,
		Actor: string(e.Body), Author: string(e.Body), To: []string{record.Public}, Cc: []string{string(e.Body) + "/followers"},
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
	if before.Actor != "" {
		d.Published, d.Updated = record.Time(before.At), record.Time(tx.Now())
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
