package codec

import (
	"math"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/registry"
)

// notification decodes error code, subcode and Data (RFC 4271 section 4.5).
func (d *dec) notification() {
	fr := d.begin(FieldNotification)
	defer d.done(fr)
	d.errorAndData()
}

// errorAndData reads code, subcode and Data to the end of the range. A Hard Reset encloses another triple.
func (d *dec) errorAndData() {
	at := d.off
	if n := d.left(); n < 2 && !d.atCut() && !d.badLen {
		d.find(FindNotificationShort, at, n, uint32(n), 0)
	}
	code := d.u8(FieldCode)
	have := d.left() > 0
	sub := uint8(d.under(FieldSubcode, uint64(code), 1))
	if d.off-at > 0 {
		d.judgeCode(code, sub, at, have)
	}
	if !have {
		return
	}
	fr := d.begin(FieldData)
	defer d.leave(fr)
	form := dataFormOf(code, sub)
	if d.left() == 0 {
		if form.wanted && !d.cut {
			d.about(FindDataMissing, at, 2, code, sub)
		}
		return
	}
	if d.depth >= maxDepth {
		d.find(FindNestedDeep, d.off, d.left(), 0, 0)
		return
	}
	d.depth++
	form.decode(d, code, sub)
	d.depth--
}

// about is find for a finding whose text names the code and subcode.
func (d *dec) about(id FindingID, off, n int, code, sub uint8) *Finding {
	return d.find(id, off, n, uint32(code), uint32(sub))
}

func (d *dec) judgeCode(code, sub uint8, at int, haveSub bool) {
	switch {
	case registry.TableErrorCodes.Name(uint64(code)) == "":
		d.about(FindCodeUnknown, at, 1, code, sub)
	case !haveSub:
	case !registry.KnownSubcode(code, sub):
		d.about(FindSubcodeUnknown, at+1, 1, code, sub)
	default:
		if t := registry.SubcodeTable(code); t != nil && t.Status(uint64(sub)) == registry.StatusDeprecated {
			d.about(FindSubcodeDeprecated, at+1, 1, code, sub)
		}
	}
}

// dataReader says what the Data of a code and subcode holds.
type dataReader struct {
	decode func(d *dec, code, sub uint8)
	wanted bool // an RFC asks for Data
}

// dataFormOf gives the reader for the Data of a code and subcode. Pairs for which no RFC defines Data get the one
// that tries what implementations put there.
func dataFormOf(code, sub uint8) dataReader {
	switch registry.ErrorCode(code) {
	case registry.ErrMessageHeader:
		switch sub {
		case 2:
			return dataReader{(*dec).dataBadLength, true}
		case 3:
			return dataReader{(*dec).dataBadType, true}
		}
	case registry.ErrOpen:
		switch sub {
		case 1:
			return dataReader{(*dec).dataVersion, true}
		case 2:
			return dataReader{(*dec).dataPeerAS, false}
		case 3:
			return dataReader{(*dec).dataBGPID, false}
		case 4:
			return dataReader{(*dec).dataParameter, false}
		case 6:
			return dataReader{(*dec).dataHoldTime, false}
		case 7:
			return dataReader{(*dec).dataCapabilities, true}
		}
		return dataReader{(*dec).dataOpenUnexpected, false}
	case registry.ErrUpdate:
		switch sub {
		case 3:
			return dataReader{(*dec).dataMissingAttr, true}
		case 2, 4, 5, 6, 8, 9:
			return dataReader{(*dec).dataAttribute, true}
		}
		return dataReader{(*dec).dataAttribute, false}
	case registry.ErrFSM:
		return dataReader{(*dec).dataFSM, sub != 0}
	case registry.ErrCease:
		switch sub {
		case 1:
			return dataReader{(*dec).dataMaxPrefix, false}
		case 2, 4:
			return dataReader{(*dec).dataCommunication, false}
		case 9:
			return dataReader{(*dec).dataHardReset, true}
		}
	case registry.ErrRouteRefresh:
		if sub == 1 {
			return dataReader{(*dec).dataRefresh, true}
		}
	}
	return dataReader{(*dec).dataUnexpected, false}
}

// dataUnexpected reads Data that no RFC defines: a message, a sentence, or octets.
func (d *dec) dataUnexpected(code, sub uint8) {
	if d.dataOther(code, sub) {
		return
	}
	d.about(FindDataUnexpected, d.off, d.left(), code, sub)
	d.rest(FieldDataRaw)
}

// dataOpaque keeps Data of no known form.
func (d *dec) dataOpaque(code, sub uint8) {
	if d.dataOther(code, sub) {
		return
	}
	d.about(FindDataOpaque, d.off, d.left(), code, sub)
	d.rest(FieldDataRaw)
}

// dataOther tries the forms that implementations use whatever the code: a whole message with its marker, a
// plain sentence. It reports false, with nothing claimed, when it is neither.
func (d *dec) dataOther(code, sub uint8) bool {
	p := d.peek()
	if h, ok := wholeMessage(p); ok {
		d.about(FindDataMessage, d.off, min(h.Length, len(p)), code, sub)
		d.enclosed()
		return true
	}
	if printable(p) {
		d.about(FindDataText, d.off, len(p), code, sub)
		d.rest(FieldDataText)
		return true
	}
	return false
}

// wholeMessage reports whether Data is a message with its marker. It may be the one that the NOTIFICATION is
// about, so its length need not suit its type.
func wholeMessage(p []byte) (Header, bool) {
	h, ok := ParseHeader(p)
	return h, ok && (h.Plausible() || h.Length == len(p))
}

// enclosed decodes a whole message inside the Data.
func (d *dec) enclosed() {
	fr := d.begin(FieldDataMessage)
	cut := d.cut
	d.message(fr)
	d.cut = cut
	if n := d.left(); n > 0 {
		d.find(FindTrailing, d.off, n, uint32(n), 0)
		d.rest(FieldDataSurplus)
	}
	d.done(fr)
}

// printable reports whether b is text of at least four characters: ASCII, or UTF-8 without controls.
func printable(b []byte) bool {
	if len(b) < 4 || !utf8.Valid(b) {
		return false
	}
	letters := 0
	for _, c := range b {
		switch {
		case c < 0x20 && c != '\n' && c != '\r' && c != '\t', c == 0x7f:
			return false
		case c|0x20 >= 'a' && c|0x20 <= 'z', c == ' ', c >= 0x80:
			letters++
		}
	}
	return letters*2 >= len(b)
}

// dataBadLength: 1/2 holds the erroneous Length (RFC 4271 section 6.1).
func (d *dec) dataBadLength(code, sub uint8) {
	if n := d.left(); d.holds(2) {
		at := d.off
		v := uint32(d.u16(FieldBadLength))
		if s := v>>8 | v&0xff<<8; n == 2 && v > MaxLen && v&0xff == 0 && s >= HeaderLen {
			d.find(FindDataMaybeSwapped, at, 2, v, s)
		}
		return
	}
	d.dataOpaque(code, sub)
}

// dataBadType: 1/3 holds the erroneous Type (RFC 4271 section 6.1).
func (d *dec) dataBadType(code, sub uint8) {
	if d.holds(1) {
		d.u8(FieldBadType)
		return
	}
	d.dataOpaque(code, sub)
}

// dataVersion: 2/1 holds the supported version in two octets (RFC 4271 section 6.2). Some send it swapped or as
// one octet.
func (d *dec) dataVersion(code, sub uint8) {
	p := d.peek()
	switch {
	case d.holds(2) && len(p) == 2 && p[0] != 0 && p[1] == 0:
		d.about(FindDataSwapped, d.off, 2, code, sub)
		d.u16(FieldSupportedVersionSwapped)
	case d.holds(2):
		d.u16(FieldSupportedVersion)
	case d.holds(1):
		d.about(FindDataOneOctet, d.off, 1, code, sub)
		d.u8(FieldSupportedVersion)
	default:
		d.dataOpaque(code, sub)
	}
}

// dataPeerAS: 2/2. No RFC defines Data; implementations send the AS of the OPEN in 2 or 4 octets. Of Data that is
// cut somewhere the 4-octet form is read: two octets of it are the high half, not a number.
func (d *dec) dataPeerAS(code, sub uint8) {
	p := d.peek()
	switch {
	case len(p) == 4 && d.holds(4):
		d.peerAS4(be32(p), code, sub)
	case d.holds(4):
		d.about(FindDataUndefined, d.off, len(p), code, sub)
		d.u32(FieldPeerAS)
	case d.holds(2):
		d.about(FindDataUndefined, d.off, len(p), code, sub)
		d.u16(FieldPeerAS)
	default:
		d.dataOpen(code, sub)
	}
}

// peerAS4 reads the four octets v. FortiOS sends a 2-octet AS number and two zero octets; that is another reading
// of every number whose low half is zero, and the better one only for a number that nobody can have. Of the lowest
// such numbers, 65536 and up, the padded reading would be AS 1 and up: they are taken as they stand.
func (d *dec) peerAS4(v uint32, code, sub uint8) {
	plausible := plausibleAS(v)
	if !plausible && printable(d.peek()) {
		d.dataOther(code, sub)
		return
	}
	d.about(FindDataUndefined, d.off, 4, code, sub)
	padded := v&0xffff == 0 && v >= topAllocatedAS
	if padded {
		d.find(FindDataASPadded, d.off, 4, v>>16, v)
	}
	if padded && !plausible {
		d.u16(FieldPeerAS)
		d.rest(FieldPeerASPad)
		return
	}
	d.u32(FieldPeerAS)
}

// dataBGPID: 2/3. Implementations send the refused BGP Identifier.
func (d *dec) dataBGPID(code, sub uint8) {
	if d.holds(4) {
		d.about(FindDataUndefined, d.off, d.left(), code, sub)
		d.u32(FieldBadID)
		return
	}
	d.dataOpen(code, sub)
}

// dataHoldTime: 2/6. Implementations send the refused Hold Time.
func (d *dec) dataHoldTime(code, sub uint8) {
	if d.holds(2) {
		d.about(FindDataUndefined, d.off, d.left(), code, sub)
		d.u16(FieldBadHoldTime)
		return
	}
	d.dataOpen(code, sub)
}

// dataParameter: 2/4. Implementations send the refused optional parameter.
func (d *dec) dataParameter(code, sub uint8) {
	p := d.peek()
	if len(p) >= 2 && d.holds(int(p[1])+2) && !(d.atCut() && printable(p)) {
		d.about(FindDataUndefined, d.off, len(p), code, sub)
		fr := d.begin(FieldBadParameter)
		if int(p[1])+2 > len(p) {
			d.mark(fr, NodeTruncated)
		}
		t := d.u8(FieldParmType)
		d.u8(FieldParmLen)
		if registry.ParamType(t) == registry.ParamCapabilities {
			d.capabilityList(FieldCapabilities)
		} else if d.left() > 0 {
			d.bytes(FieldParmValue, int(p[1]))
		}
		d.done(fr)
		return
	}
	d.dataOpen(code, sub)
}

// dataOpen reads Data of an OPEN error in a vendor's form: the whole OPEN, or its body.
func (d *dec) dataOpen(code, sub uint8) {
	if !d.dataOpenBody(code, sub) {
		d.dataOpaque(code, sub)
	}
}

// dataOpenUnexpected is dataOpen for the pairs for which no RFC defines Data.
func (d *dec) dataOpenUnexpected(code, sub uint8) {
	if !d.dataOpenBody(code, sub) {
		d.dataUnexpected(code, sub)
	}
}

func (d *dec) dataOpenBody(code, sub uint8) bool {
	p := d.peek()
	if len(p) < 10 || p[0] != 4 {
		return false
	}
	long := len(p) >= 13 && p[9] != 0 && p[10] == 255 // RFC 9072
	if int(p[9])+10 != len(p) && !(long && (int(p[11])<<8|int(p[12]))+13 == len(p)) {
		return false
	}
	d.about(FindDataMessage, d.off, len(p), code, sub)
	d.openBody()
	return true
}

// dataCapabilities: 2/7 holds the capabilities that the sender requires (RFC 5492 section 5).
func (d *dec) dataCapabilities(code, sub uint8) {
	p, n := d.peek(), 0
	for c := range Capabilities(p) {
		n = c.Offset + 2 + len(c.Value)
	}
	if n != len(p) && !d.capabilityCut(p, n) {
		d.dataOpen(code, sub)
		return
	}
	d.capabilityList(FieldDataCaps)
}

// capabilityCut reports whether p may be capabilities of which the last, at n, does not end because the Data was
// cut.
func (d *dec) capabilityCut(p []byte, n int) bool {
	if !d.atCut() || printable(p) || !registry.Cap(p[n]).Known {
		return false
	}
	return n+1 == len(p) || !d.overruns(n+2+int(p[n+1]))
}

// dataFSM: 5/x holds the type of the unexpected message (RFC 6608 section 4).
func (d *dec) dataFSM(code, sub uint8) {
	if d.holds(1) {
		if sub == 0 {
			d.about(FindDataUndefined, d.off, 1, code, sub)
		}
		d.u8(FieldFSMMessageType)
		return
	}
	d.dataOpaque(code, sub)
}

// dataMaxPrefix: 6/1 may hold AFI, SAFI and the limit (RFC 4486 section 4).
func (d *dec) dataMaxPrefix(code, sub uint8) {
	p := d.peek()
	text := printable(p) && EnumName(EnumAFI, uint64(p[0])<<8|uint64(p[1])) == ""
	if text || !d.holds(7) {
		n, known := d.total()
		switch {
		case text || !known:
			d.dataOpaque(code, sub)
		case !d.dataOther(code, sub):
			d.find(FindPrefixLimitLen, d.off, len(p), uint32(n), 0)
			d.rest(FieldDataRaw)
		}
		return
	}
	fr := d.begin(FieldMaxPrefix)
	d.family()
	d.u32(FieldLimit)
	d.done(fr)
}

// dataCommunication: 6/2 and 6/4 may hold a length octet and that many octets of UTF-8 (RFC 9003 section 2).
// Text without the length octet is seen as well.
func (d *dec) dataCommunication(code, sub uint8) {
	p := d.peek()
	n, have := int(p[0]), len(p)-1
	if n != have && printable(p) && !(d.atCut() && n > have) {
		fr := d.begin(FieldCommunication)
		d.about(FindCommNoLength, d.off, len(p), code, sub)
		d.communicationText(len(p))
		d.done(fr)
		return
	}
	fr := d.begin(FieldCommunication)
	if n != have && !(d.atCut() && n > have) {
		d.find(FindCommLength, d.off, 1, uint32(n), uint32(have))
		d.u8(FieldCommLen)
		d.bytes(FieldCommRaw, min(n, have))
		if d.left() > 0 {
			d.rest(FieldDataSurplus)
		}
		d.done(fr)
		return
	}
	d.u8(FieldCommLen)
	d.communicationText(d.left())
	d.done(fr)
}

func (d *dec) communicationText(n int) {
	p := d.peek()
	p = p[:min(n, len(p))]
	if !utf8.Valid(p) && !(d.atCut() && utf8.Valid(wholeRunes(p))) {
		d.find(FindCommUTF8, d.off, len(p), 0, 0)
		d.bytes(FieldCommRaw, len(p))
		return
	}
	for i, c := range p {
		if c == 0 {
			d.find(FindCommNUL, d.off+i, 1, 0, 0)
			break
		}
	}
	d.bytes(FieldCommText, len(p))
}

// wholeRunes is p without the start of a character at its end.
func wholeRunes(p []byte) []byte {
	for i := len(p) - 1; i >= 0 && i >= len(p)-utf8.UTFMax; i-- {
		if utf8.RuneStart(p[i]) {
			if !utf8.FullRune(p[i:]) {
				return p[:i]
			}
			break
		}
	}
	return p
}

// dataHardReset: 6/9 encloses code, subcode and Data of the real reason (RFC 8538 section 3).
func (d *dec) dataHardReset(code, sub uint8) {
	p := d.peek()
	cut := len(p) == 1 && d.atCut() && registry.TableErrorCodes.Name(uint64(p[0])) != ""
	if cut || len(p) >= 2 && registry.KnownSubcode(p[0], p[1]) {
		fr := d.begin(FieldHardReset)
		d.errorAndData()
		d.leave(fr)
		return
	}
	d.about(FindHardResetInner, d.off, len(p), code, sub)
	if n := int(p[0]); n == len(p)-1 && n > 0 && utf8.Valid(p[1:]) {
		d.dataCommunication(code, sub)
		return
	}
	d.dataOpaque(code, sub)
}

// dataRefresh: 7/1 holds the whole erroneous ROUTE-REFRESH (RFC 7313 section 5).
func (d *dec) dataRefresh(code, sub uint8) {
	if h, ok := ParseHeader(d.peek()); ok && h.Type == registry.MsgRouteRefresh {
		d.enclosed()
		return
	}
	p := d.peek()
	if len(p) >= 4 && EnumName(EnumAFI, uint64(p[0])<<8|uint64(p[1])) != "" && EnumName(EnumSAFI, uint64(p[3])) != "" && !printable(p) {
		d.about(FindDataNoHeader, d.off, len(p), code, sub) // OpenBGPD
		d.refreshBody()
		return
	}
	d.dataOpaque(code, sub)
}

// total is the number of octets that the Data has, or the least number when octets are missing and nothing says
// how many.
func (d *dec) total() (n int, known bool) {
	switch {
	case !d.atCut():
		return d.left(), true
	case d.full != math.MaxInt:
		return d.full - d.off, true
	}
	return d.left() + 1, false
}

// holds reports whether the Data has n octets, or may have them: of Data that was cut fewer are here.
func (d *dec) holds(n int) bool {
	all, known := d.total()
	return all == n || !known && all < n
}

func be24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }

func be32(b []byte) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// plausibleAS reports whether a 4-octet number is one that is seen as an AS number: 2-octet, documentation,
// allocated, or private.
func plausibleAS(as uint32) bool {
	return as > 0 && as <= 65551 || as >= 131072 && as < topAllocatedAS || as >= 4200000000
}

// topAllocatedAS is above the AS numbers that the registries give out. That end moves; it is generous on purpose.
const topAllocatedAS = 600000
