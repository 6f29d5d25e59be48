package fsm

import (
	"errors"
	"time"
)

// Config holds the session attributes of RFC 4271 section 8 that an operator sets, by the RFC's names. It does not change
// while a session lives. A duration of 0 means its default. The zero Config is a session that is only ever started and stopped
// by hand; Default is what most want.
type Config struct {
	// ConnectRetryTime is the pace of attempts to connect (default 120 s). It should be long enough for TCP to connect.
	ConnectRetryTime time.Duration
	// KeepaliveTime is the pace of KEEPALIVEs: by default a third of the negotiated hold time. One that is not below that hold
	// time is not used; less than 1 s is 1 s (RFC 4271 section 4.4).
	KeepaliveTime time.Duration
	// SendHoldTime is how long nothing may have left for the peer (RFC 9687): by default the longer one of 8 minutes and twice the
	// negotiated hold time. One that is not above that hold time is not used; a negative one switches the SendHoldTimer off.
	SendHoldTime time.Duration

	// AllowAutomaticStart lets the local system start the session again after it fell (events 3, 5, 6, 7, 13).
	AllowAutomaticStart bool
	// AllowAutomaticStop lets the local system stop the session (event 8), as when the peer sends too many prefixes.
	AllowAutomaticStop bool
	// DampPeerOscillations makes each pause in Idle after a fall twice as long as the one before.
	DampPeerOscillations bool
	// IdleHoldTime is the pause in Idle after a fall, with damping the first one (default 5 s).
	IdleHoldTime time.Duration
	// IdleHoldTimeMax is the longest pause of damping (default 5 min).
	IdleHoldTimeMax time.Duration
	// StableTime is how long a session must have been Established for damping to begin anew (default 10 min).
	StableTime time.Duration

	// PassiveTcpEstablishment waits for the peer to connect: no connection is ever opened.
	PassiveTcpEstablishment bool
	// TrackTcpState: events 14 and 15 are raised.
	TrackTcpState bool
	// AcceptConnectionsUnconfiguredPeers takes connections of peers that nobody configured.
	AcceptConnectionsUnconfiguredPeers bool

	// DelayOpen waits for the peer's OPEN, for DelayOpenTime at most, before it sends its own.
	DelayOpen bool
	// DelayOpenTime is how long DelayOpen waits (default 5 s).
	DelayOpenTime time.Duration
	// SendNOTIFICATIONwithoutOPEN allows NOTIFICATIONs before the own OPEN was sent.
	SendNOTIFICATIONwithoutOPEN bool
	// CollisionDetectEstablishedState lets a new connection win against an Established one.
	CollisionDetectEstablishedState bool
}

// The values that a Config of zero means, and those of the RFC that are not to be configured.
const (
	DefaultConnectRetryTime = 120 * time.Second // RFC 4271 section 10
	DefaultIdleHoldTime     = 5 * time.Second
	DefaultIdleHoldTimeMax  = 5 * time.Minute
	DefaultStableTime       = 10 * time.Minute
	DefaultDelayOpenTime    = 5 * time.Second
	MinSendHoldTime         = 8 * time.Minute // RFC 9687 section 4.3: the default is at least this
	LargeHoldTime           = 4 * time.Minute // RFC 4271 section 8.2.2: until the peer's OPEN is there
	MinKeepaliveTime        = time.Second     // RFC 4271 section 4.4: no KEEPALIVE more often
	MinHoldTime             = 3 * time.Second // RFC 4271 section 4.2: 0, or at least this
)

// Default gives the attributes of an ordinary session: it restarts and may be stopped by itself.
func Default() Config { return Config{AllowAutomaticStart: true, AllowAutomaticStop: true} }

// Check says what is wrong with the attributes for a session that offers the given hold time, or nil.
func (c *Config) Check(holdTime time.Duration) error {
	for _, d := range [...]time.Duration{c.ConnectRetryTime, c.KeepaliveTime, c.IdleHoldTime, c.IdleHoldTimeMax, c.StableTime, c.DelayOpenTime} {
		if d < 0 {
			return errors.New("a timer of the session is negative")
		}
	}
	switch {
	case holdTime != 0 && holdTime < MinHoldTime:
		return errors.New("HoldTime must be 0 or at least 3 s (RFC 4271 section 4.2)")
	case c.KeepaliveTime != 0 && c.KeepaliveTime < MinKeepaliveTime:
		return errors.New("KeepaliveTime must be at least 1 s (RFC 4271 section 4.4)")
	case c.SendHoldTime > 0 && c.SendHoldTime <= holdTime:
		return errors.New("SendHoldTime must be greater than HoldTime (RFC 9687 section 4.3)")
	case c.IdleHoldTimeMax != 0 && c.IdleHoldTimeMax < c.idleHold():
		return errors.New("IdleHoldTimeMax is less than IdleHoldTime")
	case c.DampPeerOscillations && !c.AllowAutomaticStart:
		return errors.New("DampPeerOscillations needs AllowAutomaticStart (RFC 4271 section 8.1.2)")
	}
	return nil
}

// Start gives the event that starts a session with these attributes: by the operator, or by the local system.
func (c *Config) Start(manual bool) EventKind {
	switch {
	case manual && c.PassiveTcpEstablishment:
		return ManualStartPassive
	case manual:
		return ManualStart
	}
	return c.restart(c.PassiveTcpEstablishment)
}

// restart gives the automatic start event.
func (c *Config) restart(passive bool) EventKind {
	switch {
	case c.DampPeerOscillations && passive:
		return AutomaticStartDampPassive
	case c.DampPeerOscillations:
		return AutomaticStartDamp
	case passive:
		return AutomaticStartPassive
	}
	return AutomaticStart
}

func or(d, def time.Duration) time.Duration {
	if d <= 0 {
		return def
	}
	return d
}

func (c *Config) connectRetry() time.Duration { return or(c.ConnectRetryTime, DefaultConnectRetryTime) }
func (c *Config) idleHold() time.Duration     { return or(c.IdleHoldTime, DefaultIdleHoldTime) }
func (c *Config) delayOpen() time.Duration    { return or(c.DelayOpenTime, DefaultDelayOpenTime) }

// keepalive gives the KeepaliveTime for a negotiated hold time.
func (c *Config) keepalive(hold time.Duration) time.Duration {
	d := c.KeepaliveTime
	if d <= 0 || d >= hold {
		d = hold / 3
	}
	return max(d, MinKeepaliveTime)
}

// sendHold gives the SendHoldTime for a negotiated hold time, 0 for none (RFC 9687 section 4.3).
func (c *Config) sendHold(hold time.Duration) time.Duration {
	switch {
	case c.SendHoldTime < 0 || hold == 0:
		return 0
	case c.SendHoldTime > hold:
		return c.SendHoldTime
	}
	return max(MinSendHoldTime, 2*hold)
}

// backOff gives the pause of damping after the nth fall in a row (from 1).
func (c *Config) backOff(n uint8) time.Duration {
	d, most := c.idleHold(), max(or(c.IdleHoldTimeMax, DefaultIdleHoldTimeMax), c.idleHold())
	for ; n > 1 && d < most; n-- {
		d *= 2
	}
	return min(d, most)
}
