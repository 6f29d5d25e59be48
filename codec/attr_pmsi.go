package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// attrPMSI reads PMSI_TUNNEL (RFC 6514 section 5): flags, tunnel type, label, and an identifier that the type gives its form.
// That of a composite tunnel begins with the label for what it receives (RFC 8317 section 6.2).
func (d *dec) attrPMSI(st *attrState) {
	fr := d.begin(FieldPMSI)
	defer d.leave(fr)
	if d.left() < 5 {
		return
	}
	d.u8(FieldPMSIFlags)
	at := d.off
	typ := d.u8(FieldPMSIType)
	label := uint32(d.uint(FieldPMSILabel, 3))
	if label != 0 && (typ == PMSIIngressReplication || typ == PMSIAssistedReplication) {
		d.synth(FieldPMSIVNI, uint64(label)) // with VXLAN all 24 bits are a VNI (RFC 8365 section 5.1.3)
	}
	base := pmsiBase(typ)
	if !pmsiDefined(typ) {
		d.attrBad(st, FindValueUndefined, at, 1, uint32(typ), 0)
	}
	if n := st.Length - 5; !pmsiSize(typ, n) {
		d.attrBad(st, FindPMSIIdentifier, d.off, d.left(), uint32(n), uint32(typ))
	} else if d.left() == n && n > 0 {
		if base != typ {
			d.uint(FieldPMSIReceiveLabel, 3)
		}
		d.pmsiIdentifier(st, base)
	}
	if d.left() > 0 {
		d.rest(FieldPMSIRaw)
	}
}

// The tunnel types of PMSI_TUNNEL whose identifiers are known (RFC 6514 section 5, RFC 9574 section 4, RFC 8556 section 2).
const (
	PMSINone                = 0
	PMSIRSVPTE              = 1
	PMSImLDPP2MP            = 2
	PMSIPIMSSM              = 3
	PMSIPIMSM               = 4
	PMSIBidirPIM            = 5
	PMSIIngressReplication  = 6
	PMSImLDPMP2MP           = 7
	PMSIAssistedReplication = 10
	PMSIBIER                = 11
)

// pmsiBase is the type of what a composite tunnel sends over (RFC 8317 section 6.2), of another tunnel its own.
func pmsiBase(typ uint8) uint8 {
	if typ >= 0x80 && typ <= 0xfa {
		return typ & 0x7f
	}
	return typ
}

// pmsiDefined reports whether the tunnel type is one that has a meaning, be it by experiment; a composite of no tunnel or of
// ingress replication has none.
func pmsiDefined(typ uint8) bool {
	base := pmsiBase(typ)
	if base != typ && (base == PMSINone || base == PMSIIngressReplication) {
		return false
	}
	s := registry.TablePMSITunnelTypes.Status(uint64(base))
	return s == registry.StatusAssigned || s == registry.StatusExperimental
}

// pmsiSize reports whether an identifier of n octets can be one of the tunnel type.
func pmsiSize(typ uint8, n int) bool {
	if base := pmsiBase(typ); base != typ {
		return n >= 3 && pmsiSize(base, n-3)
	}
	switch typ {
	case PMSINone:
		return n == 0
	case PMSImLDPP2MP, PMSImLDPMP2MP:
		return n >= 6
	}
	ls := PMSILayouts(typ)
	return ls == nil || layoutFor(ls, n) != nil
}

// pmsiIdentifier reads a tunnel identifier of a legal size that is wholly here.
func (d *dec) pmsiIdentifier(st *attrState, typ uint8) {
	if typ == PMSImLDPP2MP || typ == PMSImLDPMP2MP {
		d.mldpFEC(st)
	} else if l := layoutFor(PMSILayouts(typ), d.left()); l != nil {
		d.layoutParts(st, l.Parts)
	}
}

// mldpFEC reads a FEC element of mLDP (RFC 6388 section 2.2) to the end of the range.
func (d *dec) mldpFEC(st *attrState) {
	if all := d.left(); mldpFECLen(d.peek()) != all {
		d.attrBad(st, FindPMSIIdentifier, d.off, all, uint32(all), PMSImLDPP2MP)
		return
	}
	d.mldpFECFields()
}

// mldpFECLen gives the number of octets of the FEC element at the start of b, 0 when it is not all there.
func mldpFECLen(b []byte) int {
	if len(b) < 6 || b[3] != 4 && b[3] != 16 || len(b) < 6+int(b[3]) {
		return 0
	}
	n := 6 + int(b[3]) + int(be16(b[4+b[3]:]))
	if n > len(b) {
		return 0
	}
	return n
}

// mldpFECFields reads the fields of a FEC element that fills the range.
func (d *dec) mldpFECFields() {
	d.u8(FieldFECType)
	d.u16(FieldFECFamily)
	d.bytes(FieldPMSIRoot, int(d.u8(FieldFECAddrLen)))
	d.u16(FieldFECOpaqueLen)
	if p := d.peek(); len(p) == 7 && p[0] == 1 && be16(p[1:]) == 4 { // generic LSP identifier, RFC 6388 section 2.3.1
		d.u8(FieldFECOpaqueType)
		d.u16(FieldFECOpaqueLen)
		d.u32(FieldFECLSPID)
	} else if len(p) > 0 {
		d.rest(FieldFECOpaque)
	}
}

// PMSITunnel is the value of a PMSI_TUNNEL attribute (RFC 6514 section 5).
type PMSITunnel struct {
	Flags uint8
	Type  uint8
	Label uint32 // 24 bits: an MPLS label in the upper 20, or a VNI (RFC 8365 section 5.1.3)
	// Identifier has the form that Type gives it; one that is an address is given by Endpoint. Types from 0x80 to 0xfa are
	// composite tunnels: it begins with a label of 3 octets (RFC 8317 section 6.2).
	Identifier []byte
}

// Endpoint gives the address that is the identifier of ingress replication and of assisted replication.
func (p *PMSITunnel) Endpoint() (netip.Addr, bool) {
	if p.Type != PMSIIngressReplication && p.Type != PMSIAssistedReplication {
		return netip.Addr{}, false
	}
	return netip.AddrFromSlice(p.Identifier)
}

// AppendPMSITunnel appends the value of a PMSI_TUNNEL attribute.
func AppendPMSITunnel(dst []byte, p *PMSITunnel) []byte {
	dst = appendU24(append(dst, p.Flags, p.Type), p.Label)
	return append(dst, p.Identifier...)
}

// ParsePMSITunnel reads the value of a PMSI_TUNNEL attribute. It reports false when it is too short, or the identifier has a
// size that its type cannot have. The identifier borrows v.
func ParsePMSITunnel(v []byte) (p PMSITunnel, ok bool) {
	if len(v) < 5 {
		return p, false
	}
	p = PMSITunnel{Flags: v[0], Type: v[1], Label: be24(v[2:]), Identifier: v[5:]}
	return p, pmsiSize(p.Type, len(v)-5)
}
