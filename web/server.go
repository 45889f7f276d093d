// Package web is what people reach with a browser: pages without scripts, rendered here, and one small API.
//
// A handler reads, runs one procedure, and answers: a page, or 303 after an act. It grants nothing: what a person may do is decided
// by the procedure, in the transaction that writes. It is the only package that knows gin.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/web/letters"
	"federes.org/web/mail"
	"federes.org/web/page"
	"federes.org/web/video"
)

// Directory looks a council or a commune up by what a person typed: a handle or an address. The federation implements it.
type Directory interface {
	Council(ctx context.Context, address string) (confederation.Peer, error)
	Commune(ctx context.Context, address string) (confederation.Peer, error)
}

// Config is what a server needs. Store, House and BaseURL must be given.
type Config struct {
	Store          *store.Store
	House          procedure.House
	BaseURL        string // scheme and host, final
	Directory      Directory
	Councils       Councils
	Mailer         mail.Sender
	Video          video.Provider // of the calls of meetings; nil: a meeting has one only if it was given an address
	SetupKey       string         // who knows it may found the organisation in the browser; empty: nobody may
	LinkLife       time.Duration  // of a mailed sign-in link; 10 minutes if zero
	SessionLife    time.Duration  // 30 days if zero
	TrustedProxies []string       // networks whose X-Forwarded-For is believed; loopback if nil
	Limits         Limits
	Tick           <-chan time.Time // when those who watch a meeting look at the hour again; every few seconds if nil
	Log            *slog.Logger     // slog.Default() if nil
}

// Server answers an instance's pages.
type Server struct {
	Config
	engine   http.Handler
	sessions *scs.SessionManager
	limits   limiters
	hashing  chan struct{} // bounds the memory that passwords can take

	uploading chan struct{} // and that files can
	proofs    proofs
	post      letters.Post
	assets    page.Assets
	secure    bool
	hub       *hub
	deaf      func() // hears no more of what changed

	crossOrigin *http.CrossOriginProtection
}

// New wires the pages of one instance.
func New(c Config) (*Server, error) {
	if c.LinkLife == 0 {
		c.LinkLife = 10 * time.Minute
	}
	if c.SessionLife == 0 {
		c.SessionLife = 30 * 24 * time.Hour
	}
	if c.TrustedProxies == nil {
		c.TrustedProxies = []string{"127.0.0.0/8", "::1/128"}
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	c.Limits.Streams = c.Limits.Streams.orDefault()
	files, err := loadStatic()
	if err != nil {
		return nil, err
	}
	s := &Server{
		Config: c, secure: strings.HasPrefix(c.BaseURL, "https://"), assets: files.assets(),
		limits: newLimiters(c.Limits), hashing: make(chan struct{}, 2), uploading: make(chan struct{}, uploads),
		crossOrigin: http.NewCrossOriginProtection(),
		post:        letters.Post{Store: c.Store, House: c.House, Mailer: c.Mailer, LinkLife: c.LinkLife, Calls: c.Video != nil},
	}
	s.sessions = s.newSessions()
	engine, err := s.route(files)
	if err != nil {
		return nil, err
	}
	s.engine = s.headers(engine)
	s.hub = newHub(s)
	s.deaf = s.Store.Hear(s.hub.changed)
	return s, nil
}

// EndStreams ends every live page's stream, so that a server that shuts down need not wait for them. Browsers take them up again with whoever serves
// next.
func (s *Server) EndStreams() {
	s.deaf()
	s.hub.end()
}

// ticks is when the hour is looked at again.
func (s *Server) ticks() (ticks <-chan time.Time, stop func()) {
	if s.Tick != nil {
		return s.Tick, func() {}
	}
	t := time.NewTicker(recheck)
	return t.C, t.Stop
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

func (s *Server) route(files *static) (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.ContextWithFallback = true
	engine.HandleMethodNotAllowed = true
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"} // a proxy adds to it; X-Real-IP it may pass on as a stranger wrote it
	if err := engine.SetTrustedProxies(s.TrustedProxies); err != nil {
		return nil, err
	}
	engine.Use(s.recovery, s.guard)
	for _, r := range s.Routes() {
		handle := r.answer(r)
		engine.Handle(r.Method, r.Path, handle)
		if r.Method == http.MethodGet {
			engine.Handle(http.MethodHead, r.Path, handle)
		}
	}
	engine.GET("/static/*file", files.serve)
	engine.HEAD("/static/*file", files.serve)
	engine.NoRoute(func(c *gin.Context) { s.fail(c, errNotFound) })
	engine.NoMethod(func(c *gin.Context) { s.fail(c, errMethod) })
	return s.sessions.LoadAndSave(engine), nil
}
