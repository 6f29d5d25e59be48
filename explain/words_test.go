package explain

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

func TestWordsOnly(t *testing.T) {
	off := func(code, flags, length int, problem string) *Offender {
		return &Offender{AttrCode: code, AttrFlags: flags, AttrLen: length, Problem: problem}
	}
	for _, tc := range []struct {
		name, want, says string
		ev               Evidence
	}{
		{"hold timer", "no-claim network both medium", "4/0", Evidence{Code: 4, Subcode: 0, Direction: "sent"}},
		{"code alone", "no-claim unknown both low", "3 (UPDATE Message Error), subcode not shown", Evidence{Code: 3, Subcode: -1}},
		{"shutdown with words", "no-claim configuration sender high", "operator's own text", Evidence{Code: 6, Subcode: 2, HasText: true}},
		{"attempted collision", "no-claim none unknown high", "6/7", Evidence{Code: 6, Subcode: 7, Attempted: true}},
		{"flags in words", "contradicted notification-sender sender high", "0xe0", Evidence{Code: 3, Subcode: 4, Offender: off(7, 0xe0, 8, "")}},
		{"wrong flags in words", "confirmed notification-receiver receiver high", "0x80", Evidence{Code: 3, Subcode: 4, Offender: off(5, 0x80, -1, "")}},
		{"length in words", "confirmed notification-receiver receiver high", "declares 5", Evidence{Code: 3, Subcode: 5, Offender: off(8, -1, 5, "")}},
		{"attribute in words without more", "no-claim unknown both low", "3/4", Evidence{Code: 3, Subcode: 4, Offender: off(8, -1, -1, "")}},
		{"AS4 capability length, Quagga", "no-claim notification-receiver receiver medium", "2/0",
			Evidence{Code: 6, Subcode: 0, Style: "quagga-as4", Offender: off(-1, -1, -1, "as4-capability-length")}},
		{"AS_TRANS, Quagga", "no-claim notification-receiver receiver medium", "2/2",
			Evidence{Code: 6, Subcode: 5, Style: "quagga-as4", Offender: off(-1, -1, -1, "as-trans-without-capability")}},
		{"a complaint without a NOTIFICATION", "no-claim unknown unknown low", "AS4_PATH",
			Evidence{Code: -1, Subcode: -1, Offender: off(17, -1, -1, "as4-path-from-as4-speaker")}},
		{"nothing", "no-claim unknown unknown low", "Nothing", Evidence{Code: -1, Subcode: -1}},
		{"hard reset in words", "no-claim configuration sender high", "Hard Reset enclosing 6/3", Evidence{Code: 6, Subcode: 3, HardReset: true}},
		{"Huawei 69", "no-claim network both medium", "BFD", Evidence{Code: 6, Subcode: 9, Style: "huawei-vrp", Vendor: "Huawei"}},
		{"Dell's Cease", "no-claim configuration both medium", "any other reason", Evidence{Code: 6, Subcode: 1, Style: "dell-ftos", Direction: "received"}},
		{"OpenBGPD's 6/10", "no-claim configuration sender medium", "own limit", Evidence{Code: 6, Subcode: 10, Style: "openbgpd", Direction: "sent"}},
	} {
		x := Explain(nil, tc.ev)
		v := &x.Verdict
		if got := v.Claim.String() + " " + v.Fault.String() + " " + v.Side.String() + " " + v.Confidence.String(); got != tc.want {
			t.Errorf("%s: %s, want %s\n%s", tc.name, got, tc.want, v.Summary)
		}
		if !strings.Contains(v.Summary, tc.says) {
			t.Errorf("%s: %q does not say %q", tc.name, v.Summary, tc.says)
		}
		sound(t, x, nil)
		if tc.ev.Code > 0 && (len(v.Actions) == 0 || len(v.Refs) == 0 || len(v.Causes) == 0 && v.Claim != ClaimContradicted) {
			t.Errorf("%s: %+v", tc.name, v)
		}
	}
}

// TestEveryPairHasAnswer: whatever code a log gives, there is something to do about it.
func TestEveryPairHasAnswer(t *testing.T) {
	for code := 1; code < 256; code++ {
		for _, sub := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 255} {
			for _, dir := range []string{"", "sent", "received"} {
				x := Explain(nil, Evidence{Code: code, Subcode: sub, Direction: dir})
				sound(t, x, nil)
				if len(x.Verdict.Actions) == 0 || !strings.Contains(x.Verdict.Summary, pair(code, sub)) {
					t.Fatalf("%d/%d: %+v", code, sub, x.Verdict)
				}
			}
		}
	}
}

// TestToleranceIsSecond: a session closed over an attribute says that RFC 7606 is missing, and that is the
// second thing to do.
func TestToleranceIsSecond(t *testing.T) {
	for _, tc := range []struct {
		hex  string
		want bool
	}{
		{"0304 e0070800 0302ed5bdc3f01", true},
		{"0305 c00810 fde80064fde80065", true},
		{"0306 40010103", true},
		{"0309 e0ff02 acd9", true},
		{"030b 400207 0202fbf4fbf509", true},
		{"0309 800e0b 0001010501020304050000", false},
		{"0308 40030400000000", false},
		{"0602", false},
	} {
		x := Explain(notification(t, tc.hex, false), bare())
		got := len(x.Verdict.Actions) > 1 && strings.Contains(x.Verdict.Actions[1].Do, "RFC 7606")
		if got != tc.want {
			t.Errorf("%s: %+v", tc.hex, x.Verdict.Actions)
		}
	}
}

func TestNamesOfTheSides(t *testing.T) {
	const agg = "0304 e0070800 0302ed5bdc3f01"
	for _, tc := range []struct{ direction, vendor, summary, who string }{
		{"sent", "Ericsson", "This router (Ericsson) is wrong", "sender (this router)"},
		{"received", "Ericsson", "The peer is wrong", "sender (the peer)"},
		{"", "Ericsson", "The box that sent the NOTIFICATION is wrong", "sender"},
		{"sent", "", "This router is wrong", "sender (this router)"},
		{"sent", "Dell OS 9 (FTOS, Force10)", "This router (Dell OS 9) is wrong", "sender (this router)"},
		{"sent", "Cisco IOS, IOS XE", "This router (Cisco IOS) is wrong", "sender (this router)"},
		{"sent", "one; also two", "This router is wrong", "sender (this router)"},
		{"sent", "a\x1b[0m", "This router is wrong", "sender (this router)"},
	} {
		ev := bare()
		ev.Direction, ev.Vendor = tc.direction, tc.vendor
		v := Explain(notification(t, agg, false), ev).Verdict
		if !strings.HasPrefix(v.Summary, tc.summary) || v.Actions[0].Who != tc.who {
			t.Errorf("%+v: %q %q", tc, v.Summary, v.Actions[0].Who)
		}
	}
}

// TestGrammarOfNames: what stands behind the name of a side never parts it from its maker in parentheses.
func TestGrammarOfNames(t *testing.T) {
	for _, c := range verdictCases {
		for _, d := range []string{"sent", "received"} {
			ev := bare()
			if c.with != nil {
				c.with(&ev)
			}
			ev.Direction, ev.Style, ev.Vendor = d, "cisco-ios", "Cisco IOS, IOS XE"
			s := Explain(notification(t, c.hex, ev.Truncated), ev).Verdict.Summary
			for _, bad := range []string{")'s", " 1 octets", " 1 attributes", "{S}"} {
				if strings.Contains(s, bad) {
					t.Errorf("%s: %q has %q", c.name, s, bad)
				}
			}
		}
	}
}

// TestNoErrorUnderRFC7606: an action "none" is said in words.
func TestNoErrorUnderRFC7606(t *testing.T) {
	tree := new(codec.Decoder).Decode(codec.PieceUpdate, octets(t, "0000 0004 40010100"), codec.Context{})
	j := jobAbout(tree, bare())
	j.ex.RFC.RFC7606.Known = true
	f := codec.Finding{ID: codec.FindAttrFlags, Attr: 1}
	f.Note.Code, f.Note.Subcode = registry.ErrUpdate, registry.SubAttributeFlags
	j.broken("UPDATE", &f)
	if s := j.ex.Verdict.Summary; !strings.Contains(s, "no error of the message") || strings.Contains(s, "does none") {
		t.Error(s)
	}
}

func TestMissingAttributeAsksForItsType(t *testing.T) {
	x := Explain(notification(t, "0303", false), bare())
	if !strings.Contains(x.Verdict.Summary, "asks for the type code of the attribute") {
		t.Error(x.Verdict.Summary)
	}
}

func TestConformance(t *testing.T) {
	for _, tc := range []struct{ hex, box, want, action string }{
		{"0304 e0070800 0302ed5bdc3f01", "", "stricter", "none"},
		{"0304 e0070800 0302ed5bdc3f01", "session-kept", "conformant", "none"},
		{"0304 800504 00000064", "session-reset", "stricter", "treat-as-withdraw"},
		{"0305 c00705 fde80a0000", "", "stricter", "attribute-discard"},
		{"0309 800e0b 0001010501020304050000", "", "conformant", "session-reset"},
		{"0309 800e0b 0001010501020304050000", "session-kept", "laxer", "session-reset"},
		{"0303 01", "", "stricter", "treat-as-withdraw"},
		{"0602", "", "unknown", "none"},
	} {
		ev := bare()
		ev.BoxAction = tc.box
		x := Explain(notification(t, tc.hex, false), ev)
		if x.RFC.Conformance != tc.want || x.RFC.RFC7606.Action.String() != tc.action {
			t.Errorf("%s: %+v", tc.hex, x.RFC)
		}
	}
}

func TestPlainMessages(t *testing.T) {
	const marker = "ffffffffffffffffffffffffffffffff"
	for _, tc := range []struct {
		name, hex    string
		piece        codec.Piece
		fault        Fault
		code, sub    int
		action, says string
	}{
		{"KEEPALIVE", marker + "001304", codec.PieceMessage, FaultNone, 0, 0, "none", "The KEEPALIVE is well-formed"},
		{"long KEEPALIVE", marker + "00140400", codec.PieceMessage, FaultUnknown, 1, 2, "session-reset", "KEEPALIVE is malformed"},
		{"OPEN", "04fbf4005ac000020100", codec.PieceOpen, FaultNone, 0, 0, "none", "OPEN is well-formed"},
		{"OPEN with hold time 2", "04fbf40002c000020100", codec.PieceOpen, FaultUnknown, 2, 6, "session-reset", "sends 2/6"},
		{"UPDATE with ORIGIN 7", "0000 000e 40010107 400200 400304c0000201 08 0a", codec.PieceUpdate, FaultUnknown, 3, 6, "treat-as-withdraw", "treat-as-withdraw"},
		{"End-of-RIB", "00000000", codec.PieceUpdate, FaultNone, 0, 0, "none", "UPDATE is well-formed"},
		{"attributes", "c00801fd", codec.PieceAttributes, FaultUnknown, 3, 5, "treat-as-withdraw", "list of path attributes is malformed"},
		{"AGGREGATOR of 5", "c00705 fde80a0000", codec.PieceAttributes, FaultUnknown, 3, 5, "attribute-discard", "attribute-discard"},
		{"route refresh", "00010001", codec.PieceRefresh, FaultNone, 0, 0, "none", "ROUTE-REFRESH is well-formed"},
	} {
		var dc codec.Decoder
		tree := dc.Decode(tc.piece, octets(t, tc.hex), codec.Context{AS4: true})
		x := Explain(tree, Evidence{Code: -1, Subcode: -1, Direction: "received"})
		v, r := &x.Verdict, &x.RFC
		if v.Claim != ClaimNone || v.Fault != tc.fault || r.RFC4271.Code != tc.code || r.RFC4271.Subcode != tc.sub ||
			r.RFC7606.Action.String() != tc.action || !strings.Contains(v.Summary, tc.says) {
			t.Errorf("%s: %v %v %+v %q", tc.name, v.Claim, v.Fault, x.RFC, v.Summary)
		}
		if (tc.fault == FaultUnknown) != (len(x.Guilty) > 0) {
			t.Errorf("%s: guilty %v", tc.name, x.Guilty)
		}
		sound(t, x, tree)
	}
}

// TestOffendingUpdate: the log gives the code and dumps the UPDATE instead of the Data.
func TestOffendingUpdate(t *testing.T) {
	var dc codec.Decoder
	tree := dc.Decode(codec.PieceUpdate, octets(t, "0000 0016 40010100 400200 400304c0000201 c00705fde80a0000 080a"), codec.Context{AS4: true})
	x := Explain(tree, Evidence{Code: int(registry.ErrUpdate), Subcode: 5, Direction: "sent"})
	if x.Verdict.Claim != ClaimConfirmed || !strings.Contains(x.Verdict.Summary, attrName(7)) {
		t.Errorf("%v %q", x.Verdict.Claim, x.Verdict.Summary)
	}
	sound(t, x, tree)
}

func TestNoFlags(t *testing.T) {
	verdictCase{"attribute without flags", "0304 0804fde80064", nil, "3/4 no flags", "data-off-rfc unknown both low", "without its flags"}.run(t)
	verdictCase{"3/11 without a path", "030b 0102", nil, "", "no-claim configuration both medium", "3/11"}.run(t)
}

// TestPair: a subcode has the registry's name, what it was where it is deprecated, and that of its code where it has none.
func TestPair(t *testing.T) {
	for _, tc := range []struct {
		code, sub int
		want      string
	}{
		{3, 4, "3/4 (Attribute Flags Error)"},
		{2, 5, "2/5 (deprecated, was Authentication Failure)"},
		{3, 7, "3/7 (deprecated, was AS Routing Loop)"},
		{4, 0, "4/0 (Hold Timer Expired)"},
		{4, 3, "4/3 (Hold Timer Expired)"},
		{6, 0, "6/0 (Cease)"},
		{6, 99, "6/99"},
		{99, 1, "99/1"},
		{1, 256, "1/256"},
	} {
		if got := pair(tc.code, tc.sub); got != tc.want {
			t.Errorf("%s, want %s", got, tc.want)
		}
	}
}
