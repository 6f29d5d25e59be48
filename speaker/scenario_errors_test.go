package speaker_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// What a malformed UPDATE costs.
const (
	fine      = "fine"
	withdrawn = "withdrawn"
	discarded = "discarded"
)

// badUpdates are S15: UPDATEs of an external peer with 4-octet AS numbers, and what RFC 7606 does. An attribute replaces the one of
// the same code in a sound UPDATE, or is added to it; "raw" is the whole body. The attributes are those of testdata/wire/examples.tsv
// (the id stands in front) and others from the RFCs.
var badUpdates = []struct{ name, attr, want string }{
	{"A1 ORIGIN IGP", "40010100", fine},
	{"A2 AS_PATH with extended length although short", "5002000a02020000fde900010000", fine},
	{"A5 ATOMIC_AGGREGATE", "400600", fine},
	{"A7 LARGE_COMMUNITY", "c0200c0000fbf40000000100000002", fine},
	{"A8 OTC", "c023040000fbf4", fine},
	{"N1 AGGREGATOR of 8 octets, partial", "e00708000302ed5bdc3f01", fine},
	{"N3 unknown attribute 255, optional transitive", "e0ff20acd9bdc6ec73138ff06dedc752115a913c0e8b8c1ebeaaf272d58392835e5b57", fine},
	{"N28 ORIGIN 3", "40010103", withdrawn},
	{"N31 AGGREGATOR of 6 octets", "c00706fde80a000001", discarded},
	{"N33 MULTI_EXIT_DISC with Partial", "a0040400000064", fine},
	{"N34 COMMUNITIES with unused flag bits", "c30804fde80064", fine},
	{"P8 AS_PATH with an empty segment", "4002020200", withdrawn},
	{"P9 AS_PATH with segment type 5", "400206050100000fb4", withdrawn},
	{"ORIGIN of 2 octets", "4001020000", withdrawn},
	{"ORIGIN marked optional", "c0010100", withdrawn},
	{"AS_PATH overrun", "40020602020000fde9", withdrawn},
	{"AS 0 in AS_PATH", "400206020100000000", withdrawn},
	{"NEXT_HOP of 5 octets", "400305c000020100", withdrawn},
	{"MULTI_EXIT_DISC of 3 octets", "800403000064", withdrawn},
	{"LOCAL_PREF from an external peer", "40050400000064", discarded},
	{"ATOMIC_AGGREGATE with a value", "40060100", discarded},
	{"COMMUNITIES of 3 octets", "c00803fde800", withdrawn},
	{"EXTENDED COMMUNITIES of 7 octets", "c01007" + "00020000000000", withdrawn},
	{"LARGE_COMMUNITY of 11 octets", "c0200b0000fbf400000001000000", withdrawn},
	{"N35 unknown attribute marked well-known", "406300", "3/2:406300"},
	{"MP_REACH_NLRI with a next hop of 3 octets", "800e0900020103c0000200" + "20", "reset"},
	{"raw Withdrawn Routes Length beyond the message", "00ff0000", "3/1:"},
	{"raw Total Path Attribute Length beyond the message", "000000ff", "3/1:"},
	{"raw prefix of 33 bits", "0000" + "0014" + "40010100" + "400206020100 00fde9" + "400304c0000201" + "21cb00710000", "3/10:"},
}

func TestMalformedUpdates(t *testing.T) {
	for _, tc := range badUpdates {
		t.Run(tc.name, func(t *testing.T) {
			inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) {
				c.Capabilities = speaker.DefaultCapabilities(codec.IPv4Unicast, ipv6Unicast)
			}, func(l *lab) {
				own := l.accept()
				own.establish(yourAS, 90, yourID, codec.MultiprotocolCapability(codec.IPv4Unicast), codec.MultiprotocolCapability(ipv6Unicast))
				l.is(fsm.Established)
				own.send(badUpdate(t, tc.name, tc.attr))
				if code, data, ok := strings.Cut(tc.want, ":"); ok || tc.want == "reset" {
					msg := own.expect(registry.MsgNotification)
					if got := noteText(msg); tc.want == "reset" && !strings.HasPrefix(got, "3/") || ok && got != code+":"+data {
						t.Errorf("NOTIFICATION %s, want %s", got, tc.want)
					}
					own.ended()
					l.reaches(fsm.Idle)
					return
				}
				l.is(fsm.Established)
				st := l.p.Stats()
				if (st.TreatedAsWithdrawn > 0) != (tc.want == withdrawn) || (st.Discarded > 0) != (tc.want == discarded) {
					t.Errorf("%d treated as withdrawn, %d attributes discarded, want %s", st.TreatedAsWithdrawn, st.Discarded, tc.want)
				}
				// And the session goes on.
				own.send(badUpdate(t, "sound", ""))
				l.is(fsm.Established)
			})
		})
	}
}

// noteText writes a NOTIFICATION as "3/2:406300".
func noteText(msg []byte) string {
	b := msg[codec.HeaderLen:]
	return strings.TrimSpace(itoa(b[0]) + "/" + itoa(b[1]) + ":" + hex.EncodeToString(b[2:]))
}

func itoa(b byte) string {
	const digits = "0123456789"
	if b < 10 {
		return digits[b : b+1]
	}
	return itoa(b/10) + digits[b%10:b%10+1]
}

// badUpdate makes the UPDATE of a row.
func badUpdate(t *testing.T, name, attr string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(attr, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(name, "raw ") {
		return append(codec.AppendHeader(nil, codec.HeaderLen+len(b), registry.MsgUpdate), b...)
	}
	var attrs []byte
	for _, a := range [][]byte{{0x40, 1, 1, 0}, {0x40, 2, 6, 2, 1, 0, 0, 0xfd, 0xe9}, {0x40, 3, 4, 192, 0, 2, 2}} {
		if len(b) < 2 || a[1] != b[1] {
			attrs = append(attrs, a...)
		}
	}
	u := codec.Update{Attrs: append(attrs, b...), NLRI: []byte{24, 203, 0, 113}}
	msg, err := u.Append(nil, codec.MaxLen)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

// badOpens are OPENs that end a session, each with the NOTIFICATION that RFC 4271 section 6.2 and its successors want.
var badOpens = []struct {
	name, hex string // the body
	note      string
}{
	{"version 3", "03fde9005a0a000009" + "00", "2/1:0004"},
	{"AS 0", "040000005a0a000009" + "00", "2/2:"},
	{"another AS", "04fdea005a0a000009" + "00", "2/2:"},
	{"identifier 0", "04fde9005a00000000" + "00", "2/3:"},
	{"hold time 1", "04fde900010a000009" + "00", "2/6:"},
	{"hold time 2", "04fde900020a000009" + "00", "2/6:"},
	{"parameter 1", "04fde9005a0a000009" + "020100", "2/4:"},
	{"parameters longer than the message", "04fde9005a0a000009" + "0a0200", "2/0:"},
	{"capability overruns its parameter", "04fde9005a0a000009" + "0402024104", "2/0:"},
}

func TestBadOpens(t *testing.T) {
	for _, tc := range badOpens {
		t.Run(tc.name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				own := l.accept()
				own.expect(registry.MsgOpen)
				b, err := hex.DecodeString(tc.hex)
				if err != nil {
					t.Fatal(err)
				}
				own.send(append(codec.AppendHeader(nil, codec.HeaderLen+len(b), registry.MsgOpen), b...))
				if got := noteText(own.expect(registry.MsgNotification)); got != tc.note && !(strings.HasSuffix(tc.note, ":") && strings.HasPrefix(got, tc.note)) {
					t.Errorf("NOTIFICATION %s, want %s", got, tc.note)
				}
				own.ended()
			})
		})
	}
}

// badHeaders are message headers that end a session in every state, with the Data of RFC 4271 section 6.1.
var badHeaders = []struct{ name, hex, note string }{
	{"marker", strings.Repeat("fe", 16) + "001304", "1/1:"},
	{"one bit of the marker", strings.Repeat("ff", 15) + "fe001304", "1/1:"},
	{"length 18", strings.Repeat("ff", 16) + "001204", "1/2:0012"},
	{"length 0", strings.Repeat("ff", 16) + "000004", "1/2:0000"},
	{"KEEPALIVE of 20 octets", strings.Repeat("ff", 16) + "00140400", "1/2:0014"},
	{"length 4097 without extended messages", strings.Repeat("ff", 16) + "100102", "1/2:1001"},
	{"OPEN of 28 octets", strings.Repeat("ff", 16) + "001c01" + strings.Repeat("00", 9), "1/2:001c"},
	{"type 99", strings.Repeat("ff", 16) + "001363", "1/3:63"},
	{"type 0", strings.Repeat("ff", 16) + "001300", "1/3:00"},
}

func TestBadHeaders(t *testing.T) {
	for _, tc := range badHeaders {
		for state := fsm.OpenSent; state <= fsm.Established; state++ {
			t.Run(tc.name+" in "+state.String(), func(t *testing.T) {
				inLab(t, noExtended, func(l *lab) {
					own := l.accept()
					own.expect(registry.MsgOpen)
					if state > fsm.OpenSent {
						own.open(yourAS, 90, yourID)
						own.expect(registry.MsgKeepalive)
					}
					if state > fsm.OpenConfirm {
						own.keepalive()
					}
					l.is(state)
					own.hex(tc.hex)
					if got := noteText(own.expect(registry.MsgNotification)); got != tc.note {
						t.Errorf("NOTIFICATION %s, want %s", got, tc.note)
					}
					own.ended()
				})
			})
		}
	}
}

func noExtended(_ *speaker.Options, c *speaker.PeerConfig) { c.Capabilities.ExtendedMessage = false }
