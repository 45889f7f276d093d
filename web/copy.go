package web

import (
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// copyRoutes are what one takes home of the register, to check it without us (CR-2).
func (s *Server) copyRoutes() []Route {
	return []Route{{get, "/register/copy", Anyone, "", s.copyRegister}}
}

// linesType is that of a file with a JSON text on each line.
const linesType = "application/jsonl; charset=utf-8"

// copyRegister answers the whole register as far as the visitor may read it: of every other entry the commitment alone. It is read by pieces, so
// that who downloads slowly holds nothing up; what is written meanwhile is not in the copy.
func (s *Server) copyRegister(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		var cover confederation.Cover
		var size int64
		var audiences []commune.Audience
		err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
			v, err := s.visit(tx, c)
			if err != nil {
				return err
			}
			if err := v.let(r); err != nil {
				return err
			}
			audiences = v.audiences()
			cover, size, err = confederal.CopyWhole(tx)
			return err
		})
		if err != nil {
			s.refuseEntry(c, err)
			return
		}
		name := fmt.Sprintf("register-%s-%d.jsonl", strings.NewReplacer(":", "-", "/", "-").Replace(confederation.LogOrigin(cover.Actor)), size)
		c.Header("Cache-Control", "no-store")
		c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		c.Header("Content-Type", linesType)
		c.Status(http.StatusOK)
		if err := s.writeCopy(c, cover, commune.Seq(size), audiences); err != nil {
			s.Log.Warn("a copy of the register broke off", "error", err)
		}
	}
}

func (s *Server) writeCopy(c *gin.Context, cover confederation.Cover, until commune.Seq, audiences []commune.Audience) error {
	if err := writeLine(c, cover); err != nil {
		return err
	}
	for at := commune.Seq(0); at < until; {
		var leaves []confederation.Leaf
		if err := s.Store.View(c.Request.Context(), func(tx *store.Tx) (err error) {
			leaves, err = confederal.CopyEntries(tx, at, until, audiences)
			return err
		}); err != nil {
			return err
		}
		for _, l := range leaves {
			if err := writeLine(c, l); err != nil {
				return err
			}
		}
		at += commune.Seq(len(leaves))
	}
	return nil
}

func writeLine(c *gin.Context, v any) error {
	line, err := confederation.Line(v)
	if err == nil {
		_, err = c.Writer.Write(line)
	}
	return err
}
