package tree

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// AppendSummary appends what node n says, for people: its value, or for a group what is in it in short. Some groups
// have nothing to say. Text from a peer is not escaped: it is untrusted.
func AppendSummary(dst []byte, t *codec.Tree, n int32) []byte {
	nd := &t.Nodes[n]
	switch nd.Field {
	case codec.FieldMessage, codec.FieldDataMessage:
		return appendMessageSummary(dst, t, n)
	case codec.FieldAttr, codec.FieldDataAttr, codec.FieldDataValue:
		return appendCode(dst, t, n, codec.FieldAttrType)
	case codec.FieldCapability:
		return appendCode(dst, t, n, codec.FieldCapCode)
	case codec.FieldParameter, codec.FieldBadParameter:
		return appendCode(dst, t, n, codec.FieldParmType)
	case codec.FieldORF:
		return appendCode(dst, t, n, codec.FieldORFType)
	case codec.FieldTLV:
		return appendTLV(dst, t, n)
	case codec.FieldASPath:
		return appendPath(dst, t, n)
	case codec.FieldSegment:
		return appendSegment(dst, t, n)
	case codec.FieldNLRI:
		return appendRoute(dst, t, n)
	case codec.FieldAggregator:
		return appendAggregator(dst, t, n)
	case codec.FieldCapMP, codec.FieldCapFamily, codec.FieldMPReach, codec.FieldMPUnreach, codec.FieldMaxPrefix:
		return appendFamily(dst, t, n)
	case codec.FieldAFI, codec.FieldNextHopAFI:
		return appendNamed(dst, nd.Val, registry.AFI(nd.Val).String())
	case codec.FieldSAFI, codec.FieldSAFI2:
		return appendNamed(dst, nd.Val, registry.SAFI(nd.Val).String())
	case codec.FieldHardReset:
		return appendCode(dst, t, n, codec.FieldCode)
	case codec.FieldWithdrawn, codec.FieldNLRIList, codec.FieldAttrs, codec.FieldDataAttrs, codec.FieldCapabilities,
		codec.FieldDataCaps, codec.FieldCommunities, codec.FieldExtCommunities, codec.FieldLargeCommunities, codec.FieldClusterList:
		return appendCount(dst, t, n)
	}
	return t.AppendText(dst, n)
}

// appendNamed writes a number with a name that is shorter than IANA's sentence.
func appendNamed(dst []byte, v uint64, name string) []byte {
	dst = appendInt(dst, int(v))
	dst = append(dst, " ("...)
	dst = append(dst, name...)
	return append(dst, ')')
}

// appendMessageSummary writes "NOTIFICATION, 32 octets".
func appendMessageSummary(dst []byte, t *codec.Tree, n int32) []byte {
	h := t.Child(n, codec.FieldHeader)
	if h < 0 {
		return dst
	}
	if c := t.Child(h, codec.FieldType); c >= 0 {
		dst = append(dst, registry.MessageType(t.Nodes[c].Val).String()...)
		dst = append(dst, ", "...)
	}
	return appendOctets(dst, int(t.Nodes[n].Len))
}

func appendOctets(dst []byte, n int) []byte {
	dst = appendInt(dst, n)
	if n == 1 {
		return append(dst, " octet"...)
	}
	return append(dst, " octets"...)
}

// appendCode writes what the child with field f of n says: the kind of an attribute or a capability.
func appendCode(dst []byte, t *codec.Tree, n int32, f codec.FieldID) []byte {
	c := t.Child(n, f)
	if c < 0 {
		return dst
	}
	v := t.Nodes[c].Val
	switch f {
	case codec.FieldAttrType:
		return appendAttrName(dst, v)
	case codec.FieldCapCode:
		return appendName(dst, &registry.TableCapabilities, "capability ", v)
	case codec.FieldParmType:
		return appendName(dst, &registry.TableOptionalParameterTypes, "parameter type ", v)
	}
	return t.AppendText(dst, c)
}

// appendTLV writes the name of a TLV's type, and the value where it is one field.
func appendTLV(dst []byte, t *codec.Tree, n int32) []byte {
	typ := t.FirstChild(n)
	if typ < 0 {
		return dst
	}
	if name := t.NameOf(typ); name != "" {
		dst = append(dst, name...)
	} else {
		dst = t.AppendValue(append(dst, "type "...), typ)
	}
	l := t.Next(typ)
	if l < 0 {
		return dst
	}
	if v := t.Next(l); v >= 0 && t.Next(v) < 0 && t.Leaf(v) && shapeOf(t, v) == codec.ShapeScalar {
		dst = t.AppendText(append(dst, ": "...), v)
	}
	return dst
}

// appendAttrName writes the name of an attribute. Rows that IANA only calls deprecated need their number.
func appendAttrName(dst []byte, code uint64) []byte {
	if registry.TablePathAttributes.Status(code) == registry.StatusDeprecated {
		dst = append(dst, "attribute "...)
		dst = append(appendInt(dst, int(code)), ' ')
	}
	return appendName(dst, &registry.TablePathAttributes, "attribute ", code)
}

// appendName writes the registry's name of v, or what it is and its number.
func appendName(dst []byte, t *registry.Table, what string, v uint64) []byte {
	if name := t.Name(v); name != "" {
		return append(dst, name...)
	}
	return appendInt(append(dst, what...), int(v))
}

// most is how many members of a list a summary names.
const most = 12

// appendPath writes an AS path as routers do: sequences bare, sets in braces, confederation segments in
// parentheses and brackets.
func appendPath(dst []byte, t *codec.Tree, n int32) []byte {
	room, start := most, len(dst)
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		if t.Nodes[c].Field != codec.FieldSegment {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ' ')
		}
		if room == 0 {
			return append(dst, "…"...)
		}
		dst, room = appendSegmentUpTo(dst, t, c, room)
	}
	return dst
}

func appendSegment(dst []byte, t *codec.Tree, n int32) []byte {
	dst, _ = appendSegmentUpTo(dst, t, n, most)
	return dst
}

// appendSegmentUpTo writes at most room AS numbers of a segment, and gives the room that is left.
func appendSegmentUpTo(dst []byte, t *codec.Tree, n int32, room int) ([]byte, int) {
	opens, closes := "", ""
	sep := byte(' ')
	if typ := t.Child(n, codec.FieldSegType); typ >= 0 {
		switch registry.SegmentType(t.Nodes[typ].Val) {
		case registry.SegASSet:
			opens, closes, sep = "{", "}", ','
		case registry.SegConfedSequence:
			opens, closes = "(", ")"
		case registry.SegConfedSet:
			opens, closes, sep = "[", "]", ','
		}
	}
	dst = append(dst, opens...)
	if l := t.Child(n, codec.FieldSegASNs); l >= 0 {
		for c, i := t.FirstChild(l), 0; c >= 0; c, i = t.Next(c), i+1 {
			if t.Nodes[c].Field != codec.FieldASN {
				continue
			}
			if i > 0 {
				dst = append(dst, sep)
			}
			if room == 0 {
				dst = append(dst, "…"...)
				break
			}
			dst = t.AppendValue(dst, c)
			room--
		}
	}
	return append(dst, closes...), room
}

func appendRoute(dst []byte, t *codec.Tree, n int32) []byte {
	if r := t.Child(n, codec.FieldFlowRule); r >= 0 {
		return appendFlow(dst, t, n, r)
	}
	p := t.Child(n, codec.FieldPrefix)
	if p < 0 {
		if p = t.Child(n, codec.FieldVPNPrefix); p < 0 {
			return appendTypedRoute(dst, t, n)
		}
	}
	if t.Nodes[p].Flags&codec.NodeTruncated != 0 {
		return dst
	}
	if rd := t.Child(n, codec.FieldRD); rd >= 0 {
		dst = append(t.AppendValue(dst, rd), ':')
	}
	dst = t.AppendValue(dst, p)
	dst = appendLabels(dst, t, t.Child(n, codec.FieldLabels))
	if id := t.Child(n, codec.FieldPathID); id >= 0 {
		dst = append(dst, " path id "...)
		dst = t.AppendValue(dst, id)
	}
	return dst
}

// appendFlow writes what the flow specification r of route n matches.
func appendFlow(dst []byte, t *codec.Tree, n, r int32) []byte {
	if rd := t.Child(n, codec.FieldRD); rd >= 0 {
		dst = append(t.AppendValue(dst, rd), ' ')
	}
	if text := t.Child(r, codec.FieldFlowText); text >= 0 {
		dst = t.AppendValue(dst, text)
	}
	if id := t.Child(n, codec.FieldPathID); id >= 0 {
		dst = t.AppendValue(append(dst, " path id "...), id)
	}
	return dst
}

// appendLabels writes the label stack of a route, "label 16" or "labels 16/17".
func appendLabels(dst []byte, t *codec.Tree, n int32) []byte {
	if n < 0 || t.FirstChild(n) < 0 {
		return dst
	}
	sep := " label "
	if t.Next(t.FirstChild(n)) >= 0 {
		sep = " labels "
	}
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		dst = t.AppendValue(append(dst, sep...), c)
		sep = "/"
	}
	return dst
}

func appendAggregator(dst []byte, t *codec.Tree, n int32) []byte {
	as, addr := t.Child(n, codec.FieldAggregatorAS), t.Child(n, codec.FieldAggregatorAddr)
	if as < 0 || addr < 0 {
		return dst
	}
	dst = append(t.AppendText(dst, as), ", "...)
	return t.AppendValue(dst, addr)
}

// appendFamily writes the address family that the first children of n name.
func appendFamily(dst []byte, t *codec.Tree, n int32) []byte {
	afi, safi := t.Child(n, codec.FieldAFI), t.Child(n, codec.FieldSAFI)
	if safi < 0 {
		safi = t.Child(n, codec.FieldSAFI2)
	}
	if afi < 0 || safi < 0 {
		return dst
	}
	f := codec.Family{AFI: registry.AFI(t.Nodes[afi].Val), SAFI: registry.SAFI(t.Nodes[safi].Val)}
	if codec.AllFamilies.Has(f) {
		return append(dst, f.String()...)
	}
	return append(dst, registry.FamilyName(uint16(f.AFI), uint8(f.SAFI))...)
}

// appendCount writes how many members a list has.
func appendCount(dst []byte, t *codec.Tree, n int32) []byte {
	count := 0
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		if inArray(t, c) {
			count++
		}
	}
	if count == 0 {
		return append(dst, "none"...)
	}
	dst = appendInt(dst, count)
	switch t.Nodes[n].Field {
	case codec.FieldWithdrawn, codec.FieldNLRIList:
		dst = append(dst, " route"...)
		if count > 1 {
			dst = append(dst, 's')
		}
	}
	return dst
}
