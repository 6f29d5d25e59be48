package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The attributes whose value is one number or one address.

// attrOrigin reads ORIGIN (RFC 4271 section 5.1.1).
func (d *dec) attrOrigin(st *attrState) {
	if d.left() == 0 {
		return
	}
	at := d.off
	if v := d.u8(FieldOrigin); v > 2 && st.Length == 1 {
		d.attrBad(st, FindOriginValue, at, 1, uint32(v), 0)
	}
}

// attrNextHop reads NEXT_HOP (RFC 4271 section 5.1.3). Only the syntax is judged: whether the address is on
// the link is not in the octets.
func (d *dec) attrNextHop(st *attrState) {
	if d.left() < 4 {
		return
	}
	at := d.off
	v := d.u32(FieldNextHop)
	if v == 0 && d.ctx.Table {
		return // a route of the router's own
	}
	if st.Length == 4 && (v>>24 == 0 || v>>28 >= 14 || v>>24 == 127) { // 0/8: RFC 1122 section 3.2.1.3
		// RFC 7606 section 7.3 calls only a wrong length malformed. A loopback address is one that sessions within a host have.
		f := d.attrBad(st, FindNextHopValue, at, 4, v, 0)
		f.Action = registry.ActionNone
		if v>>24 == 127 {
			f.Severity = SeverityWarning
		}
	}
}

// attrMED reads MULTI_EXIT_DISC (RFC 4271 section 5.1.4).
func (d *dec) attrMED(*attrState) { d.wholeU32(FieldMED) }

// attrLocalPref reads LOCAL_PREF (RFC 4271 section 5.1.5).
func (d *dec) attrLocalPref(st *attrState) {
	if d.ctx.Peer == PeerEBGP && d.upd.in {
		d.attrFind(st, FindLocalPrefEBGP, st.at, len(st.tlv), 0, 0).Action = registry.ActionAttributeDiscard
	}
	d.wholeU32(FieldLocalPref)
}

// wholeU32 reads a value that is one 4-octet number; with another length it stays raw.
func (d *dec) wholeU32(f FieldID) {
	if d.left() == 4 {
		d.u32(f)
	}
}

// attrAtomicAggregate reads ATOMIC_AGGREGATE (RFC 4271 section 5.1.6): it is there or not.
func (d *dec) attrAtomicAggregate(*attrState) {
	if d.left() == 0 {
		d.synth(FieldAtomicAggregate, 1)
	}
}

// attrOriginatorID reads ORIGINATOR_ID (RFC 4456 section 8).
func (d *dec) attrOriginatorID(st *attrState) {
	d.reflected(st)
	d.wholeU32(FieldOriginatorID)
}

// attrClusterList reads CLUSTER_LIST (RFC 4456 section 8).
func (d *dec) attrClusterList(st *attrState) {
	d.reflected(st)
	fr := d.begin(FieldClusterList)
	for d.left() >= 4 {
		d.u32(FieldClusterID)
	}
	d.leave(fr)
}

// reflected notes an attribute of route reflection that came from outside the AS.
func (d *dec) reflected(st *attrState) {
	if d.ctx.Peer == PeerEBGP && d.upd.in {
		d.attrFind(st, FindReflectEBGP, st.at, len(st.tlv), 0, 0).Action = registry.ActionAttributeDiscard
	}
}

// attrOTC reads Only to Customer (RFC 9234 section 5).
func (d *dec) attrOTC(st *attrState) {
	if st.Length != 4 || d.left() != 4 {
		return
	}
	at := d.off
	if d.u32(FieldOTC) == 0 {
		d.attrFind(st, FindOTCASZero, at, 4, 0, 0)
	}
}
