package codec

import (
	"iter"

	"github.com/bgpdecode/bgpdecode/registry"
)

// How to add a path attribute:
//
//  1. Registry: a row in registry/overlay/attributes.csv (symbol, class, flags, legal lengths, RFC 7606 actions),
//     then go generate.
//  2. Fields: ids and descriptions in the file of their area (field.go), those that several areas share in fields.go; kinds of
//     finding in findings.go.
//  3. A value that is fields and TLVs, one after another, is a row of attrForms and of spaces (layout_table.go), and
//     attrByLayout reads it; another one gets a function of the cursor in attr_<name>.go. Either has its row in attrDecoders.
//  4. Vectors in testdata/wire/attributes_*.txt: legal, one octet short, one long, each wrong value.
//  5. encode builds by layouts what they describe; for another value it needs a function (encode/rare.go).
//
// Flags, length, duplicates and presence are judged here from the registry row; the function reads the value
// and judges only what the value says.

// attrDecoders holds the decoder of each attribute value; the range is open on exactly the value, which may be
// shorter than legal. A code without a row is kept as raw octets with its registry name.
var attrDecoders = [256]func(*dec, *attrState){
	registry.AttrOrigin:                (*dec).attrOrigin,
	registry.AttrASPath:                (*dec).attrASPath,
	registry.AttrNextHop:               (*dec).attrNextHop,
	registry.AttrMED:                   (*dec).attrMED,
	registry.AttrLocalPref:             (*dec).attrLocalPref,
	registry.AttrAtomicAggregate:       (*dec).attrAtomicAggregate,
	registry.AttrAggregator:            (*dec).attrAggregator,
	registry.AttrCommunities:           (*dec).attrCommunities,
	registry.AttrOriginatorID:          (*dec).attrOriginatorID,
	registry.AttrClusterList:           (*dec).attrClusterList,
	registry.AttrMPReach:               (*dec).attrMPReach,
	registry.AttrMPUnreach:             (*dec).attrMPUnreach,
	registry.AttrExtCommunities:        (*dec).attrExtCommunities,
	registry.AttrAS4Path:               (*dec).attrAS4Path,
	registry.AttrAS4Aggregator:         (*dec).attrAS4Aggregator,
	registry.AttrLargeCommunity:        (*dec).attrLargeCommunity,
	registry.AttrOTC:                   (*dec).attrOTC,
	registry.AttrPMSITunnel:            (*dec).attrPMSI,
	registry.AttrIPv6ExtCommunities:    (*dec).attrIPv6ExtCommunities,
	registry.AttrTunnelEncap:           (*dec).attrTunnelEncap,
	registry.AttrBFDDiscriminator:      (*dec).attrBFD,
	registry.AttrDPA:                   (*dec).attrByLayout,
	registry.AttrAdvertiser:            (*dec).attrByLayout,
	registry.AttrRCIDPath:              (*dec).attrByLayout,
	registry.AttrSSA:                   (*dec).attrByLayout,
	registry.AttrConnector:             (*dec).attrByLayout,
	registry.AttrASPathLimit:           (*dec).attrByLayout,
	registry.AttrTrafficEngineering:    (*dec).attrTE,
	registry.AttrEntropyLabel:          (*dec).attrEntropyLabel,
	registry.AttrBGPsecPath:            (*dec).attrBGPsec,
	registry.AttrCommunityContainer:    (*dec).attrContainers,
	registry.AttrDPath:                 (*dec).attrDPath,
	registry.AttrSFP:                   (*dec).attrSFP,
	registry.AttrNHC:                   (*dec).attrNHC,
	registry.AttrBIER:                  (*dec).attrByLayout,
	registry.AttrPEDistinguisherLabels: (*dec).attrPELabels,
	registry.AttrPrefixSID:             (*dec).attrByLayout,
	registry.AttrAIGP:                  (*dec).attrByLayout,
	registry.AttrBGPLS:                 (*dec).attrByLayout,
}

// attrDecoder gives the decoder of an attribute, nil for none. Attributes that hold attributes are no rows of the table:
// that would be an initialization cycle.
func attrDecoder(c registry.AttrCode) func(*dec, *attrState) {
	if c == registry.AttrSet {
		return (*dec).attrSet
	}
	return attrDecoders[c]
}

// The bits of the Attribute Flags octet (RFC 4271 section 4.3).
const (
	FlagOptional   = 0x80
	FlagTransitive = 0x40
	FlagPartial    = 0x20
	FlagExtended   = 0x10
	flagsUnused    = 0x0f
)

// Attr is the header of one path attribute and its value.
type Attr struct {
	Flags     uint8
	Code      registry.AttrCode
	Length    int // as the header says; Value may be shorter
	HeaderLen int // 3, or 4 with the Extended Length bit
	Value     []byte
	Offset    int // of the flags octet in the octets walked
}

// ParseAttr reads the attribute at the start of b: the only place that knows the Extended Length bit. It reports
// false when b is too short for the header; a value that runs past b is clipped (len(Value) < Length).
func ParseAttr(b []byte) (Attr, bool) {
	if len(b) < 3 {
		return Attr{}, false
	}
	a := Attr{Flags: b[0], Code: registry.AttrCode(b[1]), Length: int(b[2]), HeaderLen: 3}
	if a.Flags&FlagExtended != 0 {
		if len(b) < 4 {
			return Attr{}, false
		}
		a.Length, a.HeaderLen = int(b[2])<<8|int(b[3]), 4
	}
	end := min(a.HeaderLen+a.Length, len(b))
	a.Value = b[a.HeaderLen:end:end]
	return a, true
}

// Attrs yields the attributes of a list. An attribute that runs past the end comes last, clipped; octets too few
// for a header end the walk.
func Attrs(b []byte) iter.Seq[Attr] {
	return func(yield func(Attr) bool) {
		for off := 0; off < len(b); {
			a, ok := ParseAttr(b[off:])
			if !ok {
				return
			}
			a.Offset = off
			if !yield(a) {
				return
			}
			off += a.HeaderLen + len(a.Value)
		}
	}
}

// AppendAttr appends a path attribute of at most 65535 octets of value. The Extended Length bit is set when the
// value needs it, and kept when flags have it.
func AppendAttr(dst []byte, flags uint8, code registry.AttrCode, value []byte) []byte {
	return append(appendAttrHead(dst, flags, code, len(value)), value...)
}

// AppendFaultyAttr appends a path attribute as it is told: the length need not be that of the value, which is written
// whole, and its low octet alone is written unless flags have the Extended Length bit. It is for tests of others.
func AppendFaultyAttr(dst []byte, flags uint8, code registry.AttrCode, length int, value []byte) []byte {
	dst = append(dst, flags, byte(code))
	if flags&FlagExtended != 0 {
		dst = append(dst, byte(length>>8))
	}
	return append(append(dst, byte(length)), value...)
}

// appendAttrHead appends flags, code and length of an attribute whose value has n octets.
func appendAttrHead(dst []byte, flags uint8, code registry.AttrCode, n int) []byte {
	if n > 255 {
		flags |= FlagExtended
	}
	return AppendFaultyAttr(dst, flags, code, n, nil)
}

// attrState is the attribute that is open.
type attrState struct {
	Attr
	rule   *registry.AttrRule
	at     int    // offset of the flags octet
	tlv    []byte // the whole attribute as far as it is there: the Data of a NOTIFICATION; nil without its header
	part   bool   // the end of the value is not there, so nothing is said about what it lacks
	tunnel uint16 // type of the tunnel that is open
	cut    bool   // ... because the input was cut
}

// attributeList reads path attributes to the end of the range.
func (d *dec) attributeList(f FieldID) {
	fr := d.begin(f)
	for d.left() > 0 {
		d.attribute(FieldAttr)
	}
	d.leave(fr)
}

// attribute reads one attribute and judges it.
func (d *dec) attribute(f FieldID) {
	fr := d.begin(f)
	at := d.off
	a, ok := ParseAttr(d.peek())
	if !ok {
		if n := d.left(); !d.atCut() {
			x := d.find(FindAttrHeader, at, n, uint32(n), 0)
			x.Action = registry.ActionTreatAsWithdraw
		}
		d.attrHeaderFields()
		d.done(fr)
		return
	}
	st := &d.attr
	st.Flags, st.Code, st.Length, st.HeaderLen, st.Value, st.Offset = a.Flags, a.Code, a.Length, a.HeaderLen, a.Value, 0
	st.rule, st.at, st.tlv, st.tunnel = registry.Attr(uint8(a.Code)), at, d.b[at:at+a.HeaderLen+len(a.Value)], 0
	st.part = len(a.Value) < a.Length
	st.cut = st.part && !d.overruns(a.HeaderLen+a.Length)
	d.attrHeaderFields()
	if st.part && !st.cut {
		x := d.attrFind(st, FindAttrOverrun, at, len(st.tlv), uint32(a.Length), uint32(len(a.Value)))
		x.Action = registry.ActionTreatAsWithdraw
		if a.Code == registry.AttrMPReach || a.Code == registry.AttrMPUnreach {
			x.Action = registry.ActionSessionReset
		}
	}
	d.judgeFlags(st)
	d.judgePresence(st)
	d.attrValue(st)
	d.done(fr)
}

// attrHeaderFields claims flags, type and length as far as they are there.
func (d *dec) attrHeaderFields() {
	flags := d.u8(FieldAttrFlags)
	d.u8(FieldAttrType)
	if flags&FlagExtended != 0 {
		d.u16(FieldAttrLen)
	} else {
		d.u8(FieldAttrLen)
	}
}

// attrValue reads the value of an attribute whose header is read.
func (d *dec) attrValue(st *attrState) {
	v := d.enter(FieldAttrValue, st.Length)
	d.judgeLength(st)
	if decode := attrDecoder(st.Code); decode != nil {
		decode(d, st)
	}
	if d.left() > 0 {
		d.rest(FieldAttrRaw)
	}
	d.leave(v)
}

// attrFind adds a finding about an attribute; its NOTIFICATION carries the whole attribute, and its action is
// that of a malformed attribute of this code.
func (d *dec) attrFind(st *attrState, id FindingID, off, n int, a, b uint32) *Finding {
	f := d.find(id, off, n, a, b)
	f.Attr = uint8(st.Code)
	switch f.Note.Subcode {
	case 1, 10, 11: // RFC 4271 section 6.3 asks for no Data with these
	default:
		f.Note.Data = st.tlv
	}
	if f.Note.Code == 0 {
		f.Note.Data = nil
	}
	if f.Severity == SeverityError {
		f.Action = d.malformed(st)
	}
	return f
}

// attrBad is attrFind for an attribute that is malformed in itself, not in its flags or its place. For the two
// attributes of RFC 6793 no NOTIFICATION is due: section 6 has them discarded.
func (d *dec) attrBad(st *attrState, id FindingID, off, n int, a, b uint32) *Finding {
	f := d.attrFind(st, id, off, n, a, b)
	if st.Code == registry.AttrAS4Path || st.Code == registry.AttrAS4Aggregator {
		f.Note = Notification{}
	}
	return f
}

// malformed is what RFC 7606 does with a malformed attribute of this code. With the peer kind unknown it is the
// stronger of the two columns. Another member of the confederation is an external peer, but LOCAL_PREF counts
// from it as from an internal one (RFC 5065 section 5).
func (d *dec) malformed(st *attrState) Action {
	switch {
	case d.ctx.Peer == PeerIBGP || d.ctx.Peer == PeerConfed && st.Code == registry.AttrLocalPref:
		return st.rule.MalformedIBGP
	case d.ctx.Peer == PeerEBGP || d.ctx.Peer == PeerConfed:
		return st.rule.MalformedEBGP
	}
	return max(st.rule.MalformedIBGP, st.rule.MalformedEBGP)
}

// judgeFlags compares the flags with the attribute's class (RFC 4271 section 6.3, RFC 7606 section 3c).
func (d *dec) judgeFlags(st *attrState) {
	const ot = FlagOptional | FlagTransitive
	flags, at := st.Flags, st.at
	if low := flags & flagsUnused; low != 0 {
		d.attrFind(st, FindAttrFlagsLow, at, 1, uint32(low), 0)
	}
	if !st.rule.Known {
		if flags&FlagOptional == 0 {
			// RFC 7606 leaves this to RFC 4271.
			d.attrFind(st, FindAttrUnknownWK, at, 2, uint32(st.Code), 0).Action = registry.ActionSessionReset
		} else if registry.TablePathAttributes.Name(uint64(st.Code)) == "" {
			d.attrFind(st, FindAttrUnknown, at+1, 1, uint32(st.Code), 0)
		}
	} else if flags&ot != st.rule.Flags && !(d.ctx.Table && flags&ot == 0) { // BIRD's tables keep no flags for NEXT_HOP
		f := d.attrFind(st, FindAttrFlags, at, 1, uint32(flags), uint32(st.rule.Flags))
		f.Action = st.rule.FlagConflict
	}
	if flags&FlagPartial != 0 && flags&ot == FlagOptional || flags&FlagPartial != 0 && flags&ot == st.rule.Flags && flags&ot != ot {
		d.attrFind(st, FindAttrPartial, at, 1, uint32(flags), 0)
	}
	if registry.TablePathAttributes.Status(uint64(st.Code)) == registry.StatusDeprecated {
		d.attrFind(st, FindAttrDeprecated, at+1, 1, uint32(st.Code), 0)
	}
}

// judgeLength compares the length with the registry's rule.
func (d *dec) judgeLength(st *attrState) {
	r, n := st.rule, st.Length
	if !r.Known {
		return
	}
	as4, span := d.ctx.AS4, st.HeaderLen
	if span == 0 {
		span = len(st.Value) // the value stands alone
	}
	switch {
	case r.LengthOK(n, as4):
	case st.Code == registry.AttrAS4Path:
		d.attrBad(st, FindAS4Short, st.at, span, uint32(n), 0)
	case r.LengthOK(n, !as4):
		f := d.attrFind(st, FindAttrLengthWidth, st.at, span, uint32(n), uint32(width(!as4)))
		if d.unsure = d.unsure || d.ctx.WidthUnknown; !d.ctx.WidthUnknown {
			f.Severity = SeverityError
			f.Action = d.malformed(st)
		}
	case n == 0:
		d.attrBad(st, FindAttrZero, st.at, span, 0, 0)
	default:
		d.attrBad(st, FindAttrLength, st.at, span, uint32(n), 0)
	}
}

func width(as4 bool) int {
	if as4 {
		return 4
	}
	return 2
}
