package encode

import (
	"encoding/hex"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// typedRoute builds a route of EVPN, or of multicast in VPNs or in VPLS (RFC 7432 section 7, RFC 6514 section 4).
func (b *builder) typedRoute(dst []byte, f codec.Family, v *Value, id uint32, withID bool) ([]byte, bool) {
	r := codec.TypedRoute{
		ID: id, Type: b.routeType(f, v), RD: b.optionalRD(v), EthernetTag: b.u32(v, "ethernet_tag_id"),
		IP: b.addr(v.Get("ip_address")), Labels: b.labelsOrVNIs(v), Gateway: b.addr(v.Get("gateway_ip_address")),
		Source: b.addr(v.Get("multicast_source")), Group: b.addr(v.Get("multicast_group")), Originator: b.addr(v.Get("originating_router")),
		Flags: b.u8(v, "flags"), MaxResponseTime: b.u8(v, "max_response_time"), SourceAS: b.u32(v, "source_as"),
		RouteKey: b.octets(v.Get("route_key_raw")), Value: b.octets(v.Get("raw")), FEC: b.fec(v),
	}
	copy(r.ESI[:], b.colons(v.Get("esi"), len(r.ESI)))
	copy(r.MAC[:], b.colons(v.Get("mac_address"), len(r.MAC)))
	if p := v.Get("prefix"); p != nil {
		r.Prefix = b.prefix(p)
	}
	if c := v.Get("region_id"); c != nil {
		community, ok := codec.ParseExtCommunity(b.text(c))
		if !ok {
			b.fail(c, "expected an extended community such as \"source-as 64496:7\", got "+c.shown())
		}
		r.RegionID = community
	}
	if k := v.Get("route_key"); k != nil && b.err == nil {
		if k.Get("route_key") != nil {
			b.fail(k, "the key of a route has none itself")
			return dst, true
		}
		var ok bool
		if r.RouteKey, ok = b.typedRoute(nil, f, k, 0, false); !ok {
			b.fail(k, "no route of "+f.String())
		}
	}
	return codec.AppendTypedRoute(dst, f, &r, withID)
}

func (b *builder) routeType(f codec.Family, v *Value) uint8 {
	names := &registry.TableMcastVPNRouteTypes
	if f.SAFI == registry.SAFIEVPN {
		names = &registry.TableEVPNRouteTypes
	}
	if v.Get("type") == nil {
		b.missing(v, "type")
	}
	return uint8(b.code(v.Get("type"), names, 255))
}

// labelsOrVNIs reads the labels of an EVPN route: all 24 bits where a VNI is said, else a label with the bottom-of-stack bit.
func (b *builder) labelsOrVNIs(v *Value) (out []uint32) {
	list := b.list(v.Get("labels"))
	for i, l := range list {
		n := uint32(b.number(l, 1<<20-1))<<4 | 1
		if vni := v.Get([...]string{"vni", "vni2"}[min(i, 1)]); vni != nil {
			n = uint32(b.number(vni, 1<<24-1))
		}
		out = append(out, n)
	}
	if len(list) == 0 && v.Get("vni") != nil {
		out = append(out, uint32(b.number(v.Get("vni"), 1<<24-1)))
	}
	return out
}

// fec builds a FEC element of mLDP (RFC 6388 section 2.2), nil where there is none.
func (b *builder) fec(v *Value) []byte {
	if v.Get("root") == nil {
		return nil
	}
	root := b.addr(v.Get("root"))
	opaque := b.octets(v.Get("opaque"))
	if id := v.Get("lsp_id"); id != nil { // generic LSP identifier, RFC 6388 section 2.3.1
		opaque = append([]byte{1, 0, 4}, u32(b.number(id, 1<<32-1))...)
	}
	out := []byte{byte(b.need(v, "fec_type", 255)), 0, 1, byte(root.BitLen() / 8)}
	if root.Is6() {
		out[2] = 2
	}
	out = append(out, root.AsSlice()...)
	return append(append(out, byte(len(opaque)>>8), byte(len(opaque))), opaque...)
}

// optionalRD reads the member rd, which is 0 where it is not there.
func (b *builder) optionalRD(v *Value) (rd codec.RD) {
	if m := v.Get("rd"); m != nil {
		rd = b.distinguisher(m)
	}
	return rd
}

func (b *builder) u8(v *Value, key string) uint8   { return uint8(b.number(v.Get(key), 1<<8-1)) }
func (b *builder) u16(v *Value, key string) uint16 { return uint16(b.number(v.Get(key), 1<<16-1)) }
func (b *builder) u32(v *Value, key string) uint32 { return uint32(b.number(v.Get(key), 1<<32-1)) }

// colons reads n octets in hex with colons between them; nil when v is nil or wrong.
func (b *builder) colons(v *Value, n int) []byte {
	if v == nil {
		return nil
	}
	out, err := hex.DecodeString(strings.ReplaceAll(v.Text, ":", ""))
	if err != nil || len(out) != n || v.Kind != String {
		b.fail(v, "expected octets in hex with colons, got "+v.shown())
		return nil
	}
	return out
}
