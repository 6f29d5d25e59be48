package ui

import "golang.org/x/sys/unix"

// flushInput empties the input queue of a terminal. Should it fail, what is in
// the queue has been read before.
func flushInput(fd int) { _ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) }
