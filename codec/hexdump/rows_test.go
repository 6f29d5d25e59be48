package hexdump

import "testing"

func TestRows(t *testing.T) {
	expect(t, []reads{
		{"    00000000  ff ff 00 13   ....\n    00000004  04 00         ..\n", "hexdump-C:ffff00130400"},
		{"00000000  ff ff 00 13   ....\n    00000000  04 00 01 02  ....\n", "hexdump-C:ffff0013; hexdump-C:04000102"},
		{"0030  50 8e a1 a3\n0034  ff ff", "tshark:508ea1a3ffff"},
		{"0000000 177777 011400\n0000004\n", "od:ffff0013"},
		{"0000000 377 377 000 023\n0000004\n", "od:ffff0013"},
		{"0000000 255 255   0  19\n0000004\n", "od:ffff0013"},
		{"0000000 ffff 1300 0004\n0000005\n", "hex:ffff13000004; hex-words-le:ffff001304"},
		{"0000  64 65 61 64 62 65 65 66  deadbeef\n0008  ff ff\n", "tshark:6465616462656566ffff"},
		{"00000000: 6465 6164 6265 6566 deadbeef\n00000008: ffff ..\n", "xxd:6465616462656566ffff"},
		{"0x7ffe10: 0xff 0xff 0x00 0x13\n0x7ffe14: 0x04 0x00\n", "tcpdump:ffff00130400"},
		{"0000: ff ff 00 13\n0008: 04 00\n", "xxd:ffff00130400 offset@4/4"},
		{"0000 ff ff ff ff 00 13", "tshark:ffffffff0013; hex:0000ffffffff0013"},
		{"00000000  ff ff ff ff ff ff ff ff  ff ff ff ff ff ff ff ff  |................|\n*\n00000030  01  |.|\n00000031\n", "hexdump-C:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff01"},
		{"000123: *Mar  1 00:12:34.567: %BGP-6", ""},
	})
}
