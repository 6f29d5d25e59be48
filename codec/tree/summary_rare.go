package tree

import "github.com/bgpdecode/bgpdecode/codec"

// appendRareRoute writes a route of a family that is met rarely, from its first typed field on: what it is, whose, and its
// fields in short: "Type 1 Session Transformed (ST) route 64496:100:198.51.100.1/32 TEID 12345 QFI 9 endpoint 192.0.2.1". It
// writes nothing for a route of another family.
func appendRareRoute(dst []byte, t *codec.Tree, n int32) []byte {
	start, gap := len(dst), ""
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		word, ok := rareWord(t.Nodes[c].Field)
		if !ok || t.Partial(c) {
			continue
		}
		if t.Nodes[c].Field == codec.FieldRD && t.Next(c) >= 0 && rareNext(t, c) {
			gap = ":"
		}
		if len(dst) > start && (word != "" || dst[len(dst)-1] != ':') {
			dst = append(dst, ' ')
		}
		if name := t.NameOf(c); name != "" {
			dst = append(dst, name...)
		} else {
			dst = t.AppendValue(append(dst, word...), c)
		}
		dst, gap = append(dst, gap...), ""
	}
	if l := t.Child(n, codec.FieldCARTLVs); l >= 0 {
		for c := t.FirstChild(l); c >= 0; c = t.Next(c) {
			dst = appendLabels(dst, t, t.Child(c, codec.FieldLabels))
		}
	}
	if id := t.Child(n, codec.FieldPathID); id >= 0 && len(dst) > start {
		dst = t.AppendValue(append(dst, " path id "...), id)
	}
	return dst
}

// rareNext reports whether a prefix follows the route distinguisher c, so that a colon goes between.
func rareNext(t *codec.Tree, c int32) bool {
	for c = t.Next(c); c >= 0; c = t.Next(c) {
		switch t.Nodes[c].Field {
		case codec.FieldMUPPrefix, codec.FieldCARPrefix:
			return true
		case codec.FieldMUPPrefixLen:
		default:
			return false
		}
	}
	return false
}

// rareWord gives the word that people use before a field; ok is false for fields that a summary leaves out.
func rareWord(f codec.FieldID) (word string, ok bool) {
	switch f {
	case codec.FieldRD, codec.FieldMUPPrefix, codec.FieldMUPAddress, codec.FieldCARPrefix, codec.FieldTunnelPrefix:
		return "", true
	case codec.FieldCARColor:
		return "color ", true
	case codec.FieldCARType, codec.FieldMUPType, codec.FieldSFCType, codec.FieldSDWANType:
		return "route type ", true
	case codec.FieldMUPTEID:
		return "TEID ", true
	case codec.FieldMUPTEIDBits:
		return "TEID from 0x", true
	case codec.FieldMUPQFI:
		return "QFI ", true
	case codec.FieldMUPEndpoint:
		return "endpoint ", true
	case codec.FieldMUPSource:
		return "source ", true
	case codec.FieldSFCFunction:
		return "function type ", true
	case codec.FieldSFCPath:
		return "SPI ", true
	case codec.FieldPWGlobalID:
		return "global ID ", true
	case codec.FieldPWPrefix:
		return "prefix ", true
	case codec.FieldPWACID:
		return "AC ID ", true
	case codec.FieldSDWANPort:
		return "port ", true
	case codec.FieldSDWANColor:
		return "color ", true
	case codec.FieldSDWANNode:
		return "node ", true
	case codec.FieldEncapEndpoint:
		return "tunnel endpoint ", true
	case codec.FieldTunnelSAFIID:
		return "tunnel ", true
	}
	return "", false
}
