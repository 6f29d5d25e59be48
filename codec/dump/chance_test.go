package dump

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// words16 writes octets as the numbers of 16 bits that stand in a program's table.
func words16(b []byte) string {
	var s strings.Builder
	for i := 0; i+1 < len(b); i += 2 {
		fmt.Fprintf(&s, "0x%04x,", uint16(b[i])<<8|uint16(b[i+1]))
		if s.WriteByte(' '); i%16 == 14 {
			s.WriteByte('\n')
		}
	}
	return s.String()
}

// TestByChance: sixteen octets of ones and what may be a length and a type make no message of a table or a program.
func TestByChance(t *testing.T) {
	ones := bytes.Repeat([]byte{0xff}, 64)
	tail := bytes.Repeat([]byte{0x03, 0x5a, 0x07, 0xad, 0, 0x13, 0x80, 0x41}, 400)
	for _, head := range [][]byte{{0x02, 0x79, 0x02, 0x87, 0x02, 0xf2}, {0x05, 0x00, 0x05, 0x09, 0x00, 0x10}, {0x05, 0xac, 0x06, 0x02, 0xff, 0xff},
		{0x03, 0x00, 0x03, 0x4b, 0x30, 0x0c}, {0x00, 0x5f, 0x01, 0x9c, 0xa7, 0xa5}, {0x7c, 0xfe, 0x80, 0xfe, 0xff, 0xff}} {
		table := append(append(append([]byte{0x04, 0xe4, 0, 3}, ones[:18+2*(head[1]%20)]...), head...), tail...)
		program := append(append(append([]byte("\x7fELF\x02\x01\x00\x00"), ones[:16]...), head...), tail...)
		for what, text := range map[string]string{"table": strings.Repeat("// what the numbers of this table are for\n", 300) + words16(table), "program": string(program)} {
			if evs := Read(text, Options{}); len(evs) != 0 {
				t.Errorf("a %s with % x: %d events, the first %x", what, head, len(evs), evs[0].Octets[:min(24, len(evs[0].Octets))])
			}
		}
	}
}

// TestNotByChance: a message is found behind whatever stands in front of it: when it ends where the octets or the next marker do, or
// is sound; one that is cut or damaged, behind a marker of its own, too.
func TestNotByChance(t *testing.T) {
	for code := byte(2); code < 6; code++ {
		note := codec.AppendNotification(nil, 6, code, nil, 0)
		bad := append(codec.AppendHeader(nil, 30, 2), 0, 200, 1, 2, 3, 4, 5, 6, 7, 8, 9)
		ff := bytes.Repeat([]byte{0xff}, int(code))
		junk := []byte("\x7fELF\x02\x00\xff")
		for what, b := range map[string][]byte{
			"sound, more ones":           append(append(append([]byte{}, ff...), note...), 1, 2, 3),
			"damaged, at the end":        append(append([]byte{1}, ff...), bad...),
			"damaged, another behind":    append(append(append([]byte{1}, ff...), bad...), note...),
			"damaged, things behind":     append(append([]byte{}, bad...), 1, 2, 3),
			"cut":                        note[:20],
			"in a file, another behind":  append(append(append([]byte{}, junk...), bad...), note...),
			"in a file, sound":           append(append(append([]byte{}, junk...), note...), 7, 7, 7),
			"in a file, at the very end": append(append([]byte{}, junk...), bad...),
		} {
			text := words16(append(b, make([]byte, len(b)%2)...))
			if strings.HasPrefix(what, "in a file") || what == "damaged, at the end" {
				text = string(b)
			}
			if evs := Read(text, Options{}); len(evs) == 0 {
				t.Errorf("%s, 6/%d: no event in %.200q", what, code, text)
			}
		}
	}
}
