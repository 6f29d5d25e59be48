package tree

import "github.com/bgpdecode/bgpdecode/codec"

// lsWords are what people call routes of BGP-LS of the types, from 1 on.
var lsWords = [...]string{"", "node", "link", "prefix", "prefix", "SR policy", "SRv6 SID", "stub link"}

// appendLSRoute writes a route of BGP-LS: what it is, the protocol, whose, and what tells it from others: "link IS-IS Level 2 AS 64496
// 1920.0000.2001 to 1920.0000.2002, 198.51.100.1 to 198.51.100.2".
func appendLSRoute(dst []byte, t *codec.Tree, n int32) []byte {
	typ := t.Child(n, codec.FieldLSNLRIType)
	if typ < 0 {
		return dst
	}
	if rd := t.Child(n, codec.FieldRD); rd >= 0 {
		dst = append(t.AppendValue(dst, rd), ' ')
	}
	if v := t.Nodes[typ].Val; v < uint64(len(lsWords)) && v > 0 {
		dst = append(dst, lsWords[v]...)
	} else {
		dst = t.AppendValue(append(dst, "BGP-LS route type "...), typ)
	}
	if p := t.Child(n, codec.FieldLSProtocol); p >= 0 && t.Nodes[p].Val != lsSegmentRouting {
		if dst = append(dst, ' '); t.NameOf(p) != "" {
			dst = append(dst, t.NameOf(p)...)
		} else {
			dst = t.AppendValue(append(dst, "protocol "...), p)
		}
	}
	if id := t.Child(n, codec.FieldLSIdentifier); id >= 0 && t.Nodes[id].Val != 0 {
		dst = t.AppendValue(append(dst, " identifier "...), id)
	}
	if l := t.Child(n, codec.FieldLSDescriptors); l >= 0 {
		dst = appendLSDescriptors(dst, t, l)
	}
	if id := t.Child(n, codec.FieldPathID); id >= 0 {
		dst = t.AppendValue(append(dst, " path id "...), id)
	}
	return dst
}

// lsSegmentRouting is the Protocol-ID of all SR policies, which goes without saying.
const lsSegmentRouting = 9

// The descriptors that a summary knows (RFC 9552 section 5.2).
const (
	lsLocal     = 256
	lsRemote    = 257
	lsLinkIDs   = 258
	lsInterface = 259 // 261: IPv6
	lsNeighbor  = 260 // 262: IPv6
)

// appendLSDescriptors writes the nodes, the ends of a link, a prefix, a SID and a policy among the TLVs of l.
func appendLSDescriptors(dst []byte, t *codec.Tree, l int32) []byte {
	as := uint64(0) // of the local node
	ends := false   // an address of a link stands there
	for c := t.FirstChild(l); c >= 0; c = t.Next(c) {
		typ := t.Child(c, codec.FieldLSType)
		if typ < 0 {
			continue
		}
		switch t.Nodes[typ].Val {
		case lsLocal:
			as, _ = t.Val(c, codec.FieldLSAS)
			dst = appendLSNode(dst, t, c, 0)
		case lsRemote:
			dst = appendLSNode(append(dst, " to"...), t, c, as)
		case lsLinkIDs:
			dst = appendLSPair(dst, t, c)
		case lsInterface, lsInterface + 2, lsNeighbor, lsNeighbor + 2:
			if a := t.Child(c, codec.FieldLSAddr); a >= 0 {
				sep := ", "
				if even := t.Nodes[typ].Val%2 == 0; even && ends {
					sep = " to "
				} else if even {
					sep = ", to "
				}
				dst, ends = t.AppendValue(append(dst, sep...), a), true
			}
		default:
			dst = appendLSThing(dst, t, c)
		}
	}
	return dst
}

// appendLSNode writes the AS, if it is not the one that was written, and the router of the node in TLV c.
func appendLSNode(dst []byte, t *codec.Tree, c int32, as uint64) []byte {
	if a := t.Find(c, codec.FieldLSAS); a >= 0 && t.Nodes[a].Val != as {
		dst = t.AppendValue(append(dst, " AS "...), a)
	}
	if a := t.Find(c, codec.FieldLSArea); a >= 0 && as == 0 {
		dst = t.AppendValue(append(dst, " area "...), a)
	}
	for _, f := range [...]codec.FieldID{codec.FieldLSIGPRouterID, codec.FieldLSBGPRouterID} {
		if r := t.Find(c, f); r >= 0 {
			return t.AppendValue(append(dst, ' '), r)
		}
	}
	return dst
}

// appendLSPair writes the identifiers of the ends of a link.
func appendLSPair(dst []byte, t *codec.Tree, c int32) []byte {
	a, b := t.Child(c, codec.FieldLSLocalID), t.Child(c, codec.FieldLSRemoteID)
	if a < 0 || b < 0 {
		return dst
	}
	dst = t.AppendValue(append(dst, ", link ids "...), a)
	return t.AppendValue(append(dst, " to "...), b)
}

// appendLSThing writes a prefix, a SID or a policy.
func appendLSThing(dst []byte, t *codec.Tree, tlv int32) []byte {
	for c := t.FirstChild(tlv); c >= 0; c = t.Next(c) {
		word := " "
		switch t.Nodes[c].Field {
		case codec.FieldLSPrefix, codec.FieldSRv6SID:
		case codec.FieldSRPolicyColor:
			word = " color "
		case codec.FieldSRPolicyEndpoint:
			word = " endpoint "
		case codec.FieldLSDiscriminator:
			word = " discriminator "
		default:
			continue
		}
		dst = t.AppendValue(append(dst, word...), c)
	}
	return dst
}
