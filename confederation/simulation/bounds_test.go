//go:build !race

package simulation_test

// How much is played.
const (
	seeds = 5
	steps = 500
)
