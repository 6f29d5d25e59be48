package registry

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

const (
	discard  = ActionAttributeDiscard
	withdraw = ActionTreatAsWithdraw
	reset    = ActionSessionReset
)

// TestAttrRules states again, from the RFCs, what attributes.csv must say.
func TestAttrRules(t *testing.T) {
	tests := []struct {
		code     AttrCode
		flags    uint8
		good     []int // legal lengths
		bad      []int
		internal Action
		external Action
		conflict Action
	}{
		{AttrOrigin, 0x40, []int{1}, []int{0, 2}, withdraw, withdraw, withdraw},
		{AttrASPath, 0x40, []int{0, 1, 6, 300}, []int{-1}, withdraw, withdraw, withdraw},
		{AttrNextHop, 0x40, []int{4}, []int{0, 3, 5, 16}, withdraw, withdraw, withdraw},
		{AttrMED, 0x80, []int{4}, []int{0, 3, 8}, withdraw, withdraw, withdraw},
		{AttrLocalPref, 0x40, []int{4}, []int{0, 5}, withdraw, discard, withdraw},
		{AttrAtomicAggregate, 0x40, []int{0}, []int{1, 4}, discard, discard, withdraw},
		{AttrAggregator, 0xC0, nil, []int{0, 4, 7, 10}, discard, discard, withdraw},
		{AttrCommunities, 0xC0, []int{4, 8, 400}, []int{0, 2, 6}, withdraw, withdraw, withdraw},
		{AttrOriginatorID, 0x80, []int{4}, []int{0, 8}, withdraw, discard, withdraw},
		{AttrClusterList, 0x80, []int{4, 8}, []int{0, 5}, withdraw, discard, withdraw},
		{AttrMPReach, 0x80, []int{5, 21}, []int{0, 4}, reset, reset, withdraw},
		{AttrMPUnreach, 0x80, []int{3, 4}, []int{0, 2}, reset, reset, withdraw},
		{AttrExtCommunities, 0xC0, []int{8, 16}, []int{0, 4, 12}, withdraw, withdraw, withdraw},
		{AttrAS4Path, 0xC0, []int{6, 10, 14}, []int{0, 2, 4, 7}, discard, discard, withdraw},
		{AttrAS4Aggregator, 0xC0, []int{8}, []int{0, 6}, discard, discard, withdraw},
		{AttrPMSITunnel, 0xC0, []int{5, 9, 21}, []int{0, 4}, withdraw, withdraw, withdraw},
		{AttrTunnelEncap, 0xC0, []int{4, 20}, []int{0, 3}, withdraw, withdraw, withdraw},
		{AttrTrafficEngineering, 0x80, []int{36}, []int{0, 35}, withdraw, withdraw, withdraw},
		{AttrIPv6ExtCommunities, 0xC0, []int{20, 40}, []int{0, 8, 30}, withdraw, withdraw, withdraw},
		{AttrAIGP, 0x80, []int{3, 11}, []int{0, 2}, discard, discard, discard},
		{AttrPEDistinguisherLabels, 0xC0, []int{7, 14, 19, 38}, []int{0, 8, 20}, withdraw, withdraw, withdraw},
		{AttrBGPLS, 0x80, []int{4, 9}, []int{0, 3}, discard, discard, withdraw},
		{AttrLargeCommunity, 0xC0, []int{12, 24}, []int{0, 4, 8, 13}, withdraw, withdraw, withdraw},
		{AttrBGPsecPath, 0x80, []int{100}, []int{0}, withdraw, withdraw, withdraw},
		{AttrOTC, 0xC0, []int{4}, []int{0, 2, 8}, withdraw, withdraw, withdraw},
		{AttrDPath, 0xC0, []int{8, 15, 16}, []int{0, 7}, withdraw, withdraw, withdraw},
		{AttrNHC, 0xC0, []int{8, 16}, []int{0, 7}, discard, discard, withdraw},
		{AttrPrefixSID, 0xC0, []int{3, 10}, []int{0, 2}, discard, discard, withdraw},
		{AttrBIER, 0xC0, []int{4}, []int{0, 3}, discard, discard, withdraw},
		{AttrSet, 0xC0, []int{4, 30}, []int{0, 3}, withdraw, withdraw, withdraw},
	}
	for _, tt := range tests {
		r := Attr(uint8(tt.code))
		if !r.Known || r.Code != tt.code || r.Flags != tt.flags {
			t.Errorf("%v: %+v", tt.code, r)
		}
		if r.Malformed(true) != tt.internal || r.Malformed(false) != tt.external || r.FlagConflict != tt.conflict {
			t.Errorf("%v: actions %v, %v, %v", tt.code, r.MalformedIBGP, r.MalformedEBGP, r.FlagConflict)
		}
		for _, n := range tt.good {
			if !r.LengthOK(n, false) || !r.LengthOK(n, true) {
				t.Errorf("%v: length %d refused", tt.code, n)
			}
		}
		for _, n := range tt.bad {
			if r.LengthOK(n, false) || r.LengthOK(n, true) {
				t.Errorf("%v: length %d accepted", tt.code, n)
			}
		}
	}
}

func TestAggregatorLength(t *testing.T) {
	r := Attr(uint8(AttrAggregator))
	if !r.LengthOK(6, false) || r.LengthOK(8, false) || !r.LengthOK(8, true) || r.LengthOK(6, true) {
		t.Error("AGGREGATOR has 6 octets with 2-octet AS numbers and 8 with 4-octet ones")
	}
	if r.LengthText(false) != "6" || r.LengthText(true) != "8" || r.Len.Both() != "6 or 8" {
		t.Errorf("%q %q %q", r.LengthText(false), r.LengthText(true), r.Len.Both())
	}
}

func TestLengthText(t *testing.T) {
	tests := map[string]string{
		Attr(4).LengthText(false):  "4",
		Attr(6).LengthText(false):  "0",
		Attr(2).LengthText(false):  "any length",
		Attr(14).LengthText(false): "at least 5",
		Attr(16).LengthText(false): "a multiple of 8, at least 8",
		Attr(17).LengthText(false): "even, at least 6",
		Attr(27).LengthText(false): "a multiple of 7 or of 19, at least 7",
		Cap(64).LengthText():       "2 plus a multiple of 4",
		Cap(69).LengthText():       "a multiple of 4, at least 4",
	}
	for got, want := range tests {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAttrConsistency checks each rule against its class.
func TestAttrConsistency(t *testing.T) {
	flags := map[AttrClass]uint8{
		ClassWellKnownMandatory: 0x40, ClassWellKnownDiscretionary: 0x40,
		ClassOptionalTransitive: 0xC0, ClassOptionalNonTransitive: 0x80,
	}
	symbols := map[string]int{}
	for code := range 256 {
		r := Attr(uint8(code))
		if r.Known && (r.Flags != flags[r.Class] || r.MalformedIBGP == ActionNone || r.FlagConflict == ActionNone || r.Ref == "" || r.MalformedRef == "") {
			t.Errorf("attribute %d: %+v", code, r)
		}
		if !r.Known && (r.Flags != 0 || r.MalformedIBGP != ActionNone || !r.LengthOK(17, false) || r.Class != ClassUnknown) {
			t.Errorf("attribute %d is not known but has rules: %+v", code, r)
		}
		if r.Symbol != "" {
			symbols[r.Symbol]++
			if int(r.Code) != code || TablePathAttributes.Name(uint64(code)) == "" {
				t.Errorf("attribute %d: code %d, or IANA does not know it", code, r.Code)
			}
		}
		if status := TablePathAttributes.Status(uint64(code)); r.Symbol == "" && (status == StatusAssigned || status == StatusTemporary) {
			t.Errorf("attribute %d has no line in attributes.csv", code)
		}
	}
	for s, n := range symbols {
		if n > 1 || s != strings.ToUpper(s) {
			t.Errorf("symbol %q: %d times", s, n)
		}
	}
	for _, code := range []AttrCode{AttrAtomicAggregate, AttrAggregator, AttrAS4Path, AttrAS4Aggregator} {
		if r := Attr(uint8(code)); !r.FlagConflictLow || r.LowCertainty {
			t.Errorf("%v: the action on wrong flags, and only that, is uncertain", code)
		}
	}
}

func TestCapRules(t *testing.T) {
	tests := []struct {
		code      CapCode
		good, bad []int
	}{
		{CapMultiprotocol, []int{4}, []int{0, 3, 8}},
		{CapRouteRefresh, []int{0}, []int{1, 4}},
		{CapORF, []int{5, 7, 9, 14}, []int{0, 4}},
		{CapExtendedNextHop, []int{6, 12}, []int{0, 5, 8}},
		{CapExtendedMessage, []int{0}, []int{1}},
		{CapBGPsec, []int{3}, []int{0, 4}},
		{CapMultipleLabels, []int{4, 8}, []int{3}},
		{CapRole, []int{1}, []int{0, 2}},
		{CapGracefulRestart, []int{2, 6, 10}, []int{0, 1, 4, 8}},
		{CapAS4, []int{4}, []int{0, 2}},
		{CapDynamic, []int{0, 3}, []int{-1}},
		{CapMultisession, []int{1, 3}, []int{0}},
		{CapAddPath, []int{4, 8}, []int{0, 1, 6}},
		{CapEnhancedRouteRefresh, []int{0}, []int{1}},
		{CapLLGR, []int{0, 7, 14}, []int{1, 8}},
		{CapFQDN, []int{2, 20}, []int{0, 1}},
		{CapBFDStrict, []int{0}, []int{1}},
		{CapSoftwareVersion, []int{1, 20}, []int{0}},
		{CapPathsLimit, []int{5, 10}, []int{0, 4}},
		{CapLinkLocalNextHop, []int{0}, []int{1}},
		{CapRouteRefreshOld, []int{0}, []int{1}},
		{CapMultisessionOld, []int{1}, []int{0}},
	}
	for _, tt := range tests {
		r := Cap(uint8(tt.code))
		if !r.Known || r.Code != tt.code || r.Symbol == "" {
			t.Errorf("%v: %+v", tt.code, r)
		}
		for _, n := range tt.good {
			if !r.LengthOK(n) {
				t.Errorf("%v: length %d refused", tt.code, n)
			}
		}
		for _, n := range tt.bad {
			if r.LengthOK(n) {
				t.Errorf("%v: length %d accepted", tt.code, n)
			}
		}
	}
	if r := Cap(200); r.Known || !r.LengthOK(0) || !r.LengthOK(99) {
		t.Errorf("unknown capability: %+v", r)
	}
	for code := range 256 {
		if s := TableCapabilities.Status(uint64(code)); s != StatusReserved && s != StatusUnassigned && s != StatusExperimental && !Cap(uint8(code)).Known {
			t.Errorf("capability %d has no line in capabilities.csv", code)
		}
	}
}

func TestSubcodes(t *testing.T) {
	tests := []struct {
		code, sub uint8
		name      string
		known     bool
	}{
		{1, 0, "Unspecific", true},
		{2, 5, "Deprecated", true},
		{2, 11, "Role Mismatch", true},
		{2, 12, "", false},
		{3, 4, "Attribute Flags Error", true},
		{3, 12, "", false},
		{4, 0, "", true},
		{4, 1, "", false},
		{5, 0, "Unspecified Error", true},
		{5, 3, "Receive Unexpected Message in Established State", true},
		{5, 4, "", false},
		{6, 0, "", true},
		{6, 9, "Hard Reset", true},
		{6, 10, "BFD Down", true},
		{6, 11, "", false},
		{7, 0, "", true},
		{7, 1, "Invalid Message Length", true},
		{7, 2, "", false},
		{8, 0, "", true},
		{8, 1, "", false},
		{9, 0, "", true},
		{0, 0, "", false},
		{10, 0, "", false},
		{255, 255, "", false},
	}
	for _, tt := range tests {
		if n, k := SubcodeName(tt.code, tt.sub), KnownSubcode(tt.code, tt.sub); n != tt.name || k != tt.known {
			t.Errorf("%d/%d: %q %v, want %q %v", tt.code, tt.sub, n, k, tt.name, tt.known)
		}
	}
}

func TestStrings(t *testing.T) {
	tests := map[string]string{
		MsgUpdate.String():            "UPDATE",
		MessageType(99).String():      "message type 99",
		AttrMED.String():              "MULTI_EXIT_DISC",
		AttrCode(200).String():        "attribute 200",
		ErrCease.String():             "Cease",
		ErrorCode(77).String():        "error code 77",
		CapAddPath.String():           "ADD-PATH Capability",
		ParamCapabilities.String():    "Capabilities",
		AFIIPv6.String():              "IPv6",
		AFI(3).String():               "NSAP",
		AFI(999).String():             "AFI 999",
		SAFIFlowSpec.String():         "flowspec",
		SAFI(200).String():            "SAFI 200",
		SegASSequence.String():        "AS_SEQUENCE",
		OriginIncomplete.String():     "INCOMPLETE",
		FamilyName(1, 1):              "ipv4-unicast",
		FamilyName(25, 70):            "l2vpn-evpn",
		FamilyName(99, 7):             "afi-99-encapsulation",
		ActionAFISAFIDisable.String(): "afi-safi-disable",
		CommunityName(0xFFFF029A):     "BLACKHOLE",
		CommunityName(0x00FF029A):     "",
		StatusTemporary.String():      "temporary",
	}
	for got, want := range tests {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if Status(99).String()+ValueKind(99).String()+Action(99).String()+AttrClass(99).String() != "" {
		t.Error("out of range")
	}
}

// TestASNoteAgainstIANA checks the borders of every special range.
func TestASNoteAgainstIANA(t *testing.T) {
	for _, r := range TableSpecialASNumbers.Rows {
		if ASNote(uint32(r.First)) == "" || ASNote(uint32(r.Last)) == "" {
			t.Errorf("%s has no note", TableSpecialASNumbers.ValueText(r))
		}
	}
	for as, want := range map[uint32]string{
		0: "reserved", 65535: "reserved", 4294967295: "reserved", 1: "", 111: "", 112: "AS112 project", 23456: "AS_TRANS", 64495: "", 64496: "documentation", 64511: "documentation", 64512: "private",
		65534: "private", 65536: "documentation", 65551: "documentation", 65552: "reserved", 131071: "reserved", 131072: "",
		4199999999: "", 4200000000: "private", 4294967294: "private",
	} {
		if got := ASNote(as); got != want {
			t.Errorf("ASNote(%d) = %q, want %q", as, got, want)
		}
	}
}

func TestLegacyUses(t *testing.T) {
	cease := LegacyUses("bgp-parameters-error-subcodes-cease", 9)
	if len(cease) == 0 || cease[0].Name != "BFD session down" || cease[0].Origin != "Huawei" {
		t.Errorf("Cease 9: %+v", cease)
	}
	if l := LegacyUses("bgp-parameters-error-subcodes-open", 8); len(l) != 3 {
		t.Errorf("OPEN 8: %+v", l)
	}
	if l := LegacyUses("capability-codes", 65); l != nil {
		t.Errorf("capability 65: %+v", l)
	}
	for i, l := range legacyUses {
		if l.Name == "" || l.Origin == "" {
			t.Errorf("%+v", l)
		}
		if Find(l.Table) == nil && l.Table != "bgp-parameters-error-subcodes-capability" {
			t.Errorf("%s: no such table", l.Table)
		}
		found := false
		for _, x := range LegacyUses(l.Table, l.Value) {
			found = found || x == l
		}
		if !found {
			t.Errorf("line %d: %+v is not found", i, l)
		}
	}
}

// TestSymbolNames checks the constants' numbers against the tables: a code with a constant has a name at IANA or a legacy use.
func TestSymbolNames(t *testing.T) {
	recs, err := source.ReadCSV(os.DirFS("overlay"), "symbols.csv", []string{"space", "value", "go", "symbol"})
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]*Table{
		"MessageType": &TableMessageTypes, "ErrorCode": &TableErrorCodes, "ParamType": &TableOptionalParameterTypes, "AFI": &TableAFI,
		"SAFI": &TableSAFI, "SegmentType": &TableASPathSegmentTypes, "OriginCode": &TableOriginCodes, "HeaderSubcode": &TableHeaderSubcodes,
		"OpenSubcode": &TableOpenSubcodes, "UpdateSubcode": &TableUpdateSubcodes, "FSMSubcode": &TableFSMSubcodes,
		"CeaseSubcode": &TableCeaseSubcodes, "RouteRefreshErrorSubcode": &TableRouteRefreshErrorSubcodes,
	}
	for _, r := range recs {
		x := tables[r[0]]
		if x == nil {
			t.Fatalf("space %q", r[0])
		}
		v, err := strconv.ParseUint(r[1], 10, 16)
		if err != nil {
			t.Error(err)
		}
		if x.Name(v) == "" && LegacyUses(x.ID, v) == nil {
			t.Errorf("%s: %s has no name for %d", r[2], x.ID, v)
		}
	}
}

// TestFlagMasks compares masks with the bit tables that give the same flags.
func TestFlagMasks(t *testing.T) {
	for _, m := range FlagMasks() {
		if m.Mask == 0 || m.Mask>>m.Width != 0 {
			t.Errorf("%s %s: mask %#x in %d bits", m.Table, m.Flag, m.Mask, m.Width)
		}
		x := Find(m.Table)
		if x == nil || x.Kind != KindBit {
			continue
		}
		if x.Width != int(m.Width) {
			t.Errorf("%s: width %d and %d", m.Table, x.Width, m.Width)
		}
		for _, r := range x.Rows {
			if (x.Column(r, "short_name") == m.Flag || r.Name == m.Flag+" flag") && m.Mask != 1<<(uint64(m.Width)-1-r.First) {
				t.Errorf("%s %s: mask %#x but bit %d", m.Table, m.Flag, m.Mask, r.First)
			}
		}
	}
}

func TestExtCommunitySubtypes(t *testing.T) {
	for typ := range 256 {
		x := ExtCommunityTypes(uint8(typ))
		r, _ := x.Lookup(uint64(typ))
		if (x.Column(r, "subtable") != "") && ExtCommunitySubtypes(uint8(typ)) == nil {
			t.Errorf("type %#x has no table", typ)
		}
	}
	if ExtCommunitySubtypes(0).Name(2) != "Route Target" || ExtCommunitySubtypes(0x47) != nil {
		t.Error("route target")
	}
}
