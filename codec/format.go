package codec

import (
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/registry"
)

func appendUint(dst []byte, v uint64) []byte { return AppendUint(dst, v) }

const hexDigits = "0123456789abcdef"

// AppendValue appends the bare value of node n as the JSON contract writes it: a number in decimal, an address,
// a prefix, a name where the field is given by name, text, or hex. It adds no quotes and escapes nothing: text
// from a peer is untrusted.
func (t *Tree) AppendValue(dst []byte, n int32) []byte {
	nd := &t.Nodes[n]
	f := FieldInfo(nd.Field)
	if NumberKind(f.Kind) {
		return appendUint(dst, nd.Val)
	}
	switch f.Kind {
	case KindAddr, KindMAC, KindRD, KindFloat, KindVPNAddr, KindESI, KindIGPRouterID, KindISISArea:
		return appendOctetsAs(dst, f.Kind, t.Octets(n))
	case KindFlowPrefix:
		v := nd.Val
		if p, ok := flowPrefixOf(t.Octets(n), registry.AFI(v&0xffff), int(v>>16&0xff), int(v>>24)); ok {
			return appendFlowPrefix(dst, p, int(v>>24))
		}
		return AppendHex(dst, t.Octets(n))
	case KindFlowRule:
		if nd.Flags&NodeSynthetic != 0 && nd.Parent >= 0 {
			n = nd.Parent
		}
		return appendFlowRule(dst, t.Octets(n), registry.AFI(nd.Val))
	case KindLabel, KindLabelVNI:
		return appendUint(dst, nd.Val>>4)
	case KindSubcode:
		return appendUint(dst, nd.Val&0xff)
	case KindVersionSwapped:
		return appendUint(dst, nd.Val>>8)
	case KindEnumName:
		if name := f.NameOf(nd.Val); name != "" {
			return append(dst, name...)
		}
		return appendUint(dst, nd.Val)
	case KindIPv4, KindIPv6:
		if nd.Len == 4 {
			return appendDotted(dst, be32(t.Octets(n)))
		}
		if a, ok := netip.AddrFromSlice(t.Octets(n)); ok {
			return a.AppendTo(dst)
		}
		return AppendHex(dst, t.Octets(n))
	case KindText:
		return append(dst, t.Octets(n)...)
	case KindPrefix:
		return t.appendPrefix(dst, n)
	case KindPrefixBits:
		if p, ok := prefixOfBits(t.Octets(n), registry.AFI(nd.Val&0xffff), int(nd.Val>>16)); ok {
			return p.AppendTo(dst)
		}
		return AppendHex(dst, t.Octets(n))
	case KindCommunity:
		return appendCommunity(dst, uint32(nd.Val))
	case KindLargeComm:
		return appendLargeCommunity(dst, t.Octets(n))
	case KindExtCommunity:
		return AppendExtCommunity(dst, t.Octets(n))
	case KindFamily:
		return appendFamily(dst, Family{registry.AFI(nd.Val >> 8), registry.SAFI(nd.Val)})
	case KindFlag:
		return append(dst, "true"...)
	case KindHex:
		return AppendHex(dst, t.Octets(n))
	}
	return dst
}

// PlainKind reports whether AppendValue writes values of the kind with letters, digits and marks that stand in JSON as they
// are: there are no texts of peers in them, and no names of registries that could have other marks.
func PlainKind(k Kind) bool {
	switch k {
	case KindIPv4, KindIPv6, KindPrefix, KindPrefixBits, KindAddr, KindMAC, KindRD, KindVPNAddr, KindESI, KindHex, KindLargeComm,
		KindCommunity: // the names of communities are plain: TestCommunityNames
		return true
	}
	return false
}

// NumberKind reports whether AppendValue writes the Val of a node of the kind in decimal, whatever it is.
func NumberKind(k Kind) bool {
	switch k {
	case KindUint, KindEnum, KindASN, KindSeconds, KindFlags, KindBits, KindAttrFlags:
		return true
	}
	return false
}

// Partial reports whether node n is a number or an address of which octets are missing: what is there does not
// give its value.
func (t *Tree) Partial(n int32) bool {
	if t.Nodes[n].Flags&NodeTruncated == 0 || !t.Leaf(n) {
		return false
	}
	switch FieldInfo(t.Nodes[n].Field).Kind {
	case KindGroup, KindHex, KindText, KindPrefix:
		return false
	}
	return true
}

// IsNumber reports whether AppendValue gives a decimal number for node n.
func (t *Tree) IsNumber(n int32) bool {
	nd := &t.Nodes[n]
	f := FieldInfo(nd.Field)
	switch f.Kind {
	case KindUint, KindEnum, KindASN, KindSeconds, KindBits, KindFlags, KindLabel, KindLabelVNI, KindAttrFlags, KindSubcode, KindVersionSwapped:
		return true
	case KindEnumName:
		return f.NameOf(nd.Val) == ""
	}
	return false
}

// NameOf returns the registry's name for the number in node n, or "" when the field has no names or the number
// none. For a subcode it is the name under its code.
func (t *Tree) NameOf(n int32) string {
	nd := &t.Nodes[n]
	f := FieldInfo(nd.Field)
	switch f.Kind {
	case KindEnum, KindEnumName:
		return f.NameOf(nd.Val)
	case KindSubcode:
		return registry.SubcodeName(uint8(nd.Val>>8), uint8(nd.Val))
	case KindASN:
		return registry.ASNote(uint32(nd.Val))
	case KindCommunity:
		return registry.CommunityName(uint32(nd.Val))
	}
	return ""
}

// AppendText appends the value of node n for people: "3 (NOTIFICATION)", "AS 64500", "0xe0 optional transitive
// partial", "90 s". Groups have no text. Text from a peer is not escaped: it is untrusted.
func (t *Tree) AppendText(dst []byte, n int32) []byte {
	if t.Partial(n) {
		return AppendHex(append(dst, "0x"...), t.Octets(n))
	}
	nd := &t.Nodes[n]
	f := FieldInfo(nd.Field)
	switch f.Kind {
	case KindASN:
		dst = append(dst, "AS "...)
		dst = appendUint(dst, nd.Val)
		return appendNote(dst, t.NameOf(n))
	case KindSeconds:
		return append(appendUint(dst, nd.Val), " s"...)
	case KindAttrFlags:
		return appendAttrFlags(dst, uint8(nd.Val))
	case KindBits:
		return appendHexNumber(dst, nd.Val)
	case KindFlags:
		return appendFlags(dst, f.Masks, nd.Val)
	case KindLabel:
		return appendLabel(dst, uint32(nd.Val), nd.Field == FieldLabel)
	case KindLabelVNI:
		return appendLabelVNI(dst, uint32(nd.Val))
	case KindESI:
		return appendNote(t.AppendValue(dst, n), esiName(t.Octets(n)))
	case KindEnum, KindSubcode:
		return appendNote(t.AppendValue(dst, n), t.NameOf(n))
	case KindEnumName:
		return appendNote(appendUint(dst, nd.Val), t.NameOf(n))
	case KindCommunity:
		dst = appendUint(append(appendUint(dst, nd.Val>>16), ':'), nd.Val&0xffff)
		return appendNote(dst, t.NameOf(n))
	case KindVersionSwapped:
		return append(t.AppendValue(dst, n), " (octets swapped)"...)
	}
	return t.AppendValue(dst, n)
}

func appendNote(dst []byte, name string) []byte {
	if name == "" {
		return dst
	}
	dst = append(dst, " ("...)
	dst = append(dst, name...)
	return append(dst, ')')
}

func appendHexNumber(dst []byte, v uint64) []byte {
	dst = append(dst, "0x"...)
	if v < 16 {
		dst = append(dst, '0')
	}
	return strconv.AppendUint(dst, v, 16)
}

// appendAttrFlags writes attribute flags with the words of RFC 4271 section 4.3.
func appendAttrFlags(dst []byte, v uint8) []byte {
	dst = appendHexNumber(dst, uint64(v))
	if v&FlagOptional != 0 {
		dst = append(dst, " optional"...)
	} else {
		dst = append(dst, " well-known"...)
	}
	if v&FlagTransitive != 0 {
		dst = append(dst, " transitive"...)
	} else {
		dst = append(dst, " non-transitive"...)
	}
	if v&FlagPartial != 0 {
		dst = append(dst, " partial"...)
	}
	if v&FlagExtended != 0 {
		dst = append(dst, " extended-length"...)
	}
	return dst
}

func (t *Tree) appendPrefix(dst []byte, n int32) []byte {
	bits, b := 128, t.Octets(n)
	if registry.AFI(t.Nodes[n].Val) == registry.AFIIPv4 {
		if bits = 32; len(b) > 0 && b[0] <= 32 && len(b) > int(b[0]+7)/8 {
			return appendPrefix4(dst, b)
		}
	}
	if p, _, ok := parsePrefix(b, bits); ok {
		return p.AppendTo(dst)
	}
	return AppendHex(dst, t.Octets(n))
}

// appendPrefix4 writes an IPv4 prefix of which all octets are there.
func appendPrefix4(dst, b []byte) []byte {
	var a [4]byte
	copy(a[:], b[1:1+(b[0]+7)/8])
	return appendOctet(append(appendDotted(dst, be32(a[:])), '/'), b[0])
}

func appendCommunity(dst []byte, v uint32) []byte {
	if hi := v >> 16; hi == 0xffff || hi == 0 { // those that have names
		if name := registry.CommunityName(v); name != "" {
			return append(dst, name...)
		}
	}
	return appendUint(append(appendUint(dst, uint64(v>>16)), ':'), uint64(v&0xffff))
}

func appendLargeCommunity(dst, b []byte) []byte {
	for i := 0; i+4 <= len(b); i += 4 {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = appendUint(dst, uint64(be32(b[i:])))
	}
	return dst
}

// AppendFindingText appends the sentence of a finding.
func (t *Tree) AppendFindingText(dst []byte, f *Finding) []byte {
	text := f.Info().Text
	for len(text) > 0 {
		i := indexByte(text, '{')
		if i < 0 {
			break
		}
		j := i + indexByte(text[i:], '}')
		if j < i {
			break
		}
		dst = append(dst, text[:i]...)
		dst = t.appendPlaceholder(dst, text[i+1:j], f)
		text = text[j+1:]
	}
	return append(dst, text...)
}

func indexByte(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}

func (t *Tree) appendPlaceholder(dst []byte, name string, f *Finding) []byte {
	a, b := uint64(f.A), uint64(f.B)
	if len(name) > 2 && (name[1] == ' ' || name[1] == ':') {
		n := a
		if name[0] == 'b' {
			n = b
		}
		if name[1] == ' ' {
			dst = append(appendUint(dst, n), ' ')
		}
		return appendAgreeing(dst, name[2:], n)
	}
	switch name {
	case "a":
		return appendUint(dst, a)
	case "b":
		return appendUint(dst, b)
	case "hexa":
		return strconv.AppendUint(pad2(dst, a), a, 16)
	case "hexb":
		return strconv.AppendUint(pad2(dst, b), b, 16)
	case "attr":
		return append(dst, registry.AttrCode(f.Attr).String()...)
	case "legal":
		r := registry.Attr(f.Attr)
		if t.Ctx.WidthUnknown {
			return append(dst, r.Len.Both()...)
		}
		return append(dst, r.LengthText(t.Ctx.AS4)...)
	case "type":
		return append(dst, registry.MessageType(b).String()...)
	case "cap":
		return append(dst, registry.CapCode(a).String()...)
	case "caplegal":
		return append(dst, registry.Cap(uint8(a)).LengthText()...)
	case "ip":
		return netip.AddrFrom4([4]byte{byte(a >> 24), byte(a >> 16), byte(a >> 8), byte(a)}).AppendTo(dst)
	case "code":
		return append(dst, registry.ErrorCode(a).String()...)
	case "values":
		n := 0
		valueCandidates(int(a), func(code registry.AttrCode) {
			if n++; n > 1 {
				dst = append(dst, ", "...)
			}
			dst = append(dst, code.String()...)
		})
		return dst
	case "pair":
		return appendUint(append(appendUint(dst, a), '/'), b)
	}
	return dst
}

// appendAgreeing appends plural words, or their singular when n is 1.
func appendAgreeing(dst []byte, words string, n uint64) []byte {
	if n != 1 {
		return append(dst, words...)
	}
	for i := 0; words != ""; i++ {
		if i > 0 {
			dst = append(dst, ' ')
		}
		w := words
		if j := indexByte(words, ' '); j >= 0 {
			w, words = words[:j], words[j+1:]
		} else {
			words = ""
		}
		dst = append(dst, singular(w)...)
	}
	return dst
}

func singular(word string) string {
	switch word {
	case "are":
		return "is"
	case "they":
		return "it"
	case "follow":
		return "follows"
	case "octets":
		return "octet"
	case "numbers":
		return "number"
	case "times":
		return "time"
	}
	return word
}

func pad2(dst []byte, v uint64) []byte {
	if v < 16 {
		return append(dst, '0')
	}
	return dst
}
