package encode

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// rare builds the attributes that are more than a layout and stand on few sessions. It reports false for others.
func (b *builder) rare(v *Value, code registry.AttrCode) ([]byte, bool) {
	switch code {
	case registry.AttrPMSITunnel:
		return b.pmsi(v), true
	case registry.AttrTunnelEncap:
		return b.tlvs([]byte{}, v, codec.SpaceTunnel, 0), true
	case registry.AttrTrafficEngineering:
		return b.switching(v), true
	case registry.AttrEntropyLabel:
		b.flag(v)
		return []byte{}, true
	case registry.AttrBGPsecPath:
		return b.bgpsecPath(v), true
	case registry.AttrCommunityContainer:
		return b.containers(v), true
	case registry.AttrDPath:
		return b.dPath(v), true
	case registry.AttrNHC:
		return b.nhc(v), true
	case registry.AttrSet:
		return b.attrSet(v), true
	}
	return nil, false
}

// flag refuses what is not true, of a value that is there or not.
func (b *builder) flag(v *Value) {
	if v.Kind != Bool || v.Text != "true" {
		b.fail(v, "expected true, got "+v.shown())
	}
}

// within builds TLVs of a member that may be left out.
func (b *builder) within(dst []byte, v *Value, s codec.TLVSpace) []byte {
	if v == nil {
		return dst
	}
	return b.tlvs(dst, v, s, 0)
}

// pmsi builds PMSI_TUNNEL (RFC 6514 section 5): the label as it stands, or as a VNI (RFC 8365 section 5.1.3).
func (b *builder) pmsi(v *Value) []byte {
	p := codec.PMSITunnel{Flags: b.u8(v, "flags")}
	t := v.Get("tunnel_type")
	if t == nil {
		b.missing(v, "tunnel_type")
		return nil
	}
	p.Type = uint8(b.code(t, &registry.TablePMSITunnelTypes, 255))
	p.Label = uint32(b.number(v.Get("label"), 1<<20-1)) << 4
	if vni := v.Get("vni"); vni != nil {
		p.Label = uint32(b.number(vni, 1<<24-1))
	}
	base := p.Type
	if l := v.Get("receive_label"); l != nil {
		p.Identifier = appendNumber(nil, b.number(l, 1<<20-1)<<4, 3)
		base &= 0x7f // RFC 8317 section 6.2
	}
	switch ls := codec.PMSILayouts(base); {
	case v.Get("identifier") != nil:
		p.Identifier = append(p.Identifier, b.octets(v.Get("identifier"))...)
	case base == codec.PMSImLDPP2MP || base == codec.PMSImLDPMP2MP:
		p.Identifier = append(p.Identifier, b.fec(v)...)
	case ls != nil:
		p.Identifier = b.layout(p.Identifier, v, ls)
	}
	return codec.AppendPMSITunnel([]byte{}, &p)
}

// switching builds Traffic Engineering (RFC 5543 section 3).
func (b *builder) switching(v *Value) []byte {
	out := []byte{}
	for _, m := range b.list(v) {
		out = append(out, byte(b.need(m, "switching_capability", 255)), byte(b.need(m, "encoding", 255)), 0, 0)
		bandwidths := b.list(m.Get("max_lsp_bandwidth"))
		if len(bandwidths) != 8 {
			b.fail(m, "max_lsp_bandwidth has 8 numbers")
		}
		for _, x := range bandwidths {
			out = append(out, u32(uint64(b.float(x)))...)
		}
		if x := m.Get("min_lsp_bandwidth"); x != nil {
			out = append(out, u32(uint64(b.float(x)))...)
		}
		if x := m.Get("interface_mtu"); x != nil {
			out = appendNumber(out, b.number(x, 1<<16-1), 2)
		} else if x := m.Get("indication"); x != nil {
			out = append(out, byte(b.number(x, 255)))
		}
		out = append(out, b.octets(m.Get("specific"))...)
	}
	return out
}

// bgpsecPath builds BGPsec_Path (RFC 8205 section 3).
func (b *builder) bgpsecPath(v *Value) []byte {
	var p codec.BGPsecPath
	for _, m := range b.list(v.Get("secure_path")) {
		p.Segments = append(p.Segments, codec.SecureSegment{PCount: uint8(b.need(m, "pcount", 255)),
			Flags: b.u8(m, "flags"), AS: uint32(b.need(m, "as", 1<<32-1))})
	}
	for _, m := range b.list(v.Get("signature_blocks")) {
		block := codec.SignatureBlock{Suite: uint8(b.need(m, "algorithm_suite", 255))}
		for _, x := range b.list(m.Get("signatures")) {
			ski := b.octets(x.Get("ski"))
			if len(ski) != 20 {
				b.fail(x, "ski has 20 octets")
				return nil
			}
			block.Signatures = append(block.Signatures, codec.BGPsecSignature{SKI: [20]byte(ski), Signature: b.octets(x.Get("signature"))})
		}
		p.Blocks = append(p.Blocks, block)
	}
	return b.fitted(v)(codec.AppendBGPsecPath([]byte{}, &p))
}

// fitted refuses what an Append function reports false for.
func (b *builder) fitted(v *Value) func([]byte, bool) []byte {
	return func(out []byte, ok bool) []byte {
		if !ok {
			b.fail(v, "a number or a length does not fit its field")
		}
		return out
	}
}

// containers builds BGP Community Container (draft-ietf-idr-wide-bgp-communities).
func (b *builder) containers(v *Value) []byte {
	var list []codec.CommunityContainer
	for _, m := range b.list(v) {
		c := codec.CommunityContainer{Type: uint16(b.need(m, "type", 1<<16-1)), Flags: b.u8(m, "flags")}
		if raw := m.Get("raw"); raw != nil {
			c.Value = b.octets(raw)
		} else if c.Type == 1 {
			for _, key := range [...]string{"community", "source_as", "context_as"} {
				c.Value = append(c.Value, u32(b.need(m, key, 1<<32-1))...)
			}
			c.Value = b.within(c.Value, m.Get("tlvs"), codec.SpaceWide)
		}
		list = append(list, c)
	}
	return b.fitted(v)(codec.AppendCommunityContainers([]byte{}, list))
}

// dPath builds D-PATH (draft-ietf-bess-evpn-ipvpn-interworking section 4).
func (b *builder) dPath(v *Value) []byte {
	var path [][]codec.Domain
	for _, s := range b.list(v) {
		var domains []codec.Domain
		for _, m := range b.list(s.Get("domains")) {
			domains = append(domains, codec.Domain{Global: uint32(b.need(m, "global_admin", 1<<32-1)),
				Local: uint16(b.need(m, "local_admin", 1<<16-1)), SAFI: uint8(b.need(m, "isf_safi_type", 255))})
		}
		path = append(path, domains)
	}
	return b.fitted(v)(codec.AppendDPath([]byte{}, path))
}

// nhc builds Next Hop Dependent Characteristic (draft-ietf-idr-nhc).
func (b *builder) nhc(v *Value) []byte {
	x := codec.NHC{Family: b.family(v)}
	for _, h := range b.list(v.Get("next_hops")) {
		x.NextHop = b.nextHop(x.NextHop, x.Family, h)
	}
	out := b.fitted(v)(codec.AppendNHC([]byte{}, &x))
	return b.within(out, v.Get("characteristics"), codec.SpaceNHC)
}

// attrSet builds ATTR_SET (RFC 6368 section 5), in which AS numbers have four octets.
func (b *builder) attrSet(v *Value) []byte {
	outer := b.ctx
	defer func() { b.ctx = outer }()
	b.ctx.AS4 = true
	out := u32(b.need(v, "origin_as", 1<<32-1))
	return b.attributes(out, v.Get("attributes"))
}
