package cli

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Listeners are in the namespace of the peers, and on their VRF if they have one in
// common.
func TestPeerListenOptions(t *testing.T) {
	at := func(ns, device string) speaker.PeerConfig {
		return speaker.PeerConfig{Transport: transport.Options{Namespace: ns, Device: device}}
	}
	for _, c := range []struct {
		name   string
		list   []speaker.PeerConfig
		listen bool
		want   transport.ListenOptions
		err    string
	}{
		{"one", []speaker.PeerConfig{at("blue", "vrf1")}, true, transport.ListenOptions{Namespace: "blue", Device: "vrf1"}, ""},
		{"two devices", []speaker.PeerConfig{at("blue", "vrf1"), at("blue", "")}, true, transport.ListenOptions{Namespace: "blue"}, ""},
		{"two namespaces", []speaker.PeerConfig{at("blue", ""), at("", "")}, true, transport.ListenOptions{}, "several network namespaces"},
		{"two namespaces, but nobody connects", []speaker.PeerConfig{at("blue", ""), at("", "")}, false, transport.ListenOptions{}, ""},
		{"those who are not named", nil, true, transport.ListenOptions{Namespace: "any"}, ""},
	} {
		set := &peerSet{list: c.list, any: at("any", "")}
		got, err := set.listenOptions(c.listen)
		switch {
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: %v, want %q", c.name, err, c.err)
		case c.err == "" && (err != nil || got != c.want):
			t.Errorf("%s: %+v, %v, want %+v", c.name, got, err, c.want)
		}
	}
}
