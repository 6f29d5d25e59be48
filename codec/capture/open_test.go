package capture

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"github.com/bgpdecode/bgpdecode/codec"
)

func packed(t testing.TB, b []byte, c Compression) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	switch c {
	case Plain:
		return b
	case Gzip:
		w = gzip.NewWriter(&out)
	case Zstd:
		w, err = zstd.NewWriter(&out)
	case XZ:
		w, err = xz.NewWriter(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func inputs(t testing.TB) map[Kind][]byte {
	w := newWire(t)
	w.session()
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	return map[Kind][]byte{
		KindPcap:   w.pcap(0),
		KindPcapng: w.pcapng(),
		KindMRT:    bytes.Repeat(mrtRecord(16, 4, append(mrtSession(4, 1, 2, "192.0.2.1", "192.0.2.2"), update(1)...)), 3),
		KindBMP:    append(bmpUp(peer), bmpMessage(0, peer, update(1))...),
		KindStream: append(update(3)[10:], keepalive()...),
	}
}

// TestOpenChance: whatever the pieces in which an input comes, it is no stream by sixteen octets of ones; a message at its very end is
// one.
func TestOpenChance(t *testing.T) {
	raw := string(update(3))
	for _, n := range []int{0, 3, 700, 5000} {
		program := "\x7fELF\x00\x01" + strings.Repeat("\x00\x41\x80", n)
		for text, want := range map[string]Kind{
			program + raw[:16] + "\x05\x01\x03" + strings.Repeat("\x08\x02\x09", 900): KindUnknown,
			program + raw[:16] + "\x05\x01\x03" + strings.Repeat("\x08\x02\x09", 100): KindUnknown,
			program + raw: KindStream,
			program + raw + raw + "\x00\x01\x02 tail": KindStream,
		} {
			for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.HalfReader(strings.NewReader(text))} {
				src, err := Open(r, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if src.Kind != want {
					t.Errorf("%d octets in front, %d in all: %s, want %s", len(program), len(text), src.Kind, want)
				}
				src.Close()
			}
		}
	}
}

// TestSniffText: octets that stand in a text do not make a stream of it, and the readable rest of a message no text of a
// stream.
func TestSniffText(t *testing.T) {
	raw := string(update(3))
	stamp := "Nov 21 10:00:00 r1 bgpd[5]: "
	for _, tc := range []struct {
		name, text string
		want       Kind
	}{
		{"a line, then octets", stamp + "malformed\n" + raw, KindUnknown},
		{"octets in a line", stamp + "malformed\n" + stamp + raw + "\n", KindUnknown},
		{"octets in the first line", stamp + raw + "\n" + stamp + "down\n", KindUnknown},
		{"CRLF and colours", "\x1b[31m" + stamp + "x\x1b[0m\r\n" + raw, KindUnknown},
		{"other control characters behind a line", stamp + "x\n\x00\x01" + raw, KindUnknown},
		{"a long line", strings.Repeat("x", 600) + raw, KindUnknown},
		{"UTF-8", "Grüße\n" + raw, KindUnknown},
		{"the stream alone", raw + raw, KindStream},
		{"the rest of an UPDATE", string(update(20)[25:]) + raw, KindStream},
		{"the rest of an UPDATE that begins like a line", "\n\x00\x01\x18" + raw, KindStream},
		{"the rest of a shutdown communication", "ance tonight" + raw + raw, KindStream},
		{"the same and no more", "ance tonight" + raw, KindStream},
		{"the end of a marker", raw[10:] + raw, KindStream},
		{"a damaged message that another follows", "\x7fELF\x00\x01" + raw[:18] + "\x02\xff" + raw[20:] + raw, KindStream},
		{"ones in a program", "\x7fELF\x00\x01" + raw[:16] + "\x00\x40\x02" + strings.Repeat("\x00\x41\x80", 100), KindUnknown},
		{"ones in another", "\x7fELF\x00\x01" + raw[:16] + "\x7c\xfe\x80" + strings.Repeat("\xff\xfe", 300), KindUnknown},
		{"a database that begins like a record of MRT", "\xcf\x9a\x57\x13\x00\x10\x00\x00\x00\x10\x00\x00" + strings.Repeat("\x00\x10\x00\xa6", 100), KindUnknown},
		{"another", "\xcf\x9a\x57\x13\x00\x11\x00\x04\x00\x02\x00\x01" + strings.Repeat("\x00\x10\x00\xa6", 100), KindUnknown},
		{"ones in a program, and a stream", "\x7fELF\x00\x01" + raw[:16] + "\x00\x40\x02" + strings.Repeat("\x00\x41\x80", 40) + raw + raw, KindStream},
	} {
		if got := Sniff([]byte(tc.text)); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestSniff(t *testing.T) {
	for kind, b := range inputs(t) {
		if got := Sniff(b[:min(len(b), sniffLen)]); got != kind {
			t.Errorf("%v taken for %v", kind, got)
		}
		want, _ := readAll(t, b, Options{})
		for _, c := range []Compression{Plain, Gzip, Zstd, XZ} {
			for _, r := range []io.Reader{bytes.NewReader(packed(t, b, c)), iotest.OneByteReader(bytes.NewReader(packed(t, b, c)))} {
				all, src := readFrom(t, r, Options{})
				if src.Kind != kind || src.Compression != c || lines(all) != lines(want) {
					t.Errorf("%v %q: taken for %v %q\n%s", kind, c, src.Kind, src.Compression, lines(all))
				}
			}
		}
	}
	for _, text := range []string{"", "a", "BZh", "BZh91", "Nov 21 10:00:00 r1 bgpd[5]: %NOTIFICATION: sent to 192.0.2.1 6/2\n", "\x03\x00", "\x00\x00\x00\x00\x00\x00",
		"ffffffffffffffffffffffffffffffff0013040", "{\"a\":1}", strings.Repeat("\xff", 40), "\x0a\x0d\x0d\x0a"} {
		src, err := Open(strings.NewReader(text), Options{})
		if err != nil || src.Kind != KindUnknown {
			t.Errorf("%q: %v %v", text, src.Kind, err)
			continue
		}
		if rest, _ := io.ReadAll(src.Rest()); string(rest) != text {
			t.Errorf("%q became %q", text, rest)
		}
	}
}

// bzipped is a bzip2 file of two KEEPALIVEs.
const bzipped = "QlpoOTFBWSZTWWg9HSsAAAfgAMQECAAAAKAAIKoZBmg5FRrK8XckU4UJBoPR0rA="

func TestBzip2(t *testing.T) {
	b, err := base64.StdEncoding.DecodeString(bzipped)
	if err != nil {
		t.Fatal(err)
	}
	all, src := readAll(t, b, Options{})
	if src.Compression != Bzip2 {
		t.Errorf("%q", src.Compression)
	}
	wantTypes(t, all, "44")
}

func TestTruncatedCompression(t *testing.T) {
	var b []byte
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 800 {
		m := update(90)
		for i := 21; i < len(m)-2; i++ {
			m[i] = byte(rnd.Uint32())
		}
		b = append(b, m...)
	}
	for _, c := range []Compression{Gzip, Zstd, XZ} {
		p := packed(t, b, c)
		all, _ := readAll(t, p[:len(p)*3/4], Options{})
		last := all[len(all)-1]
		var d *Damage
		if !errors.As(last.err, &d) || !d.Ends || d.Cause == nil {
			t.Errorf("%v: the end is not told: %s", c, last.line())
		}
		if len(all) < 300 {
			t.Errorf("%v: only %d messages", c, len(all))
		}
	}
}

// TestBomb reads 16 MB out of a small file in little memory.
func TestBomb(t *testing.T) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	block := bytes.Repeat([]byte{0xff}, 1<<20)
	if _, err := w.Write(update(1)); err != nil {
		t.Fatal(err)
	}
	for range 16 {
		if _, err := w.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	src, err := Open(bytes.NewReader(out.Bytes()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range src.Records() {
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 {
		t.Errorf("%d octets allocated", n)
	}
	if st := src.Stats(); st.Messages == 0 || st.Octets != 16<<20+int64(len(update(1))) {
		t.Errorf("%+v", st)
	}
}

func TestWindowLimit(t *testing.T) {
	big := bytes.Repeat(update(200), 2000)
	var out bytes.Buffer
	zw, _ := zstd.NewWriter(&out, zstd.WithWindowSize(8<<20))
	zw.Write(big)
	zw.Close()
	if _, err := Open(bytes.NewReader(out.Bytes()), Options{MaxWindow: 1 << 20}); !errors.Is(err, ErrWindow) {
		t.Errorf("zstd: %v", err)
	}
	// A frame in one segment says how long it is in place of a window.
	segment := append([]byte{0x28, 0xb5, 0x2f, 0xfd, 0xe0}, 0, 0, 0, 0, 2, 0, 0, 0)
	segment = append(segment, 1|6<<3, 0, 0, 'a', 'b', 'c', 'd', 'e', 'f')
	if _, err := Open(bytes.NewReader(segment), Options{}); !errors.Is(err, ErrWindow) {
		t.Errorf("zstd, one segment: %v", err)
	}
	// What fits is read, however small the limit is.
	var tiny bytes.Buffer
	zw, _ = zstd.NewWriter(&tiny, zstd.WithWindowSize(zstd.MinWindowSize))
	zw.Write(update(3))
	zw.Close()
	if src, err := Open(bytes.NewReader(tiny.Bytes()), Options{MaxWindow: 1}); err != nil || src.Kind != KindStream {
		t.Errorf("zstd, small: %v", err)
	}
	p := packed(t, big, XZ) // 8 MiB dictionary
	if _, err := Open(bytes.NewReader(p), Options{MaxWindow: 1 << 20}); !errors.Is(err, ErrWindow) {
		t.Errorf("xz: %v", err)
	}
	// The second stream asks for more than the first.
	var small bytes.Buffer
	xw, _ := xz.WriterConfig{DictCap: 1 << 16}.NewWriter(&small)
	xw.Write(update(3))
	xw.Close()
	src, err := Open(bytes.NewReader(append(small.Bytes(), p...)), Options{MaxWindow: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range src.Records() {
		err = e
	}
	if !errors.Is(err, ErrWindow) {
		t.Errorf("xz, second stream: %v", err)
	}
}

func TestStopEarly(t *testing.T) {
	for kind, b := range inputs(t) {
		src, err := Open(bytes.NewReader(b), Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range src.Records() {
			n++
			break
		}
		for range src.Records() {
			t.Errorf("%v: read twice", kind)
		}
		if n != 1 {
			t.Errorf("%v: %d records", kind, n)
		}
	}
}

func TestNegotiateOneSide(t *testing.T) {
	four, _ := ParseOpen(open(1, capAS4(1), capAddPath(3)))
	two, _ := ParseOpen(open(2))
	if k, _, _ := Negotiate(&four, nil); k.ASWidth != 0 || k.AddPathHow != codec.HowNone {
		t.Errorf("one OPEN that offers all proves nothing: %+v", k)
	}
	if k, _, _ := Negotiate(nil, &two); k.ASWidth != 2 || k.ASWidthHow != codec.HowEvidence || k.AddPathHow != codec.HowEvidence || k.AddPath != 0 {
		t.Errorf("one OPEN that offers nothing proves that nothing was agreed: %+v", k)
	}
	same, _ := ParseOpen(open(1, capAS4(1), capExt()))
	if k, _, _ := Negotiate(&four, &same); k.Base.Peer != codec.PeerIBGP || k.ASWidth != 4 || !k.Base.ExtMsg || k.Base.NoExtMsg {
		t.Errorf("%+v", k)
	}
	if k, _, _ := Negotiate(&same, &four); k.Base.ExtMsg || !k.Base.NoExtMsg {
		t.Errorf("long messages go only towards who takes them: %+v", k)
	}
	long := message(1, append([]byte{4, 0, 1, 0, 180, 1, 1, 1, 1, 255, 255, 0, 9, 2, 0, 6}, capAS4(7)...)...)
	if o, ok := ParseOpen(long); !ok || o.AS != 7 {
		t.Errorf("RFC 9072: %+v %v", o, ok)
	}
	if _, ok := ParseOpen(open(1, capAS4(1))[:35]); ok {
		t.Error("a cut OPEN proves nothing")
	}
}
