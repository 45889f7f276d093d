package page

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"
)

// Live is what keeps a page as its meeting is now: the address of the stream that sends the parts that changed.
type Live struct {
	Stream string
	Steady bool // a screen that nobody touches: it is kept awake, and listens in the background too
}

// Partial is a part as the stream sends it: the browser puts it where the element of its id stands.
func (p Part) Partial() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, `<hx-partial hx-target="#`+p.ID+`" hx-swap="outerMorph">`); err != nil {
			return err
		}
		if err := p.Body.Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, `</hx-partial>`)
		return err
	})
}

// streaming says how the stream is followed: taken up again soon after it broke and without end, and, on a phone, not while nobody looks.
func (l Live) streaming() string {
	return "sse.pauseOnBackground:" + strconv.FormatBool(!l.Steady) + ", sse.reconnectMaxDelay:5000"
}

// millis is an instant as scripts count it.
func millis(f Frame) string { return strconv.FormatInt(f.Now.UnixMilli(), 10) }
