package codec

// attrBGPsec reads BGPsec_Path (RFC 8205 section 3): the Secure_Path, then one or two Signature_Blocks with a signature for each
// of its segments. Their lengths count themselves.
func (d *dec) attrBGPsec(st *attrState) {
	fr := d.begin(FieldSecure)
	defer d.leave(fr)
	segments, ok := d.securePath(st)
	if !ok || d.left() == 0 && d.lacks(st) {
		return
	}
	at, n := d.off, 0
	l := d.begin(FieldSignatureBlocks)
	for ; d.left() > 0 && ok; n++ {
		ok = d.signatureBlock(st, segments)
	}
	d.leave(l)
	if ok && (n == 0 || n > 2) && !d.lacks(st) {
		d.attrBad(st, FindBGPsecBlocks, at, d.off-at, uint32(n), 0)
	}
}

const (
	secureSegmentOctets = 6
	signatureHead       = 22 // Subject Key Identifier and Signature Length
)

// securePath reads the Secure_Path and counts its segments. It reports false when what is behind it cannot be found.
func (d *dec) securePath(st *attrState) (segments int, ok bool) {
	at := d.off
	n := int(d.u16(FieldSecureLen)) - 2
	if n < secureSegmentOctets || n%secureSegmentOctets != 0 || d.overruns(n) && !d.lacks(st) {
		if d.off-at == 2 {
			d.attrBad(st, FindInnerLength, at, 2, uint32(n+2), uint32(d.left()))
		}
		return 0, false
	}
	fr := d.enter(FieldSecurePath, n)
	for d.left() >= secureSegmentOctets {
		e := d.begin(FieldSecureSegment)
		d.u8(FieldSecurePCount)
		flagsAt := d.off
		if flags := d.u8(FieldSecureFlags); flags&0x80 != 0 && d.ctx.Peer == PeerEBGP && d.upd.in {
			d.attrBad(st, FindSegmentConfed, flagsAt, 1, 0, 0)
		}
		d.u32(FieldSecureAS)
		d.done(e)
	}
	d.leave(fr)
	return n / secureSegmentOctets, true
}

// signatureBlock reads a Signature_Block (RFC 8205 section 3.2). It reports false when what is behind it cannot be found.
func (d *dec) signatureBlock(st *attrState, segments int) bool {
	fr := d.begin(FieldSignatureBlock)
	defer d.leave(fr)
	at, left := d.off, d.left()
	n := int(d.u16(FieldSignatureBlockLen)) - 2
	if left < 2 || n < 1 || d.overruns(n) {
		if !d.lacks(st) {
			d.attrBad(st, FindInnerLength, at, min(2, left), uint32(max(n+2, 0)), uint32(d.left()))
		}
		return false
	}
	d.narrow(n)
	d.u8(FieldSignatureSuite)
	l := d.begin(FieldSignatures)
	count, ok := 0, true
	for ; d.left() > 0 && ok; count++ {
		ok = d.signature(st)
	}
	d.leave(l)
	if ok && count != segments && !d.lacks(st) {
		d.attrBad(st, FindBGPsecSegments, at, 2, uint32(segments), uint32(count))
	}
	return true
}

// signature reads a Signature Segment. It reports false when it does not fit.
func (d *dec) signature(st *attrState) bool {
	fr := d.begin(FieldSignature)
	defer d.done(fr)
	at := d.off
	if n := d.left(); n < signatureHead {
		if !d.lacks(st) {
			d.attrBad(st, FindInnerLength, at, n, signatureHead, uint32(n))
		}
		return false
	}
	d.bytes(FieldSignatureSKI, 20)
	n := int(d.u16(FieldSignatureLen))
	if d.overruns(n) && !d.lacks(st) {
		d.attrBad(st, FindInnerLength, d.off-2, 2, uint32(n), uint32(d.left()))
		return false
	}
	if n > 0 {
		d.bytes(FieldSignatureValue, n)
	}
	return true
}

// BGPsecPath is the value of a BGPsec_Path attribute (RFC 8205 section 3).
type BGPsecPath struct {
	Segments []SecureSegment  // newest first
	Blocks   []SignatureBlock // one or two
}

// SecureSegment is a Secure_Path Segment (RFC 8205 section 3.1).
type SecureSegment struct {
	PCount uint8 // how often the AS counts in the path; 0 for a route server
	Flags  uint8 // 0x80: Confed_Segment
	AS     uint32
}

// SignatureBlock is a Signature_Block (RFC 8205 section 3.2): signatures with the algorithms of a suite (RFC 8608), one for each
// segment.
type SignatureBlock struct {
	Suite      uint8
	Signatures []BGPsecSignature
}

// BGPsecSignature is a Signature Segment (RFC 8205 section 3.2).
type BGPsecSignature struct {
	SKI       [20]byte // Subject Key Identifier
	Signature []byte
}

// AppendBGPsecPath appends the value of a BGPsec_Path attribute. It reports false, and appends nothing, when a length does not
// fit its field.
func AppendBGPsecPath(dst []byte, p *BGPsecPath) ([]byte, bool) {
	n := 2 + secureSegmentOctets*len(p.Segments)
	if n > 1<<16-1 {
		return dst, false
	}
	out := appendU16(dst, uint16(n))
	for _, s := range p.Segments {
		out = appendU32(append(out, s.PCount, s.Flags), s.AS)
	}
	for _, b := range p.Blocks {
		n := 3
		for _, s := range b.Signatures {
			n += signatureHead + len(s.Signature)
		}
		if n > 1<<16-1 {
			return dst, false
		}
		out = append(appendU16(out, uint16(n)), b.Suite)
		for _, s := range b.Signatures {
			out = append(appendU16(append(out, s.SKI[:]...), uint16(len(s.Signature))), s.Signature...)
		}
	}
	return out, true
}

// ParseBGPsecPath reads the value of a BGPsec_Path attribute. It reports false when lengths do not fit. Signatures borrow v.
// How many segments, blocks and signatures there are is not judged.
func ParseBGPsecPath(v []byte) (p BGPsecPath, ok bool) {
	if len(v) < 2 || int(be16(v)) > len(v) || be16(v) < 2 || (be16(v)-2)%secureSegmentOctets != 0 {
		return p, false
	}
	path, v := v[2:be16(v)], v[be16(v):]
	for ; len(path) > 0; path = path[secureSegmentOctets:] {
		p.Segments = append(p.Segments, SecureSegment{path[0], path[1], be32(path[2:])})
	}
	for len(v) > 0 {
		if len(v) < 3 || int(be16(v)) > len(v) || be16(v) < 3 {
			return p, false
		}
		b := SignatureBlock{Suite: v[2]}
		list := v[3:be16(v)]
		for v = v[be16(v):]; len(list) > 0; {
			if len(list) < signatureHead || len(list) < signatureHead+int(be16(list[20:])) {
				return p, false
			}
			end := signatureHead + int(be16(list[20:]))
			b.Signatures = append(b.Signatures, BGPsecSignature{[20]byte(list), list[signatureHead:end:end]})
			list = list[end:]
		}
		p.Blocks = append(p.Blocks, b)
	}
	return p, true
}
