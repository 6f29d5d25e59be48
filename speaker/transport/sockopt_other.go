//go:build !linux && !darwin && !freebsd && !netbsd && !openbsd && !dragonfly && !windows

package transport

import "net/netip"

// supported refuses all that is not an ordinary connection.
func (o Options) supported() error {
	switch {
	case o.TTL != 0:
		return notHere("TTL")
	case o.DSCP > 0:
		return notHere("DSCP")
	}
	return lacking(o)
}

func setDialed(uintptr, netip.Addr, Options) error                       { return nil }
func setListening(uintptr, bool, ListenOptions) error                    { return nil }
func setPeer(uintptr, bool, Match, Options, Options, []listenPeer) error { return nil }
func setAccepted(uintptr, bool, Options, bool) error                     { return nil }
