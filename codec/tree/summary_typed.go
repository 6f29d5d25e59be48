package tree

import "github.com/bgpdecode/bgpdecode/codec"

// appendTypedRoute writes a route that has a type: what it is, whose, and its fields in short: "MAC/IP Advertisement
// 64496:100 00:00:5e:00:53:01 192.0.2.1 label 16 (VNI 257)". It writes nothing for routes without a type.
func appendTypedRoute(dst []byte, t *codec.Tree, n int32) []byte {
	typ := t.Child(n, codec.FieldEVPNType)
	if typ < 0 {
		if typ = t.Child(n, codec.FieldMVPNType); typ < 0 {
			return appendUntypedRoute(dst, t, n)
		}
	}
	if name := t.NameOf(typ); name != "" {
		dst = append(dst, name...)
	} else {
		dst = t.AppendValue(append(dst, "route type "...), typ)
	}
	if rd := t.Child(n, codec.FieldRD); rd >= 0 {
		dst = t.AppendValue(append(dst, ' '), rd)
	}
	if p := t.Child(n, codec.FieldIPPrefix); p >= 0 {
		dst = t.AppendValue(append(dst, ':'), p)
	}
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		dst = appendTypedPart(dst, t, n, c)
	}
	return dst
}

// appendTypedPart writes field c of route n with the word before it that people use.
func appendTypedPart(dst []byte, t *codec.Tree, n, c int32) []byte {
	word := " "
	switch t.Nodes[c].Field {
	case codec.FieldMACAddr, codec.FieldIPAddr:
	case codec.FieldESI:
		word = " ESI "
	case codec.FieldEthernetTag:
		if word = " tag "; t.Nodes[c].Val == 0xffffffff {
			return append(dst, " tag MAX-ET"...) // of the whole segment (RFC 7432 section 8.2.1)
		}
	case codec.FieldGatewayIP:
		word = " gateway "
	case codec.FieldOriginRouter:
		word = " from "
	case codec.FieldSourceAS:
		word = " AS "
	case codec.FieldRegionID:
		word = " region "
	case codec.FieldPathID:
		word = " path id "
	case codec.FieldPMSIRoot:
		word = " mLDP root "
	case codec.FieldFECLSPID:
		word = " LSP "
	case codec.FieldFECOpaque:
		word = " opaque 0x"
	case codec.FieldMcastGroupLen:
		return appendGroup(dst, t, n, c)
	case codec.FieldLabels:
		return appendVNIs(dst, t, n, c)
	case codec.FieldRouteKey:
		return append(appendTypedRoute(append(dst, " for ["...), t, c), ']')
	default:
		return dst
	}
	if zero(t.Octets(c)) && word != " " {
		return dst
	}
	return t.AppendValue(append(dst, word...), c)
}

// appendGroup writes "(source, group)" of route n, of which c is the length of the group; a wildcard is "*".
func appendGroup(dst []byte, t *codec.Tree, n, c int32) []byte {
	dst = append(dst, " ("...)
	if s := t.Child(n, codec.FieldMcastSource); s >= 0 {
		dst = t.AppendValue(dst, s)
	} else {
		dst = append(dst, '*')
	}
	dst = append(dst, ", "...)
	if g := t.Child(n, codec.FieldMcastGroup); g >= 0 {
		dst = t.AppendValue(dst, g)
	} else if t.Nodes[c].Val == 0 {
		dst = append(dst, '*')
	} else {
		dst = append(dst, '?')
	}
	return append(dst, ')')
}

// appendVNIs writes the labels c of an EVPN route, and what they are as VNIs.
func appendVNIs(dst []byte, t *codec.Tree, n, c int32) []byte {
	dst = appendLabels(dst, t, c)
	v := t.Child(n, codec.FieldVNI)
	if v < 0 {
		return dst
	}
	dst = t.AppendValue(append(dst, " (VNI "...), v)
	if v = t.Child(n, codec.FieldVNI2); v >= 0 {
		dst = t.AppendValue(append(dst, '/'), v)
	}
	return append(dst, ')')
}

func zero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// appendUntypedRoute writes a route of another family than those.
func appendUntypedRoute(dst []byte, t *codec.Tree, n int32) []byte {
	if t.Child(n, codec.FieldLSNLRIType) >= 0 {
		return appendLSRoute(dst, t, n)
	}
	return appendL2VPNRoute(dst, t, n)
}

// appendL2VPNRoute writes a route of an L2VPN or of a multicast distribution tree: "64496:100 VE 1 block 1+8 label base 16".
func appendL2VPNRoute(dst []byte, t *codec.Tree, n int32) []byte {
	rd := t.Child(n, codec.FieldRD)
	if rd < 0 || l2vpnLen(t, n) < 0 {
		return appendSRPolicy(dst, t, n)
	}
	dst = t.AppendValue(dst, rd)
	for c := t.Next(rd); c >= 0; c = t.Next(c) {
		switch t.Nodes[c].Field {
		case codec.FieldPEAddr:
			dst = append(dst, " PE "...)
		case codec.FieldMcastGroup:
			dst = append(dst, " group "...)
		case codec.FieldVEID:
			dst = append(dst, " VE "...)
		case codec.FieldCEID:
			dst = append(dst, " CE "...)
		case codec.FieldVEBlockOffset, codec.FieldLabelBlockOffset:
			dst = append(dst, " block "...)
		case codec.FieldVEBlockSize:
			dst = append(dst, '+')
		case codec.FieldLabelBase:
			dst = append(dst, " label base "...)
		default:
			continue
		}
		dst = t.AppendValue(dst, c)
	}
	return dst
}

// l2vpnLen finds the length that only routes of L2VPNs and of multicast distribution trees have.
func l2vpnLen(t *codec.Tree, n int32) int32 {
	if c := t.Child(n, codec.FieldL2VPNLen); c >= 0 {
		return c
	}
	return t.Child(n, codec.FieldMDTLen)
}

// appendSRPolicy writes the route of an SR policy, "SR policy 1 color 100 endpoint 192.0.2.1".
func appendSRPolicy(dst []byte, t *codec.Tree, n int32) []byte {
	id, color, end := t.Child(n, codec.FieldSRPolicyDistinguisher), t.Child(n, codec.FieldSRPolicyColor), t.Child(n, codec.FieldSRPolicyEndpoint)
	if id < 0 || color < 0 || end < 0 {
		return appendRareRoute(dst, t, n)
	}
	dst = t.AppendValue(append(dst, "SR policy "...), id)
	dst = t.AppendValue(append(dst, " color "...), color)
	dst = t.AppendValue(append(dst, " endpoint "...), end)
	if p := t.Child(n, codec.FieldPathID); p >= 0 {
		dst = t.AppendValue(append(dst, " path id "...), p)
	}
	return dst
}
