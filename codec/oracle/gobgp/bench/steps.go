package main

import (
	"encoding/binary"
	"encoding/json"
	"log"

	"github.com/osrg/gobgp/v4/pkg/packet/bgp"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

const (
	walkName      = "walk over headers and TLVs"
	checkName     = "codec: all checks, no recorder"
	jsonName      = "codec: recorder and typed JSON"
	gobgpName     = "GoBGP: parse"
	gobgpJSONName = "GoBGP: parse and JSON"
)

// step is something that is done to a message n times; run gives the octets of JSON that it made.
type step struct {
	name string
	run  func(n int) int
}

// keep keeps what was computed from being left out.
//
//go:noinline
func keep(int) {}

func steps(m message) []step {
	b := m.octets
	var dc codec.Decoder
	var buf []byte
	var builder report.Builder
	ctx := codec.Context{AS4: true}
	ev := dump.Event{Kind: dump.KindMessage, Octets: b, Piece: codec.PieceMessage, SameAs: -1}
	known := codec.Known{ASWidth: 4}
	return []step{
		{walkName, func(n int) int {
			sum := 0
			for range n {
				sum += walk(b)
			}
			keep(sum)
			return 0
		}},
		{checkName, func(n int) int {
			sum := 0
			for range n {
				sum += len(dc.Check(codec.PieceMessage, b, ctx))
			}
			keep(sum)
			return 0
		}},
		{"codec: recorder", func(n int) int {
			sum := 0
			for range n {
				sum += len(dc.Decode(codec.PieceMessage, b, ctx).Nodes)
			}
			keep(sum)
			return 0
		}},
		{jsonName, func(n int) int {
			for range n {
				buf = tree.AppendValue(buf[:0], dc.Decode(codec.PieceMessage, b, ctx))
			}
			return len(buf)
		}},
		{"report: JSON without verdict", func(n int) int {
			for i := range n {
				touch(b, i)
				buf = report.AppendJSON(buf[:0], builder.Build(&ev, report.Options{Known: known, Borrow: true, NoVerdict: true}), report.JSONOptions{})
			}
			return len(buf)
		}},
		{"report: JSON with verdict", func(n int) int {
			for i := range n {
				touch(b, i)
				buf = report.AppendJSON(buf[:0], builder.Build(&ev, report.Options{Known: known, Borrow: true}), report.JSONOptions{})
			}
			return len(buf)
		}},
		{gobgpName, func(n int) int {
			for range n {
				if _, err := bgp.ParseBGPMessage(b); err != nil {
					log.Fatal("GoBGP: ", err)
				}
			}
			return 0
		}},
		{gobgpJSONName, func(n int) int {
			for range n {
				msg, err := bgp.ParseBGPMessage(b)
				if err != nil {
					log.Fatal("GoBGP: ", err)
				}
				if buf, err = json.Marshal(msg); err != nil {
					log.Fatal("GoBGP: ", err)
				}
			}
			return len(buf)
		}},
	}
}

// touch makes the octets new, in a place that changes nothing but a value, so that a builder that remembers octets works.
func touch(b []byte, i int) {
	if at := fresh(b); at > 0 {
		binary.BigEndian.PutUint16(b[at:], uint16(i))
	}
}

// fresh gives the place of 2 octets that may be any: the end of the last octets of a communities attribute or of a NOTIFICATION.
func fresh(b []byte) int {
	if b[18] == 2 {
		for a := range codec.Attrs(b[23:]) {
			switch a.Code {
			case 2, 8, 16: // the last octets of an AS number, a community or its value
				return 23 + a.Offset + a.HeaderLen + len(a.Value) - 2
			}
		}
	}
	return 0
}

// walk goes over the header, the TLVs of an UPDATE and its routes wherever they are, or the capabilities of an OPEN, and counts
// them.
func walk(b []byte) (n int) {
	if len(b) < 19 || int(binary.BigEndian.Uint16(b[16:])) != len(b) {
		return -1
	}
	switch body := b[19:]; b[18] {
	case 1:
		return walkOpen(body)
	case 2:
		return walkUpdate(body)
	default:
		return len(body)
	}
}

func walkOpen(b []byte) (n int) {
	if len(b) < 10 || int(b[9]) != len(b)-10 {
		return -1
	}
	for b = b[10:]; len(b) >= 2; {
		end := 2 + int(b[1])
		if end > len(b) {
			return -1
		}
		for p := b[2:end]; len(p) >= 2; {
			next := 2 + int(p[1])
			if next > len(p) {
				return -1
			}
			p = p[next:]
			n++
		}
		b = b[end:]
	}
	return n
}

func walkUpdate(b []byte) (n int) {
	if len(b) < 4 {
		return -1
	}
	w := int(binary.BigEndian.Uint16(b))
	if w+4 > len(b) {
		return -1
	}
	n = walkRoutes(b[2 : 2+w])
	b = b[2+w:]
	end := 2 + int(binary.BigEndian.Uint16(b))
	if end > len(b) {
		return -1
	}
	for a := b[2:end]; len(a) >= 3; n++ {
		head, size := 3, int(a[2])
		if a[0]&0x10 != 0 {
			if len(a) < 4 {
				return -1
			}
			head, size = 4, int(binary.BigEndian.Uint16(a[2:]))
		}
		if head+size > len(a) {
			return -1
		}
		if a[1] == 14 {
			n += walkReach(a[head : head+size])
		}
		a = a[head+size:]
	}
	return n + walkRoutes(b[end:])
}

func walkReach(b []byte) int {
	if len(b) < 5 || 5+int(b[3]) > len(b) {
		return -1
	}
	safi, b := b[2], b[5+int(b[3]):]
	if safi != 70 {
		return walkRoutes(b)
	}
	n := 0
	for ; len(b) >= 2; n++ {
		size := 2 + int(b[1])
		if size > len(b) {
			return -1
		}
		b = b[size:]
	}
	return n
}

func walkRoutes(b []byte) (n int) {
	for ; len(b) > 0; n++ {
		size := 1 + (int(b[0])+7)/8
		if size > len(b) {
			return -1
		}
		b = b[size:]
	}
	return n
}
