//go:build !windows

package session

import "syscall"

var resets = [...]error{syscall.ECONNRESET, syscall.EPIPE}
