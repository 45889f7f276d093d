package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
)

// productName stands where there is no organisation yet.
const productName = "Fédérés"

// What a session holds: the member, and under which password it began.
const (
	memberKey   = "member"
	passwordKey = "password"
)

// The cookies beside the session's: a choice of language and of appearance, and where to go on after signing in.
const (
	languageCookie = "language"
	themeCookie    = "theme"
	backCookie     = "back"
	choiceLife     = 365 * 24 * time.Hour
	noticeLife     = time.Minute
)

// newSessions keeps sessions in the store, by the hash of their token, under a cookie of this instance alone: several instances
// on one host, told apart by their ports, do not overwrite each other's.
func (s *Server) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store = s.Store.Sessions()
	m.Lifetime = s.SessionLife
	m.HashTokenInStore = true
	m.Cookie.Name = s.cookieName()
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = s.secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Path = "/"
	m.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, err error) {
		s.Log.Error("session", "error", err)
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	}
	return m
}

func (s *Server) cookieName() string { return s.ownName("federes") }

// noticeName is under which the browser keeps the sentence that the next page says: a browser that brought it writes nothing to our database.
func (s *Server) noticeName() string { return s.ownName("notice") }

// ownName makes a cookie's name that this instance alone uses and, over TLS, that no other host of the domain can set.
func (s *Server) ownName(name string) string {
	sum := sha256.Sum256([]byte(s.BaseURL))
	name += "_" + hex.EncodeToString(sum[:4])
	if s.secure {
		return "__Host-" + name
	}
	return name
}

// enter begins the session of a member, under a new token: whoever knew the old one knows nothing.
func (s *Server) enter(c *gin.Context, m commune.Member) error {
	if err := s.sessions.RenewToken(c.Request.Context()); err != nil {
		return err
	}
	s.sessions.Put(c.Request.Context(), memberKey, int64(m.ID))
	s.sessions.Put(c.Request.Context(), passwordKey, epoch(m))
	return nil
}

// epoch tells a member's password from the ones before and after it, and nothing more of it.
func epoch(m commune.Member) string {
	sum := sha256.Sum256([]byte(m.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

// notice has the next page say a sentence, once.
func (s *Server) notice(c *gin.Context, sentence string) {
	if sentence != "" {
		s.remember(c, s.noticeName(), sentence, noticeLife)
	}
}

// noticed is the sentence that this page says, and the next no more. A part of a page that is read anew has no place for it.
func (s *Server) noticed(c *gin.Context) string {
	if c.GetHeader("HX-Request") != "" {
		return ""
	}
	sentence := cookie(c, s.noticeName())
	if sentence != "" {
		s.remember(c, s.noticeName(), "", -time.Second)
	}
	return sentence
}

// remember keeps a choice in the browser.
func (s *Server) remember(c *gin.Context, name, value string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: name, Value: url.QueryEscape(value), Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
	})
}

func cookie(c *gin.Context, name string) string {
	value, err := c.Cookie(name) // gin takes the escapes away
	if err != nil {
		return ""
	}
	return value
}

func theme(c *gin.Context) string {
	if t := cookie(c, themeCookie); t == "light" || t == "dark" {
		return t
	}
	return ""
}

// local gives a path of this instance, or the front page for anything that leads elsewhere.
func local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}

// here is the page that is being read; after a form it is the page with the form.
func (s *Server) here(c *gin.Context) string {
	if c.Request.Method != http.MethodPost {
		return c.Request.URL.RequestURI()
	}
	return s.back(c)
}

// back is the page of this instance from which one came, or the front page.
func (s *Server) back(c *gin.Context) string {
	u, err := url.Parse(c.GetHeader("Referer"))
	if err != nil || u.Host != c.Request.Host {
		return "/"
	}
	return local(u.RequestURI())
}
