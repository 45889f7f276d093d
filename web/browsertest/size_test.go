package browsertest

// size is that of a window.
type size struct {
	name          string
	width, height int64
	scale         float64
	mobile        bool
}

var (
	phone   = size{"phone", 390, 844, 1, true}
	desktop = size{"desktop", 1280, 800, 1, false}
	narrow  = size{"320 px", 320, 640, 1, true} // WCAG 1.4.10
	beamer  = size{"beamer", 1920, 1080, 1, false}
	zoomed  = size{"200 %", 640, 400, 2, false} // a window of 1280 px at 200 %: WCAG 1.4.4
)
