//go:build race

package simulation_test

// How much is played under the race detector, which takes ten times as long.
const (
	seeds = 2
	steps = 150
)
