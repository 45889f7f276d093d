package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// figure is one thing measured, beside the best that the machine did in the same run.
type figure struct {
	Name    string  `json:"figure"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Ceiling float64 `json:"ceiling"` // in the same unit
	Ratio   float64 `json:"ratio"`   // the part of the ceiling that is reached: 1 is the ceiling, less is further from it

	against string // what the ceiling is
}

// rate is a figure of which more is better.
func rate(name, unit string, m pair, against string) figure {
	return figure{name, round(m.ours), unit, round(m.ceiling), round(m.ours / m.ceiling), against}
}

// cost is a figure of which less is better: a time, a size, a growth.
func cost(name, unit string, m pair, against string) figure {
	return figure{name, round(m.ours), unit, round(m.ceiling), round(m.ceiling / m.ours), against}
}

// round keeps four digits: no measure here is surer than that.
func round(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}

// reporter writes figures as they come: a table for people, or one JSON object a line.
func reporter(w io.Writer, asJSON bool) (func(figure) error, error) {
	if asJSON {
		lines := json.NewEncoder(w)
		return func(f figure) error { return lines.Encode(f) }, nil
	}
	const row = "%-30s %10v %-6s %10v %8v  %s\n"
	_, err := fmt.Fprintf(w, row, "figure", "value", "unit", "ceiling", "ratio", "the ceiling")
	return func(f figure) error {
		_, err := fmt.Fprintf(w, row, f.Name, f.Value, f.Unit, f.Ceiling, f.Ratio, f.against)
		return err
	}, err
}
