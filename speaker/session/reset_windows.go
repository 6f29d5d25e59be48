package session

import "syscall"

var resets = [...]error{syscall.WSAECONNRESET, syscall.WSAECONNABORTED}
