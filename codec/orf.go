package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// This file has the Outbound Route Filters that stand behind a ROUTE-REFRESH (RFC 5291 section 4) and the entries of those
// that are address prefixes (RFC 5292). Filters of other types stay octets.

// The types of ORF with entries of address prefixes: that of the standard, and Cisco's of before it.
const (
	ORFAddressPrefix    = 64
	ORFAddressPrefixOld = 128
)

// Actions of ORF entries (RFC 5291 section 4).
const (
	ORFAdd       = 0
	ORFRemove    = 1
	ORFRemoveAll = 2
)

// orf reads the Outbound Route Filters behind a ROUTE-REFRESH for a family.
func (d *dec) orf(afi registry.AFI) {
	fr := d.begin(FieldORFList)
	d.u8(FieldORFWhen)
	l := d.begin(FieldORFs)
	for d.left() >= 3 {
		at := d.off
		e := d.begin(FieldORF)
		t := d.u8(FieldORFType)
		n := int(d.u16(FieldORFLen))
		fits := n <= d.left()
		if d.overruns(n) {
			d.find(FindRefreshORF, at, d.end-at, uint32(n), uint32(d.left()))
		}
		bits := addrBits(Family{afi, registry.SAFIUnicast})
		if fits && n > 0 && bits > 0 && (t == ORFAddressPrefix || t == ORFAddressPrefixOld) {
			v := d.enter(FieldORFValue, n)
			d.orfPrefixes(afi, bits)
			d.leave(v)
		} else {
			d.bytes(FieldORFEntries, n)
		}
		d.done(e)
	}
	d.done(l)
	if n := d.left(); n > 0 && !d.atCut() {
		d.find(FindRefreshORF, d.off, n, 3, uint32(n))
	}
	d.leave(fr)
}

// orfPrefixes reads entries of address prefixes to the end of the range. Behind one that is not all there, has an action
// that is not defined or a prefix longer than an address, nothing can be found.
func (d *dec) orfPrefixes(afi registry.AFI, bits int) {
	l := d.begin(FieldORFPrefixes)
	for d.left() > 0 {
		_, n, ok := parseORFPrefix(d.peek(), bits)
		if !ok {
			d.find(FindORFEntry, d.off, d.left(), uint32(d.left()), 0)
			d.gap()
			break
		}
		d.orfPrefix(afi, n)
	}
	d.done(l)
}

// orfPrefix reads one entry of n octets.
func (d *dec) orfPrefix(afi registry.AFI, n int) {
	e := d.begin(FieldORFPrefix)
	v := d.u8(FieldORFHead)
	d.synth(FieldORFAction, uint64(v>>6))
	d.synth(FieldORFMatch, uint64(v>>5&1))
	if n > 1 {
		d.u32(FieldORFSequence)
		d.u8(FieldORFMinLen)
		d.u8(FieldORFMaxLen)
		p := d.begin(FieldPrefix)
		d.set(p, uint64(afi))
		d.u8(FieldPrefixLen)
		d.bytes(FieldPrefixBits, n-8)
		d.done(p)
	}
	d.done(e)
}

// ORFPrefix is an entry of an Address Prefix ORF (RFC 5292).
type ORFPrefix struct {
	Action   uint8 // ORFAdd, ORFRemove, or ORFRemoveAll: then nothing else counts
	Deny     bool
	Sequence uint32
	MinLen   uint8 // in bits; 0 is none given
	MaxLen   uint8 // in bits; 0 is none given
	Prefix   netip.Prefix
}

// Append appends the entry. It reports false, and appends nothing, for an action that is not defined and without a prefix
// where one is needed.
func (e *ORFPrefix) Append(dst []byte) ([]byte, bool) {
	if e.Action > ORFRemoveAll || e.Action != ORFRemoveAll && !e.Prefix.IsValid() {
		return dst, false
	}
	head := e.Action << 6
	if e.Deny {
		head |= 1 << 5
	}
	dst = append(dst, head)
	if e.Action == ORFRemoveAll {
		return dst, true
	}
	dst = append(appendU32(dst, e.Sequence), e.MinLen, e.MaxLen)
	return AppendNLRI(dst, e.Prefix, 0, false), true
}

// ParseORFPrefix reads the entry at the start of b, of a filter for IPv4 or IPv6; n is the number of octets that it takes.
// It reports false for another AFI, an entry that is not all there, an action that is not defined and a prefix that is
// longer than an address.
func ParseORFPrefix(b []byte, afi registry.AFI) (e ORFPrefix, n int, ok bool) {
	bits := addrBits(Family{afi, registry.SAFIUnicast})
	if bits == 0 {
		return e, 0, false
	}
	return parseORFPrefix(b, bits)
}

func parseORFPrefix(b []byte, bits int) (e ORFPrefix, n int, ok bool) {
	if len(b) == 0 || b[0]>>6 > ORFRemoveAll {
		return e, 0, false
	}
	e.Action, e.Deny = b[0]>>6, b[0]&(1<<5) != 0
	if e.Action == ORFRemoveAll {
		return e, 1, true
	}
	if len(b) < 8 {
		return e, 0, false
	}
	e.Sequence, e.MinLen, e.MaxLen = be32(b[1:]), b[5], b[6]
	e.Prefix, n, ok = parsePrefix(b[7:], bits)
	return e, 7 + n, ok
}

// ORF is the filters of one type behind a ROUTE-REFRESH (RFC 5291 section 4).
type ORF struct {
	Type    uint8
	Entries []byte // at most 65535
}

// When the receiver of filters sends its routes (RFC 5291 section 4).
const (
	ORFImmediate = 1
	ORFDefer     = 2
)

// AppendRouteRefreshORF appends a ROUTE-REFRESH with filters (RFC 5291 section 4). It reports false, and appends nothing,
// when the message would pass 4096 octets.
func AppendRouteRefreshORF(dst []byte, f Family, when uint8, filters ...ORF) ([]byte, bool) {
	n := minRefresh + 1
	for _, o := range filters {
		if n += 3 + len(o.Entries); n > MaxLen {
			return dst, false
		}
	}
	dst = AppendHeader(dst, n, registry.MsgRouteRefresh)
	dst = append(appendU16(dst, uint16(f.AFI)), RefreshRequest, byte(f.SAFI), when)
	for _, o := range filters {
		dst = append(appendU16(append(dst, o.Type), uint16(len(o.Entries))), o.Entries...)
	}
	return dst, true
}

// ParseORFs reads what stands behind the SAFI of a ROUTE-REFRESH. It reports false when it is empty or a filter runs past
// the end. The entries borrow b.
func ParseORFs(b []byte) (when uint8, filters []ORF, ok bool) {
	if len(b) < 1 {
		return 0, nil, false
	}
	when, b = b[0], b[1:]
	for len(b) >= 3 {
		n := 3 + int(be16(b[1:]))
		if n > len(b) {
			return when, filters, false
		}
		filters = append(filters, ORF{b[0], b[3:n:n]})
		b = b[n:]
	}
	return when, filters, len(b) == 0
}
