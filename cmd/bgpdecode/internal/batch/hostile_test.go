package batch

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

const event = "Nov 21 23:43:12 r1 bgpd[7]: %NOTIFICATION: sent to neighbor 192.0.2.9 4/0 (Hold Timer Expired) 0 bytes\n"

// TestHugeLine: a line beyond the limit is read up to it, what is dropped is counted, and what follows is found in its
// place.
func TestHugeLine(t *testing.T) {
	const limit = 1 << 20
	long := strings.Repeat("x", 9<<20)
	text := strings.Repeat("nothing\n", 9000) + event + long + event + event
	opt := testOptions()
	opt.MaxLine = limit
	for _, block := range []int{4 << 10, 1 << 20, 32 << 20} {
		opt.Block = block
		out, res := run(t, text, opt)
		got := decodeLines(t, out)
		if len(got) != 2 {
			t.Fatalf("blocks of %d: %d events", block, len(got))
		}
		if want := strings.LastIndex(text, event) + strings.Index(event, "%NOT"); got[1].Source.Offset != want || got[1].Source.Line != 9003 {
			t.Errorf("blocks of %d: %+v, want offset %d", block, got[1].Source, want)
		}
		if res.Stats.LinesCut != 1 || res.Stats.OctetsCut != int64(len(long)+len(event)-1-limit) || res.Stats.Lines != 9003 {
			t.Errorf("blocks of %d: %+v", block, res.Stats)
		}
	}
}

// endless gives the same octets without an end.
type endless struct {
	left int64
	text []byte
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), e.left)], e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.left -= int64(n)
	return n, nil
}

// TestMemory: one long line, and a long log of noise, take no memory that grows with them.
func TestMemory(t *testing.T) {
	for _, text := range []string{"z", noiseLines(rand.New(rand.NewPCG(1, 1)), 500)} {
		opt := testOptions()
		opt.Stdin = &endless{left: 16 << 20 / scarce, text: []byte(text)}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if _, err := Run(context.Background(), io.Discard, []string{"-"}, opt); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 12<<20 {
			t.Errorf("%.20q: %d octets allocated in all", text, grown)
		}
	}
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCompressed: what is inside counts, whatever the name; a bomb is given up at the limit and what came before is there.
func TestCompressed(t *testing.T) {
	text := event + strings.Repeat("nothing to see\n", 100000)
	want, _ := run(t, text, testOptions())
	if got, _ := run(t, zipped(t, text), testOptions()); got != want {
		t.Error(firstDifference(got, want))
	}
	opt := testOptions()
	opt.MaxUnpacked = 1 << 20
	var told []error
	opt.Failed = func(err error) { told = append(told, err) }
	got, res := run(t, zipped(t, text), opt)
	if got != want || len(told) != 1 || !errors.Is(told[0], capture.ErrUnpacked) || res.Stats.Bomb != 1 || res.Stats.Failed != 1 {
		t.Errorf("%v %+v\n%s", told, res.Stats, got)
	}
	told = nil
	whole := zipped(t, text)
	got, res = run(t, whole[:len(whole)-200], testOptionsWith(func(err error) { told = append(told, err) }))
	if got != want || len(told) != 1 || res.Stats.Failed != 1 {
		t.Errorf("cut short: %v %+v\n%s", told, res.Stats, got)
	}
}

// TestCompressedCapture: a capture that is a bomb is given up at the limit, and what came before is there.
func TestCompressedCapture(t *testing.T) {
	stream := strings.Repeat(string(messageOf(registry.MsgKeepalive)), 100000)
	opt := testOptions()
	opt.MaxUnpacked = 1 << 20
	var told []error
	opt.Failed = func(err error) { told = append(told, err) }
	_, res := run(t, zipped(t, stream), opt)
	if len(told) != 1 || !errors.Is(told[0], capture.ErrUnpacked) || res.Stats.Bomb != 1 || res.Stats.Messages != 1<<20/19 {
		t.Errorf("%v %+v", told, res.Stats)
	}
	told = nil
	if _, res = run(t, stream, opt); len(told) != 0 || res.Stats.Messages != 100000 {
		t.Errorf("not compressed: %v %+v", told, res.Stats)
	}
}

// TestStatsTellLimits: whatever a reader of captures leaves out has its line.
func TestStatsTellLimits(t *testing.T) {
	told := func(c capture.Stats) int { return len((&Result{Captures: c}).Lines()) }
	none := told(capture.Stats{})
	of := reflect.TypeFor[capture.Stats]()
	for i := range of.NumField() {
		switch name := of.Field(i).Name; name {
		case "Octets", "Records", "Messages", "Damaged", "Streams": // told elsewhere, or nothing is left out
		default:
			var c capture.Stats
			if f := reflect.ValueOf(&c).Elem().Field(i); f.Kind() == reflect.Int64 {
				f.SetInt(1)
			} else {
				c.Others.Add(capture.Other{Kind: capture.KindMRT, Type: 11, N: 1})
				c.Unknown = 1
			}
			if told(c) != none+1 {
				t.Errorf("%s is not told", name)
			}
		}
	}
}

// TestWindow: a decompressor that asks for more history than the limit is refused, and the other inputs are read.
func TestWindow(t *testing.T) {
	var b bytes.Buffer
	z, err := xz.WriterConfig{DictCap: 1 << 20}.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(z, strings.Repeat("nothing to see\n", 10000))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var told []error
	opt := testOptionsWith(func(err error) { told = append(told, err) })
	opt.MaxWindow = 64 << 10
	_, res := run(t, b.String(), opt)
	if len(told) != 1 || res.Stats.Window != 1 || res.Stats.Failed != 1 {
		t.Errorf("%v %+v", told, res.Stats)
	}
	var zb bytes.Buffer
	zw, err := zstd.NewWriter(&zb, zstd.WithWindowSize(8<<20))
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(zw, strings.Repeat("nothing to see\n", 10000))
	zw.Close()
	told = nil
	if _, res := run(t, zb.String(), opt); len(told) != 1 || !errors.Is(told[0], capture.ErrWindow) || res.Stats.Window != 1 {
		t.Errorf("zstd: %v %+v", told, res.Stats)
	}
	opt.MaxWindow, told = 2<<20, nil
	if _, res := run(t, b.String(), opt); len(told) != 0 || res.Stats.Window != 0 || res.Stats.Lines != 10000 {
		t.Errorf("%v %+v", told, res.Stats)
	}
}

func testOptionsWith(failed func(error)) Options {
	opt := testOptions()
	opt.Failed = failed
	return opt
}

// TestBinary: octets that are no text hide no line and break nothing.
func TestBinary(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	junk := make([]byte, 300<<10)
	for i := range junk {
		junk[i] = byte(r.Uint32())
	}
	marker := strings.Repeat("\xff", 16) + "\x00\x13\x04"
	for name, around := range map[string]string{"junk": string(junk), "zeros": strings.Repeat("\x00", 200<<10), "lines of zeros": strings.Repeat("\x00\n", 100<<10), "markers": strings.Repeat(marker+"\n", 5000)} {
		text := "a line of text, so that this is no stream of messages\n" + around + "\n" + event + around
		out, _ := run(t, text, testOptions())
		found := false
		for _, s := range decodeLines(t, out) {
			found = found || s.Session.Peer == "192.0.2.9" && s.Notification.Code == 4 &&
				strings.HasPrefix(text[s.Source.Offset:], "%NOTIFICATION: sent")
		}
		if !found {
			t.Errorf("%s: the event is not found", name)
		}
	}
}

// TestFailures: an input that cannot be read does not stop the others; a reader that fails gives what came before.
func TestFailures(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"b.log", "a.log"} {
		if err := os.WriteFile(filepath.Join(dir, n), []byte(event), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var told []string
	opt := testOptionsWith(func(err error) { told = append(told, err.Error()) })
	opt.Stdin = io.MultiReader(strings.NewReader(event), iotest.ErrReader(errors.New("broken wire")))
	var out bytes.Buffer
	res, err := Run(context.Background(), &out, []string{filepath.Join(dir, "none"), "-", dir, filepath.Join(dir, "*.log")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if got := decodeLines(t, out.String()); len(got) != 3 || res.Stats.Inputs != 3 || res.Stats.Failed != 2 || res.Stats.Again != 2 {
		t.Errorf("%d events, %+v", len(got), res.Stats)
	}
	if len(told) != 2 || !strings.Contains(told[0], "none") || !strings.Contains(told[1], "broken wire") {
		t.Errorf("%q", told)
	}
	if a, b := strings.Index(out.String(), "a.log"), strings.Index(out.String(), "b.log"); a < 0 || a > b {
		t.Error("files of a directory are not in order")
	}
}

type stuck struct{ ch chan struct{} }

func (s stuck) Read([]byte) (int, error) { <-s.ch; return 0, io.EOF }

// TestInterrupt: a run that is cancelled ends although its reader is stuck, and says where.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := stuck{make(chan struct{})}
	defer close(s.ch)
	opt := testOptions()
	opt.Chunk, opt.Stdin = 1<<10, io.MultiReader(strings.NewReader(strings.Repeat(event, 5000)), s)
	var out bytes.Buffer
	w := writerFunc(func(p []byte) (int, error) { cancel(); return out.Write(p) })
	res, err := Run(ctx, w, []string{"-"}, opt)
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(res.Where, "stdin, octet ") {
		t.Errorf("%v, %q", err, res.Where)
	}
	if n := int64(len(decodeLines(t, out.String()))); n == 0 || n != res.Stats.Events {
		t.Errorf("%d lines are whole, %d counted", n, res.Stats.Events)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestFullDisk: the first failure to write ends the run.
func TestFullDisk(t *testing.T) {
	full := errors.New("no space left")
	opt := testOptions()
	opt.Chunk, opt.Stdin = 1<<10, strings.NewReader(strings.Repeat(event, 20000))
	_, err := Run(context.Background(), writerFunc(func([]byte) (int, error) { return 0, full }), []string{"-"}, opt)
	if !errors.Is(err, full) {
		t.Error(err)
	}
}

// TestFilter: each filter keeps what it should, and what it refuses is counted.
func TestFilter(t *testing.T) {
	text := event + strings.NewReplacer("192.0.2.9", "2001:db8::9", "4/0 (Hold Timer Expired)", "6/2 (Cease/Administrative Shutdown)", "23:43:12", "23:50:00").Replace(event)
	for _, c := range []struct {
		f     Filter
		peers string
	}{
		{Filter{}, "192.0.2.9 2001:db8::9"},
		{Filter{Peers: []string{"192.0.2.0/24"}}, "192.0.2.9"},
		{Filter{Peers: []string{"2001:DB8::9"}}, "2001:db8::9"},
		{Filter{Codes: []string{"6"}}, "2001:db8::9"},
		{Filter{Codes: []string{"6/3", "4/*"}}, "192.0.2.9"},
		{Filter{Since: time.Date(2026, 11, 21, 23, 45, 0, 0, time.UTC)}, "2001:db8::9"},
		{Filter{Until: time.Date(2026, 11, 21, 23, 45, 0, 0, time.UTC)}, "192.0.2.9"},
		{Filter{Styles: []string{"junos"}}, ""},
		{Filter{OnlyErrors: true}, "192.0.2.9 2001:db8::9"},
	} {
		opt := testOptions()
		opt.Filter = c.f
		out, res := run(t, text, opt)
		var peers []string
		for _, s := range decodeLines(t, out) {
			peers = append(peers, s.Session.Peer)
		}
		if got := strings.Join(peers, " "); got != c.peers {
			t.Errorf("%+v: %q, want %q", c.f, got, c.peers)
		}
		s := res.Stats
		if n := s.Events + s.ByPeer + s.ByCode + s.ByTime + s.ByStyle + s.ByError; n != 2 {
			t.Errorf("%+v: %d events accounted for", c.f, n)
		}
	}
	for _, bad := range []Filter{{Codes: []string{"x"}}, {Codes: []string{"3/999"}}, {Since: now, Until: now}} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

// TestSummary: causes are told apart by what they are, not by whom they hit; repeat counts count.
func TestSummary(t *testing.T) {
	var b strings.Builder
	for i := range 9 {
		b.WriteString(strings.Replace(event, "192.0.2.9", "192.0.2."+string(rune('1'+i)), 1))
	}
	b.WriteString(strings.Replace(event, "4/0 (Hold Timer Expired)", "6/2 (Cease/Administrative Shutdown)", 1))
	b.WriteString("Nov 21 23:43:13 r1 last message repeated 4 times\n")
	opt := testOptions()
	opt.Form = Summary(SummaryOptions{Width: 100})
	out, _ := run(t, b.String(), opt)
	for _, want := range []string{"2 causes, 14 events, 9 peers.\n", "1. NOTIFICATION 4/0 Hold Timer Expired", "9 events, 9 peers, 1 host (r1)", "2. NOTIFICATION 6/2", "5 events, 1 peer (192.0.2.9)"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestCapture: messages of captures come out with who sent them, and a stream of messages as what it is.
func TestCapture(t *testing.T) {
	notification := strings.Repeat("\xff", 16) + "\x00\x15\x03\x06\x02"
	keepalive := strings.Repeat("\xff", 16) + "\x00\x13\x04"
	out, res := run(t, keepalive+notification, testOptions())
	got := decodeLines(t, out)
	if len(got) != 2 || got[1].Source.Style != "stream" || got[1].Notification.Code != 6 || res.Stats.Messages != 2 {
		t.Errorf("stream: %s", out)
	}
	out, _ = run(t, zipped(t, pcapOf(keepalive, notification)), testOptions())
	var last struct {
		Time    time.Time
		Session struct{ Src, Dst, Direction string }
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatal(err)
	}
	if len(lines) != 2 || last.Session.Src != "192.0.2.1:179" || last.Session.Dst != "192.0.2.2:40000" || last.Session.Direction != "" || last.Time.Unix() != 1000 {
		t.Errorf("pcap: %s", out)
	}
}

// TestLive: a message of a capture that comes through a pipe is written before the next one is there.
func TestLive(t *testing.T) {
	from, to := io.Pipe()
	wrote := make(chan string, 1)
	opt := testOptions()
	opt.Stdin = from
	done := make(chan error, 1)
	go func() {
		_, err := Run(context.Background(), writerFunc(func(p []byte) (int, error) { wrote <- string(p); return len(p), nil }), []string{"-"}, opt)
		done <- err
	}()
	keepalive := strings.Repeat("\xff", 16) + "\x00\x13\x04"
	for _, message := range []string{pcapOf(keepalive), pcapOf(keepalive, keepalive)[24+16+40+19:]} {
		io.WriteString(to, message)
		if line := <-wrote; strings.Count(line, "\n") != 1 || !strings.Contains(line, `"KEEPALIVE"`) {
			t.Errorf("%q", line)
		}
	}
	to.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// pcapOf writes a capture of one TCP stream, raw IPv4, a packet for each payload.
func pcapOf(payloads ...string) string {
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	b = binary.LittleEndian.AppendUint32(b, 2|4<<16)
	b = append(b, make([]byte, 8)...)
	b = binary.LittleEndian.AppendUint32(b, 65535)
	b = binary.LittleEndian.AppendUint32(b, 101) // LINKTYPE_RAW
	seq := uint32(1)
	for _, p := range payloads {
		n := 40 + len(p)
		for _, v := range []uint32{1000, 0, uint32(n), uint32(n)} {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
		b = append(b, 0x45, 0)
		b = binary.BigEndian.AppendUint16(b, uint16(n))
		b = append(b, 0, 0, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2)
		b = binary.BigEndian.AppendUint16(b, 179)
		b = binary.BigEndian.AppendUint16(b, 40000)
		b = binary.BigEndian.AppendUint32(b, seq)
		b = append(b, 0, 0, 0, 0, 0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0)
		b = append(b, p...)
		seq += uint32(len(p))
	}
	return string(b)
}

// FuzzBatch: whatever the text, blocks and workers change nothing and nothing panics.
func FuzzBatch(f *testing.F) {
	f.Add([]byte(event), uint16(7))
	f.Add([]byte(strings.Repeat("noise\n", 20)+event+"last message repeated 3 times\n"), uint16(100))
	f.Add([]byte("ff ff ff ff ff ff ff ff\nff ff ff ff ff ff ff ff 00 13 04\n"), uint16(1))
	f.Fuzz(func(t *testing.T, text []byte, block uint16) {
		full := strings.Repeat("nothing to see here\n", 3400) + string(text) // more than what is read whole
		opt := testOptions()
		opt.Chunk, opt.MaxLine = 8<<10, 4096
		want, _ := run(t, full, opt)
		opt.Block, opt.Jobs = int(block)+500, 2
		if got, _ := run(t, full, opt); got != want {
			t.Fatal(firstDifference(got, want))
		}
	})
}
