package hexdump

import "testing"

func TestLists(t *testing.T) {
	expect(t, []reads{
		{"[]byte{0xff, 0x0, 0x1c}", "go-bytes:ff001c"},
		{"x := []byte{255, 0, 28, 3}", "go-bytes:ff001c03"},
		{"[255 255 0 28]", "decimal:ffff001c"},
		{"[ff, ff, 0, 13]", "rust-debug:ffff0013"},
		{"[10, 11, 0, 13]", "rust-debug:10110013; decimal:0a0b000d"},
		{"new byte[] {-1, -1, 0, 19}", "c-array:ffff0013"},
		{"{ 0xff, 0x00, /* 0xde */ 0x1c, // dead\n 0x03 };", "c-array:ff001c03"},
		{"<<255,255,0,28>>", "erlang:ffff001c"},
		{"<<16#ff,16#0>>", "erlang:ff00"},
		{"<Buffer 01>", "node-buffer:01"},
		{"[0xff, 0xffu8, 0x0u8, 1]", ""},
		{"vec![0xffu8, 0xffu8, 0x0u8, 0x1]", "0x:ffff0001"},
		{"[ffff ffff] 0013 0401", "hex:ffffffff00130401; hex-words-le:ffffffff13000104"},
		{"[ff ff ff ff] 00 13 04", "hex:ffffffff001304"},
		{"[1, 2, 300, 4]", ""},
	})
}
