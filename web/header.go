package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// policy lets a page load our style, fonts and images, and send its forms to us; nothing else, and no script at all.
// JSON-LD needs no exception: a data block is not executed.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'"

// livePolicy is the policy of a page that is kept current: our own scripts, which speak to us alone.
const livePolicy = policy + "; script-src 'self'; connect-src 'self'"

// maxBody bounds what a form can send: the longest text but a charter, in letters of four bytes, percent-encoded.
const maxBody = 256 << 10

// maxCharterBody bounds a form that sends a charter, the one text that is longer.
const maxCharterBody = 768 << 10

// bodyLimit is how much a form can send to a route.
func bodyLimit(route string) int64 {
	switch route {
	case documentsPath:
		return maxUpload
	case charterPath, amendmentsPath:
		return maxCharterBody
	case importPath:
		return maxSheet
	}
	return maxBody
}

// headers are on every answer, errors included.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if !strings.HasPrefix(r.URL.Path, "/static/") {
			h.Add("Vary", "Accept-Language")
		}
		if s.secure {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}

// guard refuses what another site sends in someone's name, too many forms at once, and bodies that are too long.
func (s *Server) guard(c *gin.Context) {
	if err := s.crossOrigin.Check(c.Request); err != nil {
		s.fail(c, errCrossOrigin)
		c.Abort()
		return
	}
	// Those who come in are counted where they do: a whole hall may, behind one address.
	entering := strings.HasPrefix(c.Request.URL.Path, "/sign-in")
	if c.Request.Method == http.MethodPost && !entering && !s.limits.acts.allow(s.actorKey(c), s.Store.Clock()) {
		s.fail(c, errTooMany)
		c.Abort()
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, bodyLimit(c.FullPath()))
	c.Next()
}

// actorKey is under what acts are counted: the member, so that a whole hall behind one address can vote at once; else the address.
func (s *Server) actorKey(c *gin.Context) string {
	if who := s.who(c); who != 0 {
		return "member " + strconv.FormatInt(int64(who), 10)
	}
	return network(c.ClientIP())
}
