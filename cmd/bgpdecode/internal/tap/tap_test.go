package tap

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// session is a session with routes both ways that the peer ends.
func session(id uint64, local, remote string, inbound bool) *talk {
	k := newTalk(id, local, remote, inbound)
	k.establish(as4(65001), as4(4200000002))
	for i := range 5 {
		k.msg(i%2 == 0, update(200*i+1, 4, false))
	}
	k.msg(false, cease("bye"))
	k.add(speaker.Closed, func(e *speaker.Event) { e.Err = os.ErrClosed })
	return k
}

func sentMessages(events []*speaker.Event) (msgs []*speaker.Event) {
	for _, e := range events {
		if e.Kind == speaker.Message {
			msgs = append(msgs, e)
		}
	}
	return msgs
}

// TestFormats: each format holds each message with its direction, addresses and time.
func TestFormats(t *testing.T) {
	for _, ends := range [][2]string{{"192.0.2.1:40000", "192.0.2.2:179"}, {"[2001:db8::1]:179", "[2001:db8::2]:50000"}, {"[fe80::1%lo]:40001", "[fe80::2%lo]:179"}} {
		dir := t.TempDir()
		inbound := strings.HasSuffix(ends[0], ":179")
		k := session(7, ends[0], ends[1], inbound)
		var names []string
		for _, s := range Suffixes {
			names = append(names, filepath.Join(dir, "live"+s))
		}
		tap := open(t, Options{Files: names})
		for _, e := range k.all {
			tap.Event(e)
		}
		if err := tap.Close(); err != nil {
			t.Fatal(err)
		}
		want := sentMessages(k.all)
		for _, name := range names[:3] {
			got := messages(read(t, name))
			if len(got) != len(want) {
				t.Fatalf("%s: %d messages of %d", name, len(got), len(want))
			}
			for i, g := range got {
				w := want[i]
				src, dst := noZone(w.Conn.Remote), noZone(w.Conn.Local)
				if w.Sent {
					src, dst = dst, src
				}
				if filepath.Ext(name) == ".mrt" {
					src, dst = netip.AddrPortFrom(src.Addr(), 0), netip.AddrPortFrom(dst.Addr(), 0)
				}
				if !bytes.Equal(g.Octets, w.Octets) || g.Src != src || g.Dst != dst || !g.Time.Equal(w.Time) {
					t.Errorf("%s: message %d: %s > %s at %s, %x", name, i, g.Src, g.Dst, g.Time, g.Octets)
				}
				if g.Known.ASWidth != 4 && g.Octets[18] == 2 {
					t.Errorf("%s: message %d: AS width %d", name, i, g.Known.ASWidth)
				}
			}
		}
		text, err := os.ReadFile(names[3])
		if err != nil || bytes.Count(text, []byte("\n")) != len(k.all) {
			t.Errorf("jsonl: %v, %d lines for %d events", err, bytes.Count(text, []byte("\n")), len(k.all))
		}
		for line := range bytes.Lines(text) {
			if !json.Valid(line) {
				t.Errorf("jsonl: %s", line)
			}
		}
		for i, n := range tap.Octets() {
			if info, err := os.Stat(names[i]); err != nil || info.Size() != n {
				t.Errorf("%s: %d octets counted, %v", names[i], n, info)
			}
		}
	}
}

func noZone(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().WithZone(""), a.Port())
}

// TestWrittenAtOnce: an event's record is in the file when Event returns, by one write, and the file is whole then.
func TestWrittenAtOnce(t *testing.T) {
	dir := t.TempDir()
	k := session(1, "192.0.2.1:40000", "192.0.2.2:179", false)
	for _, suffix := range Suffixes[:3] {
		name := filepath.Join(dir, "x"+suffix)
		tap := open(t, Options{Files: []string{name}, Sync: true})
		n := 0
		for _, e := range k.all {
			tap.Event(e)
			if e.Kind == speaker.Message {
				n++
			}
			if n > 0 {
				if got := len(messages(read(t, name))); got != n {
					t.Fatalf("%s: %d messages of %d after %s", suffix, got, n, e.Kind)
				}
			}
		}
		tap.Close()
	}
}

// TestMRT: subtypes follow what was agreed for the direction; states are there.
func TestMRT(t *testing.T) {
	receive := codec.AddPathCapability(codec.AddPath{Family: codec.IPv4Unicast, Mode: codec.AddPathReceive})
	send := codec.AddPathCapability(codec.AddPath{Family: codec.IPv4Unicast, Mode: codec.AddPathSend})
	for _, tc := range []struct {
		name         string
		ours, theirs []codec.Capability
		wire         bool
		sent, got    uint16 // subtypes of an UPDATE of ours, of theirs
		width        int
		ids          [2]bool
	}{
		{"4 octets", as4(1), as4(2), false, 7, 4, 4, [2]bool{}},
		{"they have 2", as4(1), nil, false, 6, 1, 2, [2]bool{}},
		{"we have 2", nil, as4(2), false, 6, 1, 2, [2]bool{}},
		{"path ids from them", append(as4(1), receive), append(as4(2), send), false, 7, 9, 4, [2]bool{false, true}},
		{"path ids from us, 2 octets", []codec.Capability{send}, []codec.Capability{receive}, false, 10, 1, 2, [2]bool{true, false}},
		{"path ids from nobody: both send", append(as4(1), send), append(as4(2), send), false, 7, 4, 4, [2]bool{}},
		{"a proxy's", append(as4(1), receive), append(as4(2), send), true, 4, 9, 4, [2]bool{false, true}},
	} {
		name := filepath.Join(t.TempDir(), "x.mrt")
		k := newTalk(1, "192.0.2.1:40000", "192.0.2.2:179", false)
		k.establish(tc.ours, tc.theirs)
		k.msg(true, update(3, tc.width, tc.ids[0]))
		k.msg(false, update(3, tc.width, tc.ids[1]))
		tap := open(t, Options{Files: []string{name}, Wire: tc.wire})
		for _, e := range k.all {
			tap.Event(e)
		}
		tap.Close()
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var subs []uint16
		for len(b) >= 12 {
			if b[7] != 5 {
				subs = append(subs, uint16(b[6])<<8|uint16(b[7]))
			}
			b = b[12+int(b[10])<<8+int(b[11]):]
		}
		if n := len(subs); n != 6 || subs[4] != tc.sent || subs[5] != tc.got {
			t.Errorf("%s: subtypes %d, want ... %d %d", tc.name, subs, tc.sent, tc.got)
		}
		var dec codec.Decoder
		for i, r := range messages(read(t, name))[4:] {
			g := codec.GuessContext(&dec, codec.PieceMessage, r.Octets, r.Known)
			if f := dec.Check(codec.PieceMessage, r.Octets, g.Ctx); len(f) > 0 {
				t.Errorf("%s: UPDATE %d: %s", tc.name, i, f[0].Info().ID)
			}
		}
	}
}

func TestMRTStates(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.mrt")
	k := session(1, "192.0.2.1:40000", "192.0.2.2:179", false)
	tap := open(t, Options{Files: []string{name}})
	for _, e := range k.all {
		tap.Event(e)
	}
	tap.Close()
	var got []string
	for _, r := range read(t, name) {
		if r.Kind == capture.RecordState {
			got = append(got, r.State.Old.String()+" "+r.State.New.String()+" "+r.Src.Addr().String())
		}
	}
	want := []string{"Connect OpenSent 192.0.2.2", "OpenSent OpenConfirm 192.0.2.2", "OpenConfirm Established 192.0.2.2"}
	if !slices.Equal(got, want) {
		t.Errorf("states %q, want %q", got, want)
	}
}

// TestPathIDs: only families with path identifiers make an UPDATE one with them.
func TestPathIDs(t *testing.T) {
	v6 := codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}
	reach := func(f codec.Family) []byte {
		a := codec.AppendAttr(nil, 0x80, registry.AttrMPUnreach, []byte{byte(f.AFI >> 8), byte(f.AFI), byte(f.SAFI)})
		return append(codec.AppendHeader(nil, 23+len(a), registry.MsgUpdate), append([]byte{0, 0, 0, byte(len(a))}, a...)...)
	}
	both := codec.FamilySet(0).With(codec.IPv4Unicast).With(v6)
	for _, tc := range []struct {
		name string
		msg  []byte
		set  codec.FamilySet
		want bool
	}{
		{"none agreed", update(1, 4, false), 0, false},
		{"IPv4", update(1, 4, false), both, true},
		{"IPv4, agreed for IPv6", update(1, 4, false), codec.FamilySet(0).With(v6), false},
		{"IPv6", reach(v6), both, true},
		{"IPv6, agreed for IPv4", reach(v6), codec.FamilySet(0).With(codec.IPv4Unicast), false},
		{"no UPDATE", keepalive(), both, false},
		{"no message", []byte{1, 2, 3}, both, false},
		{"lengths that lie", append(codec.AppendHeader(nil, 23, registry.MsgUpdate), 0xff, 0xff, 0xff, 0xff), both, true},
	} {
		if got := pathIDs(tc.msg, tc.set); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

// TestRotation: files by size and by time, each readable by itself, no message lost or told twice but the OPENs.
func TestRotation(t *testing.T) {
	for _, o := range []Options{{RotateSize: 6000}, {RotateTime: 10 * time.Second}, {RotateSize: 6000, RotateTime: 20 * time.Second}} {
		dir := t.TempDir()
		receive := codec.AddPathCapability(codec.AddPath{Family: codec.IPv4Unicast, Mode: codec.AddPathReceive})
		send := codec.AddPathCapability(codec.AddPath{Family: codec.IPv4Unicast, Mode: codec.AddPathSend})
		k := newTalk(1, "192.0.2.1:40000", "192.0.2.2:179", false)
		k.establish(append(as4(65001), receive), append(as4(4200000002), send))
		for i := range 100 {
			k.msg(i%3 == 0, update(20, 4, i%3 != 0))
		}
		k.add(speaker.Closed, nil)
		for _, s := range Suffixes {
			o.Files = append(o.Files, filepath.Join(dir, "live"+s))
		}
		tap := open(t, o)
		for _, f := range tap.files { // as if it had been opened when the events began
			f.opened = began
		}
		for _, e := range k.all {
			tap.Event(e)
		}
		if err := tap.Close(); err != nil {
			t.Fatal(err)
		}
		want := sentMessages(k.all)
		for _, s := range Suffixes[:3] {
			list := files(t, dir, s)
			if len(list) < 3 {
				t.Errorf("%s: files %q", s, list)
			}
			n := 0
			for i, name := range list {
				msgs := messages(read(t, name))
				if i > 0 && s != ".mrt" { // the OPENs again
					if len(msgs) < 3 || msgs[0].Octets[18] != 1 || msgs[1].Octets[18] != 1 || !msgs[0].Time.Equal(want[0].Time) {
						t.Fatalf("%s does not begin with the OPENs", name)
					}
					msgs = msgs[2:]
				}
				for _, m := range msgs {
					w := want[n]
					if !bytes.Equal(m.Octets, w.Octets) || !m.Time.Equal(w.Time) {
						t.Fatalf("%s: message %d of the session differs", name, n)
					}
					if n++; m.Octets[18] == 2 && m.Known.AddPath.Has(codec.IPv4Unicast) == w.Sent {
						t.Errorf("%s: path identifiers %v", name, m.Known.AddPath)
					}
				}
				if info, err := os.Stat(name); err != nil || o.RotateSize > 0 && info.Size() > o.RotateSize {
					t.Errorf("%s: %v octets", name, info.Size())
				}
			}
			if n != len(want) {
				t.Errorf("%s: %d of %d messages", s, n, len(want))
			}
		}
		lines := 0
		for _, name := range files(t, dir, ".jsonl") {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lines += bytes.Count(b, []byte("\n"))
		}
		if lines != len(k.all) {
			t.Errorf("%d lines for %d events", lines, len(k.all))
		}
	}
}

// TestRotationKeeps: files that are there are left alone.
func TestRotationKeeps(t *testing.T) {
	dir := t.TempDir()
	o := Options{Files: []string{filepath.Join(dir, "live.mrt")}, RotateSize: 1000}
	for range 3 {
		tap := open(t, o)
		for _, e := range session(1, "192.0.2.1:40000", "192.0.2.2:179", false).all {
			tap.Event(e)
		}
		tap.Close()
	}
	n := 0
	for _, name := range files(t, dir, ".mrt") {
		n += len(messages(read(t, name)))
	}
	if want := 3 * len(sentMessages(session(1, "192.0.2.1:1", "192.0.2.2:2", false).all)); n != want {
		t.Errorf("%d messages of %d", n, want)
	}
}

// TestEnds: what the format has no place for is said once and left out; all else goes on.
func TestEnds(t *testing.T) {
	dir := t.TempDir()
	var told []string
	tap := open(t, Options{Files: []string{filepath.Join(dir, "x.pcap"), filepath.Join(dir, "x.jsonl")}, Tell: func(err error) { told = append(told, err.Error()) }})
	for _, k := range []*talk{session(1, "192.0.2.1:40000", "[2001:db8::1]:179", false), session(2, "192.0.2.1:40000", "192.0.2.2:179", false)} {
		for _, e := range k.all {
			tap.Event(e)
		}
	}
	if len(told) != 1 || !strings.Contains(told[0], "2001:db8::1") {
		t.Errorf("told %q", told)
	}
	if err := tap.Close(); err != nil {
		t.Error(err)
	}
	if got := messages(read(t, filepath.Join(dir, "x.pcap"))); len(got) != 10 {
		t.Errorf("%d messages", len(got))
	}
}

// TestAskedOnce: who gives JSON and comments is asked once for each event, also when files rotate.
func TestAskedOnce(t *testing.T) {
	dir := t.TempDir()
	var asked, comments int
	o := Options{RotateSize: 500,
		Lines:   func(dst []byte, e *speaker.Event) []byte { asked++; return jsonLines(dst, e) },
		Comment: func(*speaker.Event) string { comments++; return "c" }}
	for _, n := range []string{"a.jsonl", "b.jsonl", "a.pcapng", "b.pcapng", "c.pcap"} {
		o.Files = append(o.Files, filepath.Join(dir, n))
	}
	tap := open(t, o)
	k := session(1, "192.0.2.1:40000", "192.0.2.2:179", false)
	for _, e := range k.all {
		tap.Event(e)
	}
	tap.Close()
	if asked != len(k.all) || comments != len(sentMessages(k.all)) {
		t.Errorf("asked %d times for JSON and %d times for comments, %d events", asked, comments, len(k.all))
	}
}
