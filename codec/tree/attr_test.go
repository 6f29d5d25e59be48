package tree_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestAttributeValues: the JSON of values of attributes that have a grammar of their own, one line each.
func TestAttributeValues(t *testing.T) {
	var out bytes.Buffer
	for _, c := range attributeValues {
		v, err := hex.DecodeString(strings.ReplaceAll(c.value, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		b := codec.AppendAttr(nil, c.flags, c.code, v)
		got := string(tree.AppendValue(nil, new(codec.Decoder).Decode(codec.PieceAttributes, b, codec.Context{AS4: true})))
		_, got, _ = strings.Cut(got, `"value":`)
		got, _, _ = strings.Cut(got, `,"raw":"`+hex.EncodeToString(v)+`","offset":0`)
		fmt.Fprintf(&out, "%d %s\n\t%s\n", c.code, c.value, got)
	}
	golden(t, "attribute_values.txt", out.Bytes())
}

var attributeValues = []struct {
	flags uint8
	code  registry.AttrCode
	value string
}{
	{0x80, 26, "01000b 0000000000000064"},
	{0xc0, 25, "0002 20010db8000000000000000000000001 0064"},
	{0xc0, 22, "00 06 002710 c0000201"},
	{0xc0, 22, "01 01 000000 c0000201 0000 0007 00000009"},
	{0xc0, 22, "00 02 000000 06 0001 04 c0000201 0007 01 0004 00000005"},
	{0xc0, 22, "00 0b 000101 00 0007 c0000201"},
	{0xc0, 40, "01 0007 00 0000 00000064 03 000e 0000 003e80 001f40 007530 0003e8"},
	{0xc0, 40, "05 0022 00 01 001e 00 fc000000000100000000000000000000 00 0013 00 01 0006 281810001040"},
	{0xc0, 40, "64 0002 abcd"},
	{0xc0, 23, "0008 001a 010c c0 002710 020000000001 0000 060a 00000000 0001 c0000201"},
	{0xc0, 23, "000f 002a 0c06 0000 00000064 0d06 8000 00fa01ff 80 0011 00 0906 0000 00000001 0106 0000 03e801ff 81 0003 00 6869"},
	{0xc0, 128, "0000fbf0 40010100 40050400000064"},
	{0xc0, 38, "01 00000007 01 04 c0000201"},
	{0xc0, 27, "c0000201000101 c0000202000111"},
	{0xc0, 22, "00 83 000000 000101 c0000201 e8000001"},
	{0x80, 24, "01 01 0000 4cbebc204cbebc2000000000000000000000000000000000000000007f800000 4cbebc20 05dc"},
	{0x80, 33, "0008 01 00 0000fbf0 001d 01 47f23bf1ab2f8a9d26864ebbd8df2711c74406ec 0004 01020304"},
	{0xc0, 34, "0001 01 00 001c 00000001 0000fbf0 0000fbf0 01 000d 02 000a 18 c63364 00 20 c0000201"},
	{0xc0, 34, "0001 03 00 002e 80000001 0000fbf0 0000fbf0 03 001f 01 0004 ffffffff 05 0004 3fc00000 06 0004 00000002 08 0003 616263 63 0001 aa"},
	{0xc0, 36, "02 0000000a 0002 80 0000000b 0003 46"},
	{0xc0, 37, "01 000c 01 0001 c6336401 0068 000010 02 0011 ff 03 000a 0029 0001 c0000201 0001 04 0000"},
	{0xc0, 39, "0001 01 04 c0000201 0002 0008 c0000201 c0000301 0003 0008 c0000201 0000fbf0"},
	{0xc0, 41, "0001 0014 00 0007 00 0002 000c 03 103e80 0004 0004 c0000201"},
	{0xc0, 11, "fbf0 00000064"},
	{0x80, 12, "c0000201"},
	{0x80, 13, "0001 0002"},
	{0xc0, 19, "8001 0010 0064 80 08 00000007 1122334455667788"},
	{0xc0, 20, "0001 c0000201"},
	{0xc0, 21, "05 0000fbf0"},
	{0xc0, 28, ""},
	// more
}
