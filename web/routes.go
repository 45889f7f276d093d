package web

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
)

// Access says who may call a route at all. Acts are decided again, and finer, by their procedure.
type Access string

// From everybody to the holders of a mandate. A stranger is sent to sign in where a member would be let through.
const (
	Anyone    Access = "anyone"
	Accounts  Access = "accounts" // who is signed in, a member or a sympathiser
	Members   Access = "members"
	Keepers   Access = "keepers"   // a mandate to admit members or to record dues
	Admitters Access = "admitters" // a mandate to admit members

	Treasurers Access = "treasurers" // a mandate to record dues
)

// Route is one line of the table: what is answered, to whom, on which kind of organisation.
type Route struct {
	Method, Path string
	Who          Access
	Kind         commune.OrganisationKind // empty: both
	answer       answer
}

// answer makes the handler of a route: pages and acts ask the route who may come.
type answer func(Route) gin.HandlerFunc

// plain is a handler that looks after itself.
func plain(h gin.HandlerFunc) answer { return func(Route) gin.HandlerFunc { return h } }

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// Routes is everything that the pages answer.
func (s *Server) Routes() []Route {
	return slices.Concat(s.houseRoutes(), s.accountRoutes(), s.assemblyRoutes(), s.voteRoutes(), s.minutesRoutes(), s.openingRoutes(), s.writingRoutes(), s.screenRoutes(), s.liveRoutes(), s.timingRoutes(), s.floorRoutes(), s.settingRoutes(), s.charterRoutes(), s.convocationRoutes(), s.peopleRoutes(), s.councilRoutes(), s.entryRoutes(),
		s.bodyRoutes(), s.calendarRoutes(), s.mandateRoutes(),
		s.joinRoutes(), s.chatRoutes(), s.duesRoutes(), s.importRoutes(), s.dataRoutes(), s.popularRoutes(), s.sittingRoutes(), s.proposalRoutes(), s.rewordRoutes(), s.popularRecordRoutes(), s.coOrganiseRoutes(), s.levelRoutes(), s.hearingRoutes(), s.ratificationRoutes(),
		s.commissionRoutes(), s.secretariatRoutes(), s.chargeRoutes(), s.reportRoutes(), s.witnessRoutes(), s.copyRoutes())
}

// houseRoutes are everybody's: the front page, the register, and whether the machine is well.
func (s *Server) houseRoutes() []Route {
	return []Route{
		{get, "/", Anyone, "", s.show(s.home)},
		{get, "/healthz", Anyone, "", plain(s.alive)},
		{get, "/readyz", Anyone, "", plain(s.ready)},
		{get, "/register", Anyone, "", s.show(s.register)},
		{get, "/decisions/:number", Anyone, "", s.show(s.decision)},
		{get, "/decisions/:number/record", Anyone, "", s.download(s.decisionRecord)},
		{get, "/decisions/:number/proof", Anyone, "", s.download(s.decisionProof)},
		{get, "/api/v1/decisions", Anyone, "", s.api(s.apiDecisions)},
	}
}

// passwordPath is the one route behind the door that takes a password.
const passwordPath = "/me/password"

// accountRoutes are the founding, signing in, and one's own account and choices.
func (s *Server) accountRoutes() []Route {
	return []Route{
		{get, "/setup", Anyone, "", plain(s.setup)},
		{post, "/setup", Anyone, "", plain(s.found)},
		{post, "/language", Anyone, "", plain(s.chooseLanguage)},
		{post, "/theme", Anyone, "", plain(s.chooseTheme)},
		{get, "/sign-in", Anyone, "", s.show(s.signIn)},
		{post, "/sign-in", Anyone, "", plain(s.askLink)},
		{get, "/sign-in/:token", Anyone, "", s.show(s.signInLink)},
		{post, "/sign-in/:token", Anyone, "", plain(s.consumeLink)},
		{post, "/sign-in/password", Anyone, "", plain(s.signInWithPassword)},
		{post, "/sign-out", Anyone, "", plain(s.signOut)},
		{get, "/me", Accounts, "", s.show(s.me)},
		{post, "/me/name", Accounts, "", s.act(s.rename, s.me)},
		{post, passwordPath, Accounts, "", plain(s.setPassword)},
	}
}

// assemblyRoutes are a commune's: its assemblies, agendas and votes.
func (s *Server) assemblyRoutes() []Route {
	return []Route{
		{get, "/meetings", Anyone, "", s.show(s.meetings)},
		{get, "/meetings/new", Members, "", s.show(s.newMeeting)},
		{post, "/meetings", Members, "", s.act(s.callMeeting, s.newMeeting)},
		{get, "/meetings/:id", Anyone, "", s.show(s.meeting)},
		{post, "/meetings/:id/support", Members, "", s.act(s.supportMeeting, nil)},
		{post, "/meetings/:id/requests", Members, "", s.act(s.askFloor, nil)},
		{post, "/meetings/:id/requests/withdrawal", Members, "", s.act(s.leaveQueue, nil)},
		{post, "/meetings/:id/speeches", Members, "", s.act(s.giveFloor, nil)},
		{post, "/meetings/:id/speeches/end", Members, "", s.act(s.endSpeech, nil)},
		{post, "/meetings/:id/speeches/recall", Members, "", s.act(s.recall, nil)},
		{post, "/meetings/:id/priority", Members, "", s.act(s.declarePriority, nil)},
		{post, "/meetings/:id/closing", Members, "", s.act(s.closeMeeting, nil)},
		{get, "/items/:id/motions/new", Members, "", s.show(s.newMotion)},
		{post, "/items/:id/motions", Members, "", s.proposeMotion},
	}
}

// peopleRoutes are for those who keep the list of members.
func (s *Server) peopleRoutes() []Route {
	return []Route{
		{get, "/members", Keepers, "", s.show(s.members)},
		{get, "/members/new", Admitters, "", s.show(s.newMember)},
		{post, "/members", Members, "", s.act(s.admit, s.newMember)},
		{get, "/members/:id", Keepers, "", s.show(s.member)},
		{post, "/members/:id/payments", Members, commune.KindCommune, s.act(s.recordPayment, s.member)},
	}
}

// councilRoutes are a council's: its communes.
func (s *Server) councilRoutes() []Route {
	return []Route{
		{get, "/communes", Anyone, commune.KindCouncil, s.show(s.communes)},
		{get, "/communes/:id", Anyone, commune.KindCouncil, s.show(s.commune)},
		{post, "/communes/:id/acceptance", Members, commune.KindCouncil, s.act(s.acceptCommune, nil)},
		{post, "/communes/:id/refusal", Members, commune.KindCouncil, s.act(s.refuseCommune, nil)},
	}
}
