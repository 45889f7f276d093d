package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// pair is what was measured of ours and of its ceiling.
type pair struct{ ours, ceiling float64 }

// alternately measures ours and the ceiling in turn, so that whatever slows the machine slows both, and gives the medians.
func alternately(ctx context.Context, rounds int, ours, ceiling func() (float64, error)) (pair, error) {
	var a, b []float64
	for range rounds {
		if err := ctx.Err(); err != nil {
			return pair{}, err
		}
		x, err := ours()
		if err != nil {
			return pair{}, err
		}
		y, err := ceiling()
		if err != nil {
			return pair{}, err
		}
		a, b = append(a, x), append(b, y)
	}
	return pair{median(a), median(b)}, nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// perSecond has so many workers do each so much work, and gives how much they did in a second together.
func perSecond(workers, each int, work func(worker, i int) error) (float64, error) {
	failures := make([]error, workers)
	var all sync.WaitGroup
	start := time.Now()
	for w := range workers {
		all.Go(func() {
			for i := 0; i < each && failures[w] == nil; i++ {
				failures[w] = work(w, i)
			}
		})
	}
	all.Wait()
	return float64(workers*each) / time.Since(start).Seconds(), errors.Join(failures...)
}

// milliseconds is how long something took.
func milliseconds(work func() error) (float64, error) {
	start := time.Now()
	err := work()
	return float64(time.Since(start).Microseconds()) / 1000, err
}
