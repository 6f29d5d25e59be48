package source

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

func TestSplitName(t *testing.T) {
	tests := []struct {
		cell string
		want Name
	}{
		{"OPEN", Name{Text: "OPEN", Status: Assigned}},
		{"Unassigned", Name{Text: "Unassigned", Status: Unassigned}},
		{"Unassigned (deprecated)", Name{Text: "Unassigned", Status: Unassigned, Note: "deprecated"}},
		{"Reserved for Private Use", Name{Text: "Reserved for Private Use", Status: Reserved}},
		{"Reserved for Experimental Use", Name{Text: "Reserved for Experimental Use", Status: Experimental}},
		{"RFC3692-style Experiment 2", Name{Text: "RFC3692-style Experiment 2", Status: Experimental}},
		{"Experimental mobility protocols (e.g. Seamoby)", Name{Text: "Experimental mobility protocols (e.g. Seamoby)", Status: Assigned}},
		{"SUN ND PROTOCOL-Temporary", Name{Text: "SUN ND PROTOCOL-Temporary", Status: Assigned}},
		{"Deprecated", Name{Text: "Deprecated", Status: Deprecated}},
		{"[Deprecated]", Name{Text: "Deprecated", Status: Deprecated}},
		{"Deprecated (2003-03-06)", Name{Text: "Deprecated", Status: Deprecated, Note: "2003-03-06"}},
		{"SPF Capability (DEPRECATED)", Name{Text: "SPF Capability", Status: Deprecated}},
		{"Encapsulation SAFI (OBSOLETE)", Name{Text: "Encapsulation SAFI", Status: Deprecated, Note: "obsolete"}},
		{"RCID_PATH / CLUSTER_ID (Historic) (deprecated)", Name{Text: "RCID_PATH / CLUSTER_ID", Status: Deprecated, Note: "historic"}},
		{"A (deprecated), b (deprecated)", Name{Text: "A, b", Status: Deprecated}},
		{"Private use - not recorded", Name{Text: "Private use - not recorded", Status: Reserved}},
		{"AS_TRANS; reserved by [RFC6793]", Name{Text: "AS_TRANS; reserved by [RFC6793]", Status: Assigned}},
		{"For documentation and sample code; reserved by [RFC5398]", Name{Text: "For documentation and sample code; reserved by [RFC5398]", Status: Reserved}},
		{
			"Edge Thing (TEMPORARY - registered 2025-05-06, extension registered 2026-04-03, expires 2027-05-06)",
			Name{Text: "Edge Thing", Status: Temporary, Registered: "2025-05-06", Extended: "2026-04-03", Expiry: "2027-05-06"},
		},
		{
			"ELP\n   (TEMPORARY - registered 2026-01-06, expires 2026-01-06)",
			Name{Text: "ELP", Status: Temporary, Registered: "2026-01-06", Expiry: "2026-01-06"},
		},
		{
			`EVPN (Sub-Types are defined in the "EVPN Extended Community Sub-Types" registry)`,
			Name{Text: "EVPN", Status: Assigned, Subtable: "EVPN Extended Community Sub-Types"},
		},
		{"End.DX6\u2011Q and peer\u2019s", Name{Text: "End.DX6-Q and peer's", Status: Assigned}},
	}
	for _, tt := range tests {
		if got := SplitName(tt.cell); got != tt.want {
			t.Errorf("SplitName(%q)\n got %+v\nwant %+v", tt.cell, got, tt.want)
		}
	}
}

func TestParseValue(t *testing.T) {
	tests := []struct {
		kind        Kind
		in          string
		first, last uint64
		width       int
		out         string
	}{
		{Dec, "7", 7, 7, 0, "7"},
		{Dec, "10-63", 10, 63, 0, "10-63"},
		{Dec, "32 - 2^64-1", 32, math.MaxUint64, 0, "32-18446744073709551615"},
		{Dec, "32-(2^64-1)", 32, math.MaxUint64, 0, "32-18446744073709551615"},
		{Hex, "0x0A", 10, 10, 8, "0x0a"},
		{Hex, "0xFFFF000A-0xFFFF0299", 0xFFFF000A, 0xFFFF0299, 32, "0xffff000a-0xffff0299"},
		{Bin, "01000-11111", 8, 31, 5, "01000-11111"},
		{Bit, "0-1", 0, 1, 8, "0-1"},
		{Letter, "C", 'C', 'C', 0, "C"},
	}
	for _, tt := range tests {
		first, last, err := ParseValue(tt.kind, tt.in)
		if err != nil || first != tt.first || last != tt.last {
			t.Errorf("ParseValue(%s, %q) = %d, %d, %v", tt.kind, tt.in, first, last, err)
		}
		if got := FormatValue(tt.kind, tt.width, first, last); got != tt.out {
			t.Errorf("FormatValue(%q) = %q, want %q", tt.in, got, tt.out)
		}
	}
	for _, in := range []string{"", "-", "a", "5-", "-5", "9-3", "2^65-1", "2^0-1", "2^x-1", "2^8", "0x", "1-2-3"} {
		if _, _, err := ParseValue(Dec, in); err == nil {
			t.Errorf("ParseValue(dec, %q): want an error", in)
		}
	}
	if _, _, err := ParseValue(Letter, "CI"); err == nil {
		t.Error("ParseValue(letter, CI): want an error")
	}
}

func TestLoadRejectsBadTables(t *testing.T) {
	const index = "id,go,title,page,registry,kind,width,as_of,rows,elements,headings\n"
	const line = "x,X,Title,p,r,dec,,2026-01-01,1,value name,Value|Name\n"
	const head = "value,name,status,expiry,reference\n"
	tests := []struct{ name, index, table, want string }{
		{"no table", index + line, "", "x.csv"},
		{"table header", index + line, "number,name\n", "header must begin"},
		{"index header", "id,title\n", head, "header must begin"},
		{"value", index + line, head + "one,A,assigned,,\n", "line 2"},
		{"status", index + line, head + "1,A,new,,\n", "status"},
		{"no name", index + line, head + "1,,assigned,,\n", "name"},
		{"row count", index + line, head, "says 1 rows"},
		{"width", index + strings.Replace(line, "dec,,", "dec,x,", 1), head + "1,A,assigned,,\n", "width"},
		{"columns", index + line, head + "1,A\n", "wrong number of fields"},
	}
	for _, tt := range tests {
		dir := fstest.MapFS{"index.csv": {Data: []byte(tt.index)}}
		if tt.table != "" {
			dir["x.csv"] = &fstest.MapFile{Data: []byte(tt.table)}
		}
		if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
}

// FuzzSplitName checks that splitting is stable: a name taken apart stays as it is.
func FuzzSplitName(f *testing.F) {
	f.Add("X (TEMPORARY - registered 2025-05-06, expires 2027-05-06) (deprecated)")
	f.Add("Deprecated (2003-03-06)")
	f.Add(`Y (Sub-Types are defined in the "Z" registry)`)
	f.Fuzz(func(t *testing.T, s string) {
		n := SplitName(s)
		if n.Text != Clean(n.Text) {
			t.Errorf("%q: name %q is not clean", s, n.Text)
		}
		if n.Status == Assigned && strings.Contains(strings.ToLower(s), "(deprecated)") {
			t.Errorf("%q: read as assigned %q", s, n.Text)
		}
	})
}

// FuzzParseValue checks that what is understood is written back with the same meaning.
func FuzzParseValue(f *testing.F) {
	f.Add("dec", "10-63")
	f.Add("hex", "0x0a-0xFF")
	f.Add("bin", "0101")
	f.Add("letter", "C")
	f.Fuzz(func(t *testing.T, k, s string) {
		first, last, err := ParseValue(Kind(k), s)
		if err != nil {
			return
		}
		if last < first {
			t.Fatalf("%q: %d-%d", s, first, last)
		}
		a, b, err := ParseValue(Kind(k), FormatValue(Kind(k), 8, first, last))
		if err != nil || a != first || b != last {
			t.Errorf("%s %q: %d-%d came back as %d-%d, %v", k, s, first, last, a, b, err)
		}
	})
}
