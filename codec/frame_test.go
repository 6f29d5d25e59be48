package codec

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/bgpdecode/bgpdecode/registry"
)

// stream makes messages of many lengths.
func stream() (all []byte, msgs [][]byte) {
	for i := range 300 {
		var m []byte
		switch i % 4 {
		case 0:
			m = AppendKeepalive(nil)
		case 1:
			m = AppendNotification(nil, 6, 2, make([]byte, i*37%4000), 0)
		case 2:
			m = AppendRouteRefresh(nil, IPv4Unicast, 0)
		default:
			m = AppendHeader(nil, MaxLen-i, registry.MsgUpdate)
			m = append(m, make([]byte, MaxLen-i-HeaderLen)...)
		}
		all, msgs = append(all, m...), append(msgs, m)
	}
	return all, msgs
}

func TestFrameReader(t *testing.T) {
	all, msgs := stream()
	for name, r := range map[string]io.Reader{
		"whole": bytes.NewReader(all), "one octet": iotest.OneByteReader(bytes.NewReader(all)),
		"half": iotest.HalfReader(bytes.NewReader(all)), "error with data": iotest.DataErrReader(bytes.NewReader(all)),
	} {
		f := NewFrameReader(r)
		for i, want := range msgs {
			if got, err := f.Next(); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%s: message %d: %d octets, %v; want %d", name, i, len(got), err, len(want))
			}
		}
		if _, err := f.Next(); err != io.EOF {
			t.Errorf("%s: %v at the end", name, err)
		}
		if len(f.buf) > fullBuffer {
			t.Errorf("%s: a buffer of %d", name, len(f.buf))
		}
	}
}

func TestFrameReaderEnds(t *testing.T) {
	all := AppendKeepalive(AppendKeepalive(nil))
	for n := 20; n < len(all); n++ {
		f := NewFrameReader(bytes.NewReader(all[:n]))
		if _, err := f.Next(); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Next(); err != io.ErrUnexpectedEOF {
			t.Errorf("%d octets: %v", n, err)
		}
		if got := f.Pending(); !bytes.Equal(got, all[19:n]) {
			t.Errorf("%d octets: %x pending", n, got)
		}
	}
	// A reader's error is passed on, and the reading goes on after it.
	f := NewFrameReader(iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(all))))
	if _, err := f.Next(); err != iotest.ErrTimeout {
		t.Error(err)
	}
	if m, err := f.Next(); err != nil || len(m) != 19 {
		t.Error(m, err)
	}
	f = NewFrameReader(idle{})
	if _, err := f.Next(); err != io.ErrNoProgress {
		t.Error(err)
	}
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

func TestHeaderErrors(t *testing.T) {
	head := func(n int, typ uint8) []byte { return AppendHeader(nil, n, registry.MessageType(typ)) }
	bad := head(19, 4)
	bad[15] = 0
	for _, c := range []struct {
		name string
		b    []byte
		max  int
		sub  uint8 // 0: sound
		data string
		none bool // no NOTIFICATION is due
	}{
		{"marker", bad, 0, 1, "", false},
		{"18 octets", head(18, 4), 0, 2, "0012", false},
		{"KEEPALIVE of 20", head(20, 4), 0, 2, "0014", false},
		{"OPEN of 28", head(28, 1), 0, 2, "001c", false},
		{"OPEN of 4097 with long messages", head(4097, 1), MaxExtLen, 2, "1001", false},
		{"UPDATE of 22", head(22, 2), 0, 2, "0016", false},
		{"UPDATE of 4097", head(4097, 2), 0, 2, "1001", false},
		{"UPDATE of 4097 with long messages", head(4097, 2), MaxExtLen, 0, "", false},
		{"NOTIFICATION of 20", head(20, 3), 0, 2, "", true},
		{"type 0", head(19, 0), 0, 3, "00", false},
		{"type 6", head(30, 6), 0, 3, "06", false},
		{"type 128", head(23, 128), 0, 3, "80", false},
		{"type 9, too long", head(5000, 9), 0, 2, "1388", false},
		{"ROUTE-REFRESH of 22: its subtype decides", head(22, 5), 0, 0, "", false},
	} {
		n := int(be16(c.b[16:]))
		f := NewFrameReader(bytes.NewReader(append(bytes.Clone(c.b), make([]byte, max(n, 19)-19)...)))
		f.Max = c.max
		m, err := f.Next()
		var e *HeaderError
		if c.sub == 0 {
			if err != nil || len(m) != n {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		note := e.Notification()
		if e.Subcode != c.sub || !bytes.Equal(note.Data, octetsOf(t, c.data)) || (note.Code == 0) != c.none || !c.none && (note.Code != 1 || note.Subcode != c.sub) {
			t.Errorf("%s: %d, %v", c.name, e.Subcode, note)
		}
		if _, again := f.Next(); again != err {
			t.Errorf("%s: then %v", c.name, again)
		}
		// The decoder says the same of the same octets, but for types that it tolerates in a capture.
		if c.b[18] == 6 || c.b[18] == 128 || c.b[18] == 9 {
			continue
		}
		fs := new(Decoder).Check(PieceMessage, c.b, Context{ExtMsg: c.max > MaxLen, Cut: true})
		if len(fs) == 0 || fs[0].Note.Code != note.Code || fs[0].Note.Subcode != note.Subcode || !bytes.Equal(fs[0].Note.Data, note.Data) {
			t.Errorf("%s: the decoder says %+v", c.name, fs)
		}
	}
}

// TestHeaderErrorNeedsNoBody: a fault is told as soon as the header is there.
func TestHeaderErrorNeedsNoBody(t *testing.T) {
	r, w := io.Pipe()
	go w.Write(AppendHeader(nil, 4096, 77))
	if _, err := NewFrameReader(r).Next(); err == nil {
		t.Error("type 77 passes")
	}
}

func TestFrameReaderAny(t *testing.T) {
	m := append(AppendHeader(nil, 30, 77), make([]byte, 11)...)
	f := NewFrameReader(bytes.NewReader(append(m, make([]byte, 19)...)))
	f.Any = true
	if got, err := f.Next(); err != nil || !bytes.Equal(got, m) {
		t.Error(got, err)
	}
	if _, err := f.Next(); err == nil {
		t.Error("zeros are framed")
	}
}

// TestFrameReaderAllocs: in steady state nothing is allocated.
func TestFrameReaderAllocs(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	all, msgs := stream()
	f := NewFrameReader(&endless{all, 0})
	next := func() {
		for range msgs {
			if _, err := f.Next(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 10 {
		next()
	}
	if n := testing.AllocsPerRun(5, next); n != 0 {
		t.Errorf("%v allocations for %d messages", n, len(msgs))
	}
}

// endless gives the same octets again and again.
type endless struct {
	b   []byte
	off int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.b[e.off:])
	e.off = (e.off + n) % len(e.b)
	return n, nil
}

// FuzzFrameReader: however the octets come in, the messages are those that Messages finds.
func FuzzFrameReader(f *testing.F) {
	all, _ := stream()
	f.Add(all[:400], uint16(7), false)
	f.Add(bytes.Repeat([]byte{0xff}, 64), uint16(1), true)
	f.Fuzz(func(t *testing.T, b []byte, step uint16, any bool) {
		fr := NewFrameReader(&steps{b, int(step)%5000 + 1})
		fr.Any, fr.Max = any, MaxExtLen
		at := 0
		for {
			m, err := fr.Next()
			if err != nil {
				var e *HeaderError
				if !errors.As(err, &e) && err != io.EOF && err != io.ErrUnexpectedEOF || e == nil && !bytes.Equal(fr.Pending(), b[at:]) {
					t.Fatalf("%v with %d octets pending of %d", err, len(fr.Pending()), len(b)-at)
				}
				break
			}
			h, ok := ParseHeader(b[at:])
			if !ok || h.Length != len(m) || !bytes.Equal(m, b[at:at+len(m)]) {
				t.Fatalf("at %d: %x", at, m)
			}
			at += len(m)
		}
		if len(fr.buf) > fullBuffer || len(fr.buf) > max(firstBuffer, 4*len(b), 2*MaxExtLen) {
			t.Fatalf("a buffer of %d for %d octets", len(fr.buf), len(b))
		}
	})
}

// steps is a reader that gives n octets at most.
type steps struct {
	b []byte
	n int
}

func (s *steps) Read(p []byte) (int, error) {
	if len(s.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), s.n)], s.b)
	s.b = s.b[n:]
	return n, nil
}

// TestFixedLength: a KEEPALIVE or an OPEN that is too long is refused by its header alone, also where messages may be
// longer than 4096 octets.
func TestFixedLength(t *testing.T) {
	for _, typ := range []registry.MessageType{registry.MsgKeepalive, registry.MsgOpen} {
		for _, n := range []int{MaxLen + 1, MaxExtLen} {
			f := NewFrameReader(bytes.NewReader(AppendHeader(nil, n, typ)))
			f.Max = MaxExtLen
			_, err := f.Next()
			var he *HeaderError
			if !errors.As(err, &he) || he.Finding != FindLengthType || he.Subcode != 2 {
				t.Errorf("%s of %d octets: %v", typ, n, err)
			}
		}
	}
}
