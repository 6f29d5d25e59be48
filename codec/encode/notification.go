package encode

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// notification builds code, subcode and Data (RFC 4271 section 4.5), also those inside a Hard Reset.
func (b *builder) notification(v *Value) []byte {
	code := b.errorCode(v)
	sub := uint8(b.number(v.Get("subcode"), 255))
	if t := registry.SubcodeTable(code); v.Get("subcode") == nil && v.Get("subcode_name") != nil && t != nil {
		sub = uint8(b.code(v.Get("subcode_name"), t, 255))
	}
	out := []byte{code, sub}
	if in := v.Get("hard_reset"); in != nil && code == uint8(in.Get("code").small()) && sub == uint8(in.Get("subcode").small()) && !(code == 6 && sub == 9) {
		// A log that printed the enclosed code as if it were that of the message: it stands in both places.
		b.twice = true
		out = []byte{6, 9, code, sub}
	}
	if data := v.Get("data"); data != nil {
		return append(out, b.octets(data)...)
	}
	if b.twice {
		return out
	}
	return append(out, b.data(v)...)
}

// small is a number that may be missing.
func (v *Value) small() (n int) {
	if v != nil {
		n, _ = strconv.Atoi(v.Text)
	}
	return n
}

func (b *builder) errorCode(v *Value) uint8 {
	if c := v.Get("code"); c != nil {
		return uint8(b.code(c, &registry.TableErrorCodes, 255))
	}
	if n := v.Get("code_name"); n != nil {
		return uint8(b.code(n, &registry.TableErrorCodes, 255))
	}
	b.missing(v, "code")
	return 0
}

// data builds the Data of what it was decoded to, for objects that do not have its octets.
func (b *builder) data(v *Value) []byte {
	for _, m := range v.Items {
		switch m.key {
		case "communication": // RFC 9003 section 2
			text := b.text(m)
			if len(text) > 255 {
				b.fail(m, "a Shutdown Communication has 255 octets at most, not "+strconv.Itoa(len(text)))
				return nil
			}
			return append([]byte{byte(len(text))}, text...)
		case "hard_reset": // RFC 8538 section 3
			return b.notification(m)
		case "max_prefix": // RFC 4486 section 4
			f := b.family(m)
			return append([]byte{byte(f.AFI >> 8), byte(f.AFI), byte(f.SAFI)}, u32(b.need(m, "limit", 1<<32-1))...)
		case "bad_length", "version", "hold_time":
			n := b.number(m, 1<<16-1)
			return []byte{byte(n >> 8), byte(n)}
		case "bad_type", "fsm_message_type", "attribute_type":
			return []byte{byte(b.number(m, 255))}
		case "peer_as":
			return u32(b.number(m, 1<<32-1))
		case "bgp_id":
			return b.ipv4(m).AsSlice()
		case "capabilities":
			return b.capabilities(nil, m)
		case "attribute":
			return b.attribute(nil, m)
		case "text":
			return []byte(b.text(m))
		case "parameter":
			p := b.parameter(m)
			if len(p.Value) > 255 {
				b.fail(m, "more than 255 octets")
				return nil
			}
			return append([]byte{byte(p.Type), byte(len(p.Value))}, p.Value...)
		case "open", "update", "route_refresh":
			for _, x := range bodies {
				if x.key == m.key {
					body := b.body(x.typ, m)
					return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), x.typ), body...)
				}
			}
		}
	}
	return nil
}
