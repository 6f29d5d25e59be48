package dump

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// fact is one NOTIFICATION that a device might log.
type fact struct {
	code, sub uint8
	data      []byte
	peer      string
	sent      bool
	as        uint32
	repeat    int
}

func (f fact) message() []byte { return codec.AppendNotification(nil, f.code, f.sub, f.data, 0) }

// words are what vendors print for a code and subcode; the numbers beside them decide, so any words will do.
var words = [...]string{"UPDATE Message Error/Attribute Flags Error", "Cease/Out of Resources", "OPEN Message Error/Bad Peer AS"}

func randomFact(r *rand.Rand) fact {
	pairs := [...][2]uint8{{1, 2}, {2, 2}, {2, 7}, {3, 1}, {3, 3}, {3, 4}, {3, 5}, {3, 9}, {4, 0}, {5, 1}, {6, 1}, {6, 5}, {6, 8}}
	p := pairs[r.IntN(len(pairs))]
	f := fact{code: p[0], sub: p[1], sent: r.IntN(2) == 0, as: uint32(64496 + r.IntN(16)), repeat: r.IntN(90)}
	switch r.IntN(3) {
	case 0:
		f.peer = fmt.Sprintf("%d.%d.%d.%d", 1+r.IntN(220), r.IntN(256), r.IntN(256), r.IntN(256))
	case 1:
		f.peer = fmt.Sprintf("2001:db8:%x::%x", 1+r.IntN(65535), 1+r.IntN(65535))
	default:
		f.peer = fmt.Sprintf("198.51.100.%d", r.IntN(256))
	}
	f.data = make([]byte, [...]int{0, 1, 2, 4, 7, 11, 23, 60}[r.IntN(8)])
	for i := range f.data {
		f.data[i] = byte(r.IntN(256))
	}
	return f
}

// printers print a fact as a device does; whole says that it prints the whole message.
var printers = []struct {
	style string
	whole bool
	print func(f fact, r *rand.Rand) string
}{
	{"frr", false, func(f fact, r *rand.Rand) string {
		return fmt.Sprintf("%%NOTIFICATION: %s neighbor %s %d/%d (%s) %d bytes %s", way(f, "sent to", "received from"),
			f.peer, f.code, f.sub, words[r.IntN(len(words))], len(f.data), groups(f.data, 1, " "))
	}},
	{"cisco-ios", false, func(f fact, r *rand.Rand) string {
		return fmt.Sprintf("%%BGP-3-NOTIFICATION: %s neighbor %s %d/%d (peer in wrong AS) %d bytes %s", way(f, "sent to", "received from"),
			strings.ToUpper(f.peer), f.code, f.sub, len(f.data), strings.ToUpper(hex.EncodeToString(f.data)))
	}},
	{"junos", false, func(f fact, r *rand.Rand) string {
		s := fmt.Sprintf("bgp_read_v4_message:%d: NOTIFICATION %s %s (External AS %d): code %d (Update Message Error) subcode %d (attribute flags error)",
			1000+r.IntN(9000), way(f, "sent to", "received from"), f.peer, f.as, f.code, f.sub)
		if len(f.data) > 0 {
			s += ", Data: " + groups(f.data, 1, " ")
		}
		return s
	}},
	{"ericsson-seos", true, func(f fact, r *rand.Rand) string {
		m := f.message()
		rep := ""
		if f.repeat > 1 {
			rep = fmt.Sprintf(", repeated %d times", f.repeat)
		}
		return fmt.Sprintf("notification msg %s (nbr %s, context 0x%08x %d bytes%s, code %d/%d (update: attribute flags error) - \n%s",
			way(f, "sent", "received"), f.peer, r.Uint32(), len(m), rep, f.code, f.sub, groups(append(make([]byte, 4), m...), 2, " "))
	}},
}

func way(f fact, sent, received string) string {
	if f.sent {
		return sent
	}
	return received
}

func groups(b []byte, size int, sep string) string {
	var out []string
	for i := 0; i < len(b); i += size {
		out = append(out, hex.EncodeToString(b[i:min(i+size, len(b))]))
	}
	return strings.Join(out, sep)
}

// wrapHard breaks a text at a column as a terminal does; a blank at the break stays on the first line.
func wrapHard(s string, width int) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		for len(l) > width {
			n := width
			for n < len(l) && l[n] == ' ' {
				n++
			}
			out = append(out, l[:n])
			l = l[n:]
		}
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// envelopes are put in front of the first line.
var envelopes = []string{
	"",
	"<189>Nov 21 23:43:12 edge1 bgpd[4242]: ",
	"<30>1 2026-11-21T23:43:12.041595+00:00 edge1 bgpd 4242 - - ",
	"2026/11/21 23:43:12.041595 BGP: ",
	"*Dec  3 02:08:59.528: ",
}

// neighbours are lines of other devices that must not be swallowed.
var neighbours = []string{
	"Oct 20 07:09:48 host sshd[1]: Accepted publickey for root from 192.0.2.77 port 22",
	"%LINK-3-UPDOWN: Interface Ethernet0/1, changed state to down",
	"eth0: link becomes ready de ad be ef",
}

// TestByChange prints facts that no sample holds in each style, wrapped, enveloped and among other lines, and
// wants them back.
func TestByChange(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	for i := range 4000 {
		p := printers[i%len(printers)]
		f := randomFact(r)
		text := envelopes[r.IntN(len(envelopes))] + p.print(f, r)
		if w := r.IntN(3); w > 0 {
			text = wrapHard(text, 40+r.IntN(100))
		}
		if r.IntN(2) == 0 {
			n := neighbours[r.IntN(len(neighbours))]
			text = n + "\n" + text + "\n" + n
		}
		checkFact(t, text, p.style, p.whole, f)
	}
}

func checkFact(t *testing.T, text, style string, whole bool, f fact) {
	t.Helper()
	var got []Event
	for _, e := range Read(text, Options{}) {
		if e.Event.Kind == logline.KindNotification {
			got = append(got, e)
		}
	}
	if len(got) != 1 {
		t.Errorf("%d NOTIFICATIONs in\n%s", len(got), text)
		return
	}
	e := got[0]
	dir := way(f, "sent", "received")
	if e.Style != style || e.Code != int(f.code) || e.Subcode != int(f.sub) || e.Direction.String() != dir || e.Peer != f.peer {
		t.Errorf("%s %d/%d %s %q, want %s %d/%d %s %q in\n%s", e.Style, e.Code, e.Subcode, e.Direction, e.Peer, style, f.code, f.sub, dir, f.peer, text)
	}
	if len(f.data) == 0 && !whole {
		return
	}
	if b, w := body(e.Octets), body(f.message()); !bytes.Equal(b, w) {
		t.Errorf("octets %x, want %x in\n%s", e.Octets, f.message(), text)
	}
}

// notations print octets as people paste them.
var notations = []func(b []byte, r *rand.Rand) string{
	func(b []byte, _ *rand.Rand) string { return hex.EncodeToString(b) },
	func(b []byte, _ *rand.Rand) string { return "0x" + hex.EncodeToString(b) },
	func(b []byte, r *rand.Rand) string { return strings.ToUpper(groups(b, 1+r.IntN(8), " ")) },
	func(b []byte, _ *rand.Rand) string { return groups(b, 1, ":") },
	func(b []byte, _ *rand.Rand) string { return groups(b, 1, ", ") },
	func(b []byte, _ *rand.Rand) string { return fmt.Sprintf("%v", b) },
	func(b []byte, _ *rand.Rand) string { return fmt.Sprintf("%#v", b) },
	func(b []byte, _ *rand.Rand) string { return base64.StdEncoding.EncodeToString(b) },
	func(b []byte, _ *rand.Rand) string { return hex.Dump(b) },
	func(b []byte, _ *rand.Rand) string {
		var s []string
		for _, c := range b {
			s = append(s, fmt.Sprintf("%x", c))
		}
		return "[" + strings.Join(s, ", ") + "]"
	},
	func(b []byte, _ *rand.Rand) string {
		return "the router said: " + groups(b, 2, " ") + " and then went away"
	},
}

// TestNotations prints whole messages in each notation and wants the octets back.
func TestNotations(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 3000 {
		m := randomFact(r).message()
		text := notations[i%len(notations)](m, r)
		evs := Read(text, Options{})
		if len(evs) != 1 || !bytes.Equal(evs[0].Octets, m) {
			t.Fatalf("%d events from\n%s\nwant %x", len(evs), text, m)
		}
	}
}
