//go:build race

package speaker_test

const raceEnabled = true
