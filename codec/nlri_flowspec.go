package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file reads flow specifications: for IPv4 (RFC 8955), for IPv6 (RFC 8956) and in VPNs; nlri_flowspec_l2.go says what
// those for Ethernet have of their own.

// The fields of flow specifications.
const (
	FieldFlowLen FieldID = areaFlowSpec + iota
	FieldFlowRule
	FieldFlowComponents
	FieldFlowComponent
	FieldFlowType
	FieldFlowPrefixLen
	FieldFlowOffset
	FieldFlowPrefix
	FieldFlowOps
	FieldFlowOp
	FieldFlowNumOp
	FieldFlowBitOp
	FieldFlowValue
	FieldFlowText
	FieldFlowRaw
	FieldFlowL2
	FieldFlowMACLen
	FieldFlowMAC
)

var flowSpecFields = [...]Field{
	FieldFlowLen - areaFlowSpec:        {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 8955 §4.1"},
	FieldFlowRule - areaFlowSpec:       {Name: "Flow specification", Shape: ShapeTransparent, Ref: "RFC 8955 §4"},
	FieldFlowComponents - areaFlowSpec: {Name: "Components", Key: "components", Shape: ShapeArray, Ref: "RFC 8955 §4.2"},
	FieldFlowComponent - areaFlowSpec:  {Name: "Component", Kind: KindFlowRule, Shape: ShapeObject, Ref: "RFC 8955 §4.2"},
	FieldFlowType - areaFlowSpec:       {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableFlowSpecComponentTypes, Shape: ShapeScalar, Ref: "RFC 8955 §4.2.2"},
	FieldFlowPrefixLen - areaFlowSpec:  {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 8955 §4.2.2.1"},
	FieldFlowOffset - areaFlowSpec:     {Name: "Offset", Key: "offset", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8956 §3.1"},
	FieldFlowPrefix - areaFlowSpec:     {Name: "Prefix", Key: "prefix", Kind: KindFlowPrefix, Shape: ShapeScalar, Ref: "RFC 8955 §4.2.2.1"},
	FieldFlowOps - areaFlowSpec:        {Name: "Operators and values", Key: "operators", Shape: ShapeArray, Ref: "RFC 8955 §4.2.1"},
	FieldFlowOp - areaFlowSpec:         {Name: "Operator and value", Shape: ShapeObject, Ref: "RFC 8955 §4.2.1"},
	FieldFlowNumOp - areaFlowSpec:      {Name: "Numeric operator", Key: "operator", Kind: KindFlags, Masks: "flow-spec-numeric-operator", Shape: ShapeScalar, Ref: "RFC 8955 §4.2.1.1"},
	FieldFlowBitOp - areaFlowSpec:      {Name: "Bitmask operator", Key: "operator", Kind: KindFlags, Masks: "flow-spec-bitmask-operator", Shape: ShapeScalar, Ref: "RFC 8955 §4.2.1.2"},
	FieldFlowValue - areaFlowSpec:      {Name: "Value", Key: "value", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8955 §4.2.1"},
	FieldFlowText - areaFlowSpec:       {Name: "Matches", Key: "rule", Kind: KindFlowRule, Shape: ShapeScalar, Ref: "RFC 8955 §4.2"},
	FieldFlowRaw - areaFlowSpec:        {Name: "Octets that cannot be read", Kind: KindHex, Shape: ShapeRaw, Ref: "RFC 8955 §4.2"},
	FieldFlowL2 - areaFlowSpec:         {Name: "Components (not decoded)", Key: "raw", Kind: KindHex, Shape: ShapeScalar, Ref: "draft-ietf-idr-flowspec-l2vpn"},
	FieldFlowMACLen - areaFlowSpec:     {Name: "MAC Address Length", Key: "mac_length", Kind: KindUint, Ref: "draft-ietf-idr-flowspec-l2vpn"},
	FieldFlowMAC - areaFlowSpec:        {Name: "MAC Address", Key: "mac", Kind: KindMAC, Shape: ShapeScalar, Ref: "draft-ietf-idr-flowspec-l2vpn"},
}

// The bits of the operators (RFC 8955 section 4.2.1).
const (
	FlowEnd = 0x80 // end of the list
	FlowAnd = 0x40 // must match together with the one before; else one of the two
	FlowLT  = 0x04 // numeric: less than
	FlowGT  = 0x02 // numeric: greater than
	FlowEQ  = 0x01 // numeric: equal
	FlowNot = 0x02 // bitmask: the result is inverted
	FlowAll = 0x01 // bitmask: all bits of the value must be set, and no others of it cleared
)

// flowForm reports whether routes of the family are flow specifications, and whether a route distinguisher is in front.
func flowForm(f Family) (rd, ok bool) {
	if f.AFI != registry.AFIIPv4 && f.AFI != registry.AFIIPv6 && f.AFI != registry.AFIL2VPN {
		return false, false
	}
	return f.SAFI == registry.SAFIFlowSpecVPN, f.SAFI == registry.SAFIFlowSpec || f.SAFI == registry.SAFIFlowSpecVPN
}

// flowLength reads the length of a flow specification: one octet, two from 240 on (RFC 8955 section 4.1). width is 0
// when it is not all there.
func flowLength(b []byte) (n, width int) {
	switch {
	case len(b) > 0 && b[0] < 0xf0:
		return int(b[0]), 1
	case len(b) > 1:
		return int(be16(b) & 0xfff), 2
	}
	return 0, 0
}

// flowRoute reads a flow specification.
func (d *dec) flowRoute(f Family) bool {
	lenAt := d.off
	n, width := flowLength(d.peek())
	if width == 0 || width+n > d.left() {
		d.routeOverrun(lenAt, max(2, width+n), d.left())
		d.gap()
		return false
	}
	d.uint(FieldFlowLen, width)
	if d.rec != nil {
		d.rec.nodes[len(d.rec.nodes)-1].Val = uint64(n)
	}
	fr := d.narrow(n)
	rd, _ := flowForm(f)
	switch {
	case rd && n < 8:
		d.nlriError(FindRouteShort, lenAt, width, uint32(8*n), 64)
		d.gap()
	case rd:
		d.bytes(FieldRD, 8)
	}
	switch {
	case d.left() == 0:
	case f.AFI == registry.AFIL2VPN && !flowL2Whole(d.peek()):
		d.rest(FieldFlowL2)
	default:
		d.flowRule(f.AFI)
	}
	d.widen(fr)
	return true
}

// flowRule reads the components to the end of the range.
func (d *dec) flowRule(afi registry.AFI) {
	rule := d.begin(FieldFlowRule)
	list := d.begin(FieldFlowComponents)
	last, ok := uint8(0), true
	for ok && d.left() > 0 {
		last, ok = d.flowComponent(afi, last)
	}
	if d.left() > 0 {
		d.rest(FieldFlowRaw)
	}
	d.done(list)
	d.synth(FieldFlowText, uint64(afi))
	d.done(rule)
}

// flowComponent reads a component that follows one of type last. It reports false when the next one cannot be found.
func (d *dec) flowComponent(afi registry.AFI, last uint8) (typ uint8, ok bool) {
	c, at := d.begin(FieldFlowComponent), d.off
	d.set(c, uint64(afi))
	typ = d.u8(FieldFlowType)
	if typ <= last && typ != 0 {
		d.flowError(FindFlowOrder, at, 1, uint32(typ), uint32(last))
	}
	switch {
	case afi == registry.AFIL2VPN && flowMAC(typ):
		d.u8(FieldFlowMACLen)
		d.bytes(FieldFlowMAC, 6)
		ok = true
	case afi == registry.AFIL2VPN:
		ok = d.flowOps(typ, at)
	case typ == flowDst || typ == flowSrc:
		ok = d.flowPrefix(afi, at)
	case typ >= flowProto && (typ < flowLabel || typ == flowLabel && afi == registry.AFIIPv6):
		ok = d.flowOps(typ, at)
	default:
		d.flowError(FindFlowType, at, 1, uint32(typ), 0)
	}
	d.done(c)
	return typ, ok
}

// The component types that are treated in their own way.
const (
	flowDst      = 1
	flowSrc      = 2
	flowProto    = 3
	flowTCPFlags = 9
	flowFragment = 12
	flowLabel    = 13
)

func flowBitmask(typ uint8) bool { return typ == flowTCPFlags || typ == flowFragment }

// flowError notes an error inside a flow specification whose own length is sound: the route can be told from the others,
// and is treated as withdrawn (RFC 8955 section 10, RFC 7606 section 2).
func (d *dec) flowError(id FindingID, off, n int, a, b uint32) {
	d.nlriError(id, off, n, a, b).Action = registry.ActionTreatAsWithdraw
}

func (d *dec) flowShort(at, want int) bool {
	d.flowError(FindFlowShort, at, d.end-at, uint32(want), uint32(d.left()))
	return false
}

// flowPrefix reads the prefix of the component that begins at at. One of IPv6 has an offset: as many bits of the address
// do not count and are not there (RFC 8956 section 3.1).
func (d *dec) flowPrefix(afi registry.AFI, at int) bool {
	bits, head := 32, 1
	if afi == registry.AFIIPv6 {
		bits, head = 128, 2
	}
	if d.left() < head {
		return d.flowShort(at, head)
	}
	lenAt, skip := d.off, 0
	l := int(d.u8(FieldFlowPrefixLen))
	if head == 2 {
		skip = int(d.u8(FieldFlowOffset))
	}
	switch {
	case l > bits:
		d.flowError(FindPrefixLen, lenAt, 1, uint32(l), uint32(bits))
		return false
	case skip >= l && skip > 0:
		d.flowError(FindFlowOffset, lenAt+1, 1, uint32(skip), uint32(l))
		return false
	case (l-skip+7)/8 > d.left():
		return d.flowShort(at, (l-skip+7)/8)
	}
	p, valueAt := d.begin(FieldFlowPrefix), d.off
	d.set(p, uint64(skip)<<24|uint64(l)<<16|uint64(afi))
	b := d.bytes(FieldPrefixBits, (l-skip+7)/8)
	if r := (l - skip) % 8; r != 0 && b[len(b)-1]<<r != 0 {
		d.find(FindPrefixHostBits, valueAt, len(b), uint32(l), 0)
	}
	d.done(p)
	return true
}

// flowOps reads the operators and values of the component of type typ that begins at at.
func (d *dec) flowOps(typ uint8, at int) bool {
	opField, unused := FieldFlowNumOp, uint8(0x08)
	if flowBitmask(typ) {
		opField, unused = FieldFlowBitOp, 0x0c
	}
	list := d.begin(FieldFlowOps)
	defer d.done(list)
	for first := true; ; first = false {
		if d.left() == 0 {
			return d.flowShort(at, 2)
		}
		op, opAt := d.b[d.off], d.off
		width := 1 << (op >> 4 & 3)
		if 1+width > d.left() {
			return d.flowShort(at, 1+width)
		}
		g := d.begin(FieldFlowOp)
		d.u8(opField)
		d.uint(FieldFlowValue, width)
		d.done(g)
		if bad := op & unused; bad != 0 || first && op&FlowAnd != 0 {
			if first {
				bad |= op & FlowAnd
			}
			d.find(FindFlowOpBits, opAt, 1, uint32(bad), 0)
		}
		if op&FlowEnd != 0 {
			return true
		}
	}
}
