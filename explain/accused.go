package explain

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// accused is the attribute that a NOTIFICATION of code 3 complains about, as far as it is known.
type accused struct {
	ok       bool
	words    bool  // known from words only: there are no octets
	node     int32 // -1 for words
	bare     bool  // the value stands without flags, type and length
	off, n   int   // octets there, header included
	flags    uint8
	hasFlags bool
	code     uint8
	length   int // as the header says, -1 when there is none
	valOff   int
	value    []byte
	rule     *registry.AttrRule
}

// optionalTransitive are the flags of an optional transitive attribute.
const optionalTransitive = codec.FlagOptional | codec.FlagTransitive

// isMP reports whether it is one of the two attributes that RFC 7606 lets reset a session.
func (a *accused) isMP() bool {
	return a.ok && (a.code == uint8(registry.AttrMPReach) || a.code == uint8(registry.AttrMPUnreach))
}

// far reports whether the attribute may come from an AS further away: transitive, and Partial says that somebody
// did not know it.
func (a *accused) far() bool {
	return a.hasFlags && a.flags&codec.FlagPartial != 0 && a.rule.Flags&codec.FlagTransitive != 0 && a.rule.Flags&codec.FlagOptional != 0
}

// accuse finds the attribute in the Data, or in the words.
func (j *job) accuse() {
	j.a = accused{node: -1, length: -1, rule: registry.Attr(0)}
	if j.code != int(registry.ErrUpdate) {
		return
	}
	if j.data >= 0 {
		j.accuseOctets()
		return
	}
	o := j.ev.Offender
	if o == nil || o.AttrCode < 0 || o.AttrCode > 255 {
		return
	}
	j.a.ok, j.a.words, j.a.code = true, true, uint8(o.AttrCode)
	j.a.rule = registry.Attr(j.a.code)
	if o.AttrFlags >= 0 && o.AttrFlags <= 255 {
		j.a.flags, j.a.hasFlags = uint8(o.AttrFlags), true
	}
	if o.AttrLen >= 0 && o.AttrLen <= 65535 {
		j.a.length = o.AttrLen
	}
}

// accuseOctets takes the attribute in the Data. Of several it is the one with an error that suits the subcode,
// then the first with an error, then the first that stands out, then the first.
func (j *job) accuseOctets() {
	best, score := j.firstAttr()
	nd := &j.t.Nodes[j.data]
	for i := range j.t.Findings {
		f := &j.t.Findings[i]
		if f.Attr == 0 || f.Off < int(nd.Off) || f.Off >= int(nd.Off)+int(nd.Len) {
			continue
		}
		if s := j.suspicion(f); s > score {
			if n := j.attrAround(f.Node); n >= 0 {
				best, score = n, s
			}
		}
	}
	if best < 0 {
		return
	}
	a := j.viewAttr(best)
	if a.ok && (j.sub != int(registry.SubInvalidNetworkField) || a.isMP()) {
		j.a = a
	}
}

// firstAttr gives the first attribute in the Data; for a complaint about flags, the first with Partial: legal or
// not, that is what stands out.
func (j *job) firstAttr() (best int32, score int) {
	best = -1
	for n := j.data; n < j.t.Nodes[j.data].End; n++ {
		switch j.t.Nodes[n].Field {
		case codec.FieldAttr, codec.FieldDataAttr, codec.FieldDataValue:
			if best < 0 {
				best = n
			}
		case codec.FieldAttrFlags:
			if j.sub == int(registry.SubAttributeFlags) && j.t.Nodes[n].Val&codec.FlagPartial != 0 {
				return j.t.Nodes[n].Parent, 1
			}
		}
	}
	return best, 0
}

// suspicion rates how well a finding suits the subcode.
func (j *job) suspicion(f *codec.Finding) int {
	switch {
	case int(f.Note.Code) == j.code && int(f.Note.Subcode) == j.sub:
		return 3
	case f.Severity == codec.SeverityError:
		return 2
	case f.Severity == codec.SeverityWarning:
		return 1
	}
	return 0
}

// attrAround gives the attribute that holds a node, -1 if none does.
func (j *job) attrAround(n int32) int32 {
	for ; n >= 0; n = j.t.Nodes[n].Parent {
		switch j.t.Nodes[n].Field {
		case codec.FieldAttr, codec.FieldDataAttr, codec.FieldDataValue:
			return n
		}
	}
	return -1
}

func (j *job) viewAttr(n int32) accused {
	t := j.t
	nd := &t.Nodes[n]
	a := accused{node: n, off: int(nd.Off), n: int(nd.Len), length: -1, rule: registry.Attr(0)}
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		cn := &t.Nodes[c]
		if whole(t, c) < 0 {
			continue
		}
		switch cn.Field {
		case codec.FieldAttrFlags:
			a.flags, a.hasFlags = uint8(cn.Val), true
		case codec.FieldAttrType:
			a.ok, a.code, a.rule = true, uint8(cn.Val), registry.Attr(uint8(cn.Val))
		case codec.FieldAttrLen:
			if cn.Flags&codec.NodeTruncated == 0 {
				a.length = int(cn.Val)
			}
		case codec.FieldAttrValue:
			a.valOff, a.value = int(cn.Off), t.Octets(c)
		}
	}
	if a.bare = nd.Field == codec.FieldDataValue; a.bare {
		a.valOff, a.value = a.off, t.Octets(n)
	}
	return a
}

// about gives the first finding of one of the kinds about the accused attribute, nil if none.
func (j *job) about(ids ...codec.FindingID) *codec.Finding {
	return j.attrFinding(func(f *codec.Finding) bool {
		for _, id := range ids {
			if f.ID == id {
				return true
			}
		}
		return false
	})
}

// fault gives the first error about the accused attribute's value, nil if none. What merely says that octets are
// missing does not count when they are known to be.
func (j *job) fault() *codec.Finding {
	cut := j.cut()
	return j.attrFinding(func(f *codec.Finding) bool {
		if f.Severity != codec.SeverityError || cut && (f.ID == codec.FindAttrOverrun || f.ID == codec.FindSegmentOverrun) {
			return false
		}
		return f.ID != codec.FindAttrFlags && f.ID != codec.FindAttrUnknownWK
	})
}

func (j *job) attrFinding(want func(*codec.Finding) bool) *codec.Finding {
	if !j.a.ok || j.a.words {
		return nil
	}
	for i := range j.t.Findings {
		f := &j.t.Findings[i]
		if f.Attr == j.a.code && f.Off >= j.a.off && f.Off < j.a.off+max(j.a.n, 1) && want(f) {
			return f
		}
	}
	return nil
}

// short reports whether the value is shorter than the header says.
func (a *accused) short() bool { return a.length >= 0 && !a.words && len(a.value) < a.length }

// headed reports whether the octets have, or should have, a header with a length.
func (a *accused) headed() bool { return !a.words && !a.bare }

// attrCount counts the attributes in the Data; those inside of others count as one with them.
func (j *job) attrCount() int {
	if j.data < 0 {
		return 0
	}
	n := 0
	for i := j.data; i < j.t.Nodes[j.data].End; i++ {
		if j.t.Nodes[i].Field == codec.FieldAttr {
			n++
			i = j.t.Nodes[i].End - 1
		}
	}
	return n
}

// decoded reports whether the decoder read the value of the accused attribute, so that it would have found errors.
func (j *job) decoded() bool {
	return j.a.node >= 0 && j.t.Find(j.a.node, codec.FieldAttrRaw) < 0
}

// attrChild gives the node of a header field of the accused attribute, -1 when it is absent.
func (j *job) attrChild(f codec.FieldID) int32 {
	if j.a.node < 0 {
		return -1
	}
	return j.t.Child(j.a.node, f)
}
