//go:build !linux

package transport

import "syscall"

// lacking refuses the options that only Linux has here.
func lacking(o Options) error {
	switch {
	case o.GTSMHops > 0:
		return notHere("GTSM (RFC 5082)")
	case !o.MD5.IsZero():
		return notHere("TCP MD5 (RFC 2385)")
	case len(o.AO) > 0:
		return notHere("TCP-AO (RFC 5925)")
	case o.Device != "":
		return notHere("SO_BINDTODEVICE")
	case o.Namespace != "":
		return notHere("network namespace")
	}
	return nil
}

// zoneOf knows nothing that package net does not: there is one namespace.
func zoneOf(syscall.Conn) string { return "" }
