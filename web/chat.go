package web

import (
	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// chatRoutes are where people find the rooms of informal talk (OU-S).
func (s *Server) chatRoutes() []Route {
	return []Route{
		{get, "/chat", Accounts, commune.KindCommune, s.show(s.chat)},
		{post, "/chat", Members, commune.KindCommune, s.act(s.setChat, s.chat)},
	}
}

// chat shows the rooms that this reader may enter; who admits members changes their links.
func (s *Server) chat(tx *store.Tx, v *visit) (templ.Component, error) {
	rooms, err := tx.ChatRooms()
	view := page.Chat{Change: v.May(commune.AdmitMembers), Problems: v.problems("")}
	for _, key := range commune.ChatKeys() {
		line := page.ChatLine{Key: key, Open: key.OpenTo(v.person != nil && v.person.Good), Link: page.Field{Value: rooms[key].URL}}
		if line.Open {
			line.URL = rooms[key].URL
		}
		if v.refused.Key != "" {
			line.Link = v.field(string(key), "")
		}
		view.Rooms = append(view.Rooms, line)
	}
	return page.ChatPage(v.Frame, view), err
}

// setChat keeps the links of both rooms.
func (s *Server) setChat(tx *store.Tx, v *visit) (done, error) {
	for _, key := range commune.ChatKeys() {
		if err := procedure.SetChatRoom(tx, v.person.ID, key, v.PostForm(string(key))); err != nil {
			return done{}, err
		}
	}
	return done{"/chat", v.T("done.chat")}, nil
}
