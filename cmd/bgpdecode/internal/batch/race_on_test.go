//go:build race

package batch

// scarce divides what tests of work and memory do: under the race detector they take many times as long and show no more.
const scarce = 8
