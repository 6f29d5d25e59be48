package batch

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestUnseen: an input in which BGP stands that cannot be seen says so; one without BGP says nothing.
func TestUnseen(t *testing.T) {
	in := conversation(t, capture.KindPcap, [][]byte{anOpen(65001, 0)}, [][]byte{anOpen(65002, 0)})
	wifi := bytes.Clone(in)
	for i := range 4 { // the order of the file's octets does not matter
		wifi[20+i] = 0
	}
	wifi[20], wifi[23] = 105, 105
	for name, c := range map[string]struct {
		in   []byte
		want string
	}{
		"read":         {in, ""},
		"another link": {wifi, "which is not read"},
		"no packets":   {in[:24], ""},
	} {
		opt, notes := testOptions(), []string{}
		opt.Note = func(text string) { notes = append(notes, text) }
		run(t, string(c.in), opt)
		if said := strings.Join(notes, "\n"); c.want == "" && said != "" || !strings.Contains(said, c.want) || len(notes) > 1 {
			t.Errorf("%s: %q", name, said)
		}
	}
}

// TestTimelineJoined: a capture that begins in the middle of a session, or holds one of its directions, shows one that is established;
// an OPEN that nobody answers does not.
func TestTimelineJoined(t *testing.T) {
	const a, b = "192.0.2.1:50000", "192.0.2.2:179"
	keepalive := messageOf(4)
	change := announceOf(attrsOf(65001), 24, 10, 9, 8)
	for _, c := range []struct {
		name string
		up   bool
		send func(w *wireSim)
	}{
		{"KEEPALIVEs", true, func(w *wireSim) { w.send(a, b, wireACK, keepalive); w.send(b, a, wireACK, keepalive) }},
		{"an UPDATE", true, func(w *wireSim) { w.send(b, a, wireACK, change) }},
		{"one direction", true, func(w *wireSim) {
			w.send(a, b, wireSYN, nil)
			w.send(a, b, wireACK, append(append(anOpen(65001, 0), keepalive...), change...))
		}},
		{"one KEEPALIVE", false, func(w *wireSim) { w.send(a, b, wireACK, keepalive) }},
		{"an OPEN", false, func(w *wireSim) {
			w.send(a, b, wireSYN, nil)
			w.send(a, b, wireACK, anOpen(65001, 0))
		}},
	} {
		w := newWireSim()
		c.send(w)
		if text := timelineText(t, string(w.b), nil); c.up != strings.Contains(text, "established at the end") || c.up == strings.Contains(text, "never established") {
			t.Errorf("%s:\n%s", c.name, text)
		}
	}
}

// TestHeadlineRoutes: routes of any family are counted in the headline.
func TestHeadlineRoutes(t *testing.T) {
	origin := codec.AppendAttr(nil, 0x40, registry.AttrOrigin, []byte{0})
	reach := codec.AppendAttr(origin, 0x80, registry.AttrMPReach, append(append([]byte{0, 2, 1, 16, 0x20, 1, 0xd, 0xb8}, make([]byte, 13)...), 16, 0x20, 1, 32, 0x20, 1, 0xd, 0xb8))
	gone := codec.AppendAttr(nil, 0x80, registry.AttrMPUnreach, []byte{0, 2, 1, 16, 0x20, 1})
	opt := testOptions()
	opt.Form = Brief(noStyle, 0)
	out, _ := run(t, string(append(announceOf(reach, 24, 10, 9, 8), announceOf(gone)...)), opt)
	if !strings.Contains(out, "UPDATE: 3 routes, 2 attributes:") || !strings.Contains(out, "UPDATE: 1 attribute, 1 route withdrawn:") {
		t.Error(out)
	}
}

// TestPeerASOnTheWire: a session of a capture is found by the AS numbers of its OPENs.
func TestPeerASOnTheWire(t *testing.T) {
	in := conversation(t, capture.KindPcap, [][]byte{anOpen(65001, 0), messageOf(4)}, [][]byte{anOpen(65002, 0), messageOf(4)})
	for as, want := range map[string]int{"AS65001": 4, "AS65002": 3, "AS65003": 0} { // the first OPEN knows nothing of the other side
		opt := testOptions()
		opt.Filter.Peers = []string{as}
		if all, _ := tell(t, in, opt); len(all) != want {
			t.Errorf("%s: %d messages, want %d", as, len(all), want)
		}
	}
}

// TestBMPSessionsComeAndGo: BMP tells no states between the fall of a session and its return, so none of them is missing; and what
// a record tells has no words of its own.
func TestBMPSessionsComeAndGo(t *testing.T) {
	peer := bmpPeer("192.0.2.1", 65001)
	up := bmpUp(peer, "192.0.2.9", anOpen(65009, 0), anOpen(65001, 0))
	in := string(bytes.Join([][]byte{up, bmpOf(2, peer, []byte{4}), up, bmpOf(2, peer, []byte{99})}, nil))
	if text := timelineText(t, in, nil); strings.Contains(text, "lines are missing") || !strings.Contains(text, "without a NOTIFICATION") {
		t.Error(text)
	}
	opt := testOptions()
	opt.Form = Brief(noStyle, 0)
	if out, _ := run(t, in, opt); strings.Contains(out, ": bmp") || !strings.Contains(out, "reason 99 of BMP, which is not known") {
		t.Error(out)
	}
}
