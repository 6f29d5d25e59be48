package batch

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestUTF16: a log in UTF-16 gives the events of the same log in UTF-8, at the offsets that they have in the file.
func TestUTF16(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{3, 4000} {
		var log strings.Builder
		for i := range n {
			fmt.Fprintf(&log, "Jul  9 08:51:32 web%d app: caf\u00e9 \u4f60\u597d \U0001f600 request %d took %d ms\r\n", r.IntN(9), i, r.IntN(999))
			if i%40 == 2 {
				fmt.Fprintf(&log, "Jul  9 08:51:32 rtr1 bgpd[7]: \u00e4 %%NOTIFICATION: received from neighbor 192.0.2.%d 3/1 (x) 2 bytes 00 %02x\r\n", i%250, i%256)
			}
		}
		text := log.String()
		plain, _ := run(t, text, testOptions())
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			for _, mark := range []bool{false, true} {
				var b []byte
				if mark {
					b = order.AppendUint16(b, 0xfeff)
				}
				for _, u := range utf16.Encode([]rune(text)) {
					b = order.AppendUint16(b, u)
				}
				for _, block := range []int{0, 8192} {
					opt := testOptions()
					opt.Block, opt.Jobs = block, 2
					got, _ := run(t, string(b), opt)
					compareWide(t, plain, got, string(b), order)
				}
			}
		}
	}
}

// compareWide wants the same objects but for their offsets, which must be where the events stand.
func compareWide(t *testing.T, plain, got, input string, order binary.AppendByteOrder) {
	t.Helper()
	a, b := strings.Split(strings.TrimSpace(plain), "\n"), strings.Split(strings.TrimSpace(got), "\n")
	if len(a) != len(b) || len(a) == 0 {
		t.Fatalf("%d events, want %d", len(b), len(a))
	}
	want := string(order.AppendUint16(nil, '%')) + string(order.AppendUint16(nil, 'N'))
	for i := range a {
		x, _, restA := cutOffset(a[i])
		y, off, restB := cutOffset(b[i])
		if x != y || restA != restB {
			t.Fatalf("event %d:\n%s\n%s", i, a[i], b[i])
		}
		if off < 0 || off+4 > len(input) || input[off:off+4] != want {
			t.Fatalf("event %d at octet %d: %q", i, off, input[max(0, off):min(len(input), off+40)])
		}
	}
}

// cutOffset takes the offset of an event out of its line.
func cutOffset(s string) (head string, off int, rest string) {
	head, rest, _ = strings.Cut(s, `"offset":`)
	num, rest, _ := strings.Cut(rest, ",")
	off, _ = strconv.Atoi(num)
	return head, off, rest
}
