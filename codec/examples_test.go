package codec

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// TestExamples decodes every row of testdata/wire/examples.tsv and says what the tree and the findings say in the
// words of its expect column. The words are made here from fields, values and finding ids; nothing knows a row.
func TestExamples(t *testing.T) {
	data, err := os.ReadFile(wireDir + "/examples.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, line := range strings.Split(string(data), "\n") {
		col := strings.Split(line, "\t")
		if len(col) < 5 || line[0] == '#' || col[0] == "id" {
			continue
		}
		seen++
		if col[1] == "merge" {
			if got := sayMerge(t, col[2], col[3]); got != col[4] {
				t.Errorf("%s: %s\n got %s\nwant %s", col[0], col[3], got, col[4])
			}
			continue
		}
		b, err := hex.DecodeString(strings.ReplaceAll(col[3], " ", ""))
		if err != nil {
			t.Fatal(col[0], err)
		}
		if got := sayExample(col[1], b); got != col[4] {
			t.Errorf("%s: %s\n got %s\nwant %s", col[0], col[3], got, col[4])
		}
	}
	if seen < 100 {
		t.Errorf("only %d rows were seen", seen)
	}
}

// sayMerge joins AS_PATH|AS4_PATH|AGGREGATOR|AS4_AGGREGATOR by the rules named.
func sayMerge(t *testing.T, rules, values string) string {
	var v [4][]byte
	for i, s := range strings.Split(values, "|") {
		if s != "-" {
			b, err := hex.DecodeString(s)
			if err != nil {
				t.Fatal(values, err)
			}
			v[i] = b
		}
	}
	style := map[string]MergeStyle{"rfc": MergeRFC, "quagga": MergeQuagga, "frr": MergeFRR}[rules]
	m := MergeAS4(v[0], v[1], v[2], v[3], style)
	var path []string
	for _, s := range m.Path {
		var as []string
		for _, a := range s.AS {
			as = append(as, fmt.Sprint(a))
		}
		path = append(path, fmt.Sprintf(segmentForms[s.Type], strings.Join(as, ",")))
	}
	out := []string{strings.Join(path, "+")}
	if m.Aggregator.IsValid() {
		out = append(out, fmt.Sprintf("agg=%d@%v", m.AggregatorAS, m.Aggregator))
	}
	for _, s := range m.Steps {
		out = append(out, s.String())
	}
	return strings.Join(out, " ")
}

var segmentForms = [...]string{"", "{%s}", "%s", "(%s)", "[%s]"}

// teller says what a tree holds.
type teller struct {
	*Tree
	whole []byte
}

func sayExample(kind string, b []byte) string {
	piece := map[string]Piece{"notif": PieceNotification, "attr": PieceAttributes, "open": PieceOpen, "caps": PieceCapabilities}
	switch kind {
	case "message":
		return sayMessage(b)
	case "aspath":
		return sayPaths(b)
	}
	t := decodeGuessed(piece[kind], b)
	switch kind {
	case "notif":
		return t.notification(0)
	case "attr":
		return t.attribute(t.Find(0, FieldAttr))
	case "open":
		return t.open(0)
	}
	return t.capabilities(0)
}

func decodeGuessed(p Piece, b []byte) teller {
	var dc Decoder
	g := GuessContext(&dc, p, b, Known{})
	return teller{new(Decoder).Decode(p, b, g.Ctx), b}
}

func sayMessage(b []byte) string {
	at := FindMessage(b)
	if at < 0 {
		return "no-marker"
	}
	var out []string
	if at > 0 {
		out = append(out, fmt.Sprintf("skip=%d", at))
	}
	t := decodeGuessed(PieceMessage, b[at:])
	if f := t.finding(FindTrailing); f != nil {
		out = append(out, fmt.Sprintf("pad=%d", f.A))
	}
	n, _ := t.Val(0, FieldLength)
	typ, _ := t.Val(0, FieldType)
	out = append(out, fmt.Sprintf("len=%d", n), registry.MessageType(typ).String())
	switch registry.MessageType(typ) {
	case registry.MsgNotification:
		out = append(out, t.notification(0))
	case registry.MsgOpen:
		out = append(out, t.open(0))
	}
	return strings.Join(out, " ")
}

func (t teller) finding(ids ...FindingID) *Finding {
	for i := range t.Findings {
		for _, id := range ids {
			if t.Findings[i].ID == id {
				return &t.Findings[i]
			}
		}
	}
	return nil
}

func (t teller) has(ids ...FindingID) bool { return t.finding(ids...) != nil }

// val is the number of the first field f under n; it must be there.
func (t teller) val(n int32, f FieldID) uint64 {
	v, ok := t.Val(n, f)
	if !ok {
		return 1<<64 - 1
	}
	return v
}

// text is the value of the first field f under n.
func (t teller) text(n int32, f FieldID) string {
	if i := t.Find(n, f); i >= 0 {
		return string(t.AppendValue(nil, i))
	}
	return "?"
}

func (t teller) children(n int32, f FieldID) (out []int32) {
	if n < 0 {
		return nil
	}
	for i := n; i < t.Nodes[n].End; i++ {
		if t.Nodes[i].Field == f {
			out = append(out, i)
		}
	}
	return out
}

func word(s string) string { return strings.ReplaceAll(s, " ", "_") }

// notification says code, subcode and Data of the NOTIFICATION in the subtree of n.
func (t teller) notification(n int32) string {
	code, sub := uint8(t.val(n, FieldCode)), uint8(t.val(n, FieldSubcode))
	head := fmt.Sprintf("%d/%d ", code, sub)
	data := t.Find(n, FieldData)
	if data < 0 || t.Nodes[data].Len == 0 {
		return head + "no-data"
	}
	is := func(f FieldID) bool { return t.Find(data, f) >= 0 }
	num := func(key string, f FieldID) string { return fmt.Sprintf("%s%s=%d", head, key, t.val(data, f)) }
	switch {
	case t.Find(data, FieldHardReset) >= 0:
		return head + "inner=[" + t.notification(t.Find(data, FieldHardReset)) + "]"
	case t.has(FindHardResetInner):
		return head + "not-encapsulated " + t.communication(data)
	case is(FieldBadLength):
		return num("length", FieldBadLength)
	case is(FieldBadType):
		return num("type", FieldBadType)
	case is(FieldSupportedVersionSwapped):
		return head + "version=" + t.text(data, FieldSupportedVersionSwapped) + " byte-swapped"
	case is(FieldSupportedVersion):
		if t.has(FindDataOneOctet) {
			return num("version", FieldSupportedVersion) + " one-octet"
		}
		return num("version", FieldSupportedVersion)
	case is(FieldPeerAS):
		s := num("as", FieldPeerAS)
		if t.val(data, FieldPeerAS) == uint64(registry.ASTrans) {
			s += " as-trans"
		}
		return s
	case is(FieldBadID):
		return head + "id=" + t.text(data, FieldBadID)
	case is(FieldBadHoldTime):
		return num("hold", FieldBadHoldTime)
	case is(FieldDataCaps):
		return head + t.capabilities(data)
	case t.has(FindDataText):
		return head + "ascii"
	case is(FieldMissingAttr):
		return head + "missing=" + attrWord(uint8(t.val(data, FieldMissingAttr)))
	case is(FieldFSMMessageType):
		return num("message-type", FieldFSMMessageType)
	case is(FieldLimit):
		return fmt.Sprintf("%safi=%d safi=%d bound=%d", head, t.val(data, FieldAFI), t.val(data, FieldSAFI), t.val(data, FieldLimit))
	case is(FieldCommunication):
		return head + t.communication(data)
	case is(FieldRefresh):
		return fmt.Sprintf("%srr-len=%d afi=%d subtype=%d safi=%d", head, t.val(data, FieldLength), t.val(data, FieldAFI),
			t.val(data, FieldRefreshSubtype), t.val(data, FieldSAFI))
	case is(FieldAttr):
		s := head + t.attribute(t.Find(data, FieldAttr))
		if t.has(FindDataShort, FindDataSurplus, FindDataAttrs) {
			s += " not-one-tlv"
		}
		return s
	}
	// Data that is no attribute: the example says what a TLV at its start would be.
	return head + sayHeader(t.Octets(data)) + " not-one-tlv"
}

func (t teller) communication(data int32) string {
	n := t.Find(data, FieldCommunication)
	f := t.finding(FindCommLength)
	switch {
	case f != nil:
		return fmt.Sprintf("badlen=%d,have=%d", f.A, f.B)
	case t.has(FindCommUTF8):
		return "bad-utf8"
	case n < 0 || t.has(FindCommNoLength):
		return "no-length"
	}
	return "text=" + word(t.text(n, FieldCommText))
}

func attrWord(code uint8) string {
	// The examples spell three names in another way than IANA.
	name := registry.TablePathAttributes.Name(uint64(code))
	switch {
	case registry.Attr(code).Symbol == "" || !registry.Attr(code).Known:
		return fmt.Sprintf("type%d", code)
	case name == "COMMUNITY":
		return "COMMUNITIES"
	case name == "BGP Prefix-SID":
		return "PREFIX_SID"
	case code == uint8(registry.AttrOTC):
		return "OTC"
	}
	return strings.ReplaceAll(name, " ", "_")
}

func flagWord(v uint8) string {
	s := ""
	for i, c := range "otpx" {
		if v&(0x80>>i) != 0 {
			s += string(c)
		}
	}
	if s == "" {
		return "-"
	}
	return s
}

func sayHeader(b []byte) string {
	a, ok := ParseAttr(b)
	if !ok {
		return "not-a-tlv"
	}
	return fmt.Sprintf("%s flags=%s len=%d", attrWord(uint8(a.Code)), flagWord(a.Flags), a.Length)
}

// attribute says an attribute and its findings.
func (t teller) attribute(n int32) string {
	code, flags, length := uint8(t.val(n, FieldAttrType)), uint8(t.val(n, FieldAttrFlags)), int(t.val(n, FieldAttrLen))
	out := []string{attrWord(code), "flags=" + flagWord(flags), fmt.Sprintf("len=%d", length)}
	if f := t.finding(FindAttrFlagsLow); f != nil {
		out = append(out, fmt.Sprintf("unused=%x", f.A))
	}
	have := int(t.Nodes[t.Find(n, FieldAttrValue)].Len)
	if f := t.finding(FindAttrOverrun); f != nil {
		out = append(out, fmt.Sprintf("have=%d", f.B))
	}
	if rule := registry.Attr(code); rule.Known {
		switch {
		case t.has(FindAttrFlags):
			out = append(out, "flagerr=ot")
		case t.has(FindAttrPartial):
			out = append(out, "flagerr=partial-4271-only")
		default:
			out = append(out, "flagerr=none")
		}
		out = append(out, "lenok="+t.widths(n))
	}
	switch value := t.Find(n, FieldAttrValue); registry.AttrCode(code) {
	case registry.AttrAggregator:
		out = append(out, "agg="+t.text(value, FieldAggregatorAS)+"@"+t.text(value, FieldAggregatorAddr))
	case registry.AttrASPath, registry.AttrAS4Path:
		if have == length && length > 0 {
			w := 2
			if t.Ctx.AS4 {
				w = 4
			}
			out = append(out, fmt.Sprintf("path%d=%s", w, t.path(value)))
		}
	case registry.AttrNextHop:
		out = append(out, "nh="+t.text(value, FieldNextHop))
	case registry.AttrOrigin:
		s := t.text(value, FieldOrigin)
		if t.has(FindOriginValue) {
			s = "undefined-" + s
		}
		out = append(out, "origin="+strings.ToUpper(s))
		if t.has(FindOriginValue) {
			out[len(out)-1] = "origin=" + s
		}
	case registry.AttrPrefixSID:
		// Not decoded further by this version of the codec: its TLVs are read from the raw octets.
		var tlvs []string
		for v := t.Octets(value); len(v) >= 3; {
			l := int(v[1])<<8 | int(v[2])
			tlvs = append(tlvs, fmt.Sprintf("%d:%d", v[0], l))
			v = v[min(3+l, len(v)):]
		}
		out = append(out, "tlvs="+strings.Join(tlvs, ","))
	}
	return strings.Join(out, " ")
}

// widths says under which widths of AS numbers the length of an attribute raises no finding.
func (t teller) widths(n int32) string {
	var ok []string
	nd := t.Nodes[n]
	for _, as4 := range []bool{false, true} {
		good := true
		for _, f := range new(Decoder).Check(PieceAttributes, t.Bytes[nd.Off:nd.Off+nd.Len], Context{AS4: as4, Cut: true}) {
			good = good && f.ID != FindAttrLength && f.ID != FindAttrLengthWidth && f.ID != FindAttrZero
		}
		if good {
			ok = append(ok, fmt.Sprint(width(as4)))
		}
	}
	if ok == nil {
		return "none"
	}
	return strings.Join(ok, ",")
}

// path says the segments under n, or what is wrong with them.
func (t teller) path(n int32) string {
	for i := range t.Findings {
		switch f := &t.Findings[i]; f.ID {
		case FindSegmentType:
			return fmt.Sprintf("segment-type-%d", f.A)
		case FindSegmentEmpty:
			return "empty-segment"
		case FindSegmentOverrun:
			return "overrun"
		case FindSegmentOctetLeft:
			return "one-octet-left"
		}
	}
	var out []string
	for _, s := range t.children(n, FieldSegment) {
		var as []string
		for _, a := range t.children(s, FieldASN) {
			as = append(as, fmt.Sprint(t.Nodes[a].Val))
		}
		out = append(out, fmt.Sprintf(segmentForms[t.val(s, FieldSegType)], strings.Join(as, ",")))
	}
	return strings.Join(out, "+")
}

// sayPaths reads an AS_PATH value in both widths and says which one was chosen.
func sayPaths(b []byte) string {
	read := func(as4 bool) string {
		t := teller{new(Decoder).Decode(PieceASPath, b, Context{AS4: as4}), b}
		return t.path(0)
	}
	g := GuessContext(new(Decoder), PieceASPath, b, Known{})
	w, conf := fmt.Sprint(width(g.Ctx.AS4)), g.ASWidth.Confidence
	why, ok := whyWords[g.ASWidth.Why]
	if !ok {
		why = g.ASWidth.Why
	}
	if g.OtherOK {
		w = "?"
		if why == "malformed" {
			conf = "none" // the examples have no default
		}
	}
	return fmt.Sprintf("as2=%s as4=%s width=%s %s %s", read(false), read(true), w, conf, why)
}

var whyWords = map[string]string{
	"the segments end exactly only with 2-octet AS numbers":                                     "only-2-walks",
	"the segments end exactly only with 4-octet AS numbers":                                     "only-4-walks",
	"read with 2 octets the path would contain AS 0":                                            "zero-as-in-2",
	"read with 4 octets the path would contain AS numbers that are not assigned":                "implausible-in-4",
	"the path ends exactly with 2- and with 4-octet AS numbers":                                 "both-walk",
	"the AS_PATH is malformed with 2- and with 4-octet AS numbers":                              "malformed",
	"malformed either way, but read with 2 octets more of the path is sound":                    "malformed",
	"malformed either way, but read with 4 octets more of the path is sound":                    "malformed",
	"in what is there the 16-bit words look like 2-octet AS numbers":                            "malformed",
	"in what is there every second 16-bit word looks like the high half of a 4-octet AS number": "malformed",
}

// open says an OPEN: fields, one pair of brackets for each Capabilities parameter, and the first NOTIFICATION that
// a speaker would send, in the order in which they judge: version, structure, hold time, AS, identifier.
func (t teller) open(n int32) string {
	out := []string{
		fmt.Sprintf("v%d", t.val(n, FieldVersion)), fmt.Sprintf("as=%d", t.val(n, FieldMyAS)),
		fmt.Sprintf("hold=%d", t.val(n, FieldHoldTime)), "id=" + t.text(n, FieldBGPID),
	}
	if t.Find(n, FieldExtParmMarker) >= 0 {
		out = append(out, "extended")
	}
	if f := t.finding(FindOptParmLen); f != nil {
		return strings.Join(append(out, fmt.Sprintf("optlen=%d", f.A), fmt.Sprintf("have=%d", f.B), "2/0"), " ")
	}
	for _, p := range t.children(n, FieldParameter) {
		if caps := t.Find(p, FieldCapabilities); caps >= 0 {
			out = append(out, "["+t.capabilities(caps)+"]")
		} else {
			out = append(out, fmt.Sprintf("param%d", t.val(p, FieldParmType)))
		}
	}
	return strings.Join(append(out, t.answer()), " ")
}

func (t teller) answer() string {
	for _, sub := range []uint8{1, 0, 4, 6, 2, 3, 11} {
		for i := range t.Findings {
			if f := &t.Findings[i]; f.Severity == SeverityError && f.Note.Code == registry.ErrOpen && f.Note.Subcode == sub {
				return fmt.Sprintf("2/%d", sub)
			}
		}
	}
	return "ok"
}

func (t teller) capabilities(n int32) string {
	var out []string
	for _, c := range t.children(n, FieldCapability) {
		out = append(out, t.capability(c))
	}
	return strings.Join(out, " ")
}

func (t teller) capability(n int32) string {
	code, length := registry.CapCode(t.val(n, FieldCapCode)), t.val(n, FieldCapLen)
	for i := range t.Findings {
		f := &t.Findings[i]
		if f.Off != int(t.Nodes[n].Off) {
			continue
		}
		switch f.ID {
		case FindCapOverrun:
			return "capability-overrun"
		case FindCapLength, FindCapAS4Length:
			return fmt.Sprintf("cap%d:badlen%d", code, length)
		}
	}
	families := func(f func(e int32) string) string {
		var list []string
		for _, e := range t.children(n, FieldCapFamily) {
			list = append(list, fmt.Sprintf("%d/", t.val(e, FieldAFI))+f(e))
		}
		return strings.Join(list, ",")
	}
	safi := func(e int32) string { return fmt.Sprint(t.val(e, FieldSAFI)) }
	forwarding := func(e int32) string {
		if t.val(e, FieldFamilyFlags)&0x80 != 0 {
			return safi(e) + "F"
		}
		return safi(e)
	}
	switch code {
	case registry.CapMultiprotocol:
		return fmt.Sprintf("mp:%d/%d", t.val(n, FieldAFI), t.val(n, FieldSAFI))
	case registry.CapAS4:
		return fmt.Sprintf("as4:%d", t.val(n, FieldCapAS))
	case registry.CapAddPath:
		return "addpath:" + families(func(e int32) string { return fmt.Sprintf("%s=%d", safi(e), t.val(e, FieldSendReceive)) })
	case registry.CapLLGR:
		return "llgr:" + families(func(e int32) string { return fmt.Sprintf("%s=%ds", forwarding(e), t.val(e, FieldStaleTime)) })
	case registry.CapPathsLimit:
		return "paths-limit:" + families(func(e int32) string { return fmt.Sprintf("%s=%d", safi(e), t.val(e, FieldPathsLimit)) })
	case registry.CapExtendedNextHop:
		return "enhe:" + families(func(e int32) string {
			return fmt.Sprintf("%d->%d", t.val(e, FieldSAFI2), t.val(e, FieldNextHopAFI))
		})
	case registry.CapGracefulRestart:
		flags := t.val(n, FieldGRFlags) >> 12
		s := "gr:"
		if flags&8 != 0 {
			s += "R"
		}
		if flags&4 != 0 {
			s += "N"
		}
		return fmt.Sprintf("%s%ds:%s", s, t.val(n, FieldGRTime), families(forwarding))
	case registry.CapRole:
		return "role:" + strings.ToLower(t.text(n, FieldRole))
	case registry.CapFQDN:
		return "fqdn:" + t.text(n, FieldHostName) + "." + t.text(n, FieldDomainName)
	case registry.CapSoftwareVersion:
		return "version:" + word(t.text(n, FieldSoftware))
	}
	if s, ok := flagCaps[code]; ok {
		return s
	}
	return fmt.Sprintf("cap%d:%s", code, hex.EncodeToString(bytes.TrimSpace(t.Octets(t.Find(n, FieldCapValue)))))
}

var flagCaps = map[registry.CapCode]string{
	registry.CapRouteRefresh: "rr", registry.CapExtendedMessage: "extmsg", registry.CapEnhancedRouteRefresh: "err",
	registry.CapLinkLocalNextHop: "llnh", registry.CapRouteRefreshOld: "rr-old",
}
