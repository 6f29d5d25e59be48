package repro

import (
	"encoding/hex"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/registry"
)

// FuzzBuild: whatever a dump holds, planning ends, and what is planned is whole. Known incidents are looked for, too.
func FuzzBuild(f *testing.F) {
	for _, seed := range []string{
		marker + "0020030304e00708000302ed5bdc3f01", marker + "001f03030550020cde02ff00000cb9000000ae", marker + "0017030202fe14", marker + "001c030601000101000003e8",
		marker + "0046020004" + "18cb0071" + "0027" + "40010104" + "500200060201" + "0000fbf4" + "400304c0000201" + "80040400000064" + "c00808fbf40064ffffff01" + "18c63364",
		marker + "003301045ba000060000000216021401040002000102004104fa56ea02450400010101", "40010100400206020100 00fbf4",
	} {
		b, _ := hex.DecodeString(seed)
		f.Add(b, uint8(0), true, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, piece uint8, as4, truncated bool) {
		ctx := codec.Context{AS4: as4, Cut: truncated}
		tree := *new(codec.Decoder).Decode(codec.Piece(piece&7), b, ctx)
		incidents.Match(&tree)
		for _, direction := range []string{"", "sent", "received"} {
			p := Build(&Event{Tree: &tree, Code: -1, Sub: -1, Truncated: truncated, Direction: direction}, Options{})
			if p.Playable() != (p.Script() != "") || p.Means == NotEnough && (p.Playable() || len(p.Missing) == 0) {
				t.Fatalf("%+v", p)
			}
			if p.Update == nil {
				continue
			}
			if h, ok := codec.ParseHeader(p.Update); !ok || h.Type != registry.MsgUpdate {
				t.Fatalf("an UPDATE %x", p.Update)
			}
			before := len(p.Update)
			small, _, err := Shrink(p.Update, func(msg []byte) (bool, error) { return len(msg)%2 == 0, nil }, 50)
			if err == nil && len(small) > before {
				t.Fatalf("%d octets, before %d", len(small), before)
			}
			if err == nil {
				p.Replace(small)
				_ = p.Script()
			}
		}
	})
}
