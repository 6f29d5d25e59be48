package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// TestAccusedAttribute: what words tell of an attribute is shown and held against the registry.
func TestAccusedAttribute(t *testing.T) {
	xr := func(field string, typ, flags, length int) string {
		return fmt.Sprintf("%%ROUTING-BGP-3-MALFORM_UPDATE : Malformed UPDATE message received from neighbor 192.0.2.9 - message length 90 bytes, "+
			"error flags 0x00000840, action taken \"ResetSession\". Error details: \"Error 0x00000800, Field \"%s\", Attribute %d (Flags 0x%02x, Length %d), Data [00]\"", field, typ, flags, length)
	}
	junos := func(name string, typ, flags, length int) string {
		return fmt.Sprintf("Received malformed update from 192.0.2.9 (External AS 65100)\n  Family inet-unicast, prefix 0.0.0.0/0\n  Malformed Attribute %s(%d) flag 0x%02x length %d.", name, typ, flags, length)
	}
	for _, tc := range []struct{ text, want string }{
		{xr("Attr-flags", 5, 0xc0, 4), "LOCAL_PREF (5) with flags 0xc0 and length 4: it must have flags 0x40"},
		{xr("Attr-flags", 1, 0x80, 1), "ORIGIN (1) with flags 0x80 and length 1: it must have flags 0x40"},
		{xr("Attr-flags", 4, 0x40, 3), "MULTI_EXIT_DISC (4) with flags 0x40 and length 3: it must have flags 0x80, and its length must be 4"},
		{xr("Attr-flags", 4, 0xa0, 4), "MULTI_EXIT_DISC (4) with flags 0xa0 and length 4: only an optional transitive attribute may be partial"},
		{xr("Attr-length", 3, 0x40, 5), "NEXT_HOP (3) with flags 0x40 and length 5: its length must be 4"},
		{xr("Attr-value", 8, 0xe0, 8), "COMMUNITIES (8) with flags 0xe0 and length 8: flags and length are legal, so the fault is in the value or in what surrounds it"},
		{xr("Attr-missing", 2, 0, 0), "AS_PATH (2) with flags 0x00 and length 0: the device has no attribute to show, it is missing"},
		{xr("Attr-value", 222, 0xc0, 8), "attribute 222 with flags 0xc0 and length 8: no rule for it is known"},
		{junos("MP_REACH", 14, 0x80, 42), "MP_REACH_NLRI (14) with flags 0x80 and length 42: flags and length are legal, so the fault is in the value or in what surrounds it"},
		{junos("MP_REACH", 14, 0x40, 300), "MP_REACH_NLRI (14) with flags 0x40 and length 300: it must have flags 0x80"},
		{junos("MP_REACH", 14, 0x80, 300), "MP_REACH_NLRI (14) with flags 0x80 and length 300: a length over 255 needs the flag for an extended length (0x10)"},
	} {
		if got := pageLine(t, tc.text, "Attribute"); got != tc.want {
			t.Errorf("%s:\n%s\nwant %s", tc.text, got, tc.want)
		}
	}
}

// pageLine gives what stands behind a label on the page of the first event, with its wraps undone.
func pageLine(t *testing.T, text, label string) string {
	t.Helper()
	rs := reports(t, text+"\n")
	if len(rs) == 0 {
		t.Fatalf("%s: no event", text)
	}
	var b bytes.Buffer
	if err := report.Text(&b, rs[0], tree.Style{}, report.TextOptions{Width: 1000}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if rest, ok := strings.CutPrefix(line, label+" "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// TestNothingToJudge: lines that only tell something get no verdict, and the page shows what they tell.
func TestNothingToJudge(t *testing.T) {
	s := strict(t)
	const seg = "Parse aspath segment: "
	for _, tc := range []struct{ text, brief string }{
		{"[AS4] 192.0.2.9 rcv OPEN w/ OPTION parameter len: 30, peeking for as4", "e1 Log line about OPEN: OPTION parameter len = 30, with 192.0.2.9\n"},
		{"[AS4] 192.0.2.9 fiddling with aspath and newaspath, hopnumdifference is 3", "e1 Log line: hopnumdifference = 3, with 192.0.2.9\n"},
		{seg + "got total byte length 10\n" + seg + "got type 2, length 2\n" + seg + "Read 64496 into this segment\n" + seg + "Read 4200000001 into this segment\n" + seg + "Bytes now: 10",
			"e1 AS path in the log: 64496 4200000001, received\n"},
		{seg + "got total byte length 6\n" + seg + "got type 1, length 1\n" + seg + "Read 65550 into this segment\n" + seg + "Bytes now: 6",
			"e1 AS path in the log: {65550}, received\n"},
	} {
		rs := reports(t, tc.text+"\n")
		if len(rs) != 1 {
			t.Errorf("%s: %d events", tc.text, len(rs))
			continue
		}
		render(t, s, rs[0])
		var b bytes.Buffer
		if err := report.Brief(&b, rs[0], tree.Style{}, 0); err != nil {
			t.Fatal(err)
		}
		if b.String() != tc.brief {
			t.Errorf("%s:\n%swant\n%s", tc.text, b.String(), tc.brief)
		}
		if v := member(t, rs[0], "verdict"); v != nil {
			t.Errorf("%s: verdict %v", tc.text, v)
		}
	}
}

// TestLinksOnThePage: both ends of a complaint name the other.
func TestLinksOnThePage(t *testing.T) {
	const sent = "%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.9 3/1 (update malformed) 0 bytes\n"
	const dumped = "%BGP-4-MSGDUMP: unsupported or mal-formatted message received from 192.0.2.9:\n" +
		"FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0031 0200 0000 1540 0101 0040 0200 4003\n04A9 FE01 0680 0404 0000 0000 2006 0606 06\n"
	for text, want := range map[string][2]string{
		sent + dumped: {"About", "e2, the message that this one complains of"},
		dumped + sent: {"Answer", "e2, the NOTIFICATION that was sent for it"},
	} {
		if got := pageLine(t, text, want[0]); got != want[1] {
			t.Errorf("%s: %q", text, got)
		}
	}
	rs := reports(t, dumped+sent)
	for i, want := range []string{`"links":[{"rel":"answer","id":"e2"}]`, `"links":[{"rel":"offender","id":"e1"}]`} {
		if line := string(report.AppendJSON(nil, rs[i], report.JSONOptions{})); !strings.Contains(line, want) {
			t.Errorf("no %s in %s", want, line)
		}
	}
}

// TestLineWraps: a line in a long output is wrapped and loses nothing.
func TestLineWraps(t *testing.T) {
	const text = "%BGP-5-NBR_RESET: Neighbor 192.0.2.7 reset (Interface flap)\n%BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Interface flap\n" +
		"%BGP-3-NOTIFICATION: received from neighbor 192.0.2.9 2/2 (peer in wrong AS) 2 bytes FBF0\n"
	for _, r := range reports(t, text) {
		var whole bytes.Buffer
		if err := report.Brief(&whole, r, tree.Style{}, 0); err != nil {
			t.Fatal(err)
		}
		for width := 40; width < 120; width++ {
			var b bytes.Buffer
			if err := report.Line(&b, r, tree.Style{}, width); err != nil {
				t.Fatal(err)
			}
			checkPage(t, b.String(), width)
			if got, want := strings.Join(strings.Fields(b.String()), " "), strings.TrimSpace(whole.String()); got != want {
				t.Fatalf("width %d:\n%s\nwant\n%s", width, b.String(), want)
			}
		}
	}
}

// TestDataOffRFC: the claim is told in words.
func TestDataOffRFC(t *testing.T) {
	rs := reports(t, "%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.9 3/5 (attribute length error) 1 bytes FF\n")
	found := false
	for _, r := range rs {
		if member(t, r, "verdict", "claim") != "data-off-rfc" {
			continue
		}
		found = true
		for _, form := range []bool{true, false} {
			var b bytes.Buffer
			if err := report.Text(&b, r, tree.Style{}, report.TextOptions{Width: 200, Brief: form}); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), "the Data does not follow the RFC: ") || strings.Contains(b.String(), "off rfc") {
				t.Errorf("%s", b.String())
			}
		}
	}
	if !found {
		t.Error("no claim is data-off-rfc here")
	}
}
