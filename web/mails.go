package web

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// mails is where a member chooses what mail they get.
func (s *Server) mails(tx *store.Tx, v *visit) (templ.Component, error) {
	muted, err := tx.Mutes(v.account.ID)
	return page.MailsPage(v.Frame, muted), err
}

// chooseMails keeps what a member wants to get.
func (s *Server) chooseMails(tx *store.Tx, v *visit) (done, error) {
	var wanted []commune.Topic
	for _, topic := range v.PostFormArray("topics") {
		wanted = append(wanted, commune.Topic(topic))
	}
	return done{"/me/mails", v.T("done.mails")}, procedure.ChooseMails(tx, v.account.ID, wanted)
}

// unsubscribing is the page of such an address: a mail scanner that opens it ends nothing.
func (s *Server) unsubscribing(_ *store.Tx, v *visit) (templ.Component, error) {
	_, topic, err := s.post.ReadWayOut(v.Param("token"))
	v.Header("Referrer-Policy", "no-referrer")
	v.Path = "/"
	return page.UnsubscribePage(v.Frame, page.Unsubscribe{Topic: topic, Token: v.Param("token")}), err
}

// unsubscribe ends the mails about a topic. It answers with a page and not a redirect: mail programs press this button too (RFC 8058).
func (s *Server) unsubscribe(c *gin.Context) {
	who, topic, err := s.post.ReadWayOut(c.Param("token"))
	if err == nil {
		err = s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error { return procedure.Unsubscribe(tx, who, topic) })
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Referrer-Policy", "no-referrer")
	s.render(c, http.StatusOK, Route{Who: Anyone}, func(_ *store.Tx, v *visit) (templ.Component, error) {
		v.Path = "/"
		return page.UnsubscribePage(v.Frame, page.Unsubscribe{Topic: topic, Done: true}), nil
	})
}
