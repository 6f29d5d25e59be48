package logline

import (
	"encoding/binary"
	"net/netip"
)

// ownBody puts the octets together of a message that bgpdecode rebuilt from fields and therefore wrote without raw: those
// of attributes and capabilities stand in its JSON. nil where something is missing.
func ownBody(typ int, v jsonVal) *Told {
	b, ok := []byte(nil), false
	switch typ {
	case 1:
		b, ok = ownOpen(v.get("open"))
	case 2:
		b, ok = ownUpdate(v.get("update"))
	case 4:
		ok = true
	}
	if !ok {
		return nil
	}
	return &Told{Body: b, HasBody: true}
}

func ownUpdate(v jsonVal) ([]byte, bool) {
	withdrawn, ok1 := ownRoutes(nil, v.get("withdrawn"))
	nlri, ok2 := ownRoutes(nil, v.get("nlri"))
	var attrs []byte
	for a := range v.get("attributes").elements() {
		flags, ok3 := a.get("flags").number32()
		code, ok4 := a.get("type").number32()
		raw, ok5 := hexText(a.get("raw").text())
		if !ok3 || !ok4 || !ok5 || flags > 255 || code > 255 || len(attrs)+len(raw) > 1<<16-8 || len(raw) > 255 && flags&0x10 == 0 {
			return nil, false
		}
		if attrs = append(attrs, byte(flags), byte(code)); flags&0x10 != 0 { // Extended Length (RFC 4271 §4.3)
			attrs = append(attrs, byte(len(raw)>>8))
		}
		attrs = append(append(attrs, byte(len(raw))), raw...)
	}
	if !ok1 || !ok2 || !v.isObject() || len(withdrawn) > 1<<16-1 {
		return nil, false
	}
	b := binary.BigEndian.AppendUint16(nil, uint16(len(withdrawn)))
	b = binary.BigEndian.AppendUint16(append(b, withdrawn...), uint16(len(attrs)))
	return append(append(b, attrs...), nlri...), true
}

// ownRoutes appends IPv4 routes [{"prefix":"198.51.100.0/24","path_id":1}].
func ownRoutes(b []byte, list jsonVal) ([]byte, bool) {
	for r := range list.elements() {
		p, err := netip.ParsePrefix(r.get("prefix").text())
		if err != nil || !p.Addr().Is4() || len(b) > 1<<16 {
			return nil, false
		}
		if id := r.get("path_id"); id != "" {
			n, ok := id.number32()
			if !ok {
				return nil, false
			}
			b = binary.BigEndian.AppendUint32(b, n)
		}
		a := p.Addr().As4()
		b = append(append(b, byte(p.Bits())), a[:(p.Bits()+7)/8]...)
	}
	return b, true
}

func ownOpen(v jsonVal) ([]byte, bool) {
	version, ok1 := v.get("version").number32()
	as, ok2 := v.get("as").number32()
	hold, ok3 := v.get("hold_time").number32()
	id, err := netip.ParseAddr(v.get("id").text())
	if !ok1 || !ok2 || !ok3 || err != nil || !id.Is4() || version > 255 || as > 65535 || hold > 65535 {
		return nil, false
	}
	b := binary.BigEndian.AppendUint16([]byte{byte(version)}, uint16(as))
	b = append(binary.BigEndian.AppendUint16(b, uint16(hold)), id.AsSlice()...)
	var parms []byte
	for p := range v.get("parameters").elements() {
		var caps []byte
		for c := range p.get("capabilities").elements() {
			code, ok4 := c.get("code").number32()
			raw, ok5 := hexText(c.get("raw").text())
			if !ok4 || !ok5 || code > 255 || len(raw) > 255 || len(caps) > 255 {
				return nil, false
			}
			caps = append(append(caps, byte(code), byte(len(raw))), raw...)
		}
		if typ, ok := p.get("type").number32(); !ok || typ != 2 || len(caps) > 255 || len(parms) > 255 {
			return nil, false
		}
		parms = append(append(parms, 2, byte(len(caps))), caps...)
	}
	return append(append(b, byte(len(parms))), parms...), len(parms) <= 255
}
