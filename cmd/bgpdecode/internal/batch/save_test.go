package batch

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// savedMessage is a message read back from a file.
type savedMessage struct {
	capture.Record
	octets string
}

func readSaved(t testing.TB, name string) []savedMessage {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kind, err := SaveKind(name)
	if err != nil {
		t.Fatal(err)
	}
	src, err := capture.Open(f, capture.Options{Kind: kind})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var all []savedMessage
	for rec, err := range src.Records() {
		if err != nil || rec.Kind != capture.RecordMessage || rec.Lost+rec.Missing+rec.Passed > 0 || rec.Joined {
			t.Fatalf("%s: %v %+v", name, err, rec)
		}
		all = append(all, savedMessage{*rec, hex.EncodeToString(rec.Octets)})
	}
	return all
}

// save runs batch over args and writes to a file of the given name.
func save(t testing.TB, name string, args []string, opt Options) ([]savedMessage, string, Result) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	var err error
	if opt.Save, err = OpenSave(path, args, opt.Stdin); err != nil {
		t.Fatal(err)
	}
	res, err := Run(context.Background(), io.Discard, args, opt)
	if e := opt.Save.Close(); err != nil || e != nil {
		t.Fatal(err, e)
	}
	return readSaved(t, path), path, res
}

func saveText(t testing.TB, name, text string) ([]savedMessage, string, Result) {
	opt := testOptions()
	opt.Stdin = strings.NewReader(text)
	return save(t, name, []string{"-"}, opt)
}

const marker = "ffffffffffffffffffffffffffffffff"

// TestSaveLog: messages of log lines come with the ends, the way and the time that the lines tell.
func TestSaveLog(t *testing.T) {
	text := `Nov 21 10:00:00 r1 bgpd[7]: %NOTIFICATION: received from neighbor 203.0.113.7 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes e0 07 04 00 01 00 0f
Nov 21 10:00:01 r1 sshd[7]: Accepted publickey for noc from 10.0.0.1
Nov 21 10:00:02 r1 bgpd[7]: %NOTIFICATION: sent to neighbor 203.0.113.7 6/2 (Cease/Administrative Shutdown) 0 bytes
Nov 21 10:00:03 r1 bgpd[7]: %NOTIFICATION: received from neighbor 2001:db8:7::9 4/0 (Hold Timer Expired) 0 bytes
Nov 21 10:00:04 r2 bgpd[7]: %NOTIFICATION: sent to neighbor 203.0.113.7 3/5 (UPDATE Message Error/Attribute Length Error) 5 bytes 40 01 02 00 00
`
	want := []struct {
		peer, way, octets string
		second            int
	}{
		{"203.0.113.7", "received", marker + "001c030304e0070400" + "01000f", 0},
		{"203.0.113.7", "sent", marker + "0015030602", 2},
		{"2001:db8:7::9", "received", marker + "0015030400", 3},
		{"203.0.113.7", "sent", marker + "001a0303054001020000", 4},
	}
	for _, name := range []string{"o.pcapng", "o.PCAP", "o.mrt"} {
		got, _, res := saveText(t, name, text)
		if len(got) != len(want) || res.Stats.Saved != int64(len(want)) || res.Stats.Events != int64(len(want)) {
			t.Fatalf("%s: %d messages, %+v", name, len(got), res.Stats)
		}
		var locals []netip.Addr
		for i, g := range got {
			w := want[i]
			peer, local := g.Src, g.Dst
			if w.way == "sent" {
				peer, local = local, peer
			}
			if peer.Addr().String() != w.peer || g.octets != w.octets || !g.Time.Equal(time.Date(2026, 11, 21, 10, 0, w.second, 0, time.UTC)) {
				t.Errorf("%s: message %d: %s > %s at %s: %s", name, i, g.Src, g.Dst, g.Time, g.octets)
			}
			if name != "o.mrt" && (peer.Port() == bgp) == (local.Port() == bgp) {
				t.Errorf("%s: message %d: %s > %s: one port must be BGP's", name, i, g.Src, g.Dst)
			}
			if name == "o.mrt" && g.Dir.String() != w.way {
				t.Errorf("%s: message %d: %s, want %s", name, i, g.Dir, w.way)
			}
			locals = append(locals, local.Addr())
		}
		if locals[0] != locals[1] || locals[0] == locals[3] || !locals[2].Is6() || !netip.MustParsePrefix("192.0.2.0/24").Contains(locals[0]) ||
			!netip.MustParsePrefix("2001:db8::/32").Contains(locals[2]) {
			t.Errorf("%s: made-up addresses %v", name, locals)
		}
	}
}

const bgp = 179

// TestSaveLeavesOut: what is not a whole message is counted, and what stands for it is not invented.
func TestSaveLeavesOut(t *testing.T) {
	text := `2026-11-21T10:00:00Z r1 bgpd[7]: %NOTIFICATION: received from neighbor 203.0.113.7 6/4 (Cease/Administrative Reset) 0 bytes
` + marker + `0040020000002540010100
`
	got, _, res := saveText(t, "o.pcapng", text)
	if len(got) != 1 || res.Stats.Saved != 1 || res.Stats.SaveCut != 1 || res.Stats.SaveNone != 0 {
		t.Errorf("%d messages, %+v", len(got), res.Stats)
	}
	_, _, res = saveText(t, "o.pcapng", "some text: 400101004002060201000000014003 04c0000201\n")
	if res.Stats.Saved != 0 || res.Stats.Events != 1 || res.Stats.SaveNone != 1 {
		t.Errorf("a fragment: %+v", res.Stats)
	}
}

// TestSaveCapture: from one capture to another nothing is lost and nothing made up.
func TestSaveCapture(t *testing.T) {
	src, dst := netip.MustParseAddrPort("192.0.2.1:50001"), netip.MustParseAddrPort("192.0.2.2:179")
	at := time.Date(2020, 2, 3, 4, 5, 6, 789123456, time.UTC)
	var in bytes.Buffer
	w, err := capture.NewPcapngWriter(&in)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		m := capture.Message{Time: at.Add(time.Duration(i) * time.Minute), Src: src, Dst: dst, Octets: updateOf(i * 40)}
		if i%3 == 0 {
			m.Src, m.Dst = dst, src
		}
		if err := w.Write(&m); err != nil {
			t.Fatal(err)
		}
	}
	input := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(input, in.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"o.pcapng", "o.pcap", "o.mrt"} {
		got, _, _ := save(t, name, []string{input}, testOptions())
		if len(got) != 30 {
			t.Fatalf("%s: %d messages", name, len(got))
		}
		for i, g := range got {
			want := at.Add(time.Duration(i) * time.Minute)
			s, d := src, dst
			if i%3 == 0 {
				s, d = d, s
			}
			if name == "o.mrt" {
				want, s, d = want.Truncate(time.Microsecond), netip.AddrPortFrom(s.Addr(), 0), netip.AddrPortFrom(d.Addr(), 0)
			}
			if g.Src != s || g.Dst != d || !g.Time.Equal(want) || g.octets != hex.EncodeToString(updateOf(i*40)) {
				t.Errorf("%s: message %d: %s > %s at %s, %d octets", name, i, g.Src, g.Dst, g.Time, len(g.octets)/2)
			}
		}
	}
}

// TestSaveAS: an MRT file that is made of a capture names the AS numbers that the OPENs tell.
func TestSaveAS(t *testing.T) {
	keepalive := messageOf(registry.MsgKeepalive)
	text := conversation(t, capture.KindPcap, [][]byte{openOffering(64500, 1), keepalive, updateOf(1)}, [][]byte{openOffering(64501, 2), keepalive, updateOf(2)})
	opt := testOptions()
	opt.Stdin = bytes.NewReader(text)
	_, path, _ := save(t, "o.mrt", []string{"-"}, opt)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for len(b) > 0 {
		const head = 12 // of a record of BGP4MP, in front of the two AS numbers of 2 octets (RFC 6396 section 4.4.2)
		end := head + int(binary.BigEndian.Uint32(b[8:]))
		as := [2]int{int(binary.BigEndian.Uint16(b[head:])), int(binary.BigEndian.Uint16(b[head+2:]))}
		if msg := b[:end]; bytes.Contains(msg, updateOf(1)) || bytes.Contains(msg, updateOf(2)) {
			told++
			if as[0]+as[1] != 64500+64501 || as[0] == as[1] {
				t.Errorf("an UPDATE between AS %d and %d", as[0], as[1])
			}
		}
		b = b[end:]
	}
	if told != 2 {
		t.Errorf("%d UPDATEs", told)
	}
}

// updateOf withdraws n routes.
func updateOf(n int) []byte {
	body := []byte{byte(4 * n >> 8), byte(4 * n)}
	for i := range n {
		body = append(body, 24, 10, byte(i>>8), byte(i))
	}
	body = append(body, 0, 0)
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgUpdate), body...)
}

// TestSaveFilters: only what is written otherwise is written there, whatever the number of workers.
func TestSaveFilters(t *testing.T) {
	text := mixed(t, 3, 20)
	var files [][]byte
	for _, jobs := range []int{1, 4} {
		opt := testOptions()
		opt.Jobs, opt.Chunk, opt.Stdin = jobs, 64<<10, strings.NewReader(text)
		_, path, _ := save(t, "o.pcapng", []string{"-"}, opt)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, b)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the file depends on the number of workers")
	}
	opt := testOptions()
	opt.Stdin, opt.Filter.Codes = strings.NewReader(text), []string{"3/4"}
	got, _, _ := save(t, "o.pcapng", []string{"-"}, opt)
	for _, g := range got {
		if !strings.HasPrefix(g.octets[38:], "0304") {
			t.Errorf("%s passed the filter", g.octets)
		}
	}
	if len(got) == 0 {
		t.Error("nothing passed the filter")
	}
}

// TestSaveRefusesInputs: an input is not overwritten, by whatever name it goes.
func TestSaveRefusesInputs(t *testing.T) {
	dir := t.TempDir()
	in, link, sym := filepath.Join(dir, "in.pcapng"), filepath.Join(dir, "link.pcapng"), filepath.Join(dir, "sym.pcapng")
	if err := os.WriteFile(in, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Link(in, link) != nil || os.Symlink(in, sym) != nil {
		t.Skip("no links here")
	}
	stdin, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	for _, c := range []struct {
		out   string
		args  []string
		stdin io.Reader
	}{{in, []string{in}, nil}, {link, []string{"x", in}, nil}, {sym, []string{in}, nil}, {in, []string{dir}, nil}, {in, []string{dir + "/*"}, nil}, {link, []string{"-"}, stdin}} {
		s, err := OpenSave(c.out, c.args, c.stdin)
		if err == nil {
			s.Close()
			t.Errorf("%s was opened though %q are read", c.out, c.args)
		}
		if b, _ := os.ReadFile(in); string(b) != "precious" {
			t.Fatalf("%s with %q: the input is lost", c.out, c.args)
		}
	}
	for _, name := range []string{"out", "out.txt", "out.pcapng.gz", ".jsonl", ""} {
		if _, err := OpenSave(name, nil, nil); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
	// A file in a directory that is read may be written when it was not there before, and is then not read.
	if err := os.WriteFile(in, []byte(marker+"00150306020a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	opt := testOptions()
	if opt.Save, err = OpenSave(filepath.Join(dir, "new.pcapng"), []string{dir}, nil); err != nil {
		t.Fatal(err)
	}
	defer opt.Save.Close()
	res, err := Run(context.Background(), io.Discard, []string{dir}, opt)
	if err != nil || res.Stats.Inputs != 1 { // in, once; sym is not followed
		t.Errorf("%v, %d inputs", err, res.Stats.Inputs)
	}
}

// TestSaveLive: a message is in the file as soon as it has been read, and interrupting loses nothing.
func TestSaveLive(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	opt := testOptions()
	opt.Stdin = r
	path := filepath.Join(t.TempDir(), "o.pcapng")
	var err error
	if opt.Save, err = OpenSave(path, []string{"-"}, r); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error)
	go func() {
		_, err := Run(ctx, io.Discard, []string{"-"}, opt)
		ended <- err
	}()
	for i := range 3 {
		if _, err := w.Write(updateOf(i)); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(20 * time.Second); len(readSaved(t, path)) <= i; {
			if time.Now().After(deadline) {
				t.Fatalf("message %d is not in the file", i)
			}
			time.Sleep(time.Millisecond)
		}
	}
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}
	if err := opt.Save.Close(); err != nil {
		t.Error(err)
	}
	if got := readSaved(t, path); len(got) != 3 || got[2].octets != hex.EncodeToString(updateOf(2)) {
		t.Errorf("%d messages", len(got))
	}
}

// TestSaveTshark: what is written for all samples is read without a complaint about what is made up.
func TestSaveTshark(t *testing.T) {
	tshark := peertest.Need(t, "tshark")
	got, path, res := saveText(t, "o.pcapng", mixed(t, 5, 3))
	ask := func(args ...string) string {
		t.Helper()
		var stderr bytes.Buffer
		cmd := exec.Command(tshark, append([]string{"-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"}, args...)...)
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, stderr.Bytes())
		}
		return string(out)
	}
	if bad := ask("-Y", "tcp.analysis.flags || tcp.checksum.status == 0 || ip.checksum.status == 0 || (_ws.malformed && !bgp)"); bad != "" {
		t.Errorf("tshark complains:\n%s", bad)
	}
	n := strings.Count(ask("-Y", "bgp", "-T", "fields", "-e", "frame.number"), "\n")
	if n != len(got) || int64(n) != res.Stats.Saved {
		t.Errorf("tshark finds %d messages, written were %d, read %d", n, res.Stats.Saved, len(got))
	}
	comments := ask("-Y", "bgp", "-T", "fields", "-e", "frame.comment")
	if k := strings.Count(comments, " stdin:"); k != n {
		t.Errorf("%d of %d comments say where the message stood", k, n)
	}
}

// TestSaveBgpdump: bgpdump makes the same of an MRT file and of what is written for it.
func TestSaveBgpdump(t *testing.T) {
	path := peertest.Need(t, "bgpdump")
	var in bytes.Buffer
	w := capture.NewMRTWriter(&in)
	for i := range 20 {
		attrs := []byte{0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 1, byte(i), 9, 0x40, 3, 4, 192, 0, 2, byte(i)}
		body := append(append([]byte{0, 0, 0, byte(len(attrs))}, attrs...), 24, 10, byte(i), 7)
		m := capture.Message{Time: time.Unix(1700000000+int64(i), int64(i%2)*5000), Src: netip.MustParseAddrPort("192.0.2.1:0"), Dst: netip.MustParseAddrPort("192.0.2.2:0"),
			SrcAS: 70000, DstAS: 65001, Octets: append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgUpdate), body...)}
		if err := w.Write(&m); err != nil {
			t.Fatal(err)
		}
	}
	input := filepath.Join(t.TempDir(), "in.mrt")
	if err := os.WriteFile(input, in.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, output, _ := save(t, "o.mrt", []string{input}, testOptions())
	var texts [2]string
	for i, name := range []string{input, output} {
		out, err := exec.Command(path, "-m", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(out)
	}
	if texts[0] != texts[1] || strings.Count(texts[0], "\n") != 20 {
		t.Errorf("bgpdump:\n%s\n%s", texts[0], texts[1])
	}
}

// TestSaveComments: the comment says where a message stood, what is made up, and nothing that a terminal would obey.
func TestSaveComments(t *testing.T) {
	text := "2026-11-21T10:00:00Z r1 bgpd[7]: %NOTIFICATION: received from neighbor swp1 6/4 (Cease/Administrative Reset) 0 bytes\n" +
		"\x1b[31m2026-11-21T10:00:00Z r\u202e1 bgpd[7]: %NOTIFICATION: received from neighbor 203.0.113.7 3/1 (UPDATE Message Error/Malformed Attribute List) 0 bytes\n"
	_, path, res := saveText(t, "o.pcapng", text)
	b, err := os.ReadFile(path)
	if err != nil || res.Stats.Saved != 2 {
		t.Fatal(err, res.Stats)
	}
	for _, want := range []string{"e1 stdin:1, host r1\n", "e2 stdin:2", "The address of the peer (swp1) is made up: 192.0.2.254.",
		"The address of the device (r1) is made up: 192.0.2.253.", "the text shows code, subcode and Data only"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %q in the file", want)
		}
	}
	if bytes.Contains(b, []byte("\x1b[")) || bytes.Contains(b, []byte("\u202e")) {
		t.Error("control characters in a comment")
	}
}

// TestMadeUpAddresses: none is given out twice while there are any, and none that a line told.
func TestMadeUpAddresses(t *testing.T) {
	n := newNames()
	seen := map[netip.Addr]bool{netip.MustParseAddr("192.0.2.250"): true}
	for i := range 3000 {
		m := saved{peer: "192.0.2.250", device: fmt.Sprint("r", i)}
		n.resolve(&m)
		a := m.Dst.Addr()
		if seen[a] || !a.Is4() {
			t.Fatalf("%d: %s again", i, a)
		}
		seen[a] = true
	}
	m := saved{peer: "192.0.2.250", device: "r17", local: "10.1.1.1"}
	n.resolve(&m)
	m = saved{peer: "192.0.2.250", device: "r17", sent: true}
	if n.resolve(&m); m.Src.Addr().String() != "10.1.1.1" || m.notes != "" {
		t.Errorf("what a line told is not remembered: %s %q", m.Src, m.notes)
	}
}

// TestSaveFails: a file that can be written no more does not end the run, and keeps its whole messages.
func TestSaveFails(t *testing.T) {
	text := strings.Repeat("Nov 20 03:14:07 r1 bgpd[8]: %NOTIFICATION: sent to neighbor 192.0.2.9 3/5 (x) 6 bytes c0 08 03 fd e9 00\n", 3000)
	name := filepath.Join(t.TempDir(), "full.pcapng")
	opt := testOptions()
	var err error
	if opt.Save, err = OpenSave(name, nil, nil); err != nil {
		t.Fatal(err)
	}
	// A file that takes the first messages and then no more, as one on a full disk.
	half := &halfFile{Save: opt.Save, room: 20000}
	opt.Save.out = half
	var told []string
	opt.Failed = func(err error) { told = append(told, err.Error()) }
	out, res := run(t, text, opt)
	if n := strings.Count(out, "\n"); n != 3000 || res.Stats.Events != 3000 {
		t.Errorf("%d events written", n)
	}
	if len(told) != 1 || !strings.Contains(told[0], "full.pcapng") {
		t.Errorf("%q was told", told)
	}
	if err := opt.Save.Close(); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(name); err != nil || info.Size() != opt.Save.whole || info.Size() > 20000 {
		t.Errorf("%v octets are left, whole are %d (%v)", info.Size(), opt.Save.whole, err)
	}
	readSaved(t, name)
}

// halfFile writes to the file until there is no room.
type halfFile struct {
	*Save
	room int
}

func (h *halfFile) Write(p []byte) (int, error) {
	n := min(len(p), h.room)
	h.room -= n
	n, err := h.file.Write(p[:n])
	if err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return n, err
}
