package batch

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// toldMsg is what the output says of a message.
type toldMsg struct {
	Kind, Time, Raw string
	Type            any // a name, or a number without one
	Error           struct{ Text string }
	Source          struct {
		Style  string
		Offset int
	}
	Session struct {
		Peer, Local, Direction, Src, Dst, From, To string
		PeerAS                                     uint32 `json:"peer_as"`
	}
	Notification struct{ Code, Subcode int }
	ASWidth      struct {
		Octets int
		How    string
	} `json:"as_width"`
	AddPath struct {
		Families []any
		How      string
	}
	Derived struct{ Remarks []string }
	Update  struct {
		NLRI      []struct{ Prefix string }
		Withdrawn []struct{ Prefix string }
	}
}

func (m *toldMsg) remarks() string { return strings.Join(m.Derived.Remarks, "\n") }

// tell gives what batch says of a capture that it reads from a file or a pipe.
func tell(t testing.TB, b []byte, opt Options) ([]toldMsg, Result) {
	t.Helper()
	out, res := run(t, string(b), opt)
	return parseTold(t, out), res
}

func parseTold(t testing.TB, out string) (all []toldMsg) {
	t.Helper()
	for line := range strings.Lines(out) {
		var m toldMsg
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		all = append(all, m)
	}
	return all
}

var be = binary.BigEndian

func messageOf(t registry.MessageType, body ...byte) []byte {
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), t), body...)
}

// anOpen is an OPEN that offers 4-octet AS numbers, and path identifiers for IPv4 unicast if mode is not 0.
func anOpen(as uint32, mode byte) []byte {
	caps := be.AppendUint32([]byte{65, 4}, as)
	if mode != 0 {
		caps = append(caps, 69, 4, 0, 1, 1, mode)
	}
	body := append([]byte{4, 0x5b, 0xa0, 0, 90, 10, 0, 0, byte(as), byte(len(caps) + 2), 2, byte(len(caps))}, caps...)
	return messageOf(registry.MsgOpen, body...)
}

func attrsOf(as ...uint32) []byte {
	path := []byte{2, byte(len(as))}
	for _, a := range as {
		path = be.AppendUint32(path, a)
	}
	b := codec.AppendAttr(nil, 0x40, registry.AttrOrigin, []byte{0})
	b = codec.AppendAttr(b, 0x40, registry.AttrASPath, path)
	return codec.AppendAttr(b, 0x40, registry.AttrNextHop, []byte{192, 0, 2, 1})
}

func announceOf(attrs []byte, nlri ...byte) []byte {
	return messageOf(registry.MsgUpdate, append(append([]byte{0, 0, byte(len(attrs) >> 8), byte(len(attrs))}, attrs...), nlri...)...)
}

func bmpOf(typ byte, body ...[]byte) []byte {
	all := bytes.Join(body, nil)
	return append(append(be.AppendUint32([]byte{3}, uint32(len(all)+6)), typ), all...)
}

// bmpPeer is the per-peer header of RFC 7854 section 4.2.
func bmpPeer(addr string, as uint32) []byte {
	b := make([]byte, 10, 42)
	a := netip.MustParseAddr(addr)
	if a.Is4() {
		b = append(b, make([]byte, 12)...)
	} else {
		b[1] = 0x80
	}
	b = be.AppendUint32(append(b, a.AsSlice()...), as)
	b = append(b, 10, 0, 0, 9)
	return append(be.AppendUint32(b, 1700000000), 0, 0, 0, 0)
}

func bmpUp(peer []byte, local string, sent, received []byte) []byte {
	l := netip.MustParseAddr(local).As16()
	if netip.MustParseAddr(local).Is4() {
		clear(l[:12])
	}
	return bmpOf(3, peer, l[:], []byte{0, 179, 0xc0, 1}, sent, received)
}

// TestBMPPeerDown: the NOTIFICATION that a Peer Down carries is an event of its own, with the side that sent it, for all
// reasons of RFC 7854 section 4.9; the change of state comes with it.
func TestBMPPeerDown(t *testing.T) {
	for _, tc := range []struct {
		peer, local string
		reason      byte
		body        []byte
		direction   string
		code, sub   int
	}{
		{"192.0.2.77", "192.0.2.78", 1, messageOf(registry.MsgNotification, 3, 4, 0xc0, 1, 1, 0), "sent", 3, 4},
		{"2001:db8::77", "2001:db8::78", 3, messageOf(registry.MsgNotification, 6, 2), "received", 6, 2},
		{"192.0.2.5", "192.0.2.6", 2, []byte{0, 24}, "", 0, 0},
		{"192.0.2.5", "192.0.2.6", 4, nil, "", 0, 0},
		{"192.0.2.5", "192.0.2.6", 5, nil, "", 0, 0},
	} {
		peer := bmpPeer(tc.peer, 65077)
		in := bytes.Join([][]byte{bmpOf(4, []byte{0, 2, 0, 2, 'r', '1'}), bmpUp(peer, tc.local, anOpen(65078, 0), anOpen(65077, 0)),
			bmpOf(0, peer, announceOf(attrsOf(65077, 70001), 16, 10, 1)), bmpOf(2, peer, []byte{tc.reason}, tc.body), bmpOf(5, []byte{0, 1, 0, 2, 0, 0})}, nil)
		all, res := tell(t, in, testOptions())
		var notes, states, updates []toldMsg
		for _, m := range all {
			switch {
			case m.Kind == "state":
				states = append(states, m)
			case m.Type == "NOTIFICATION":
				notes = append(notes, m)
			case m.Type == "UPDATE":
				updates = append(updates, m)
			}
			if m.Session.Peer != tc.peer || m.Session.Local != tc.local || m.Session.PeerAS != 65077 || m.Time != "2023-11-14T22:13:20Z" {
				t.Errorf("reason %d: %+v", tc.reason, m)
			}
		}
		if len(updates) != 1 || updates[0].ASWidth.Octets != 4 {
			t.Errorf("reason %d: %+v", tc.reason, updates)
		}
		if len(states) < 1 || states[len(states)-1].Session.To != "Idle" {
			t.Errorf("reason %d: states %+v", tc.reason, states)
		}
		if tc.code == 0 {
			if len(notes) > 0 {
				t.Errorf("reason %d: %+v", tc.reason, notes)
			}
			continue
		}
		if len(notes) != 1 || notes[0].Notification.Code != tc.code || notes[0].Notification.Subcode != tc.sub || notes[0].Session.Direction != tc.direction {
			t.Errorf("reason %d: %+v", tc.reason, notes)
		}
		if res.Stats.Reports != 2 {
			t.Errorf("reason %d: %d reports counted", tc.reason, res.Stats.Reports)
		}
	}
}

func mrtOf(typ, sub uint16, body []byte) []byte {
	b := be.AppendUint32(nil, 1700000000)
	b = be.AppendUint16(be.AppendUint16(b, typ), sub)
	return append(be.AppendUint32(b, uint32(len(body))), body...)
}

// TestMRTTableDump: each entry of a table is an UPDATE of the peer that its index names.
func TestMRTTableDump(t *testing.T) {
	peers := []byte{192, 0, 2, 99, 0, 0, 0, 2}
	peers = append(peers, 2, 10, 0, 0, 1, 192, 0, 2, 31, 0, 1, 0, 1)
	v6 := netip.MustParseAddr("2001:db8::32").As16()
	peers = append(append(append(peers, 3, 10, 0, 0, 2), v6[:]...), 0, 0, 0xfd, 0xe8)
	rib := []byte{0, 0, 0, 1, 20, 10, 1, 16, 0, 2}
	for i := range byte(2) {
		a := attrsOf(uint32(65537+int(i)), 64999)
		rib = append(be.AppendUint32(append(rib, 0, i), 1600000000), byte(len(a)>>8), byte(len(a)))
		rib = append(rib, a...)
	}
	all, _ := tell(t, append(mrtOf(13, 1, peers), mrtOf(13, 2, rib)...), testOptions())
	if len(all) != 2 {
		t.Fatalf("%+v", all)
	}
	for i, want := range []struct {
		peer string
		as   uint32
	}{{"192.0.2.31", 65537}, {"2001:db8::32", 65000}} {
		m := all[i]
		if m.Session.Peer != want.peer || m.Session.PeerAS != want.as || len(m.Update.NLRI) != 1 || m.Update.NLRI[0].Prefix != "10.1.16.0/20" ||
			m.ASWidth.Octets != 4 || !strings.Contains(m.remarks(), "learnt 2020-09-13T12:26:40Z") {
			t.Errorf("entry %d: %+v", i, m)
		}
	}
}

// conversation is a session in a pcap file; first is the number of packets that are not in it.
func conversation(t testing.TB, kind capture.Kind, messages [][]byte, back [][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := capture.NewWriter(kind, &out)
	if err != nil {
		t.Fatal(err)
	}
	m := capture.Message{Time: time.Unix(1700000000, 0), Src: netip.MustParseAddrPort("[2001:db8::1]:50000"), Dst: netip.MustParseAddrPort("[2001:db8::2]:179")}
	for i := range max(len(messages), len(back)) {
		for k, side := range [][][]byte{messages, back} {
			if i >= len(side) {
				continue
			}
			m.Octets = side[i]
			one := m
			if k == 1 {
				one.Src, one.Dst = m.Dst, m.Src
			}
			if err := w.Write(&one); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out.Bytes()
}

// withPathID is an announcement with a path identifier.
func withPathID() []byte { return announceOf(attrsOf(4200000000), 0, 0, 0, 7, 24, 10, 9, 8) }

// TestOpensDecide: the OPENs in a capture decide AS width and path identifiers of what follows, in each direction.
func TestOpensDecide(t *testing.T) {
	for _, kind := range []capture.Kind{capture.KindPcap, capture.KindPcapng} {
		in := conversation(t, kind, [][]byte{anOpen(65001, 2), withPathID()}, [][]byte{anOpen(65002, 1), announceOf(attrsOf(65002), 24, 10, 9, 8)})
		all, _ := tell(t, in, testOptions())
		if len(all) != 4 {
			t.Fatalf("%s: %+v", kind, all)
		}
		for i, families := range []int{1, 0} {
			m := all[2+i]
			if m.ASWidth.How != "negotiated" || m.ASWidth.Octets != 4 || m.AddPath.How != "negotiated" || len(m.AddPath.Families) != families ||
				len(m.Update.NLRI) != 1 || m.Update.NLRI[0].Prefix != "10.9.8.0/24" {
				t.Errorf("%s: message %d: %+v", kind, i, m)
			}
		}
	}
}

// TestJoinMidStream: a capture that begins in the middle of a message goes on at the next one, and says what it cannot
// know.
func TestJoinMidStream(t *testing.T) {
	file := conversation(t, capture.KindPcap, [][]byte{anOpen(65001, 2), updateOf(900), withPathID(), updateOf(2)}, nil)
	records := pcapRecords(t, file)
	// Without the handshake, the OPEN, and the first segment of the long UPDATE.
	all, res := tell(t, append(bytes.Clone(file[:24]), bytes.Join(records[5:], nil)...), testOptions())
	if len(all) != 2 || len(all[0].Update.NLRI) != 1 || len(all[1].Update.Withdrawn) != 2 {
		t.Fatalf("%+v", all)
	}
	passed := codec.HeaderLen + 4 + 900*4 - 1440
	if r := all[0].remarks(); !strings.Contains(r, "what its OPENs agreed is not known") || !strings.Contains(r, fmt.Sprint(passed, " octets before this message")) {
		t.Errorf("said is %q, %d octets were passed", r, passed)
	}
	if all[0].AddPath.How != "evidence" || all[0].ASWidth.How != "evidence" || strings.Contains(all[1].remarks(), "OPENs") {
		t.Errorf("%+v", all)
	}
	if res.Stats.Messages != 2 || res.Stats.Unparsed != 0 {
		t.Errorf("%+v", res.Stats)
	}
	// The same without anything around the messages.
	all, _ = tell(t, append(updateOf(20)[30:], bytes.Repeat(updateOf(3), 2)...), testOptions())
	if len(all) != 2 || !strings.Contains(all[0].remarks(), "begins in the middle") || len(all[1].Update.Withdrawn) != 3 {
		t.Errorf("%+v", all)
	}
}

// pcapRecords cuts a little-endian pcap file into its records.
func pcapRecords(t testing.TB, file []byte) (all [][]byte) {
	for b := file[24:]; len(b) > 0; {
		n := 16 + int(binary.LittleEndian.Uint32(b[8:]))
		all = append(all, b[:n])
		b = b[n:]
	}
	return all
}

// lockedBuffer can be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestLiveCaptures: of each format that comes through a pipe packet by packet, as tcpdump -U writes it, each message is
// printed before the next one is sent.
func TestLiveCaptures(t *testing.T) {
	messages := [][]byte{anOpen(65001, 0), messageOf(registry.MsgKeepalive), updateOf(2), updateOf(500), messageOf(registry.MsgNotification, 6, 4)}
	peer := bmpPeer("192.0.2.1", 65001)
	for _, name := range []string{"pcap", "pcapng", "mrt", "bmp", "stream"} {
		var parts [][]byte
		for i, m := range messages {
			switch name {
			case "bmp":
				parts = append(parts, bmpOf(0, peer, m))
			case "stream":
				parts = append(parts, m)
			default:
				kind := map[string]capture.Kind{"pcap": capture.KindPcap, "pcapng": capture.KindPcapng, "mrt": capture.KindMRT}[name]
				before, after := conversation(t, kind, messages[:i], nil), conversation(t, kind, messages[:i+1], nil)
				if i == 0 {
					before = nil
				}
				parts = append(parts, after[len(before):])
			}
		}
		r, w := io.Pipe()
		var out lockedBuffer
		opt := testOptions()
		opt.Stdin = r
		ended := make(chan error, 1)
		go func() {
			_, err := Run(context.Background(), &out, []string{"-"}, opt)
			ended <- err
		}()
		for i, p := range parts {
			if _, err := w.Write(p); err != nil {
				t.Fatal(err)
			}
			for deadline := time.Now().Add(30 * time.Second); strings.Count(out.String(), "\n") <= i; time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("%s: message %d does not come:\n%s", name, i, out.String())
				}
			}
		}
		w.Close()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		for i, m := range parseTold(t, out.String()) {
			if m.Source.Style != name || m.Raw != fmt.Sprintf("%x", messages[i]) {
				t.Errorf("%s: message %d: %+v", name, i, m)
			}
		}
	}
}

// damagedInputs are files of each format, with ten UPDATEs each.
func damagedInputs(t testing.TB) map[string][]byte {
	all := map[string][]byte{}
	var messages [][]byte
	peer := bmpPeer("192.0.2.1", 65001)
	var bmp, stream []byte
	for i := range 10 {
		m := updateOf(i + 1)
		messages = append(messages, m)
		bmp, stream = append(bmp, bmpOf(0, peer, m)...), append(stream, m...)
	}
	for _, kind := range []capture.Kind{capture.KindPcap, capture.KindPcapng, capture.KindMRT} {
		all[kind.String()] = conversation(t, kind, messages, nil)
	}
	all["bmp"], all["stream"] = bmp, stream
	return all
}

// TestTruncatedCaptures: of a capture that ends anywhere, all messages that are whole come, and what is missing is said,
// with the place.
func TestTruncatedCaptures(t *testing.T) {
	for name, file := range damagedInputs(t) {
		whole, _ := tell(t, file, testOptions())
		if len(whole) != 10 {
			t.Fatalf("%s: %d messages", name, len(whole))
		}
		for cut := len(file) / 3; cut < len(file); cut += 1 + len(file)/97 {
			opt := testOptions()
			var failed []string
			opt.Failed = func(err error) { failed = append(failed, err.Error()) }
			all, res := tell(t, file[:cut], opt)
			n, bad := 0, 0
			for _, m := range all {
				switch {
				case m.Kind == "unparsed":
					bad++
					if m.Error.Text == "" || m.Source.Offset > cut {
						t.Errorf("%s cut at %d: %+v", name, cut, m)
					}
				case n < len(whole) && m.Raw == whole[n].Raw && m.Time == whole[n].Time:
					n++
				case !strings.HasPrefix(whole[n].Raw, m.Raw):
					t.Errorf("%s cut at %d: %q is not in the file", name, cut, m.Raw)
				}
			}
			// Those whose octets are all there. The place of a message is where its record starts.
			want := 0
			for want < 9 && whole[want+1].Source.Offset <= cut && whole[want+1].Source.Offset > whole[want].Source.Offset {
				want++
			}
			if n < want-1 || n > want+1 {
				t.Errorf("%s cut at %d: %d messages, want about %d", name, cut, n, want)
			}
			if bad > 0 && (len(failed) != 1 || !strings.Contains(failed[0], "stdin") || !strings.Contains(failed[0], "octet") || res.Stats.Failed != 1) {
				t.Errorf("%s cut at %d: said is %q", name, cut, failed)
			}
		}
	}
}

// TestCorruptCaptures: octets that are overwritten cost what they hold; what stands behind is found again.
func TestCorruptCaptures(t *testing.T) {
	for name, file := range damagedInputs(t) {
		if name == "stream" {
			continue // without a frame nothing tells that octets in a message are not its own
		}
		for at := len(file) / 3; at < len(file)/2; at += 7 {
			b := bytes.Clone(file)
			for i := range 16 {
				b[at+i] = byte(0xa5 + 31*i)
			}
			all, _ := tell(t, b, testOptions())
			n := 0
			for _, m := range all {
				if m.Kind == "message" && m.Type == "UPDATE" {
					n++
				}
			}
			if n < 6 {
				t.Errorf("%s, octets from %d overwritten: only %d of 10 messages are left", name, at, n)
			}
		}
	}
}
