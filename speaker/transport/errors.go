package transport

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// Error is a failure of this package: what was done, with whom, which option of
// the socket was refused, and why in words.
type Error struct {
	// Op is "dial", "listen", "accept", "set peer" or "find neighbor".
	Op string
	// Peer is the address of the peer, of the listener, or the interface.
	Peer string
	// Option is the socket option that failed (TCP_MD5SIG, ...), if one did.
	Option string
	// Hint says what helps, or what else it can mean; may be empty.
	Hint string
	// Err is the cause; an errno is wrapped here.
	Err error
}

// Error gives one line.
func (e *Error) Error() string {
	s := e.Op
	if e.Peer != "" {
		s += " " + e.Peer
	}
	if e.Option != "" {
		s += ": " + e.Option
	}
	s += ": " + e.Err.Error()
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// ErrUnsupported is wrapped by errors about what the operating system or the
// kernel has not; it is errors.ErrUnsupported.
var ErrUnsupported = errors.ErrUnsupported

// lack is an error about something this system has not.
type lack struct{ text string }

func (l lack) Error() string        { return l.text }
func (l lack) Is(target error) bool { return target == ErrUnsupported }

// optionError is what a system call said about one option, before it is known
// which peer it was for.
type optionError struct {
	option string
	hint   string
	err    error
}

func (e *optionError) Error() string { return e.option + ": " + e.err.Error() }
func (e *optionError) Unwrap() error { return e.err }

// wrap makes an Error of anything, putting an option's name and a hint where they
// belong.
func wrap(op, peer string, err error, o Options) error {
	if err == nil {
		return nil
	}
	e := &Error{Op: op, Peer: peer, Err: err}
	var known *Error
	var opt *optionError
	switch {
	case errors.As(err, &known):
		e.Option, e.Hint, e.Err = known.Option, known.Hint, known.Err
		return e
	case errors.As(err, &opt):
		e.Option, e.Hint, e.Err = opt.option, opt.hint, opt.err
		return e
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		e.Err = errno // without net's own "dial tcp ...", which we have said
	}
	e.Hint = hintFor(op, err, o)
	return e
}

// noAnswer says how long nothing came back, where the attempt was given up by the
// caller: that a context has ended tells a user nothing.
type noAnswer struct {
	after time.Duration
	err   error
}

func (n noAnswer) Error() string {
	return "no answer in " + n.after.Round(100*time.Millisecond).String()
}
func (n noAnswer) Unwrap() error { return n.err }

// gaveUp reports whether an attempt ended because nobody waited for it any more.
func gaveUp(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// hintFor says what an error of a connection often means.
func hintFor(op string, err error, o Options) string {
	switch {
	case gaveUp(err), errors.Is(err, syscall.ETIMEDOUT):
		switch {
		case !o.MD5.IsZero():
			return "a missing or different TCP MD5 key at the peer looks the same"
		case len(o.AO) > 0:
			return "a missing or different TCP-AO key at the peer looks the same"
		case o.GTSMHops > 0:
			return "GTSM drops answers that come with too small a TTL"
		case o.TTL > 0:
			return "packets that need more hops than the TTL are lost"
		}
		return "a peer that wants a TCP MD5 or TCP-AO key looks the same"
	case errors.Is(err, syscall.EADDRINUSE):
		return "another program, or this one, has this address and port already"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "no interface here has this address"
	case errors.Is(err, os.ErrPermission) && op == "dial":
		return "a firewall here refuses it, or the local port is below 1024 and needs root or CAP_NET_BIND_SERVICE"
	case errors.Is(err, os.ErrPermission):
		return "a port below 1024 needs root or CAP_NET_BIND_SERVICE"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there, or a firewall says so"
	}
	return ""
}
