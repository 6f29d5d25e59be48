package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// flowNames are the short names of the component types.
var flowNames = [...]string{1: "dst", "src", "proto", "port", "dport", "sport", "icmp-type", "icmp-code", "tcp-flags", "length",
	"dscp", "fragment", "flow-label", "ethertype", "src-mac", "dst-mac", "dsap", "ssap", "control", "snap", "vlan", "cos",
	"inner-vlan", "inner-cos"}

var (
	tcpFlagNames  = [...]string{"fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"}
	fragmentNames = [...]string{"df", "is-fragment", "first", "last"}
)

// appendFlowRule writes components in words: "dst 192.0.2.0/24, proto =6, port >=80&<=90". What cannot be read follows in
// hex.
func appendFlowRule(dst, b []byte, afi registry.AFI) []byte {
	for start := len(dst); len(b) > 0; {
		if len(dst) > start {
			dst = append(dst, ", "...)
		}
		out, n := appendFlowComponent(dst, b, afi)
		if n == 0 {
			return appendHexValue(dst, b)
		}
		dst, b = out, b[n:]
	}
	return dst
}

// appendFlowComponent writes the component at the start of b and gives its octets, 0 when it is not all there.
func appendFlowComponent(dst, b []byte, afi registry.AFI) ([]byte, int) {
	typ := b[0]
	if !flowTyped(typ, afi) {
		return dst, 0
	}
	dst = append(append(dst, flowNames[typ]...), ' ')
	if afi == registry.AFIL2VPN && flowMAC(typ) {
		n := flowL2Len(b)
		if n > 0 {
			dst = appendOctetsAs(dst, KindMAC, b[2:n])
		}
		return dst, n
	}
	if typ <= flowSrc {
		p, skip, n, ok := parseFlowPrefix(b[1:], afi)
		if !ok {
			return dst, 0
		}
		return appendFlowPrefix(dst, p, skip), 1 + n
	}
	for n := 1; n < len(b); {
		op := b[n]
		width := 1 << (op >> 4 & 3)
		if n+1+width > len(b) {
			return dst, 0
		}
		if n > 1 {
			dst = append(dst, "|&"[op>>6&1])
		}
		dst = appendFlowMatch(dst, typ, op, beUint(b[n+1:n+1+width]))
		if n += 1 + width; op&FlowEnd != 0 {
			return dst, n
		}
	}
	return dst, 0
}

// flowTyped reports whether components of a type exist in an address family.
func flowTyped(typ uint8, afi registry.AFI) bool {
	switch {
	case afi == registry.AFIL2VPN:
		return typ >= flowEtherType && typ <= flowInnerCoS
	case typ == flowLabel:
		return afi == registry.AFIIPv6
	}
	return typ >= flowDst && typ < flowLabel
}

func beUint(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

// appendFlowMatch writes an operator and its value.
func appendFlowMatch(dst []byte, typ, op uint8, v uint64) []byte {
	if !flowBitmask(typ) {
		sign := [...]string{"false", "=", ">", ">=", "<", "<=", "!=", "true"}[op&7]
		if dst = append(dst, sign...); op&7 == 0 || op&7 == 7 {
			return dst
		}
		if typ == flowEtherType {
			return appendHexNumber(dst, v)
		}
		return appendUint(dst, v)
	}
	if op&FlowNot != 0 {
		dst = append(dst, '!')
	}
	if op&FlowAll != 0 {
		dst = append(dst, '=')
	}
	names := tcpFlagNames[:]
	if typ == flowFragment {
		names = fragmentNames[:]
	}
	if v == 0 || v>>len(names) != 0 {
		return appendHexNumber(dst, v)
	}
	for i, sep := 0, ""; i < len(names); i++ {
		if v&(1<<i) != 0 {
			dst = append(append(dst, sep...), names[i]...)
			sep = "+"
		}
	}
	return dst
}

// appendFlowPrefix writes a prefix; behind an offset the bits that count stand as "offset-length".
func appendFlowPrefix(dst []byte, p netip.Prefix, skip int) []byte {
	if skip == 0 {
		return p.AppendTo(dst)
	}
	dst = append(p.Addr().AppendTo(dst), '/')
	dst = append(appendUint(dst, uint64(skip)), '-')
	return appendUint(dst, uint64(p.Bits()))
}

// parseFlowPrefix reads what stands behind the type of a prefix component; n is the number of its octets.
func parseFlowPrefix(b []byte, afi registry.AFI) (p netip.Prefix, skip, n int, ok bool) {
	n = 1
	if afi == registry.AFIIPv6 {
		n = 2
	}
	if len(b) < n {
		return p, 0, 0, false
	}
	l := int(b[0])
	if n == 2 {
		skip = int(b[1])
	}
	size := (l - skip + 7) / 8
	if skip >= l && skip > 0 || n+size > len(b) {
		return p, 0, 0, false
	}
	p, ok = flowPrefixOf(b[n:n+size], afi, l, skip)
	return p, skip, n + size, ok
}

// flowPrefixOf puts the bits of a pattern where they belong in an address.
func flowPrefixOf(b []byte, afi registry.AFI, l, skip int) (netip.Prefix, bool) {
	if skip == 0 {
		return prefixOfBits(b, afi, l)
	}
	if l > 128 || skip >= l || 8*len(b) < l-skip {
		return netip.Prefix{}, false
	}
	var a [17]byte
	for i, c := range b {
		if at := skip/8 + i; at < 16 {
			a[at] |= c >> (skip % 8)
			a[at+1] |= c << (8 - skip%8)
		}
	}
	return netip.PrefixFrom(netip.AddrFrom16([16]byte(a[:16])), l), true
}
