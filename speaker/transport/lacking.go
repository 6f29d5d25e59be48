//go:build !linux

package transport

import (
	"runtime"
	"syscall"
)

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

// notHere says that an option does not exist on this operating system.
func notHere(option string) error {
	return &Error{Op: "socket option", Option: option, Err: lack{"bgpdecode cannot set it on " + osName()}}
}

// osName gives the name of the operating system as people write it.
func osName() string {
	switch runtime.GOOS {
	case "darwin":
		return "macOS"
	case "windows":
		return "Windows"
	}
	return runtime.GOOS
}
