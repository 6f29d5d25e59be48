package capture

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// calls counts what reaches the writer underneath.
type calls struct {
	bytes.Buffer
	n int
}

func (c *calls) Write(p []byte) (int, error) {
	c.n++
	return c.Buffer.Write(p)
}

// dialogue is a made-up list of messages between several ends, in the order of their times.
func dialogue(seed uint64, n int) []Message {
	r := rand.New(rand.NewPCG(seed, 1))
	var ends [][2]netip.AddrPort
	for i := range 6 {
		a, b := netip.AddrFrom4([4]byte{192, 0, 2, byte(i + 1)}), netip.AddrFrom4([4]byte{198, 51, 100, byte(i + 1)})
		if i%2 == 1 {
			a, b = ip6Port(byte(i), 0).Addr(), ip6Port(byte(i+50), 0).Addr()
		}
		ports := [...][2]uint16{{0, 0}, {179, 0}, {0, 179}, {40000, 179}, {0, 0}, {1179, 0}}[i]
		ends = append(ends, [2]netip.AddrPort{netip.AddrPortFrom(a, ports[0]), netip.AddrPortFrom(b, ports[1])})
	}
	now := time.Unix(1700000000, 0).UTC()
	var all []Message
	opened := map[int]bool{}
	for len(all) < n {
		i := r.IntN(len(ends))
		e := ends[i]
		side := r.IntN(2)
		m := Message{Time: now, Src: e[side], Dst: e[1-side], SrcAS: uint32(65000 + i), DstAS: 4200000000, Comment: fmt.Sprint("message ", len(all))}
		if !opened[i] {
			opened[i] = true
			m.Octets = open(uint32(65000+i), capAS4(uint32(65000+i)))
			all = append(all, m)
			m.Src, m.Dst, m.SrcAS, m.DstAS = m.Dst, m.Src, m.DstAS, m.SrcAS
			m.Octets = open(4200000000, capAS4(4200000000))
		} else if k := r.IntN(40); k == 0 {
			m.Octets = message(registry.MsgNotification, 6, 2)
			opened[i] = false
		} else {
			m.Octets = update(r.IntN(1000) / (1 + r.IntN(100)))
		}
		all = append(all, m)
		now = now.Add(time.Duration(r.IntN(1e9)))
	}
	return all
}

// write writes messages, and a FIN behind each NOTIFICATION.
func write(t testing.TB, kind Kind, all []Message) []byte {
	t.Helper()
	var out calls
	w, err := NewWriter(kind, &out)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		m := all[i]
		before := out.n
		if err := w.Write(&m); err != nil || out.n != before+1 {
			t.Fatalf("%s, message %d: %v, %d writes", kind, i, err, out.n-before)
		}
		if m.Octets[18] == byte(registry.MsgNotification) {
			if err := w.End(&Ending{Time: m.Time, Src: m.Src, Dst: m.Dst}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out.Bytes()
}

func TestWriteRead(t *testing.T) {
	sent := dialogue(1, 400)
	for _, kind := range []Kind{KindPcapng, KindPcap, KindMRT} {
		file := write(t, kind, sent)
		got, src := readAll(t, file, Options{})
		if src.Kind != kind || len(got) != len(sent) {
			t.Fatalf("%s: read as %s, %d of %d messages", kind, src.Kind, len(got), len(sent))
		}
		ended := map[netip.Addr]bool{}
		for i, g := range got {
			m := sent[i]
			if g.err != nil || !bytes.Equal(g.Octets, m.Octets) || g.Missing+g.Lost+g.Passed > 0 || g.Joined {
				t.Fatalf("%s: message %d: %s", kind, i, g.line())
			}
			if g.Src.Addr() != m.Src.Addr() || g.Dst.Addr() != m.Dst.Addr() || g.SrcAS != m.SrcAS && !isOpen(m.Octets) && kind == KindMRT {
				t.Errorf("%s: message %d: %s, want %s > %s", kind, i, g.line(), m.Src, m.Dst)
			}
			if p := m.Src.Port(); kind != KindMRT && p != 0 && g.Src.Port() != p && !(p == 1179 && ended[m.Src.Addr()]) {
				t.Errorf("%s: message %d: port %d, want %d", kind, i, g.Src.Port(), p)
			}
			if m.Octets[18] == byte(registry.MsgNotification) {
				ended[m.Src.Addr()], ended[m.Dst.Addr()] = true, true
			}
			want := m.Time
			if kind == KindMRT {
				want = want.Truncate(time.Microsecond)
			}
			if !g.Time.Equal(want) {
				t.Errorf("%s: message %d at %s, want %s", kind, i, g.Time, want)
			}
			if g.Known.ASWidth != 4 && g.Octets[18] == byte(registry.MsgUpdate) {
				t.Errorf("%s: message %d: the OPENs are not seen: %+v", kind, i, g.Known)
			}
		}
		if st := src.Stats(); st.Duplicate+st.LostOctets+st.BadHeader+st.Damaged > 0 {
			t.Errorf("%s: %+v", kind, st)
		}
	}
}

// TestWriteGrows: what has been written is a whole file after each message.
func TestWriteGrows(t *testing.T) {
	sent := dialogue(2, 30)
	for _, kind := range []Kind{KindPcapng, KindPcap, KindMRT} {
		for n := range sent {
			got, _ := readAll(t, write(t, kind, sent[:n]), Options{Kind: kind})
			whole := 0
			for _, g := range got {
				if g.err != nil {
					t.Fatalf("%s, %d messages: %v", kind, n, g.err)
				}
				whole++
			}
			if whole != n {
				t.Fatalf("%s: %d of %d messages", kind, whole, n)
			}
		}
	}
}

func TestWriteMRTSubtypes(t *testing.T) {
	for _, tc := range []struct {
		dir     Dir
		width   int
		addPath bool
		sub     uint16
	}{
		{DirUnknown, 0, false, 4}, {DirReceived, 4, false, 4}, {DirSent, 4, false, 7}, {DirReceived, 2, false, 1},
		{DirSent, 2, false, 6}, {DirReceived, 2, true, 8}, {DirReceived, 4, true, 9}, {DirSent, 2, true, 10}, {DirSent, 4, true, 11},
	} {
		for _, micros := range []int{0, 654321} {
			var out bytes.Buffer
			m := Message{Time: time.Unix(1700000000, int64(micros)*1000+17), Src: host(netip.MustParseAddr("::ffff:192.0.2.1")), Dst: host(netip.MustParseAddr("192.0.2.2")),
				SrcAS: 4200000001, DstAS: 65002, Octets: update(2), Dir: tc.dir, ASWidth: tc.width, AddPath: tc.addPath}
			if err := NewMRTWriter(&out).Write(&m); err != nil {
				t.Fatal(err)
			}
			b := out.Bytes()
			typ := uint16(16)
			if micros > 0 {
				typ = 17
			}
			if h, _ := parseMRT(b); h.typ != typ || h.sub != tc.sub || int(h.length) != len(b)-mrtHeaderLen {
				t.Errorf("%+v: %+v", tc, h)
			}
			got, _ := readAll(t, b, Options{})
			if len(got) != 1 || got[0].err != nil {
				t.Fatalf("%+v: %s", tc, lines(got))
			}
			g, as := got[0], uint32(4200000001)
			if tc.width == 2 {
				as = 23456
			}
			dir := tc.dir
			if dir == DirUnknown {
				dir = DirReceived
			}
			if g.SrcAS != as || g.DstAS != 65002 || g.Src.Addr().String() != "192.0.2.1" || g.Dst.Addr().String() != "192.0.2.2" || g.Dir != dir ||
				g.Time.Nanosecond() != micros*1000 || g.Known.AddPath.Has(codec.IPv4Unicast) != tc.addPath {
				t.Errorf("%+v: %+v", tc, g.Record)
			}
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	a4, b4, a6 := netip.MustParseAddrPort("192.0.2.1:179"), netip.MustParseAddrPort("192.0.2.2:0"), netip.MustParseAddrPort("[2001:db8::1]:0")
	for _, kind := range []Kind{KindPcapng, KindPcap, KindMRT} {
		for _, e := range [][2]netip.AddrPort{{a4, a6}, {a6, a4}, {a4, a4}, {a4, {}}, {{}, a6}, {{}, {}}} {
			var out bytes.Buffer
			w, _ := NewWriter(kind, &out)
			n := out.Len()
			if err := w.Write(&Message{Src: e[0], Dst: e[1], Octets: keepalive()}); !errors.Is(err, ErrEnds) || out.Len() != n {
				t.Errorf("%s, %s > %s: %v, %d octets", kind, e[0], e[1], err, out.Len()-n)
			}
		}
		w, err := NewWriter(kind, broken{})
		if err == nil {
			err = w.Write(&Message{Src: a4, Dst: b4, Octets: keepalive()})
		}
		if !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if _, err := NewWriter(KindBMP, &bytes.Buffer{}); !errors.Is(err, ErrKind) {
		t.Error(err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

// TestWriteTimes: a message without a time takes that of the one before; what no format can hold becomes 1970.
func TestWriteTimes(t *testing.T) {
	at := time.Unix(1700000000, 5000).UTC()
	var all []Message
	for _, when := range []time.Time{{}, at, {}, at.AddDate(200, 0, 0), at.AddDate(-60, 0, 0), at} {
		all = append(all, Message{Time: when, Src: netip.MustParseAddrPort("192.0.2.1:179"), Dst: netip.MustParseAddrPort("192.0.2.2:0"), Octets: keepalive()})
	}
	zero := time.Unix(0, 0).UTC()
	for _, kind := range []Kind{KindPcapng, KindPcap, KindMRT} {
		got, _ := readAll(t, write(t, kind, all), Options{Kind: kind})
		for i, want := range []time.Time{zero, at, at, zero, zero, at} {
			if !got[i].Time.Equal(want) {
				t.Errorf("%s: %d: %s, want %s", kind, i, got[i].Time, want)
			}
		}
	}
}

// TestWriteMany: connections beyond the limit are forgotten, not kept, and what is written stays readable.
func TestWriteMany(t *testing.T) {
	var out bytes.Buffer
	w, err := NewPcapWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 * mostTalks {
		src := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 0)
		out.Reset()
		if err := w.Write(&Message{Src: src, Dst: netip.MustParseAddrPort("192.0.2.2:179"), Octets: keepalive()}); err != nil {
			t.Fatal(err)
		}
	}
	if n := max(len(w.talks.told.now)+len(w.talks.told.old), len(w.talks.written.now)+len(w.talks.written.old)); n > 2*mostTalks {
		t.Errorf("%d connections kept", n)
	}
}

// need finds a program of others, as cmd/bgpdecode/internal/peertest does, which only packages below cmd can import.
func need(t *testing.T, name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("BGPDECODE_REQUIRE_PEERS") == "1" {
			t.Fatalf("%s is missing (make peers, as root, installs it)", name)
		}
		t.Skipf("%s is not installed", name)
	}
	return path
}

func tool(t *testing.T, name string, file []byte, args ...string) string {
	t.Helper()
	path := need(t, name)
	in := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = in
		}
	}
	var stderr bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, stderr.Bytes())
	}
	return string(text)
}

// TestWriteTshark: Wireshark has no complaints about what is made up, and finds the messages and the comments.
func TestWriteTshark(t *testing.T) {
	sent := dialogue(3, 500)
	for i := range sent { // ports that Wireshark knows as BGP's
		for _, p := range []*netip.AddrPort{&sent[i].Src, &sent[i].Dst} {
			if p.Port() == 1179 {
				*p = netip.AddrPortFrom(p.Addr(), 179)
			}
		}
	}
	for _, kind := range []Kind{KindPcapng, KindPcap} {
		file := write(t, kind, sent)
		checks := []string{"-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"}
		bad := tool(t, "tshark", file, append(checks, "-r", "FILE", "-Y", "tcp.analysis.flags || _ws.malformed || _ws.expert.severity >= 0x600000")...)
		if bad != "" {
			t.Errorf("%s: tshark complains:\n%s", kind, bad)
		}
		var want, got []string
		for _, m := range sent {
			line := fmt.Sprint(m.Src.Addr(), " ", m.Dst.Addr(), " ", m.Octets[18])
			if kind == KindPcapng {
				line += " " + m.Comment
			}
			want = append(want, line)
		}
		text := tool(t, "tshark", file, "-r", "FILE", "-Y", "bgp", "-T", "fields", "-E", "separator= ", "-e", "ip.src", "-e", "ipv6.src",
			"-e", "ip.dst", "-e", "ipv6.dst", "-e", "bgp.type", "-e", "frame.comment")
		for line := range strings.Lines(text) {
			got = append(got, strings.Join(strings.Fields(line), " "))
		}
		if len(got) != len(want) {
			t.Fatalf("%s: tshark finds %d messages of %d", kind, len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: message %d: tshark says %q, want %q", kind, i, got[i], want[i])
			}
		}
	}
}

// TestWriteBgpdump: bgpdump reads what the MRT writer writes, with and without microseconds.
func TestWriteBgpdump(t *testing.T) {
	sent := dialogue(4, 300)
	for i := range sent {
		sent[i].Octets = announce(byte(i))
		if i%2 == 0 {
			sent[i].Time = sent[i].Time.Truncate(time.Second)
		}
	}
	text := tool(t, "bgpdump", write(t, KindMRT, sent), "-m", "FILE")
	var want, got []string
	for i, m := range sent {
		want = append(want, fmt.Sprintf("%d %s %d 10.%d.0.0/16 65001 4200000000", m.Time.Unix(), m.Src.Addr(), m.SrcAS, byte(i)))
	}
	for line := range strings.Lines(text) {
		f := strings.Split(line, "|")
		if len(f) < 7 {
			t.Fatalf("bgpdump printed %q", line)
		}
		f[1], _, _ = strings.Cut(f[1], ".")
		got = append(got, strings.Join([]string{f[1], f[3], f[4], f[5], f[6]}, " "))
	}
	if len(got) != len(want) {
		t.Fatalf("bgpdump finds %d messages of %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("message %d: bgpdump says %q, want %q", i, got[i], want[i])
		}
	}
}

// announce is an UPDATE for 10.n.0.0/16 with a path of 4-octet AS numbers.
func announce(n byte) []byte {
	a := []byte{0x40, 1, 1, 0, 0x40, 2, 10, 2, 2, 0, 0, 0xfd, 0xe9, 0xfa, 0x56, 0xea, 0, 0x40, 3, 4, 192, 0, 2, 1}
	return message(registry.MsgUpdate, append(append([]byte{0, 0, 0, byte(len(a))}, a...), 16, 10, n)...)
}

// TestWriteBegin: a connection can be begun before its first message, by the side that called, whatever its port; one
// that begins anew on the same ports is another one.
func TestWriteBegin(t *testing.T) {
	a, b := netip.MustParseAddrPort("192.0.2.1:179"), netip.MustParseAddrPort("192.0.2.2:179")
	for _, kind := range []Kind{KindPcapng, KindPcap} {
		var out calls
		w, err := NewWriter(kind, &out)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(1700000000, 0).UTC()
		for range 2 {
			n := out.n
			if err := w.Begin(&Beginning{Time: at, Src: b, Dst: a}); err != nil || out.n != n+1 {
				t.Fatalf("%s: %v, %d writes", kind, err, out.n-n)
			}
			for _, m := range []Message{{Time: at, Src: a, Dst: b, Octets: open(65001, capAS4(65001))}, {Time: at, Src: b, Dst: a, Octets: keepalive()}} {
				if err := w.Write(&m); err != nil {
					t.Fatal(err)
				}
			}
			for _, e := range []Ending{{Time: at, Src: b, Dst: a}, {Time: at, Src: a, Dst: b}} {
				if err := w.End(&e); err != nil {
					t.Fatal(err)
				}
			}
		}
		got, src := readAll(t, out.Bytes(), Options{})
		if len(got) != 4 || got[0].Src != a || got[1].Src != b || got[2].Src != a {
			t.Fatalf("%s: %s", kind, lines(got))
		}
		if st := src.Stats(); st.LostOctets+st.Duplicate+st.BadHeader+st.Damaged > 0 || got[2].Joined || got[2].Missing > 0 {
			t.Errorf("%s: %+v", kind, st)
		}
		if err := w.Begin(&Beginning{Src: a, Dst: a}); !errors.Is(err, ErrEnds) {
			t.Errorf("%s: %v", kind, err)
		}
		if n := out.n; w.State(&Transition{}) != nil || out.n != n {
			t.Errorf("%s holds a change of state", kind)
		}
	}
}

// TestWriteState: changes of state are BGP4MP_STATE_CHANGE_AS4 records.
func TestWriteState(t *testing.T) {
	var out calls
	w := NewMRTWriter(&out)
	for _, micros := range []int64{0, 654321} {
		out.Reset()
		tr := Transition{Time: time.Unix(1700000000, micros*1000).UTC(), Peer: netip.MustParseAddr("fe80::1%eth0"), Local: netip.MustParseAddr("fe80::2"),
			PeerAS: 4200000001, LocalAS: 65001, Old: StateOpenConfirm, New: StateEstablished}
		if err := w.State(&tr); err != nil {
			t.Fatal(err)
		}
		got, _ := readAll(t, out.Bytes(), Options{Kind: KindMRT})
		if len(got) != 1 || got[0].Kind != RecordState || got[0].err != nil {
			t.Fatalf("%s", lines(got))
		}
		g := got[0]
		if g.State.Old != tr.Old || g.State.New != tr.New || g.SrcAS != tr.PeerAS || g.DstAS != tr.LocalAS || g.Src.Addr().String() != "fe80::1" ||
			g.Dst.Addr().String() != "fe80::2" || !g.Time.Equal(tr.Time) {
			t.Errorf("%+v, %+v", g.Record, g.State)
		}
	}
	n := out.n
	if err := w.State(&Transition{Peer: netip.MustParseAddr("192.0.2.1"), Local: netip.MustParseAddr("2001:db8::1")}); !errors.Is(err, ErrEnds) {
		t.Error(err)
	}
	if w.Begin(&Beginning{}) != nil || w.End(&Ending{}) != nil || out.n != n {
		t.Error("MRT holds a connection")
	}
}
