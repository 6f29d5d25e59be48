package explain

import (
	"bytes"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// openView is what the rules want to know of an OPEN.
type openView struct {
	t    *codec.Tree
	node int32
}

// viewOpen finds the OPEN in a tree; not ok when there is none.
func viewOpen(t *codec.Tree) (openView, bool) {
	if t == nil || len(t.Nodes) == 0 {
		return openView{}, false
	}
	n := t.Find(0, codec.FieldOpen)
	return openView{t, n}, n >= 0
}

// val gives a number of the OPEN; not ok when there is no OPEN, or octets of the number are missing.
func (o openView) val(f codec.FieldID) (uint64, bool) {
	if o.t == nil || o.node < 0 {
		return 0, false
	}
	return wholeVal(o.t, o.node, f)
}

// as gives the AS number that counts: that of capability 65 where it is there.
func (o openView) as() (uint32, bool) {
	v, ok := o.val(codec.FieldEffectiveAS)
	if !ok {
		v, ok = o.val(codec.FieldMyAS)
	}
	return uint32(v), ok
}

// fault gives the finding that asks for 2/sub, nil if none.
func (o openView) fault(sub int) *codec.Finding {
	for i := range o.t.Findings {
		f := &o.t.Findings[i]
		if f.Note.Code == registry.ErrOpen && int(f.Note.Subcode) == sub {
			return f
		}
	}
	return nil
}

// caps yields code and value of each capability.
func (o openView) caps(yield func(registry.CapCode, []byte) bool) {
	capsBelow(o.t, o.node, yield)
}

func capsBelow(t *codec.Tree, node int32, yield func(registry.CapCode, []byte) bool) {
	for n := node; n < t.Nodes[node].End; n++ {
		if t.Nodes[n].Field != codec.FieldCapability {
			continue
		}
		c := wholeChild(t, n, codec.FieldCapCode)
		if c < 0 {
			continue
		}
		var value []byte
		if v := t.Child(n, codec.FieldCapValue); v >= 0 {
			value = t.Octets(v)
		}
		if !yield(registry.CapCode(t.Nodes[c].Val), value) {
			return
		}
	}
}

func (o openView) has(code registry.CapCode) bool {
	for c := range o.caps {
		if c == code {
			return true
		}
	}
	return false
}

// holds reports whether the OPEN has a capability with exactly this value.
func (o openView) holds(code registry.CapCode, value []byte) bool {
	for c, v := range o.caps {
		if c == code && bytes.Equal(v, value) {
			return true
		}
	}
	return false
}

// lacksFamily reports whether a capability is one for an address family that the OPEN does not offer. Each family has a
// capability of its own (RFC 4760 section 8); OpenBGPD names none, and has zeros in its place.
func (o openView) lacksFamily(code registry.CapCode, value []byte) bool {
	want, ok := codec.ParseMultiprotocol(value)
	if code != registry.CapMultiprotocol || !ok || want == (codec.Family{}) {
		return false
	}
	for c, v := range o.caps {
		if f, ok := codec.ParseMultiprotocol(v); ok && c == registry.CapMultiprotocol && f == want {
			return false
		}
	}
	return true
}

// families gives the address families offered; none at all means IPv4 unicast (RFC 4760 section 8).
func (o openView) families() []codec.Family {
	var out []codec.Family
	for c, v := range o.caps {
		if f, ok := codec.ParseMultiprotocol(v); ok && c == registry.CapMultiprotocol && len(out) < maxNamed {
			out = append(out, f)
		}
	}
	if out == nil {
		out = []codec.Family{codec.IPv4Unicast}
	}
	return out
}

// role gives the BGP role, not ok when none is sent.
func (o openView) role() (uint64, bool) {
	for c, v := range o.caps {
		if c == registry.CapRole && len(v) == 1 {
			return uint64(v[0]), true
		}
	}
	return 0, false
}
