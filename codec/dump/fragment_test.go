package dump

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

func TestFragments(t *testing.T) {
	tests := []struct {
		name, text string
		kind       Kind
		piece      codec.Piece
		octets     string // "" where the text gives them
	}{
		{"one attribute", "e0 07 08 00 03 02 ed 5b dc 3f 01", KindFragment, codec.PieceAttributes, "e00708000302ed5bdc3f01"},
		{"attribute with wrong flags", "80050400000064", KindFragment, codec.PieceAttributes, "80050400000064"},
		{"attribute with wrong length", "40:03:03:c0:00:02", KindFragment, codec.PieceAttributes, "400303c00002"},
		{"attribute list", "40010100 5002000602010000fbf4 400304c0000201", KindFragment, codec.PieceAttributes, "400101005002000602010000fbf4400304c0000201"},
		{"NOTIFICATION body", "03 04 e0 07 08 00 03 02 ed 5b dc 3f 01", KindMessage, codec.PieceMessage,
			"ffffffffffffffffffffffffffffffff0020030304e00708000302ed5bdc3f01"},
		{"NOTIFICATION body with a label", "Data: 0x06 0x01 0x00 0x01 0x01 0x00 0x00 0x03 0xe8", KindMessage, codec.PieceMessage,
			"ffffffffffffffffffffffffffffffff001c030601000101000003e8"},
		{"code and subcode alone", "04 00", KindMessage, codec.PieceMessage, "ffffffffffffffffffffffffffffffff0015030400"},
		{"capabilities", "0104000100010200 41040000fbf4", KindFragment, codec.PieceCapabilities, "010400010001020041040000fbf4"},
		{"optional parameter", "020e 010400010001 0200 41040000fbf4", KindFragment, codec.PieceCapabilities, "010400010001020041040000fbf4"},
		{"OPEN body", "04fbf4005ac000020110020e010400010001020041040000fbf4", KindFragment, codec.PieceOpen, "04fbf4005ac000020110020e010400010001020041040000fbf4"},
		{"UPDATE body", "0000 0014 40010100 4002060201 0000fbf4 400304c0000201 18c63364", KindFragment, codec.PieceUpdate,
			"000000144001010040020602010000fbf4400304c000020118c63364"},
		{"AS_PATH value", "0202 0000fbf4 00010000", KindFragment, codec.PieceASPath, "02020000fbf400010000"},
		{"wrong length in the header", "ffffffffffffffffffffffffffffffff001204", KindMessage, codec.PieceMessage, "ffffffffffffffffffffffffffffffff001204"},
		{"unknown message type", "ffffffffffffffffffffffffffffffff001763deadbeef", KindMessage, codec.PieceMessage, "ffffffffffffffffffffffffffffffff001763deadbeef"},
		{"unknown message type and octets behind it", "ffffffffffffffffffffffffffffffff001763deadbeef0000", KindMessage, codec.PieceMessage, "ffffffffffffffffffffffffffffffff001763deadbeef0000"},
		{"erased memory", "ffffffffffffffffffffffffffffffff00ff1234deadbeef", KindUnparsed, codec.PieceMessage, ""},
		{"more of it", "ff ffffffffffffffffffffffffffffffff f0 12 34 de ad be ef", KindUnparsed, codec.PieceMessage, ""},
		{"a length of 0 and type 0", "ffffffffffffffffffffffffffffffff000000000000000000", KindUnparsed, codec.PieceMessage, ""},
		{"marker and half a header", "ffffffffffffffffffffffffffffffff00", KindUnparsed, codec.PieceMessage, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			evs := Read(tt.text, Options{})
			if len(evs) != 1 {
				t.Fatalf("%d events, want 1: %+v", len(evs), evs)
			}
			e := evs[0]
			if e.Kind != tt.kind || e.Piece != tt.piece || hex.EncodeToString(e.Octets) != tt.octets {
				t.Errorf("%v %v %x, want %v %v %s", e.Kind, e.Piece, e.Octets, tt.kind, tt.piece, tt.octets)
			}
		})
	}
}

func TestNothing(t *testing.T) {
	for _, text := range []string{
		"", " \n\t", "hello world", "the face of a dead cafe added", "192.0.2.1 went away",
		"00:1b:21:dead:beef", "0f3a9c1b-e4d8-4d22-a9e1-c2d3e4f50617", "ffffffffffffffffffffffffffffffff",
		strings.Repeat("ff", 64), "BGP is a protocol. 3/4 of all routers speak it.", "deadbeefcafe",
	} {
		if evs := Read(text, Options{}); len(evs) != 0 && evs[0].Kind != KindUnparsed {
			t.Errorf("%q gives %d events, first %v %v %x", text, len(evs), evs[0].Kind, evs[0].Piece, evs[0].Octets)
		}
	}
}

// TestCounts checks what a printed count does to the Data: it can say that octets are missing, or that what
// follows is no Data.
func TestCounts(t *testing.T) {
	const head = "%BGP-3-NOTIFICATION: received from neighbor 10.0.0.1 "
	for _, tt := range []struct {
		text       string
		have, want int
		events     int
	}{
		{head + "3/5 (x) 15 bytes 40020C0202", 5, 15, 1},
		{head + "3/5 (x) 11 bytes", 0, 11, 1},
		{head + "3/5 (x) 5 bytes 40020C0202", 0, 0, 1},
		{head + "3/4 (x) 7 bytes C00804FDE80001 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF0015030604", 0, 0, 2},
	} {
		evs := Read(tt.text, Options{})
		if len(evs) != tt.events {
			t.Errorf("%d events in %q", len(evs), tt.text)
			continue
		}
		if tr := evs[0].Truncated; tr.Have != tt.have || tr.Want != tt.want {
			t.Errorf("%q: %+v", tt.text, tr)
		}
	}
}

// TestStream checks messages that follow each other in one dump, in several notations and group sizes.
func TestStream(t *testing.T) {
	var b []byte
	b = codec.AppendHeader(b, 19, 4)
	b = codec.AppendNotification(b, 6, 4, nil, 0)
	b = codec.AppendNotification(b, 2, 2, []byte{0xfb, 0xf0}, 0)
	h := hex.EncodeToString(b)
	for _, group := range []int{2, 4, 8, 16, 32, len(h)} {
		var parts []string
		for i := 0; i < len(h); i += group {
			parts = append(parts, h[i:min(i+group, len(h))])
		}
		for _, sep := range []string{" ", "\n", "\n   "} {
			text := strings.Join(parts, sep)
			evs := Read(text, Options{})
			if len(evs) != 3 || evs[2].Code != 2 || len(evs[2].Octets) != 23 {
				t.Errorf("groups of %d, separator %q: %d events", group, sep, len(evs))
			}
		}
	}
}

// TestBinary reads a raw byte stream with octets between two messages.
func TestBinary(t *testing.T) {
	b := codec.AppendNotification(nil, 6, 4, nil, 0)
	b = append(b, 1, 2, 3)
	b = codec.AppendNotification(b, 4, 0, nil, 0)
	evs := Read(string(b), Options{})
	if len(evs) != 2 || evs[1].Code != 4 || len(evs[0].Remarks) != 1 {
		t.Fatalf("got %+v", evs)
	}
}

func TestTruncatedMessage(t *testing.T) {
	full := codec.AppendNotification(nil, 3, 4, []byte{0xe0, 7, 8, 0, 3, 2, 0xed, 0x5b, 0xdc, 0x3f, 1}, 0)
	for n := codec.HeaderLen; n < len(full); n++ {
		evs := Read(fmt.Sprintf("%x", full[:n]), Options{})
		if len(evs) != 1 {
			t.Errorf("%d octets: %d events", n, len(evs))
			continue
		}
		if tr := evs[0].Truncated; tr.Have != n || tr.Want != len(full) || tr.By != "input" {
			t.Errorf("%d octets: %+v", n, tr)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "ffffffffffffffffffffffffffffffff0015030604",
		"%NOTIFICATION: received from neighbor 192.168.0.1\n3/5 (UPDATE Message Error/Attribute Length Error) 3298 bytes\n50 02 0c de ... 00",
		"notification msg sent (nbr 192.0.2.1, context 0x40030044 32 bytes, repeated 89 times, code 3/4 (x) -\n0000 0000 ffff",
		"[ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, 0, 13, 4]", "e00708000302ed5bdc3f01",
		string(codec.AppendNotification(nil, 6, 4, nil, 0)),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		evs := Read(text, Options{})
		last := 0
		for i, e := range evs {
			if e.Index != i || e.Offset < last || e.Offset > len(text) || e.LineEnd < e.Line {
				t.Fatalf("event %d: index %d, offset %d after %d, lines %d-%d", i, e.Index, e.Offset, last, e.Line, e.LineEnd)
			}
			last = e.Offset
			if e.SameAs >= i || len(e.Octets) > codec.MaxExtLen+len(text) {
				t.Fatalf("event %d: same as %d, %d octets", i, e.SameAs, len(e.Octets))
			}
			if e.Kind == KindUnparsed && e.Err == "" {
				t.Fatalf("event %d: unparsed without a reason", i)
			}
			for _, s := range e.Pieces {
				if s.Offset < 0 || s.Offset > len(text) || s.At+s.Len > len(e.Octets) {
					t.Fatalf("event %d: source %+v", i, s)
				}
			}
		}
	})
}

// TestSmallBesideLarge: a few octets in a text that is mostly a large dump of something else are no piece of a message.
func TestSmallBesideLarge(t *testing.T) {
	const small = "want := []byte{1, 2, 3, 4}\n"
	if evs := Read(small, Options{}); len(evs) != 1 || !evs[0].Loose {
		t.Fatalf("alone: %+v", evs)
	}
	if evs := Read("var blob = `"+strings.Repeat("QUJDREVGR0hJSktM", 200)+"`\n\n"+small, Options{}); len(evs) != 0 {
		t.Errorf("beside a blob: %+v", evs)
	}
}
