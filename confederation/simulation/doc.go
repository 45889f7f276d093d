// Package simulation plays a confederation in one process: real databases, the real procedures, really signed records; only the network
// between the instances, their clocks and their misfortunes are played, by a seed. After every step it holds what each instance has
// against rules that are written here a second time, on their own; the same seed plays the same steps again.
//
//	Letter  what one instance has another take in, on a wire that drops, doubles, delays, reorders and parts
//	Rule    what must hold after every step, or once everything has arrived
//	Broken  which rule did not hold, with the seed and the step at which it was seen
package simulation
