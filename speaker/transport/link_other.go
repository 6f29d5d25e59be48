//go:build !linux

package transport

import "context"

// openLink says that discovery exists on Linux only.
func openLink(context.Context, string, string) (link, error) {
	return nil, &Error{Err: lack{"neighbours are not looked for on " + osName()}, Hint: "name the peer by its address and interface, as in fe80::1%en0"}
}
