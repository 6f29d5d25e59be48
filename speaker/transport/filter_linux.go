package transport

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// A listener serves peers with and without GTSM, so IP_MINTTL on it would be too
// much, and IP_MINTTL on the accepted socket comes too late: the segment that ends
// the handshake may carry an OPEN and more already. So the listening socket gets a
// classic BPF program that drops, by source address, what has too small a TTL.

// maxFilter is the kernel's limit of instructions (BPF_MAXINSNS).
const maxFilter = 4096

// Offsets in the network header, which a filter reaches through SKF_NET_OFF.
const (
	netOff    = 0xfff00000 // SKF_NET_OFF, -0x100000
	ip4TTL    = 8
	ip4Source = 12
	ip6Hops   = 7
	ip6Source = 8
)

// Verdicts: how many octets of the packet to keep.
const (
	filterDrop = 0
	filterTake = 0xffffffff
)

// bpf instructions used here.
func ldByte(off uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: netOff + off}
}
func ldWord(off uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: netOff + off}
}
func and(k uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: k}
}
func ret(k uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k}
}
func jumpEq(k uint32, jt, jf uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: k, Jt: jt, Jf: jf}
}
func jumpGe(k uint32, jt, jf uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: k, Jt: jt, Jf: jf}
}
func jump(k uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JA, K: k}
}

// gtsmFilter makes the program for peers in order of precedence; nil when none of
// them has GTSM.
func gtsmFilter(peers []listenPeer) ([]unix.SockFilter, error) {
	var near []netip.Prefix
	for _, p := range peers {
		if p.opts.GTSMHops > 0 {
			near = append(near, p.match.Prefix)
		}
	}
	if len(near) == 0 {
		return nil, nil
	}
	var four, six []unix.SockFilter
	for _, p := range peers {
		least := p.opts.minTTL()
		// One without GTSM needs a rule as an exception from a prefix that has it.
		if least == 0 && !slices.ContainsFunc(near, p.match.Prefix.Overlaps) {
			continue
		}
		if p.match.Prefix.Addr().Is4() {
			four = appendRule(four, p.match.Prefix, least)
		} else {
			six = appendRule(six, p.match.Prefix, least)
		}
	}
	four = append(four, ret(filterTake))
	six = append(six, ret(filterTake))
	prog := []unix.SockFilter{
		ldByte(0), and(0xf0), jumpEq(0x40, 1, 0), jump(uint32(len(four))),
	}
	prog = append(append(prog, four...), six...)
	if len(prog) > maxFilter {
		return nil, errors.New("too many peers with GTSM on one listener: the kernel takes " + strconv.Itoa(maxFilter) +
			" instructions of a filter, these need " + strconv.Itoa(len(prog)))
	}
	return prog, nil
}

// appendRule adds "from this prefix, take what has at least this TTL"; what is not
// from it goes on to the next rule.
func appendRule(prog []unix.SockFilter, p netip.Prefix, least int) []unix.SockFilter {
	source, ttl := uint32(ip6Source), uint32(ip6Hops)
	if p.Addr().Is4() {
		source, ttl = ip4Source, ip4TTL
	}
	verdict := []unix.SockFilter{ret(filterTake)}
	if least > 0 {
		verdict = []unix.SockFilter{ldByte(ttl), jumpGe(uint32(least), 0, 1), ret(filterTake), ret(filterDrop)}
	}
	octets := p.Masked().Addr().AsSlice()
	var test []unix.SockFilter
	for at, bits := 0, p.Bits(); bits > 0; at, bits = at+4, bits-32 {
		test = append(test, ldWord(source+uint32(at)))
		if bits < 32 {
			test = append(test, and(^uint32(0)<<(32-bits)))
		}
		test = append(test, jumpEq(binary.BigEndian.Uint32(octets[at:]), 0, 0))
	}
	for i := range test { // where the address differs, jump over the rest of the rule
		if test[i].Code == unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K {
			test[i].Jf = uint8(len(test) - i - 1 + len(verdict))
		}
	}
	return append(append(prog, test...), verdict...)
}

// setFilter gives a listening socket the program for its peers.
func setFilter(s int, peers []listenPeer) error {
	prog, err := gtsmFilter(peers)
	if err != nil {
		return &optionError{option: "GTSM", err: err}
	}
	if prog == nil {
		return dropFilter(s)
	}
	err = unix.SetsockoptSockFprog(s, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]})
	if errors.Is(err, unix.ENOMEM) {
		return &optionError{option: "SO_ATTACH_FILTER", err: err, hint: "net.core.optmem_max bounds the GTSM peers of a listener"}
	}
	return refused("SO_ATTACH_FILTER", err)
}

// dropFilter takes the program away, if there is one.
func dropFilter(s int) error {
	err := unix.SetsockoptInt(s, unix.SOL_SOCKET, unix.SO_DETACH_FILTER, 0)
	if errors.Is(err, unix.ENOENT) {
		return nil
	}
	return refused("SO_DETACH_FILTER", err)
}
