package encode

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// open builds the body of an OPEN (RFC 4271 section 4.2). Without parameters, capabilities beside the fixed fields go into
// one parameter.
func (b *builder) open(v *Value) []byte {
	o := codec.Open{
		Version: uint8(b.numberOr(v.Get("version"), 255, 4)), HoldTime: uint16(b.need(v, "hold_time", 1<<16-1)),
		ID: b.needIPv4(v, "id"), Packing: codec.PackParameters,
	}
	switch as := v.Get("as"); {
	case as != nil:
		o.MyAS = uint16(b.number(as, 1<<16-1))
	case v.Get("as4") != nil:
		if o.MyAS = registry.ASTrans; b.number(v.Get("as4"), 1<<32-1) < 1<<16 {
			o.MyAS = uint16(b.number(v.Get("as4"), 1<<16-1))
		}
	default:
		b.missing(v, "as")
	}
	for _, p := range b.list(v.Get("parameters")) {
		o.Parameters = append(o.Parameters, b.parameter(p))
	}
	if c := v.Get("capabilities"); c != nil {
		o.Parameters = append(o.Parameters, codec.Parameter{Type: registry.ParamCapabilities, Value: b.capabilities(nil, c)})
	}
	if b.err != nil {
		return nil
	}
	for _, p := range o.Parameters {
		o.Extended = o.Extended || len(p.Value) > 255
	}
	msg, err := o.Append(nil)
	if err != nil {
		b.fail(v, err.Error())
		return nil
	}
	// Append takes 0 for what is not set; here it is what the object says.
	body := msg[codec.HeaderLen:]
	body[0], body[1], body[2] = o.Version, byte(o.MyAS>>8), byte(o.MyAS)
	return body
}

func (b *builder) parameter(v *Value) codec.Parameter {
	p := codec.Parameter{Type: registry.ParamCapabilities}
	if t := v.Get("type"); t != nil {
		p.Type = registry.ParamType(b.number(t, 255))
	}
	if c := v.Get("capabilities"); c != nil {
		p.Value = b.capabilities(nil, c)
	} else {
		p.Value = b.octets(v.Get("raw"))
	}
	return p
}

// capabilities builds capability TLVs (RFC 5492 section 4).
func (b *builder) capabilities(dst []byte, v *Value) []byte {
	for _, m := range b.list(v) {
		c := codec.Capability{Code: registry.CapCode(b.capabilityCode(m))}
		if c.Value = b.capabilityValue(m, c.Code); b.err != nil {
			return dst
		}
		if len(c.Value) > 255 {
			b.fail(m, codec.ErrCapabilityLong.Error())
		}
		dst = c.Append(dst)
	}
	return dst
}

func (b *builder) capabilityCode(v *Value) uint64 {
	if c := v.Get("code"); c != nil {
		return b.code(c, &registry.TableCapabilities, 255)
	}
	if n := v.Get("name"); n != nil {
		return b.code(n, &registry.TableCapabilities, 255)
	}
	b.missing(v, "code")
	return 0
}

// capabilityValue gives the octets of a value: raw where it reads as the value says or there is none, else the value's.
func (b *builder) capabilityValue(v *Value, code registry.CapCode) []byte {
	val, raw := v.Get("value"), b.octets(v.Get("raw"))
	switch {
	case val == nil: // flags such as route refresh have neither
		return raw
	case raw != nil && len(raw) < 256 && b.err == nil:
		tlv := codec.Capability{Code: code, Value: raw}.Append(nil)
		if b.rawSays(v, codec.PieceCapabilities, tlv, "capabilities") {
			return raw
		}
	}
	if b.incomplete(v); b.err != nil {
		return nil
	}
	return b.capabilityTyped(val, code)
}

// capabilityTyped builds the typed value of a capability.
func (b *builder) capabilityTyped(v *Value, code registry.CapCode) (out []byte) {
	switch code {
	case registry.CapMultiprotocol:
		return codec.MultiprotocolCapability(b.family(v)).Value
	case registry.CapAS4, registry.CapAS4Old:
		return codec.AS4Capability(uint32(b.number(v, 1<<32-1))).Value
	case registry.CapRole:
		return []byte{b.enum(v, codec.EnumRole)}
	case registry.CapSoftwareVersion:
		return []byte(b.text(v))
	case registry.CapFQDN, registry.CapFQDNOld:
		host, domain := b.text(v.Get("hostname")), b.text(v.Get("domain"))
		if len(host)+len(domain) > 253 {
			b.fail(v, "the names have more than 253 octets")
		}
		return codec.FQDNCapability(host, domain).Value
	case registry.CapGracefulRestart:
		return b.gracefulRestart(v)
	case registry.CapDynamic:
		return b.codes(v)
	case registry.CapBGPsec:
		return codec.BGPsec{Version: uint8(b.number(v.Get("version"), 15)), Send: b.need(v, "direction", 1) == 1,
			AFI: registry.AFI(b.need(v, "afi", 1<<16-1))}.Capability().Value
	case registry.CapMultisession, registry.CapMultisessionOld:
		return append([]byte{byte(b.number(v.Get("flags"), 255))}, b.codes(v.Get("capabilities"))...)
	}
	one := b.familyEntry(code)
	if one == nil {
		b.fail(v, "no builder for the value of capability "+code.String()+": it takes raw")
		return nil
	}
	for _, m := range b.list(v) {
		out = append(out, one(m)...)
	}
	return out
}

// familyEntry gives what builds an element of a capability that lists families, nil for other capabilities.
func (b *builder) familyEntry(code registry.CapCode) func(*Value) []byte {
	switch code {
	case registry.CapExtendedNextHop:
		return func(m *Value) []byte {
			return codec.ExtendedNextHopCapability(codec.ExtendedNextHop{AFI: registry.AFI(b.need(m, "afi", 1<<16-1)),
				SAFI: uint16(b.need(m, "safi", 1<<16-1)), NextHop: registry.AFI(b.need(m, "next_hop_afi", 1<<16-1))}).Value
		}
	case registry.CapAddPath:
		return func(m *Value) []byte {
			return codec.AddPathCapability(codec.AddPath{Family: b.family(m), Mode: uint8(b.need(m, "send_receive", 255))}).Value
		}
	case registry.CapLLGR:
		return func(m *Value) []byte {
			return codec.LLGRCapability(codec.LLGR{Family: b.family(m), Flags: uint8(b.number(m.Get("flags"), 255)),
				Time: uint32(b.need(m, "stale_time", 1<<24-1))}).Value
		}
	case registry.CapMultipleLabels:
		return func(m *Value) []byte {
			return codec.MultipleLabelsCapability(codec.MultipleLabels{Family: b.family(m), Count: uint8(b.need(m, "count", 255))}).Value
		}
	case registry.CapORF, registry.CapORFOld, registry.CapORFOld129:
		return b.orf
	case registry.CapPathsLimit:
		return func(m *Value) []byte {
			return codec.PathsLimitCapability(codec.PathsLimit{Family: b.family(m), Limit: uint16(b.need(m, "limit", 1<<16-1))}).Value
		}
	}
	return nil
}

// orf builds the outbound route filters of a family (RFC 5291 section 5).
func (b *builder) orf(v *Value) []byte {
	offer := codec.ORFOffer{Family: b.family(v)}
	for _, m := range b.list(v.Get("orfs")) {
		offer.Types = append(offer.Types, codec.ORFTypeOffer{Type: uint8(b.need(m, "type", 255)), Mode: uint8(b.need(m, "send_receive", 255))})
	}
	if len(offer.Types) > 255 {
		b.fail(v, "more than 255 types of filter")
	}
	return codec.ORFCapability(registry.CapORF, offer).Value
}

func (b *builder) gracefulRestart(v *Value) []byte {
	g := codec.GracefulRestart{Flags: uint8(b.number(v.Get("flags"), 15)), Time: uint16(b.need(v, "restart_time", 4095))}
	for _, m := range b.list(v.Get("families")) {
		g.Families = append(g.Families, codec.GRFamily{Family: b.family(m), Flags: uint8(b.number(m.Get("flags"), 255))})
	}
	return g.Capability().Value
}

// codes builds a list of capability codes.
func (b *builder) codes(v *Value) (out []byte) {
	for _, m := range b.list(v) {
		if c := m.Get("code"); c != nil {
			m = c
		}
		out = append(out, byte(b.number(m, 255)))
	}
	return out
}
