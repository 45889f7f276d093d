package page

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// Code is a QR code, drawn as one path in units of its own squares.
type Code struct {
	Text string // what it holds
	Box  string // the drawing's bounds, with the quiet zone that readers need
	Path string
}

// CodeOf draws an address as a QR code that can still be read with a seventh of it hidden.
func CodeOf(address string) (Code, error) {
	qr, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return Code{}, fmt.Errorf("page: qr code: %w", err)
	}
	squares := qr.Bitmap()
	var path strings.Builder
	for y, row := range squares {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
			}
		}
	}
	return Code{Text: address, Box: fmt.Sprintf("0 0 %d %d", len(squares), len(squares)), Path: path.String()}, nil
}
