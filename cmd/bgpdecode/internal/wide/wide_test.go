package wide

import (
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"
)

// encode writes UTF-16.
func encode(s string, e Encoding, mark bool) string {
	var order binary.AppendByteOrder = binary.LittleEndian
	if e == BigEndian {
		order = binary.BigEndian
	}
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

const sample = "Jul  9 08:51:32 rtr1 bgpd[7]: %NOTIFICATION: sent to neighbor 192.0.2.1 6/2 (Cease/Administrative Shutdown) \"W\u00e4rtung \u2014 \U0001f600\"\r\n"

func TestReader(t *testing.T) {
	text := strings.Repeat(sample, 300)
	for _, e := range []Encoding{LittleEndian, BigEndian} {
		for _, mark := range []bool{false, true} {
			in := encode(text, e, mark)
			got, n := Detect([]byte(in))
			if got != e || (n == 2) != mark {
				t.Fatalf("detected %d, mark %d", got, n)
			}
			for _, r := range []io.Reader{strings.NewReader(in[n:]), iotest.OneByteReader(strings.NewReader(in[n:])), iotest.DataErrReader(strings.NewReader(in[n:]))} {
				b, err := io.ReadAll(NewReader(r, e))
				if err != nil || string(b) != text {
					t.Fatalf("%v, %d octets of %d", err, len(b), len(text))
				}
			}
			if Text(in[n:], e) != text || Octets(text) != int64(len(in)-n) {
				t.Errorf("text or its length are wrong")
			}
		}
	}
}

func TestDetectNothing(t *testing.T) {
	for _, s := range []string{"", "a", sample, strings.Repeat("\xff", 64), "\xff\xff\xff\xff\x00\x13\x04", strings.Repeat("\x00", 64), strings.Repeat("\x00\x01\x02\x03", 20),
		"\xff\xfe\x00\x00a\x00\x00\x00", encode("short", LittleEndian, false)} {
		if e, n := Detect([]byte(s)); e != None || n != 0 {
			t.Errorf("%.20q: %d, %d", s, e, n)
		}
	}
}

// FuzzReader: any octets give valid text that took as many octets as there were, but for a half one at the end.
func FuzzReader(f *testing.F) {
	f.Add(encode(sample, LittleEndian, false), true)
	f.Add("\x00\xd8\x00\xd8\x00\xdc\x00", false)
	f.Fuzz(func(t *testing.T, s string, big bool) {
		e := LittleEndian
		if big {
			e = BigEndian
		}
		out := Text(s, e)
		one, err := io.ReadAll(NewReader(iotest.OneByteReader(strings.NewReader(s)), e))
		if err != nil || string(one) != out || !utf8.ValidString(out) || Octets(out) != int64(len(s)&^1) {
			t.Fatalf("%q, %q, %v, %d octets", out, one, err, Octets(out))
		}
	})
}
