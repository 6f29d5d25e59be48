package codec

import "github.com/bgpdecode/bgpdecode/registry"

// Subtypes of ROUTE-REFRESH (RFC 7313 section 3.2).
const (
	RefreshRequest = 0 // send the routes of the family again
	RefreshBoRR    = 1 // what follows is all there is ...
	RefreshEoRR    = 2 // ... up to here
)

// AppendRouteRefresh appends a ROUTE-REFRESH message (RFC 2918 section 3). Subtypes other than RefreshRequest are for
// peers that offer enhanced route refresh (RFC 7313).
func AppendRouteRefresh(dst []byte, f Family, subtype uint8) []byte {
	dst = AppendHeader(dst, minRefresh, registry.MsgRouteRefresh)
	return append(appendU16(dst, uint16(f.AFI)), subtype, byte(f.SAFI))
}

// ParseRouteRefresh reads a ROUTE-REFRESH message, from its marker; what follows SAFI is for ParseORFs. It
// reports false for other messages and for less than all of one.
func ParseRouteRefresh(msg []byte) (f Family, subtype uint8, ok bool) {
	h, ok := ParseHeader(msg)
	if !ok || h.Type != registry.MsgRouteRefresh || h.Length < minRefresh || h.Length > len(msg) {
		return Family{}, 0, false
	}
	b := msg[HeaderLen:]
	return Family{registry.AFI(be16(b)), registry.SAFI(b[3])}, b[2], true
}

// refreshBody decodes a ROUTE-REFRESH without its header (RFC 2918 section 3, RFC 7313, ORF of RFC 5291).
func (d *dec) refreshBody() {
	fr := d.begin(FieldRefresh)
	defer d.leave(fr)
	start, n := d.off, d.left()
	afi := registry.AFI(d.u16(FieldAFI))
	at := d.off
	sub := d.u8(FieldRefreshSubtype)
	got := d.off - at
	d.u8(FieldSAFI)
	bounds := got == 1 && (sub == RefreshBoRR || sub == RefreshEoRR)
	switch {
	case bounds && (n < 4 && !d.atCut() || n > 4):
		f := d.reset(FindRefreshLength, start, n, uint32(sub), uint32(n))
		if start >= HeaderLen {
			f.Note.Data = d.b[start-HeaderLen : d.end] // the whole message, RFC 7313 section 5
		}
	case n < 4 && !d.atCut() && !d.badLen:
		f := d.reset(FindRefreshShort, start, n, uint32(n), 0)
		if start >= HeaderLen {
			f.Note.Data = d.b[start-3 : start-1]
		}
	}
	if got == 1 && sub > RefreshEoRR {
		d.find(FindRefreshSubtype, at, 1, uint32(sub), 0)
	}
	if d.left() > 0 && sub == RefreshRequest {
		d.orf(afi)
	}
}
