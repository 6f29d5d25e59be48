package speaker

import (
	"errors"
	"fmt"

	"github.com/bgpdecode/bgpdecode/registry"
)

// The errors of this package that callers may want to tell apart.
var (
	// ErrStarted: the call is possible only before Start, or Start was called again.
	ErrStarted = errors.New("the speaker has been started")
	// ErrClosed: the speaker has been shut down.
	ErrClosed = errors.New("the speaker has been shut down")
	// ErrDuplicate: a peer with this address is there already.
	ErrDuplicate = errors.New("a peer with this address is configured already")
	// ErrNotEstablished: the call needs an Established session.
	ErrNotEstablished = errors.New("the session is not Established")
	// ErrNotNegotiated: the session has not agreed on what the call needs.
	ErrNotNegotiated = errors.New("not negotiated on this session")
)

// NotificationError is a NOTIFICATION that ended a connection, as an error.
type NotificationError struct {
	Code    registry.ErrorCode
	Subcode uint8
	Data    []byte
	// Sent says that it was ours.
	Sent bool
}

// Error gives code, subcode and direction: "NOTIFICATION 6/2 received".
func (e *NotificationError) Error() string {
	way := "received"
	if e.Sent {
		way = "sent"
	}
	return fmt.Sprintf("NOTIFICATION %d/%d %s", e.Code, e.Subcode, way)
}

// ConfigError says what is wrong with a PeerConfig or with Options.
type ConfigError struct {
	Peer  string // its name; "" for Options
	Field string
	Text  string
}

// Error gives all of it in one line.
func (e *ConfigError) Error() string {
	if e.Peer == "" {
		return e.Field + ": " + e.Text
	}
	return "peer " + e.Peer + ": " + e.Field + ": " + e.Text
}
