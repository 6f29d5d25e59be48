package codec

// attrAggregator reads AGGREGATOR (RFC 4271 section 5.1.7). Its length shows its width: 6 octets with a
// 2-octet AS number, 8 with a 4-octet one (RFC 6793 section 3), whatever the session agreed.
func (d *dec) attrAggregator(st *attrState) {
	switch st.Length {
	case 6:
		d.aggregator(st, 2)
	case 8:
		d.aggregator(st, 4)
	}
}

// attrAS4Aggregator reads AS4_AGGREGATOR (RFC 6793 section 3).
func (d *dec) attrAS4Aggregator(st *attrState) {
	d.as4FromNew(st)
	if st.Length == 8 {
		d.aggregator(st, 4)
	}
}

func (d *dec) aggregator(st *attrState, w int) {
	fr := d.begin(FieldAggregator)
	at := d.off
	if v := d.uint(FieldAggregatorAS, w); v == 0 && d.off-at == w {
		d.attrBad(st, FindAggregatorASZero, at, w, 0, 0)
	}
	d.u32(FieldAggregatorAddr)
	d.done(fr)
}
