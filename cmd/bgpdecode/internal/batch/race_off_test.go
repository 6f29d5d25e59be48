//go:build !race

package batch

// scarce divides what tests of work and memory do.
const scarce = 1
