package speaker_test

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

const allOnes = "ffffffffffffffffffffffffffffffff"

// longPath is the path of FRR issue 1114: 567 AS numbers.
func longPath() string {
	return "3257 174 262206 262206 " + strings.TrimSpace(strings.Repeat("262197 ", 563))
}

// TestQuirks: the speaker says octet by octet what boxes with the defect have said.
func TestQuirks(t *testing.T) {
	for _, tc := range []struct {
		name string
		as   uint32 // of the peer
		set  func(*speaker.PeerConfig)
		send []string // attributes of UPDATEs, as in badUpdates
		want string   // the NOTIFICATION
	}{
		{"Ericsson, Partial on AGGREGATOR", yourAS, func(c *speaker.PeerConfig) { c.Quirks = speaker.QuirkPartialIsError },
			[]string{"e00708000302ed5bdc3f01"}, allOnes + "0020" + "03" + "0304" + "e00708000302ed5bdc3f01"},
		{"Dell, Bad Peer AS", 65044, func(c *speaker.PeerConfig) { c.Quirks = speaker.QuirkShortPeerAS }, nil, allOnes + "0017" + "03" + "0202" + "fe14"},
		{"Dell, limit of prefixes", yourAS, func(c *speaker.PeerConfig) {
			c.Quirks = speaker.QuirkNoLimitData
			c.MaxPrefix = map[codec.Family]uint32{codec.IPv4Unicast: 1}
		}, []string{"raw 0000" + "0014" + "40010100" + "4002060201" + "0000fde9" + "400304c0000201" + "18c63364" + "18cb0071"}, allOnes + "0015" + "03" + "0601"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) { tc.set(c) }, func(l *lab) {
				own := l.accept()
				own.expect(registry.MsgOpen)
				own.open(tc.as, 90, yourID, codec.MultiprotocolCapability(codec.IPv4Unicast))
				if len(tc.send) > 0 {
					own.expect(registry.MsgKeepalive)
					own.keepalive()
				}
				for _, attr := range tc.send {
					l.is(fsm.Established)
					kind := "attribute"
					if octets, ok := strings.CutPrefix(attr, "raw "); ok {
						kind, attr = "raw ", octets
					}
					own.send(badUpdate(t, kind, attr))
				}
				if got := hex.EncodeToString(own.expect(registry.MsgNotification)); got != tc.want {
					t.Errorf("%s, want %s", got, tc.want)
				}
				own.ended()
			})
		})
	}
}

// TestQuirkPathTwice: what the defect of FRR issue 1114 announces, and what a box that copies the declared length answers: the
// NOTIFICATION of that issue as far as the issue shows it.
func TestQuirkPathTwice(t *testing.T) {
	var set routes.Set
	if err := set.Parse("186.177.184.0/23 next-hop 192.0.2.1 as-path \"" + longPath() + "\""); err != nil {
		t.Fatal(err)
	}
	var update []byte
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) {
		c.Quirks, c.RoutesAsIs, c.Announce = speaker.QuirkPathLengthTwice, true, []*routes.Set{&set}
	}, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 90, yourID, codec.MultiprotocolCapability(codec.IPv4Unicast))
		update = slices.Clone(own.expect(registry.MsgUpdate))
	})
	head, _ := hex.DecodeString("02" + "0cde" + "02ff" + "00000cb9000000ae0004003e0004003e0004003500040035")
	at := strings.Index(string(update), string(head))
	if at < 0 {
		t.Fatalf("AS_PATH does not declare 3294 octets: %x", update[:min(len(update), 64)])
	}
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) { c.Quirks = speaker.QuirkDataOverRead }, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 90, yourID, codec.MultiprotocolCapability(codec.IPv4Unicast))
		l.is(fsm.Established)
		own.send(update)
		msg := own.expect(registry.MsgNotification)
		if msg[codec.HeaderLen] != 3 || msg[codec.HeaderLen+1] != 5 || len(msg) != codec.HeaderLen+2+3298 || binary.BigEndian.Uint16(msg[16:]) != uint16(len(msg)) {
			t.Fatalf("%x, %d octets", msg[:32], len(msg))
		}
		data := msg[codec.HeaderLen+2:]
		if data[0]&^codec.FlagPartial != 0x50 || !strings.HasPrefix(string(data[1:]), string(head)) {
			t.Errorf("Data %x", data[:32])
		}
		own.ended()
	})
}

func TestQuirkNames(t *testing.T) {
	for i, name := range speaker.Quirks() {
		q, err := speaker.ParseQuirk(name)
		if err != nil || q != 1<<i || q.String() != name {
			t.Errorf("%s: %d, %v", name, q, err)
		}
	}
	if _, err := speaker.ParseQuirk("nothing"); err == nil {
		t.Error("a quirk that does not exist is read")
	}
}
