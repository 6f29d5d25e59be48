//go:build race

package cli

// raced says that the race detector is on: then everything takes many times as long.
const raced = true
