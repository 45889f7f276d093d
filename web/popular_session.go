package web

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/web/letters"
	"federes.org/web/page"
)

// askGuestLink leaves the work of mailing a link to who wants to take part with their own device; whoever they are, the answer is the same (AP-2).
func (s *Server) askGuestLink(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !s.mayTry(c) {
			return
		}
		guest, err := commune.NewGuest(c.PostForm("name"), c.PostForm("email"), s.Store.Clock())
		if err == nil && guest.Email == "" {
			err = commune.ErrEmailInvalid
		}
		var body commune.Body
		if err == nil {
			body, err = s.leaveGuestLink(c, r, guest)
		}
		var refused commune.Refusal
		switch {
		case errors.As(err, &refused) && refused.Kind == commune.Invalid:
			s.renderAgain(c, r, refused, s.guestForm)
		case err != nil:
			s.refuseEntry(c, err)
		default:
			s.remember(c, backCookie, page.PopularActPath(body, "session"), s.LinkLife)
			c.Redirect(http.StatusSeeOther, page.BodyPath(body)+"?sent=1#take-part")
		}
	}
}

// leaveGuestLink leaves it, as often as an address is mailed.
func (s *Server) leaveGuestLink(c *gin.Context, r Route, guest commune.Member) (body commune.Body, err error) {
	language := s.House.Words.Negotiate(cookie(c, languageCookie), c.GetHeader("Accept-Language"))
	now := s.Store.Clock()
	mailed := s.limits.addresses.allow(guest.Email+" "+network(c.ClientIP()), now) && s.limits.mails.allow(guest.Email, now)
	err = s.Store.InTx(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err != nil {
			return err
		}
		if err := v.let(r); err != nil {
			return err
		}
		if body, err = popularHere(tx, v); err != nil || !mailed {
			return err
		}
		asked := letters.LinkRequest{Email: guest.Email, Language: language, Guest: guest.PublicName, Popular: body.ID}
		if v.PostForm("follows") != "" {
			asked.Follows = body.ID
		}
		return letters.AskLink(tx, asked)
	})
	return body, err
}

// guestForm is the page of a popular assembly with what was typed by who wants to take part.
func (s *Server) guestForm(tx *store.Tx, v *visit) (templ.Component, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return nil, err
	}
	at := map[string]string{commune.ErrNameMissing.Key: "name", commune.ErrEmailInvalid.Key: "email"}[v.refused.Key]
	return popularPage(tx, v, b, page.GuestForm{Name: v.field("name", at), Email: v.field("email", at), Follows: v.PostForm("follows") != "", Problems: v.problems(at)})
}

// popularSession is the sitting as this person has it: a member, a sympathiser or a guest (AP-2).
func (s *Server) popularSession(tx *store.Tx, v *visit) (templ.Component, error) {
	b, m, err := sittingHere(tx, v)
	if err != nil {
		return nil, err
	}
	now, err := confederal.ReadSitting(tx, m.ID)
	if err != nil {
		return nil, err
	}
	view := page.PopularSession{Body: b, Meeting: m, State: now.State, Mine: now.Present[v.account.ID].Mode}
	view.Count = page.Attendance{InRoom: now.Count[commune.Room], Online: now.Count[commune.Online]}
	if at := now.Current(); at >= 0 {
		view.Item = now.Timing.Items[at].Item
	}
	if now.Floor.Speaking.ID != 0 {
		view.Speaking = now.Names[now.Floor.Speaking.Member]
	}
	view.Place = now.Own(v.account.ID, true).Place
	for _, vote := range now.Votes {
		mine, err := popularVote(tx, vote, v.account.ID)
		if err != nil {
			return nil, err
		}
		view.Votes = append(view.Votes, mine)
	}
	return page.PopularSessionPage(v.Frame, view), nil
}

func popularVote(tx *store.Tx, vote procedure.Vote, who commune.MemberID) (page.PopularVote, error) {
	said, err := ownBallot(tx, vote.ID, who)
	listed := vote.Listed(who)
	return page.PopularVote{
		Motion: vote.Motion, Said: said, Listed: listed != procedure.Unlisted && listed != procedure.Expelled,
		ByHand: listed == procedure.Raises, Final: listed == procedure.Done,
	}, err
}

// sittingHere is the popular assembly of the address, with the sitting that is next or in session.
func sittingHere(tx *store.Tx, v *visit) (commune.Body, commune.Meeting, error) {
	b, err := popularHere(tx, v)
	if err != nil {
		return b, commune.Meeting{}, err
	}
	m, err := nextSitting(tx, b.ID)
	if err == nil && m == nil {
		err = errNotFound
	}
	if err != nil {
		return b, commune.Meeting{}, err
	}
	return b, *m, nil
}

// inPopularSession is what one does there: come and leave, ask to speak, vote (AP-2).
func (s *Server) inPopularSession(tx *store.Tx, v *visit) (done, error) {
	b, m, err := sittingHere(tx, v)
	if err != nil {
		return done{}, err
	}
	notice, err := v.takePart(tx, m)
	return done{page.PopularActPath(b, "session"), notice}, err
}

func (v *visit) takePart(tx *store.Tx, m commune.Meeting) (string, error) {
	me := v.account.ID
	request := commune.SpeechRequest{Meeting: m.ID, Member: me, Kind: commune.Turn}
	switch {
	case v.PostForm("choice") != "":
		return v.votePopular(tx, m)
	case v.PostForm("floor") == "ask":
		return v.T("done.popular_asked"), procedure.AskFloor(tx, me, request)
	case v.PostForm("floor") == "leave":
		return v.T("done.popular_unasked"), procedure.LeaveQueue(tx, me, request)
	case v.PostForm("mode") == "left":
		return v.T("done.left"), procedure.Leave(tx, me, m.ID)
	}
	mode := commune.Mode(v.PostForm("mode"))
	if err := procedure.Attend(tx, me, m.ID, mode); err != nil {
		return "", err
	}
	return v.T("done." + string(mode)), nil
}

// votePopular casts a ballot in a vote of this sitting.
func (v *visit) votePopular(tx *store.Tx, m commune.Meeting) (string, error) {
	id, err := v.numberIn("motion")
	if err != nil {
		return "", err
	}
	motion, err := tx.Motion(commune.MotionID(id))
	if err == nil && motion.Meeting != m.ID {
		err = errNotFound
	}
	if err != nil {
		return "", err
	}
	choice := commune.Choice(v.PostForm("choice"))
	motion, err = procedure.Cast(tx, v.account.ID, motion.ID, choice)
	if err != nil || motion.Mode == commune.Secret {
		return v.T("done.voted_secretly"), err
	}
	return v.T("done.voted", page.ChoiceWords(v.Frame, motion, choice)), nil
}
