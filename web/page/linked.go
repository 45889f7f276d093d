package page

import (
	"time"

	"federes.org/commune"
)

// The pages' data in schema.org's words, for search engines and calendars. A commune is no public authority and does not say so.

type linkedOrganisation struct {
	Context  string       `json:"@context,omitempty"`
	Type     string       `json:"@type"`
	Name     string       `json:"name"`
	URL      string       `json:"url"`
	Location *linkedPlace `json:"location,omitempty"`
	Event    *linkedEvent `json:"event,omitempty"`
}

type linkedPlace struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type linkedEvent struct {
	Context    string              `json:"@context,omitempty"`
	Type       string              `json:"@type"`
	Name       string              `json:"name"`
	URL        string              `json:"url"`
	Start      string              `json:"startDate"`
	Attendance string              `json:"eventAttendanceMode"`
	Status     string              `json:"eventStatus"`
	Location   *linkedPlace        `json:"location,omitempty"`
	Organizer  *linkedOrganisation `json:"organizer,omitempty"`
}

type linkedDecision struct {
	Context   string             `json:"@context"`
	Type      string             `json:"@type"`
	Number    string             `json:"identifier"`
	Text      string             `json:"text"`
	URL       string             `json:"url"`
	Published string             `json:"datePublished"`
	Author    linkedOrganisation `json:"author"`
}

const schema = "https://schema.org"

func linkedSite(f Frame) linkedOrganisation {
	return linkedOrganisation{Type: "Organization", Name: f.Site.Name, URL: f.Site.BaseURL + "/", Location: linkedAt(f.Site.Place)}
}

func linkedAt(place string) *linkedPlace {
	if place == "" {
		return nil
	}
	return &linkedPlace{Type: "Place", Name: place}
}

func linkedMeeting(f Frame, m commune.Meeting) linkedEvent {
	status := schema + "/EventScheduled"
	if m.State(f.Now) == commune.Cancelled {
		status = schema + "/EventCancelled"
	}
	return linkedEvent{
		Type: "Event", Status: status, Name: meetingName(f, m), URL: f.Address(string(meetingPath(m.ID))), Start: m.StartsAt.UTC().Format(time.RFC3339),
		Attendance: schema + "/MixedEventAttendanceMode", Location: linkedAt(m.Place),
	}
}

func (h Home) linked(f Frame) any {
	site := linkedSite(f)
	site.Context = schema
	if h.Next != nil {
		event := linkedMeeting(f, *h.Next)
		site.Event = &event
	}
	return site
}

func (v MeetingView) linked(f Frame) any {
	site := linkedSite(f)
	event := linkedMeeting(f, v.Meeting)
	event.Context, event.Organizer = schema, &site
	return event
}

func (v DecisionView) linked(f Frame) any {
	return linkedDecision{
		Context: schema, Type: "CreativeWork", Number: v.Decision.Number(), Text: v.Decision.Text,
		URL: f.Address(string(decisionPath(v.Decision.Number()))), Published: v.Decision.DecidedAt.UTC().Format(time.RFC3339), Author: linkedSite(f),
	}
}
