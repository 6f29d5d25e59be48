//go:build unix && !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package ui

// flushInput does nothing here: what is in the queue has been read before.
func flushInput(int) {}
