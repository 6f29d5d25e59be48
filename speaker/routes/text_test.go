package routes

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// TestParse: lines and the attributes that they make, as octets with 4-octet AS numbers.
func TestParse(t *testing.T) {
	const igp, empty = "40010100", "400200"
	for _, c := range []struct{ line, attrs, next, first string }{
		{"198.51.100.0/24", igp + empty, "", "198.51.100.0/24"},
		{"192.0.2.1 next-hop self", igp + empty, "", "192.0.2.1/32"},
		{"2001:db8::/32 next-hop 2001:db8::1", igp + empty, "2001:db8::1", "2001:db8::/32"},
		{`10.0.0.0/8 as-path "64500 64501" next-hop 192.0.2.1`, igp + "40020a02020000fbf40000fbf5", "192.0.2.1", "10.0.0.0/8"},
		{`10.0.0.0/8 as-path 64500 1.0 {64501,64502} [64503] (64504 64505) 7`, igp +
			"40022a" + "02020000fbf400010000" + "01020000fbf50000fbf6" + "04010000fbf7" + "03020000fbf80000fbf9" + "020100000007", "", "10.0.0.0/8"},
		{`10.0.0.0/8 as-path "" origin incomplete`, "40010102" + empty, "", "10.0.0.0/8"},
		{"10.0.0.0/8 med 5 local-pref 0x10 origin EGP", "40010101" + empty + "80040400000005" + "40050400000010", "", "10.0.0.0/8"},
		{"10.0.0.0/8 atomic-aggregate aggregator 70000:192.0.2.9", igp + empty + "400600" + "c0070800011170c0000209", "", "10.0.0.0/8"},
		{"10.0.0.0/8 community 64500:1 no-export NO_ADVERTISE blackhole 7", igp + empty + "c00814fbf40001ffffff01ffffff02ffff029a00000007", "", "10.0.0.0/8"},
		{"10.0.0.0/8 originator-id 1.2.3.4 cluster-list 5.6.7.8 9.9.9.9", igp + empty + "80090401020304" + "800a080506070809090909", "", "10.0.0.0/8"},
		{"10.0.0.0/8 ext-community rt:64500:100 soo:70000:2,rt:192.0.2.1:3 43000000000000ff", igp + empty +
			"c010200002fbf400000064" + "0203000111700002" + "0102c00002010003" + "43000000000000ff", "", "10.0.0.0/8"},
		{"10.0.0.0/8 large-community 4200000000:1:2", igp + empty + "c0200cfa56ea000000000100000002", "", "10.0.0.0/8"},
		{"10.0.0.0/8 otc 64500 attribute 0xe0 99 0x0102 attribute 192 40 aa", igp + empty + "c023040000fbf4" + "c02801aa" + "e063020102", "", "10.0.0.0/8"},
	} {
		var s Set
		if err := s.Parse(c.line); err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		for r := range s.Routes() {
			next := ""
			if r.NextHop.IsValid() {
				next = r.NextHop.String()
			}
			if got := hex.EncodeToString(r.Attrs.Append(nil, codec.Context{AS4: true})); got != c.attrs || next != c.next || r.Prefix.String() != c.first {
				t.Errorf("%s:\n got %s %s %s\nwant %s %s %s", c.line, r.Prefix, next, got, c.first, c.next, c.attrs)
			}
		}
		if s.Len() != 1 {
			t.Errorf("%s: %d routes", c.line, s.Len())
		}
	}
}

func TestParseMany(t *testing.T) {
	var s Set
	if err := s.Parse("10.0.0.0/8 2001:db8::/32 192.0.2.0/24 path-id 7 multicast"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := range s.Routes() {
		if r.PathID != 7 {
			t.Error(r.PathID)
		}
		got = append(got, r.Family.String()+" "+r.Prefix.String())
	}
	if want := "ipv4-multicast 10.0.0.0/8,ipv4-multicast 192.0.2.0/24,ipv6-multicast 2001:db8::/32"; strings.Join(got, ",") != want {
		t.Error(got)
	}
}

func TestParseErrors(t *testing.T) {
	for line, want := range map[string]string{
		"":                                   "begins with its prefix",
		"next-hop 192.0.2.1":                 "begins with its prefix",
		"10.0.0.1/8":                         "10.0.0.0/8?",
		"10.0.0.0/33":                        "is not a prefix",
		"fe80::1%eth0":                       "is not a prefix",
		"10.0.0.0/8 frobnicate":              `"frobnicate" is not a prefix`,
		"10.0.0.0/8 med":                     "med: a value is missing",
		"10.0.0.0/8 med origin igp":          "med: a value is missing",
		"10.0.0.0/8 med 5000000000":          "0 to 4294967295",
		"10.0.0.0/8 med 1 2":                 `unknown word "2"`,
		"10.0.0.0/8 med 1 med 2":             "stands twice",
		`10.0.0.0/8 as-path "1 2`:            "not closed",
		"10.0.0.0/8 as-path {1 2":            "} is missing",
		"10.0.0.0/8 as-path {}":              "without AS numbers",
		"10.0.0.0/8 as-path {1 (2)}":         `"(" is not an AS number`,
		"10.0.0.0/8 as-path )":               `")" is not an AS number`,
		"10.0.0.0/8 as-path 5000000000":      "not an AS number",
		"10.0.0.0/8 as-path 1.70000":         "not an AS number",
		"10.0.0.0/8 as-path":                 "a value is missing",
		"10.0.0.0/8 community 70000:1":       "not a community",
		"10.0.0.0/8 community no-such":       "not a community",
		"10.0.0.0/8 large-community 1:2":     "not a large community",
		"10.0.0.0/8 ext-community xx:1:2":    "not an extended community",
		"10.0.0.0/8 ext-community rt:1":      "not an extended community",
		"10.0.0.0/8 aggregator 1":            "is not AS:ADDRESS",
		"10.0.0.0/8 aggregator 1:::1":        "not an IPv4 address",
		"10.0.0.0/8 next-hop here":           "not an address",
		"10.0.0.0/8 attribute 0xc0 8 00":     "keyword of its own",
		"10.0.0.0/8 attribute 0xc0 99":       "FLAGS CODE HEX",
		"10.0.0.0/8 attribute 300 99 00":     "0 to 255",
		"10.0.0.0/8 attribute 1 99 0":        "is not hex",
		"10.0.0.0/8 origin x":                "igp, egp or incomplete",
		"10.0.0.0/8 cluster-list ::1":        "not an IPv4 address",
		`10.0.0.0/8 as-path "1" "med" med 1`: `"med" is not an AS number`,
	} {
		var s Set
		err := s.Parse(line)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
		if s.Len() != 0 {
			t.Errorf("%q: %d routes all the same", line, s.Len())
		}
	}
}

func TestReadText(t *testing.T) {
	var s Set
	err := s.ReadText(strings.NewReader("# routes\n\n10.0.0.0/8 med 1 # the first\r\n  192.0.2.0/24\nbad\n172.16.0.0/12\n"), "routes.txt")
	if err == nil || !strings.HasPrefix(err.Error(), "routes.txt:5: ") || s.Len() != 2 {
		t.Error(err, s.Len())
	}
	err = s.ReadText(strings.NewReader("10.0.0.0/8\n"+strings.Repeat("x", maxLine+1)), "f")
	if err == nil || !strings.HasPrefix(err.Error(), "f:2: the line has more than") {
		t.Error(err)
	}
}

// FuzzParse: whatever the line, it gives an error or routes that can be said again.
func FuzzParse(f *testing.F) {
	f.Add(`10.0.0.0/8 as-path "1 {2 3}" community no-export med 1`)
	f.Add(`2001:db8::/32 next-hop fe80::1%eth0 attribute 1 99 00`)
	f.Fuzz(func(t *testing.T, line string) {
		var s Set
		if err := s.Parse(line); err != nil {
			if s.Len() > 0 {
				t.Fatalf("%q: %v and %d routes", line, err, s.Len())
			}
			return
		}
		n := 0
		for r := range s.Routes() {
			n++
			if r.Family.AddrBits() != r.Prefix.Addr().BitLen() || r.Prefix != r.Prefix.Masked() {
				t.Fatalf("%q: %v", line, r)
			}
		}
		if n != s.Len() || n == 0 {
			t.Fatalf("%q: %d of %d routes", line, n, s.Len())
		}
	})
}
