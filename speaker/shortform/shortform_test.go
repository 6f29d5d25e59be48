package shortform

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

func header(length, typ string) string { return strings.Repeat("f", 32) + length + typ }

func TestParse(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"KEEPALIVE", header("0013", "04")},
		{"keepalive ", header("0013", "04")},
		{"OPEN as=64500 hold=180 id=192.0.2.1 my-as=0", header("001d", "01") + "04000000b4c000020100"},
		{"OPEN as=64500 hold=180 id=192.0.2.1 version=0", header("001d", "01") + "00fbf400b4c000020100"},
		{"OPEN as=64500 hold=180 id=192.0.2.1", header("001d", "01") + "04fbf400b4c000020100"},
		{"OPEN as=4200000000 id=192.0.2.1 cap=mp:ipv6-unicast cap=as4",
			header("002b", "01") + "045ba0005ac00002010e" + "020c" + "010400020001" + "4104fa56ea00"},
		{"OPEN as=64500 id=192.0.2.1 packing=each cap=refresh cap=role:customer cap=69:00010103",
			header("002e", "01") + "04fbf4005ac000020111" + "02020200" + "0203090103" + "0206450400010103"},
		{"OPEN as=1 id=192.0.2.1 cap=add-path:ipv4-unicast:both cap=gr:120:ipv4-unicast",
			header("002d", "01") + "040001005ac000020110" + "020e" + "450400010103" + "4006" + "0078" + "00010100"},
		{`NOTIFICATION 6/2 text="go away"`, header("001d", "03") + "060207" + hex.EncodeToString([]byte("go away"))},
		{"NOTIFICATION 1/2 data=0012", header("0017", "03") + "01020012"},
		{"ROUTE-REFRESH ipv4-unicast", header("0017", "05") + "00010001"},
		{"ROUTE-REFRESH 2/1 eorr", header("0017", "05") + "00020201"},
		{"END-OF-RIB ipv4-unicast", header("0017", "02") + "00000000"},
		{"END-OF-RIB ipv6-unicast", header("001d", "02") + "00000006800f03000201"},
		{"raw ff 00 01", "ff0001"},
		{"UPDATE", header("0017", "02") + "00000000"},
		{"UPDATE withdraw 198.51.100.0/24", header("001b", "02") + "000418c6336400" + "00"},
		{"198.51.100.0/24 next-hop 192.0.2.1 as-path 64500",
			header("002f", "02") + "00000014" + "40010100" + "400206" + "02010000fbf4" + "400304c0000201" + "18c63364"},
	} {
		got, err := Parse(c.line, codec.Context{AS4: true})
		if err != nil || len(got) != 1 || hex.EncodeToString(got[0]) != c.want {
			t.Errorf("%s: %v\n got %x\nwant %s", c.line, err, got, c.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for line, want := range map[string]string{
		"OPEN as=1":                          "id= is missing",
		"OPEN id=192.0.2.1":                  "as= is missing",
		"OPEN as=1 as=2":                     "twice",
		"OPEN as=1 id=2001:db8::1":           "not an IPv4 address",
		"OPEN as=1 id=192.0.2.1 cap=magic":   "unknown capability",
		"OPEN as=1 id=192.0.2.1 hold=65536":  "not a number from 0 to 65535",
		"NOTIFICATION":                       "CODE/SUBCODE",
		"NOTIFICATION 256/1":                 "CODE/SUBCODE",
		"NOTIFICATION 6/2 text=\"x":          "not closed",
		"NOTIFICATION 6/2 text=a data=00":    "Data already",
		"ROUTE-REFRESH ipv9":                 "no address family",
		"KEEPALIVE now":                      "nothing may follow",
		"raw 0":                              "octets in hex",
		"UPDATE withdraw 192.0.2.0/24 med 1": "only prefixes",
		"192.0.2.0/24":                       "next-hop is missing",
		"192.0.2.0/24 next-hop":              "value is missing",
		"hello":                              "none of OPEN",
	} {
		got, err := Parse(line, codec.Context{AS4: true})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %x %v, want %q", line, got, err, want)
		}
	}
}

// FuzzParse: whatever stands in a line, what comes out are messages with true lengths, but for raw octets.
func FuzzParse(f *testing.F) {
	f.Add("OPEN as=65001 hold=90 id=192.0.2.1 cap=mp:ipv4-unicast")
	f.Add("UPDATE 198.51.100.0/24 2001:db8::/32 next-hop 2001:db8::1 path-id 7")
	f.Add(`NOTIFICATION 6/2 text="x"`)
	f.Fuzz(func(t *testing.T, line string) {
		list, err := Parse(line, codec.Context{AS4: true, AddPath: codec.AllFamilies})
		if err != nil || strings.HasPrefix(strings.ToUpper(strings.TrimSpace(line)), "RAW") {
			return
		}
		for _, msg := range list {
			if h, ok := codec.ParseHeader(msg); !ok || h.Length != len(msg) {
				t.Errorf("%q: %x", line, msg)
			}
		}
	})
}
