package page

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Assets is what the pages take from the static folder: the address of the style sheet, and the drawings of the icons.
type Assets struct {
	Stylesheet string
	Emblem     string            // address of the site's icon
	Fonts      []string          // addresses of what the browser should fetch first
	Libraries  []string          // addresses of the scripts that a live page stands on; none where the npm step was not run
	Script     string            // address of our own
	Icons      map[string]string // name -> what stands inside the svg element; empty where the npm step was not run
}

// Icon draws an icon. It always stands beside words, so that screen readers need not hear it.
func (a Assets) Icon(name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		drawing, ok := a.Icons[name]
		if !ok {
			return nil
		}
		_, err := io.WriteString(w, `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">`+drawing+`</svg>`)
		return err
	})
}
