package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"federes.org/web/page"
)

// The style and our scripts are ours; fonts, icons and the libraries come from the asset build, without which the system's fonts serve, words stand
// alone, and pages are reloaded by hand.
var (
	//go:embed assets/css/*.css assets/js/*.js assets/emblem.svg
	ours embed.FS
	//go:embed all:static
	built embed.FS
)

// sheets are the layers of the style, in the order in which they are read.
var sheets = [...]string{"tokens", "base", "frame", "components", "assembly", "seat", "console", "projector", "opening", "minutes", "calendar", "levels", "print"}

// modules are our own scripts, joined into one in this order; libraries are those that they stand on.
var (
	modules   = [...]string{"said", "clock", "act", "keys", "stream", "awake", "ballot", "fresh", "write"}
	libraries = [...]string{"htmx.js", "hx-sse.js"}
)

// faces are the fonts of the asset build: a family, its file, the axes that it varies along, and the letters that it holds.
var faces = [...]struct{ family, file, axes, letters string }{
	{"Bricolage Grotesque Variable", "bricolage-latin.woff2", "font-weight:200 800;font-stretch:75% 100%", latin},
	{"Bricolage Grotesque Variable", "bricolage-latin-ext.woff2", "font-weight:200 800;font-stretch:75% 100%", latinExtended},
	{"Atkinson Hyperlegible Next Variable", "atkinson-latin.woff2", "font-weight:200 800", latin},
	{"Atkinson Hyperlegible Next Variable", "atkinson-latin-ext.woff2", "font-weight:200 800", latinExtended},
}

const (
	latin = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122," +
		"U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
	latinExtended = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F," +
		"U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)

// static is every file that a page may load, under an address that holds the hash of its content: what is cached never lies.
type static struct {
	files map[string]file // by address
	named map[string]string
	icons map[string]string
}

type file struct {
	content []byte
	kind    string
}

func loadStatic() (*static, error) {
	st := &static{files: map[string]file{}, named: map[string]string{}, icons: map[string]string{}}
	err := fs.WalkDir(built, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Base(name) == ".gitkeep" {
			return err
		}
		content, err := built.ReadFile(name)
		if err != nil {
			return err
		}
		if strings.HasPrefix(name, "static/icons/") {
			st.icons[strings.TrimSuffix(path.Base(name), ".svg")] = drawing(string(content))
			return nil
		}
		st.add(path.Base(name), content)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("web: static files: %w", err)
	}
	emblem, err := ours.ReadFile("assets/emblem.svg")
	if err != nil {
		return nil, fmt.Errorf("web: emblem: %w", err)
	}
	st.add("emblem.svg", emblem)
	if err := st.addScript(); err != nil {
		return nil, err
	}
	return st, st.addStyle()
}

// addScript joins our modules.
func (st *static) addScript() error {
	var script strings.Builder
	for _, name := range modules {
		text, err := ours.ReadFile("assets/js/" + name + ".js")
		if err != nil {
			return fmt.Errorf("web: script: %w", err)
		}
		script.Write(text)
	}
	st.add("live.js", []byte(script.String()))
	return nil
}

// addStyle joins the sheets, and says where the fonts are that the build brought.
func (st *static) addStyle() error {
	var style strings.Builder
	for _, sheet := range sheets {
		text, err := ours.ReadFile("assets/css/" + sheet + ".css")
		if err != nil {
			return fmt.Errorf("web: style: %w", err)
		}
		style.Write(text)
	}
	for _, f := range faces {
		if address := st.named[f.file]; address != "" {
			fmt.Fprintf(&style, "@font-face{font-family:%q;font-style:normal;font-display:swap;%s;src:url(%s) format(\"woff2\");unicode-range:%s}\n",
				f.family, f.axes, address, f.letters)
		}
	}
	st.add("app.css", []byte(style.String()))
	return nil
}

func (st *static) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	address := "/static/" + hex.EncodeToString(sum[:8]) + "/" + name
	st.files[address] = file{content: content, kind: mime.TypeByExtension(path.Ext(name))}
	st.named[name] = address
}

// drawing is what stands inside an icon's svg element.
func drawing(svg string) string {
	_, svg, _ = strings.Cut(svg, "<svg")
	_, svg, _ = strings.Cut(svg, ">")
	svg, _, _ = strings.Cut(svg, "</svg>")
	return strings.Join(strings.Fields(svg), " ")
}

// assets is what the pages must know of the files.
func (st *static) assets() page.Assets {
	a := page.Assets{Stylesheet: st.named["app.css"], Emblem: st.named["emblem.svg"], Script: st.named["live.js"], Icons: st.icons}
	for _, name := range libraries {
		if address := st.named[name]; address != "" {
			a.Libraries = append(a.Libraries, address)
		}
	}
	for _, name := range []string{"bricolage-latin.woff2", "atkinson-latin.woff2"} {
		if address := st.named[name]; address != "" {
			a.Fonts = append(a.Fonts, address)
		}
	}
	return a
}

// serve answers a file; its address changes with its content, so that a browser need never ask again.
func (st *static) serve(c *gin.Context) {
	f, ok := st.files[c.Request.URL.Path]
	if !ok {
		c.Status(http.StatusNotFound)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Data(http.StatusOK, f.kind, f.content)
}
