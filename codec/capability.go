package codec

import (
	"bytes"
	"iter"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/registry"
)

// How to add a capability:
//
//  1. Registry: a row in registry/overlay/capabilities.csv with its legal length, then go generate.
//  2. Fields: ids and descriptions in fields.go.
//  3. A function of the cursor in cap_<name>.go and its row in capDecoders.
//  4. Vectors in testdata/wire/capabilities.txt: legal, one octet short, one long.
//  5. A case of encode's capabilityTyped, which builds it from JSON.

// capDecoders holds the decoder of each capability value; the range is open on exactly the value. A code
// without a row is kept as raw octets with its registry name.
var capDecoders = [256]func(*dec){
	registry.CapMultiprotocol:   (*dec).capMultiprotocol,
	registry.CapExtendedNextHop: (*dec).capExtendedNextHop,
	registry.CapORF:             (*dec).capORFStandard,
	registry.CapORFOld129:       (*dec).capORF129,
	registry.CapORFOld:          (*dec).capORF130,
	registry.CapBGPsec:          (*dec).capBGPsec,
	registry.CapMultipleLabels:  (*dec).capMultipleLabels,
	registry.CapAS4Old:          (*dec).capAS4Old,
	registry.CapFQDNOld:         (*dec).capFQDNOld,
	registry.CapRole:            (*dec).capRole,
	registry.CapGracefulRestart: (*dec).capGracefulRestart,
	registry.CapAS4:             (*dec).capAS4,
	registry.CapDynamic:         (*dec).capDynamic,
	registry.CapMultisession:    (*dec).capMultisession,
	registry.CapAddPath:         (*dec).capAddPath,
	registry.CapLLGR:            (*dec).capLLGR,
	registry.CapFQDN:            (*dec).capFQDN,
	registry.CapSoftwareVersion: (*dec).capSoftwareVersion,
	registry.CapPathsLimit:      (*dec).capPathsLimit,
	registry.CapMultisessionOld: (*dec).capMultisession,
}

// Capability is one capability TLV (RFC 5492 section 4).
type Capability struct {
	Code   registry.CapCode
	Value  []byte
	Offset int // of the code octet in the octets walked
}

// Capabilities yields the capability TLVs of b and stops before one that runs past the end.
func Capabilities(b []byte) iter.Seq[Capability] {
	return func(yield func(Capability) bool) {
		for off := 0; off+2 <= len(b); {
			n := int(b[off+1])
			if off+2+n > len(b) || !yield(Capability{registry.CapCode(b[off]), b[off+2 : off+2+n], off}) {
				return
			}
			off += 2 + n
		}
	}
}

// capabilityList reads capability TLVs to the end of the range.
func (d *dec) capabilityList(f FieldID) {
	fr := d.begin(f)
	for d.left() > 0 {
		d.capability()
	}
	d.leave(fr)
}

func (d *dec) capability() {
	fr := d.begin(FieldCapability)
	d.capabilityFields()
	d.done(fr)
}

func (d *dec) capabilityFields() {
	at := d.off
	code := d.u8(FieldCapCode)
	if d.left() == 0 {
		if !d.atCut() {
			d.capOverrun(at, 0, 0)
		}
		return
	}
	n := int(d.u8(FieldCapLen))
	if d.overruns(n) {
		d.capOverrun(at, n, d.left())
	}
	v := d.enter(FieldCapValue, n)
	whole := d.left() == n
	if whole {
		d.judgeCapability(code, at, n)
		d.judgeRepeated(code, at, n)
	}
	if dec := capDecoders[code]; dec != nil && whole && registry.Cap(code).LengthOK(n) {
		dec(d)
	}
	if d.left() > 0 {
		d.rest(FieldCapRaw)
	}
	d.leave(v)
}

func (d *dec) capOverrun(at, want, have int) {
	d.open.badCapability = true
	d.reset(FindCapOverrun, at, d.end-at, uint32(want), uint32(have))
}

// judgeCapability checks what can be said from code and length, and repeats.
func (d *dec) judgeCapability(code uint8, at, n int) {
	r := registry.Cap(code)
	st := registry.TableCapabilities.Status(uint64(code))
	switch {
	case code == uint8(registry.CapAS4) && n != 4:
		d.open.badCapability = true
		d.reset(FindCapAS4Length, at, 2+n, uint32(code), uint32(n))
	case !r.LengthOK(n):
		d.find(FindCapLength, at, 2+n, uint32(code), uint32(n))
	case !r.Known && st != registry.StatusAssigned && st != registry.StatusTemporary && st != registry.StatusDeprecated:
		d.find(FindCapUnknown, at, 2+n, uint32(code), uint32(n))
	case st == registry.StatusDeprecated:
		d.find(FindCapDeprecated, at, 2+n, uint32(code), uint32(n))
	}
}

// judgeRepeated notes a capability that comes again with another value. Those that list families mean all of
// them together (RFC 5492 section 4); a Role has a finding of its own.
func (d *dec) judgeRepeated(code uint8, at, n int) {
	switch registry.CapCode(code) {
	case registry.CapMultiprotocol, registry.CapAddPath, registry.CapExtendedNextHop, registry.CapLLGR,
		registry.CapMultipleLabels, registry.CapPathsLimit, registry.CapORF, registry.CapORFOld,
		registry.CapORFOld129, registry.CapRole, registry.CapMultisession, registry.CapMultisessionOld,
		registry.CapBGPsec: // one for each family and direction
		return
	}
	o := &d.open
	if !o.inOpen {
		return
	}
	v := d.b[at+2 : at+2+n]
	for i := range o.caps[:o.numCaps] {
		c := &o.caps[i]
		if c.code == code {
			if !bytes.Equal(d.b[c.off:c.to], v) {
				d.find(FindCapDuplicate, at, 2+n, uint32(code), 0)
			}
			c.off, c.to = at+2, at+2+n
			return
		}
	}
	if o.numCaps < len(o.caps) {
		o.caps[o.numCaps] = capSeen{code, at + 2, at + 2 + n}
		o.numCaps++
	}
}

// family reads AFI and SAFI as RFC 4760 has them in an attribute: two octets and one.
func (d *dec) family() Family {
	afi := registry.AFI(d.u16(FieldAFI))
	return Family{afi, registry.SAFI(d.u8(FieldSAFI))}
}

// text claims what is left as UTF-8 text.
func (d *dec) text(f FieldID, n int, code registry.CapCode) {
	at := d.off
	if v := d.bytes(f, n); !utf8.Valid(v) {
		d.find(FindCapText, at, len(v), uint32(code), 0)
	}
}

func (d *dec) capMultiprotocol() {
	fr := d.begin(FieldCapMP)
	f := Family{AFI: registry.AFI(d.u16(FieldAFI))}
	d.u8(FieldReserved)
	f.SAFI = registry.SAFI(d.u8(FieldSAFI))
	d.done(fr)
	if o := &d.open; o.mps < len(o.mp) {
		o.mp[o.mps] = f
		o.mps++
	}
}

func (d *dec) capExtendedNextHop() {
	fr := d.begin(FieldCapENHE)
	for d.left() >= 6 {
		e := d.begin(FieldCapFamily)
		d.u16(FieldAFI)
		d.u16(FieldSAFI2)
		d.u16(FieldNextHopAFI)
		d.done(e)
	}
	d.leave(fr)
}

func (d *dec) capRole() {
	at := d.off
	role := d.u8(FieldRole)
	o := &d.open
	if EnumName(EnumRole, uint64(role)) == "" {
		d.find(FindRoleUnknown, at, 1, uint32(role), 0)
	}
	if o.hasRole && o.role != role {
		d.reset(FindRoleConflict, at, 1, uint32(o.role), uint32(role))
	}
	o.hasRole, o.role = true, role
}

func (d *dec) capGracefulRestart() {
	fr := d.begin(FieldGR)
	v := d.u16(FieldGRFlags)
	d.synth(FieldMultisessionFlags, uint64(v>>12))
	d.synth(FieldGRTime, uint64(v&0xfff))
	l := d.begin(FieldGRFamilies)
	for d.left() >= 4 {
		e := d.begin(FieldCapFamily)
		d.family()
		d.u8(FieldFamilyFlags)
		d.done(e)
	}
	d.done(l)
	d.leave(fr)
	d.open.hasGR = true
}

func (d *dec) capAS4() {
	d.open.capASAt = d.off
	d.open.capAS, d.open.hasCapAS = d.u32(FieldCapAS), true
}

func (d *dec) capDynamic() {
	fr := d.begin(FieldDynamicCodes)
	for d.left() > 0 {
		d.u8(FieldCapCode)
	}
	d.done(fr)
}

func (d *dec) capMultisession() {
	fr := d.begin(FieldMultisession)
	d.u8(FieldMultisessionFlags)
	l := d.begin(FieldMultisessionCodes)
	for d.left() > 0 {
		d.u8(FieldCapCode)
	}
	d.done(l)
	d.done(fr)
}

func (d *dec) capAddPath() {
	fr := d.begin(FieldCapList)
	for d.left() >= 4 {
		at := d.off
		e := d.begin(FieldCapFamily)
		f := d.family()
		mode := d.u8(FieldSendReceive)
		d.done(e)
		if mode < 1 || mode > 3 {
			d.find(FindAddPathMode, at, 4, uint32(mode), 0)
		} else if o := &d.open; o.inOpen && o.addPaths < len(o.addPath) {
			o.addPath[o.addPaths], o.addPathAt[o.addPaths] = f, at
			o.addPaths++
		}
	}
	d.leave(fr)
}

func (d *dec) capLLGR() {
	if d.open.inOpen {
		d.open.llgrAt = d.off - 2 + 1
	}
	fr := d.begin(FieldCapList)
	for d.left() >= 7 {
		e := d.begin(FieldCapFamily)
		d.family()
		d.u8(FieldFamilyFlags)
		d.uint(FieldStaleTime, 3)
		d.done(e)
	}
	d.leave(fr)
}

func (d *dec) capFQDN()    { d.fqdn(registry.CapFQDN) }
func (d *dec) capFQDNOld() { d.fqdn(registry.CapFQDNOld) }

func (d *dec) fqdn(code registry.CapCode) {
	fr := d.begin(FieldFQDN)
	at, all := d.off, d.left()
	n := int(d.u8(FieldHostLen))
	whole := n < d.left()
	d.text(FieldHostName, n, code)
	if d.left() > 0 {
		n = int(d.u8(FieldDomainLen))
		whole = whole && n == d.left()
		d.text(FieldDomainName, n, code)
	}
	if !whole {
		d.find(FindCapInner, at, all, uint32(code), uint32(all))
	}
	d.leave(fr)
}

func (d *dec) capPathsLimit() {
	fr := d.begin(FieldCapList)
	for d.left() >= 5 {
		e := d.begin(FieldCapFamily)
		d.family()
		d.u16(FieldPathsLimit)
		d.done(e)
	}
	d.leave(fr)
}

// capSoftwareVersion: the text is the value; older drafts put a length octet of its own before it.
func (d *dec) capSoftwareVersion() {
	if oldSoftwareVersion(d.peek()) {
		d.u8(FieldSoftwareLen)
	}
	d.text(FieldSoftware, d.left(), registry.CapSoftwareVersion)
}
