package explain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

func jobAbout(t *codec.Tree, ev Evidence) *job {
	j := new(job)
	j.begin(t, ev)
	return j
}

// decided names the rule that judges, "" when none does.
func decided(t *codec.Tree, ev Evidence) string {
	j := jobAbout(t, ev)
	for i := range rules {
		r := &rules[i]
		if int(r.code) == j.code && (r.sub == anySub || r.sub == j.sub) && r.judge(j) {
			return r.name
		}
	}
	return ""
}

// bare is the evidence of octets without a log line.
func bare() Evidence { return Evidence{Code: -1, Subcode: -1, DataKnown: true} }

// verdictCase is one NOTIFICATION and what must come out.
type verdictCase struct {
	name string
	hex  string
	with func(*Evidence)
	rule string
	want string // claim fault side confidence
	says string // part of the summary
}

func sent(ev *Evidence)     { ev.Direction = "sent" }
func received(ev *Evidence) { ev.Direction = "received" }
func ebgp(ev *Evidence)     { ev.PeerKind = codec.PeerEBGP }
func ibgp(ev *Evidence)     { ev.PeerKind = codec.PeerIBGP }
func cut(ev *Evidence)      { ev.Truncated = true }

func (c verdictCase) run(t *testing.T) *Explanation {
	t.Helper()
	ev := bare()
	if c.with != nil {
		c.with(&ev)
	}
	tree := notification(t, c.hex, ev.Truncated)
	x := Explain(tree, ev)
	v := &x.Verdict
	if got := fmt.Sprint(v.Claim, " ", v.Fault, " ", v.Side, " ", v.Confidence); got != c.want {
		t.Errorf("%s\n got %s\nwant %s\n     %s", c.name, got, c.want, v.Summary)
	}
	if got := decided(tree, ev); got != c.rule {
		t.Errorf("%s: rule %q, want %q", c.name, got, c.rule)
	}
	if !strings.Contains(v.Summary, c.says) {
		t.Errorf("%s: %q does not say %q", c.name, v.Summary, c.says)
	}
	sound(t, x, tree)
	return x
}

// sound checks what must hold for every explanation.
func sound(t testing.TB, x *Explanation, tree *codec.Tree) {
	t.Helper()
	v := &x.Verdict
	texts := append([]string{v.Summary}, x.Notes...)
	texts = append(append(texts, v.Causes...), v.Refs...)
	for _, a := range v.Actions {
		texts = append(texts, a.Who, a.Do)
		if !strings.HasPrefix(a.Who, "sender") && !strings.HasPrefix(a.Who, "receiver") && a.Who != thisRouter && a.Who != thePeer {
			t.Errorf("who: %q", a.Who)
		}
	}
	for _, s := range texts {
		if s == "" || strings.ContainsAny(s, "{}") {
			t.Errorf("text %q", s)
		}
		for _, c := range s {
			if c < ' ' || c == 0x7f || c == 0xfffd {
				t.Errorf("control character in %q", s)
			}
		}
	}
	if v.Claim.String() == "" || v.Fault.String() == "" || v.Side.String() == "" || v.Confidence.String() == "" {
		t.Errorf("words: %v %v %v %v", v.Claim, v.Fault, v.Side, v.Confidence)
	}
	switch x.RFC.Conformance {
	case "conformant", "stricter", "laxer", "unknown":
	default:
		t.Errorf("conformance %q", x.RFC.Conformance)
	}
	for _, g := range x.Guilty {
		if tree == nil || g.Off < 0 || g.Len <= 0 || g.Off+g.Len > len(tree.Bytes) {
			t.Errorf("guilty %v", g)
		}
	}
	for _, n := range x.Evidence {
		if tree == nil || n < 0 || int(n) >= len(tree.Nodes) {
			t.Errorf("evidence %d", n)
		}
	}
}

var verdictCases = []verdictCase{
	// Flags.
	{"partial on AGGREGATOR, sent", "0304 e0070800 0302ed5bdc3f01", sent, "3/4 partial is legal",
		"contradicted notification-sender sender high", "This router is wrong"},
	{"partial on AGGREGATOR, received", "0304 e0070800 0302ed5bdc3f01", received, "3/4 partial is legal",
		"contradicted notification-sender sender high", "The peer is wrong"},
	{"partial on AGGREGATOR with 2-octet AS", "0304 e00706 fde8c0000201", nil, "3/4 partial is legal",
		"contradicted notification-sender sender high", "box that sent the NOTIFICATION is wrong"},
	{"partial on COMMUNITIES with extended length", "0304 f0080004 fde80064", nil, "3/4 partial is legal",
		"contradicted notification-sender sender high", "COMMUNITIES"},
	{"partial on LARGE_COMMUNITY", "0304 e0200c 0000fbf4 00000001 00000002", nil, "3/4 partial is legal",
		"contradicted notification-sender sender high", ""},
	{"LOCAL_PREF as optional", "0304 800504 00000064", sent, "3/4 optional and transitive bits",
		"confirmed notification-receiver receiver high", "the peer sent a faulty attribute"},
	{"COMMUNITIES as non-transitive", "0304 800804 fde80064", received, "3/4 optional and transitive bits",
		"confirmed notification-receiver receiver high", "this router sent"},
	{"COMMUNITIES as well-known with Partial", "0304 600804 fde80064", nil, "3/4 optional and transitive bits",
		"confirmed third-party both medium", "Partial"},
	{"MED with Partial", "0304 a00404 00000064", sent, "3/4 partial is tolerated",
		"confirmed notification-sender sender medium", "RFC 7606"},
	{"ORIGIN with Partial", "0304 600101 00", nil, "3/4 partial is tolerated",
		"confirmed notification-sender sender medium", ""},
	{"low bits", "0304 c30804 fde80064", nil, "3/4 low bits", "contradicted notification-sender sender high", "unused bits"},
	{"extended length on a short one", "0304 50030004 c0000201", nil, "3/4 clean",
		"contradicted notification-sender sender high", "Extended Length"},
	{"several attributes, one with Partial", "0304 40010100 e0070800 0302ed5bdc3f01 c00804fde80064", nil, "3/4 partial is legal",
		"contradicted notification-sender sender high", "AGGREGATOR"},
	{"clean flags", "0304 400304 c0000201", nil, "3/4 clean", "contradicted notification-sender sender high", "exactly"},
	{"clean flags, impossible length", "0304 400305 c000020100", nil, "3/4 length instead",
		"confirmed notification-receiver receiver high", "declares 5 octets"},
	{"unassigned optional attribute", "0304 c0f40101", nil, "3/4 unknown attribute",
		"contradicted notification-sender sender medium", "attribute 244"},
	{"unassigned well-known attribute", "0304 40f40101", nil, "3/4 unknown attribute",
		"confirmed notification-receiver receiver high", "well-known"},

	// Lengths.
	{"2-octet AGGREGATOR", "0305 c00706 fde80a000001", nil, "3/x width", "not-shown unknown both medium", "2-octet AS numbers"},
	{"4-octet AGGREGATOR", "0305 c00708 0000fde80a000001", nil, "3/x width", "not-shown unknown both medium", "4-octet AS numbers"},
	{"AGGREGATOR of 7", "0305 c00707 fde80a00000100", nil, "3/x length", "confirmed notification-receiver receiver high", "legal is 6 or 8"},
	{"AGGREGATOR of 7 from far away", "0305 e00707 fde80a00000100", nil, "3/x length", "confirmed third-party both medium", ""},
	{"empty COMMUNITIES", "0305 c00800", nil, "3/x length", "confirmed notification-receiver receiver high", "0 octets"},
	{"MED of 4", "0305 800404 00000064", nil, "3/x legal", "contradicted notification-sender sender medium", "4 octets are legal"},
	{"claims more than is there", "0305 c00810 fde80064fde80065", nil, "3/x over-claimed length",
		"confirmed notification-receiver receiver high", "declares 16 octets and the Data holds only 8"},
	{"the same, cut", "0305 c00810 fde80064fde80065", cut, "3/x length of a cut value", "not-shown unknown both low", "8 of its 16"},
	{"cut, but the length itself convicts", "0305 c00811 fde80064fde80065", cut, "3/x length of a cut value",
		"confirmed notification-receiver receiver high", "declares 17"},
	{"Prefix-SID with an octet left", "0305 c02807 00000000000000", nil, "3/x TLVs",
		"confirmed notification-receiver receiver medium", "2 whole TLVs and 1 octet that make none"},
	{"BGP-LS of a legal length", "0305 801d0a 00010006000000000064", nil, "3/x legal", "contradicted notification-sender sender medium", "but 10 octets are legal"},
	{"BGP-LS with a TLV of a wrong length", "0305 801d08 04470004 0000000a", nil, "3/x value", "confirmed notification-receiver receiver high", "cannot have length 4"},
	{"ATTR_SET around an attribute that nobody knows", "0305 c0800a 0000fbf0 c0c803 010203", nil, "3/x legal", "not-shown unknown both low", "depends on what is inside"},
	{"cut behind the header", "0306 400101", cut, "3/x length of a cut value", "not-shown unknown both low", "only its header is there"},
	{"cut behind one octet", "0309 c02304 00", cut, "3/x length of a cut value", "not-shown unknown both low", "only 1 of its 4 octets is there"},
	{"AIGP of a legal length", "0305 801a0b 01000b0000000000000001", nil, "3/x legal", "contradicted notification-sender sender medium", "but 11 octets are legal"},
	{"AIGP with a TLV of a wrong length", "0305 801a0c 01000c000000000000000001", nil, "3/x value", "confirmed notification-receiver receiver high", "cannot have length 9"},
	{"one octet is legal", "0305 40010100", nil, "3/x legal", "contradicted notification-sender sender medium", "but 1 octet is legal"},
	{"one octet declared", "0305 80040100", nil, "3/x length", "confirmed notification-receiver receiver high", "declares 1 octet, legal"},
	{"header without its length", "0305 c008", nil, "3/x no length", "data-off-rfc unknown both low", "inside the header"},
	{"header without its length, cut", "0305 c007", cut, "3/x no length", "not-shown unknown both low", "AGGREGATOR is cut"},
	{"half of an extended length, cut", "0305 d00800", cut, "3/x no length", "not-shown unknown both low", "COMMUNITIES is cut"},
	{"half of an extended length", "0305 d01000", nil, "3/x no length", "data-off-rfc unknown both low", ""},
	{"body of an UPDATE with sound lengths", "0305 0000 000b 40010100 c00804fde80064", nil, "3/x legal", "not-shown unknown both low", "no attribute in it has a wrong length"},
	{"body of an UPDATE with a wrong length", "0305 0000 0011 40010100 c00805fde8006401 80040400000001", nil, "3/x length",
		"confirmed notification-receiver receiver high", "COMMUNITIES declares 5 octets"},
	{"list of attributes with sound lengths", "0305 40010102 800404 00000001 c01008 0002fde800000001", nil, "3/x legal", "not-shown unknown both low", "3 attributes"},
	{"OTC with AS 0", "0309 c02304 00000000", nil, "3/x legal", "not-shown unknown both low", "odd"},
	{"unassigned attribute", "0305 c0f40101", nil, "3/x legal", "contradicted notification-sender sender medium", "no RFC fixes"},

	// Paths.
	{"cut path whose length cannot be", "0305 50020cde 02ff 00000cb9 000000ae 0004003e", cut, "3/x length of a cut value",
		"not-shown unknown both low", "cannot be whole segments"},
	{"cut path, bad segment visible", "0305 500200c8 0201 0000fbf4 0701 0000fbf4", cut, "3/x length of a cut value",
		"confirmed notification-receiver receiver high", "segment of type 7"},
	{"path of the other width", "0305 400206 0202fbf4fbf5", nil, "3/x path", "not-shown unknown both medium", "2-octet AS numbers"},
	{"path broken either way", "030b 400207 0202fbf4fbf509", nil, "3/x path", "confirmed notification-receiver receiver high", ""},
	{"path sound", "030b 40020a 02020000fbf400010000", nil, "3/x path", "not-shown configuration both medium", "first AS"},
	{"path sound, 2-octet", "030b 400206 0202fde8fde9", sent, "3/x path", "not-shown configuration both medium", "first AS"},
	{"path sound, internal", "030b 40020a 02020000fbf400010000", ibgp, "3/x path", "contradicted notification-sender sender medium", "well-formed"},
	{"path sound with the right AS first", "030b 40020a 02020000fbf400010000", func(ev *Evidence) {
		ev.Direction, ev.LocalAS, ev.PeerAS = "sent", 64499, 64500
	}, "3/x path", "contradicted notification-sender sender medium", "well-formed"},
	{"path of a confederation", "030b 40020a 03020000fbf400010000", nil, "3/x path", "not-shown configuration both medium", "confederation segments"},
	{"path empty", "030b 400200", nil, "3/x path", "not-shown configuration both medium", "empty"},
	{"path empty, external", "030b 400200", ebgp, "3/x path", "confirmed notification-receiver receiver medium", "own AS number in front"},
	{"path empty, internal", "030b 400200", ibgp, "3/x path", "contradicted notification-sender sender medium", ""},
	{"cut path with AS 0 under both widths", "030b 40020c 0202 00000000", cut, "3/x length of a cut value", "confirmed notification-receiver receiver high", "AS 0"},
	{"cut path with AS 0 under one width", "030b 40020a 0202 0000fbf4", cut, "3/x length of a cut value", "not-shown unknown both low", ""},
	{"path of a route server", "030b 40020a 02020000fbf400010000", func(ev *Evidence) {
		ev.Direction, ev.LocalAS, ev.PeerAS = "sent", 64499, 64510
	}, "3/x path", "confirmed configuration both medium", "first AS of the path is 64500 and not 64510"},
	{"path with AS_SET", "030b 400210 02010000fbf4 010200010000 00010001", nil, "3/x path", "not-shown configuration both medium", "AS_SET"},
	{"AS 0 in the path", "030b 40020a 02020000fbf400000000", nil, "3/x value", "confirmed notification-receiver receiver high", "AS 0"},

	// Other attributes.
	{"ORIGIN 3", "0306 40010103", nil, "3/6 origin", "confirmed notification-receiver receiver high", "ORIGIN value 3"},
	{"ORIGIN 2", "0306 40010102", nil, "3/6 origin", "contradicted notification-sender sender high", ""},
	{"NEXT_HOP zero", "0308 40030400000000", nil, "3/8 next hop", "confirmed notification-receiver receiver high", "0.0.0.0"},
	{"NEXT_HOP value only", "0308 e0000001", nil, "3/8 next hop", "confirmed notification-receiver receiver high", "224.0.0.1"},
	{"NEXT_HOP fine", "0308 400304c0000201", nil, "3/8 next hop", "contradicted notification-sender sender medium", ""},
	{"unknown well-known", "0302 406300", nil, "3/2 well-known", "confirmed notification-receiver receiver high", "attribute 99"},
	{"known well-known", "0302 400504 00000064", nil, "3/2 well-known", "contradicted notification-sender sender medium", "LOCAL_PREF"},
	{"optional refused as well-known", "0302 c02304 0000fbf4", nil, "3/2 well-known", "contradicted notification-sender sender high", ""},
	{"missing LOCAL_PREF", "0303 05", nil, "3/3 missing", "not-shown notification-receiver receiver medium", ""},
	{"missing LOCAL_PREF, external", "0303 05", ebgp, "3/3 missing", "contradicted notification-sender sender high", "external"},
	{"missing LOCAL_PREF, two AS numbers", "0303 05", func(ev *Evidence) { ev.LocalAS, ev.PeerAS = 64500, 64501 }, "3/3 missing",
		"contradicted notification-sender sender medium", "external"},
	{"missing LOCAL_PREF, one AS number", "0303 05", func(ev *Evidence) { ev.LocalAS, ev.PeerAS = 64500, 64500 }, "3/3 missing",
		"not-shown notification-receiver receiver high", ""},
	{"missing LOCAL_PREF, internal", "0303 05", ibgp, "3/3 missing", "not-shown notification-receiver receiver high", ""},
	{"missing ORIGIN", "0303 01", nil, "3/3 missing", "not-shown notification-receiver receiver high", "ORIGIN"},
	{"missing NEXT_HOP", "0303 03", nil, "3/3 missing", "not-shown notification-receiver receiver medium", "MP_REACH_NLRI"},
	{"missing MED", "0303 04", nil, "3/3 missing", "contradicted notification-sender sender high", "no RFC"},
	{"attribute 255", "0309 e0ff02 acd9", nil, "3/9 unknown attribute", "contradicted notification-sender sender medium", "passed it on"},
	{"optional attribute legal", "0309 c02304 0000fbf4", nil, "3/x legal", "contradicted notification-sender sender medium", ""},
	{"next hop of 5", "0309 800e0b 0001010501020304050000", nil, "3/x value", "confirmed notification-receiver receiver high", "next hop of 5"},
	{"IPv6 next hop for IPv4", "0309 800e19 00010110 20010db8000000000000000000000001 00 18c00002", nil, "3/9 next hop and capability 5",
		"not-shown configuration both medium", "capability 5"},
	{"sentence instead of the attribute", "0305 6261642061747472", nil, "3/x no attribute", "data-off-rfc unknown both low", "sentence"},
	{"no Data where it is wanted", "0304", nil, "3/x no attribute", "data-off-rfc unknown both low", "empty"},
	{"routes that read only with path identifiers", "030a 0000 000e 40010100 400200 400304c0000201 21c000020100", nil, "3/10 routes",
		"not-shown configuration both medium", "path identifiers"},
	{"whole UPDATE with a bad prefix", "030a ffffffffffffffffffffffffffffffff 002b02 0000 000e 40010100 400200 400304c0000201 18c000 20c00002", nil, "3/10 routes",
		"confirmed unknown both medium", "ADD-PATH"},
	{"UPDATE with an attribute twice", "0301 ffffffffffffffffffffffffffffffff 001f02 0000 0008 4001010040010100", nil, "3/1 list",
		"confirmed notification-receiver receiver high", "appears again"},

	// Headers.
	{"length 4097", "0102 1001", nil, "1/2 value", "not-shown unknown both medium", "4097"},
	{"length 18", "0102 0012", nil, "1/2 value", "confirmed notification-receiver receiver medium", ""},
	{"length 20", "0102 0014", nil, "1/2 value", "confirmed notification-receiver receiver medium", ""},
	{"length 25", "0102 0019", nil, "1/2 value", "not-shown notification-receiver receiver low", "OPEN"},
	{"length 300", "0102 012c", nil, "1/2 value", "not-shown unknown unknown low", "KEEPALIVE"},
	{"type 5", "0103 05", nil, "1/3 value", "not-shown notification-receiver receiver medium", "capability 2"},
	{"type 2", "0103 02", nil, "1/3 value", "contradicted notification-sender sender medium", "UPDATE"},
	{"type 128", "0103 80", nil, "1/3 value", "confirmed notification-receiver receiver medium", ""},
	{"type 77", "0103 4d", nil, "1/3 value", "confirmed notification-receiver receiver low", "77"},

	{"half a length", "0102 10", cut, "1/2 value", "not-shown notification-receiver both low", "does not show the length"},

	// OPEN.
	{"half a version", "0201 00", cut, "2/1 version", "not-shown notification-receiver receiver low", "does not show"},
	{"half an AS number", "0202 0001", cut, "2/2 as", "not-shown configuration sender low", "does not show a whole AS number"},
	{"half an identifier", "0203 0a00", cut, "2/3 identifier", "not-shown configuration both low", "does not show"},
	{"half a hold time", "0206 00", cut, "2/6 hold time", "not-shown configuration both low", "does not show"},
	{"version", "0201 0004", nil, "2/1 version", "not-shown notification-receiver receiver high", ""},
	{"AS of 2 octets", "0202 fe14", received, "2/2 as", "not-shown configuration sender high", "AS 65044"},
	{"AS of 4 octets", "0202 00010000", nil, "2/2 as", "not-shown configuration sender high", "AS 65536"},
	{"AS_TRANS", "0202 5ba0", nil, "2/2 as", "not-shown configuration both medium", "AS_TRANS"},
	{"AS 0", "0202 0000", nil, "2/2 as", "confirmed notification-receiver receiver high", "AS 0"},
	{"the AS that we are", "0202 fe14", func(ev *Evidence) { ev.Direction, ev.LocalAS = "received", 65044 }, "2/2 as",
		"not-shown configuration sender high", "which is the AS number that this router has"},
	{"identifier", "0203 0a000001", nil, "2/3 identifier", "not-shown configuration both high", "10.0.0.1"},
	{"identifier 0", "0203 00000000", nil, "2/3 identifier", "confirmed configuration both high", "0.0.0.0"},
	{"parameter 2", "0204 02020200", nil, "2/4 parameter", "contradicted notification-sender sender medium", "too old"},
	{"parameter 1", "0204 0100", nil, "2/4 parameter", "confirmed notification-receiver receiver medium", "deprecated"},
	{"hold time 2", "0206 0002", nil, "2/6 hold time", "confirmed configuration receiver high", "2 s"},
	{"hold time 30", "0206 001e", nil, "2/6 hold time", "not-shown configuration both medium", "minimum"},
	{"capability named", "0207 010400020001", nil, "2/7 capabilities named", "not-shown configuration both medium", "ipv6-unicast"},
	{"capability empty", "0207", nil, "2/7 no family", "not-shown configuration both medium", "no address family"},
	{"role with a sentence", "020b 537472696374", nil, "", "no-claim configuration both high", "2/11"},

	// The rest.
	{"KEEPALIVE in OpenSent", "0501 04", nil, "5/x message", "not-shown unknown both medium", "KEEPALIVE"},
	{"OPEN in OpenSent", "0501 01", nil, "5/x message", "contradicted notification-sender sender medium", "expected"},
	{"OPEN in Established", "0503 01", nil, "5/x message", "not-shown notification-receiver receiver low", "live connection"},
	{"limit", "0601 000201 000001f4", nil, "6/1 limit", "no-claim configuration both high", "ipv6-unicast"},
	{"half a limit", "0601 000101 0000", cut, "", "no-claim configuration both high", "sent more routes than the limit"},
	{"half a limit in a Hard Reset", "0609 0601 000201 0001", cut, "", "no-claim configuration both high", "enclosing 6/1"},
	{"limit without Data", "0601", received, "", "no-claim configuration both high", "sent more routes than the limit"},
	{"shutdown with text", "0602 03616263", nil, "6/2 shutdown", "no-claim configuration sender high", "operator's own text"},
	{"reset with text", "0604 03616263", nil, "6/4 reset", "no-claim none unknown high", "operator's own text"},
	{"shutdown, malformed text", "0602 056869", nil, "", "no-claim configuration sender high", "shut the session down"},
	{"collision", "0607", nil, "", "no-claim none unknown high", ""},
	{"collision again and again", "0607", func(ev *Evidence) { ev.Repeat = 9 }, "6/7 collision", "no-claim configuration both medium", "9 times"},
	{"hard reset", "0609 0400", nil, "", "no-claim network both medium", "Hard Reset enclosing 4/0"},
	{"hard reset around 3/4", "0609 0304 e0070800 0302ed5bdc3f01", nil, "3/4 partial is legal",
		"contradicted notification-sender sender high", "Hard Reset enclosing 3/4"},
	{"hard reset with nothing known", "0609 0568656c6c6f", nil, "6/9 nothing enclosed", "data-off-rfc unknown both low", ""},
	{"Huawei's 6/9", "0609", func(ev *Evidence) { ev.Style = "huawei-vrp" }, "", "no-claim network both medium", "BFD"},
	{"refresh of 5", "0701 ffffffffffffffffffffffffffffffff 001805 0001010100", nil, "7/1 refresh",
		"confirmed notification-receiver receiver high", "this one has 5"},
	{"refresh of 4", "0701 ffffffffffffffffffffffffffffffff 001705 00010101", nil, "7/1 refresh",
		"contradicted notification-sender sender high", ""},
	{"send hold timer", "0800", nil, "", "no-claim notification-receiver receiver medium", ""},
	{"unassigned code", "c801", nil, "", "no-claim unknown unknown low", "not assigned"},
}

// TestNoSubcode: a message that ends in front of the subcode tells the code and nothing else.
func TestNoSubcode(t *testing.T) {
	for code := 1; code <= 7; code++ {
		b := octets(t, strings.Repeat("ff", 16)+"001703")
		tree := new(codec.Decoder).Decode(codec.PieceMessage, append(b, byte(code)), codec.Context{Cut: true})
		x := Explain(tree, bare())
		sound(t, x, tree)
		if code == 4 {
			continue // it has no subcodes
		}
		if s := x.Verdict.Summary; !strings.Contains(s, "subcode not shown") || strings.Contains(s, itoa(code)+"/0") || len(x.Verdict.Causes) == 0 {
			t.Errorf("%d: %q %q", code, s, x.Verdict.Causes)
		}
	}
}

func TestVerdicts(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range verdictCases {
		c.run(t)
		seen[c.rule] = true
	}
	elsewhere := map[string]bool{ // open_test.go, path_test.go, words_test.go, judge_timer_test.go
		"2/2 open contradicts itself": true, "2/8 no family": true, "2/11 roles": true, "2/x open": true, "2/0 open is sound": true,
		"3/4 no flags": true, "3/x path length counted twice": true, "6/0 open": true, "6/5 open": true, "6/5 as": true, "3/11 no path": true, "4/0 timer": true,
	}
	for _, r := range rules {
		if !seen[r.name] && !elsewhere[r.name] {
			t.Errorf("no case for the rule %q", r.name)
		}
	}
}
