package codec

// attrCommunities reads COMMUNITIES (RFC 1997); its values are never malformed (RFC 7606 section 7.8).
func (d *dec) attrCommunities(*attrState) {
	fr := d.begin(FieldCommunities)
	for d.left() >= 4 {
		d.u32(FieldCommunity)
	}
	d.leave(fr)
}

// attrExtCommunities reads EXTENDED COMMUNITIES (RFC 4360): unknown types are not errors.
func (d *dec) attrExtCommunities(*attrState) {
	fr := d.begin(FieldExtCommunities)
	for d.left() >= 8 {
		e := d.begin(FieldExtCommunity)
		d.u8(FieldExtType)
		d.u8(FieldExtSubType)
		d.bytes(FieldExtValue, 6)
		d.done(e)
	}
	d.leave(fr)
}

// attrLargeCommunity reads LARGE_COMMUNITY (RFC 8092).
func (d *dec) attrLargeCommunity(*attrState) {
	fr := d.begin(FieldLargeCommunities)
	for d.left() >= 12 {
		e := d.begin(FieldLargeCommunity)
		d.u32(FieldLargeGlobal)
		d.u32(FieldLargeLocal1)
		d.u32(FieldLargeLocal2)
		d.done(e)
	}
	d.leave(fr)
}
