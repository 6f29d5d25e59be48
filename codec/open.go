package codec

import "github.com/bgpdecode/bgpdecode/registry"

// openState is what the capabilities of an OPEN told so far.
type openState struct {
	myAS, capAS   uint32
	capASAt       int // offset of the capability's value
	hasCapAS      bool
	role          uint8
	hasRole       bool
	hasGR         bool
	llgrAt        int // offset of an LLGR capability + 1
	mp            [8]Family
	mps           int
	addPath       [8]Family
	addPathAt     [8]int
	addPaths      int
	caps          [16]capSeen
	numCaps       int
	inOpen        bool
	badCapability bool // one that may have been the 4-octet AS capability was not readable
}

// capSeen is where the value of a capability stands.
type capSeen struct {
	code    uint8
	off, to int
}

// openBody decodes an OPEN without its header (RFC 4271 section 4.2).
func (d *dec) openBody() {
	fr := d.begin(FieldOpen)
	d.open = openState{inOpen: true} // no OPEN stands in another
	d.openFields()
	d.open.inOpen = false
	d.done(fr)
}

func (d *dec) openFields() {
	start := d.off
	if n := d.left(); n < 10 {
		if !d.atCut() && !d.badLen {
			d.reset(FindOpenShort, start, n, uint32(n), 0)
		}
	}
	if v := d.u8(FieldVersion); d.off > start && v != 4 {
		f := d.reset(FindVersion, start, 1, uint32(v), 0)
		f.Note.Data = version4[:]
	}
	asAt := d.off
	d.open.myAS = uint32(d.u16(FieldMyAS))
	hasAS := d.off-asAt == 2
	holdAt := d.off
	hold := d.u16(FieldHoldTime)
	if n := d.off - holdAt; n == 2 && (hold == 1 || hold == 2) {
		d.reset(FindHoldTime, holdAt, 2, uint32(hold), 0)
	} else if n == 2 && hold == 0 {
		d.find(FindHoldZero, holdAt, 2, 0, 0)
	}
	idAt := d.off
	if id := d.u32(FieldBGPID); d.off-idAt == 4 && id == 0 {
		d.reset(FindBGPIDZero, idAt, 4, 0, 0)
	}
	if d.left() > 0 {
		d.openParameters()
	}
	if hasAS {
		d.judgeOpenAS(asAt)
	}
	d.judgeCapabilities()
}

// reset is find for a fault that RFC 4271 answers with a NOTIFICATION and no later RFC softens.
func (d *dec) reset(id FindingID, off, n int, a, b uint32) *Finding {
	f := d.find(id, off, n, a, b)
	f.Action = registry.ActionSessionReset
	return f
}

// openParameters reads the length and the parameters, in the form of RFC 4271 or that of RFC 9072: there the
// first parameter type is 255 and all lengths have two octets.
func (d *dec) openParameters() {
	lenAt := d.off
	n := int(d.u8(FieldOptParmLen))
	wide := 1
	if extendedParameters(n, d.peek()) {
		wide = 2
		d.u8(FieldExtParmMarker)
		lenAt = d.off
		n = int(d.u16(FieldExtParmLen))
		if got := d.off - lenAt; got < 2 {
			if !d.atCut() {
				d.reset(FindOptParmLen, lenAt-1, got+1, 2, uint32(got))
			}
			return
		}
		if n <= 255 {
			d.find(FindExtParmShort, lenAt, 2, uint32(n), 0)
		}
	}
	if have := d.left(); d.overruns(n) || n < have {
		d.reset(FindOptParmLen, lenAt, wide, uint32(n), uint32(have))
	}
	fr := d.enter(FieldParameters, n)
	for d.left() > 0 {
		d.parameter(wide)
	}
	d.leave(fr)
	d.gap()
}

// parameter reads one optional parameter.
func (d *dec) parameter(wide int) {
	fr := d.begin(FieldParameter)
	at := d.off
	t := registry.ParamType(d.u8(FieldParmType))
	if d.left() < wide {
		if !d.atCut() {
			d.reset(FindParmOverrun, at, d.end-at, uint32(wide), uint32(d.left()))
		}
		d.uint(FieldParmLen, wide)
		d.done(fr)
		return
	}
	n := int(d.uint(FieldParmLen, wide))
	if have := d.left(); d.overruns(n) {
		d.reset(FindParmOverrun, at, d.end-at, uint32(n), uint32(have))
	}
	r := d.narrow(n)
	switch t {
	case registry.ParamCapabilities:
		d.capabilityList(FieldCapabilities)
	case registry.ParamAuthentication:
		d.reset(FindParmAuth, at, d.end-at, uint32(t), 0)
		d.rest(FieldParmValue)
	default:
		d.reset(FindParmUnknown, at, d.end-at, uint32(t), 0)
		d.rest(FieldParmValue)
	}
	d.widen(r)
	d.done(fr)
}

// judgeOpenAS compares My AS and the 4-octet AS capability (RFC 6793 sections 4.1 and 7, RFC 7607).
func (d *dec) judgeOpenAS(at int) {
	o := &d.open
	as := o.myAS
	if o.hasCapAS {
		as = o.capAS
	}
	switch {
	case o.myAS == 0:
		d.reset(FindASZero, at, 2, 0, 0)
	case o.hasCapAS && o.capAS == 0:
		d.reset(FindASZero, o.capASAt, 4, 0, 0)
	case !o.hasCapAS && o.myAS == registry.ASTrans && !o.badCapability && !d.atCut():
		d.reset(FindASTransAlone, at, 2, o.myAS, 0)
	case o.hasCapAS && o.capAS == registry.ASTrans:
		d.reset(FindASTransCap, o.capASAt, 4, o.capAS, 0)
	case o.hasCapAS && o.myAS != registry.ASTrans && o.myAS != o.capAS:
		d.reset(FindASMismatch, o.capASAt, 4, o.myAS, o.capAS)
	case o.hasCapAS && o.myAS == registry.ASTrans && o.capAS <= 0xffff:
		d.find(FindASCapOdd, at, 2, o.myAS, o.capAS)
	}
	d.synth(FieldEffectiveAS, uint64(as))
}

// judgeCapabilities looks at what only all capabilities together show.
func (d *dec) judgeCapabilities() {
	o := &d.open
	if o.llgrAt > 0 && !o.hasGR {
		d.find(FindLLGRNoGR, o.llgrAt-1, 2, 0, 0)
	}
	for i := range o.addPaths {
		f, ok := o.addPath[i], o.mps == 0 && o.addPath[i] == IPv4Unicast
		for _, m := range o.mp[:o.mps] {
			ok = ok || m == f
		}
		if !ok && o.mps < len(o.mp) {
			d.find(FindAddPathNoMP, o.addPathAt[i], 4, uint32(f.AFI), uint32(f.SAFI))
		}
	}
}
