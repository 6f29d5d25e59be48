package logline

import (
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/registry"
)

// openFields takes an OPEN by the names that ExaBGP and RIS Live give its fields.
func (m *Told) openFields(v jsonVal) bool {
	o := &ToldOpen{Version: 4}
	as, ok := asOf(v.get("asn"))
	if !ok {
		return false
	}
	o.AS = as
	if n, ok := v.get("version").number32(); ok && n <= 255 {
		o.Version = uint8(n)
	}
	hold, ok := v.get("hold_time").number32()
	if !ok || hold > 0xffff {
		return false
	}
	o.HoldTime = uint16(hold)
	id, err := netip.ParseAddr(v.get("router_id").text())
	if err != nil || !id.Is4() {
		return false
	}
	o.ID = id
	m.Open = o
	for key, c := range v.get("capabilities").members() {
		code, err := strconv.ParseUint(key, 10, 8)
		if err != nil || len(o.Capabilities) > 255 {
			continue
		}
		m.capability(uint8(code), c)
	}
	return true
}

// capability adds one whose value the tool tells.
func (m *Told) capability(code uint8, v jsonVal) {
	var val []byte
	ok := true
	raw := v.get("raw")
	switch {
	case raw != "":
		val, ok = hexText(raw.text())
	case code == 1:
		for f := range v.get("families").elements() {
			afi, safi, good := familyText(f.text())
			if !good {
				ok = false
				continue
			}
			m.Open.Capabilities = append(m.Open.Capabilities, ToldCapability{code, []byte{byte(afi >> 8), byte(afi), 0, safi}})
		}
		if !ok {
			m.lostCapability(code)
		}
		return
	case code == 65:
		as, good := asOf(v.get("asn4"))
		if !good {
			as, good = m.Open.AS, v.get("asn4") == ""
		}
		val, ok = []byte{byte(as >> 24), byte(as >> 16), byte(as >> 8), byte(as)}, good
	case code == 2 || code == 6 || code == 70 || code == 128:
		// no value
	default:
		ok = false
	}
	if !ok || len(val) > 255 {
		m.lostCapability(code)
		return
	}
	m.Open.Capabilities = append(m.Open.Capabilities, ToldCapability{code, val})
}

func (m *Told) lostCapability(code uint8) {
	m.lost("capability " + strconv.Itoa(int(code)) + " (" + registry.TableCapabilities.Name(uint64(code)) + ")")
}
