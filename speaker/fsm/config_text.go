package fsm

import (
	"errors"
	"strings"
	"time"
)

// attribute is a session attribute of a Config by its name: a flag or a duration.
type attribute struct {
	name string
	flag *bool
	time *time.Duration
}

// attributes lists those of c, in the order of the struct.
func (c *Config) attributes() [16]attribute {
	return [...]attribute{
		{name: "ConnectRetryTime", time: &c.ConnectRetryTime},
		{name: "KeepaliveTime", time: &c.KeepaliveTime},
		{name: "SendHoldTime", time: &c.SendHoldTime},
		{name: "AllowAutomaticStart", flag: &c.AllowAutomaticStart},
		{name: "AllowAutomaticStop", flag: &c.AllowAutomaticStop},
		{name: "DampPeerOscillations", flag: &c.DampPeerOscillations},
		{name: "IdleHoldTime", time: &c.IdleHoldTime},
		{name: "IdleHoldTimeMax", time: &c.IdleHoldTimeMax},
		{name: "StableTime", time: &c.StableTime},
		{name: "PassiveTcpEstablishment", flag: &c.PassiveTcpEstablishment},
		{name: "TrackTcpState", flag: &c.TrackTcpState},
		{name: "AcceptConnectionsUnconfiguredPeers", flag: &c.AcceptConnectionsUnconfiguredPeers},
		{name: "DelayOpen", flag: &c.DelayOpen},
		{name: "DelayOpenTime", time: &c.DelayOpenTime},
		{name: "SendNOTIFICATIONwithoutOPEN", flag: &c.SendNOTIFICATIONwithoutOPEN},
		{name: "CollisionDetectEstablishedState", flag: &c.CollisionDetectEstablishedState},
	}
}

// String gives the attributes that are set, as a transcript has them: "DelayOpen DelayOpenTime=10s".
func (c Config) String() string {
	var words []string
	for _, a := range c.attributes() {
		switch {
		case a.flag != nil && *a.flag:
			words = append(words, a.name)
		case a.time != nil && *a.time != 0:
			words = append(words, a.name+"="+a.time.String())
		}
	}
	return strings.Join(words, " ")
}

// ParseConfig reads what Config.String writes.
func ParseConfig(text string) (Config, error) {
	var c Config
	list := c.attributes()
words:
	for _, word := range strings.Fields(text) {
		name, value, timed := strings.Cut(word, "=")
		for _, a := range list {
			if a.name != name || timed != (a.time != nil) {
				continue
			}
			if a.flag != nil {
				*a.flag = true
				continue words
			}
			d, err := time.ParseDuration(value)
			if err != nil {
				return c, err
			}
			*a.time = d
			continue words
		}
		return c, errors.New("no session attribute, or one of another kind: " + word)
	}
	return c, nil
}
