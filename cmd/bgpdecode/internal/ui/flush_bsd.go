//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package ui

import "golang.org/x/sys/unix"

// fread is FREAD of <sys/fcntl.h>: the queue to flush is the one read from.
const fread = 1

// flushInput empties the input queue of a terminal. Should it fail, what is in
// the queue has been read before.
func flushInput(fd int) { _ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, fread) }
