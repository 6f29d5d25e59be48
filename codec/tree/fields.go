package tree

import "github.com/bgpdecode/bgpdecode/codec"

// AppendFields appends the walk over all nodes as JSON: name, value, text, offset, length, and the nodes below as
// fields. Every octet of the tree belongs to exactly one node without fields. Derived values take no octets and
// are marked.
func AppendFields(dst []byte, t *codec.Tree) []byte {
	if len(t.Nodes) == 0 {
		return append(dst, "null"...)
	}
	return appendField(dst, t, 0)
}

func appendField(dst []byte, t *codec.Tree, n int32) []byte {
	nd := &t.Nodes[n]
	f := codec.FieldInfo(nd.Field)
	dst = append(dst, '{')
	dst = AppendKey(dst, "name")
	dst = AppendString(dst, f.Name)
	if f.Kind != codec.KindGroup {
		dst = AppendKey(dst, "value")
		dst = appendScalar(dst, t, n)
	}
	dst = AppendKey(dst, "text")
	start := len(dst)
	if dst = AppendSummary(dst, t, n); len(dst) > start {
		dst = Quote(dst, start)
	} else {
		dst = dst[:start-len(`,"text":`)]
	}
	dst = AppendKey(dst, "offset")
	dst = appendInt(dst, int(nd.Off))
	dst = AppendKey(dst, "length")
	dst = appendInt(dst, int(nd.Len))
	if nd.Flags&codec.NodeSynthetic != 0 {
		dst = AppendKey(dst, "derived")
		dst = append(dst, "true"...)
	}
	if c := t.FirstChild(n); c >= 0 {
		dst = AppendKey(dst, "fields")
		dst = append(dst, '[')
		for ; c >= 0; c = t.Next(c) {
			dst = comma(dst)
			dst = appendField(dst, t, c)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}
