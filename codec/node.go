package codec

// NodeFlags mark what is special about a Node.
type NodeFlags uint16

// The node flags.
const (
	// NodeGap marks octets that no field claimed.
	NodeGap NodeFlags = 1 << iota
	// NodeSynthetic marks a derived value without octets of its own.
	NodeSynthetic
	// NodeTruncated marks a node that should be longer: the input ended, or its container did.
	NodeTruncated
	// NodeInferred marks a reading that rests on an assumption of the Context (AS width, ADD-PATH).
	NodeInferred
	// nodeGroup marks a node that has children or could have.
	nodeGroup
)

// Node is one piece of a message. Nodes stand in preorder in one slice; the node at index i has its
// descendants at i+1 up to End. A leaf holds octets; the leaves of a tree tile its octets exactly.
type Node struct {
	Val         uint64 // the number of a leaf of at most 8 octets; longer values are re-read from the octets
	Off, Len    uint32 // octets of Tree.Bytes
	Parent, End int32  // index of the parent (-1 for the root); index after the last descendant
	Field       FieldID
	Flags       NodeFlags
}

// Tree is one decoded message or fragment. It borrows Bytes and is valid until its Decoder is used again.
type Tree struct {
	Bytes    []byte
	Nodes    []Node
	Findings []Finding
	Ctx      Context
}

// Leaf reports whether node n holds octets itself rather than through children.
func (t *Tree) Leaf(n int32) bool {
	return t.Nodes[n].End == n+1 && t.Nodes[n].Flags&NodeSynthetic == 0
}

// Octets returns the octets of node n.
func (t *Tree) Octets(n int32) []byte {
	nd := &t.Nodes[n]
	return t.Bytes[nd.Off : nd.Off+nd.Len]
}

// FirstChild returns the first child of n, or -1.
func (t *Tree) FirstChild(n int32) int32 {
	if t.Nodes[n].End > n+1 {
		return n + 1
	}
	return -1
}

// Next returns the sibling after n, or -1.
func (t *Tree) Next(n int32) int32 {
	p := t.Nodes[n].Parent
	if e := t.Nodes[n].End; p >= 0 && e < t.Nodes[p].End {
		return e
	}
	return -1
}

// Child returns the first child of n with field f, or -1.
func (t *Tree) Child(n int32, f FieldID) int32 {
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		if t.Nodes[c].Field == f {
			return c
		}
	}
	return -1
}

// Find returns the first node with field f in the subtree of n, n included, or -1.
func (t *Tree) Find(n int32, f FieldID) int32 {
	if n < 0 || int(n) >= len(t.Nodes) {
		return -1
	}
	for i := n; i < t.Nodes[n].End; i++ {
		if t.Nodes[i].Field == f {
			return i
		}
	}
	return -1
}

// Val returns the number of the first node with field f below n (n included), and whether there is one.
func (t *Tree) Val(n int32, f FieldID) (uint64, bool) {
	i := t.Find(n, f)
	if i < 0 {
		return 0, false
	}
	return t.Nodes[i].Val, true
}

// At returns the deepest node that covers the octets [off, off+length). For a length of 0 it is the deepest
// node that covers the octet before off. It takes time in the logarithm of the nodes: offsets rise in preorder.
func (t *Tree) At(off, length int) int32 {
	if len(t.Nodes) == 0 {
		return -1
	}
	if length == 0 && off > 0 {
		off, length = off-1, 1
	}
	lo, hi := 0, len(t.Nodes) // the last node that starts at or before off is before hi
	for lo+1 < hi {
		if mid := (lo + hi) / 2; int(t.Nodes[mid].Off) <= off {
			lo = mid
		} else {
			hi = mid
		}
	}
	n := int32(lo)
	for n > 0 {
		nd := &t.Nodes[n]
		if nd.Flags&NodeSynthetic == 0 && nd.Len > 0 && int(nd.Off) <= off && off+length <= int(nd.Off)+int(nd.Len) {
			return n
		}
		n = nd.Parent
	}
	return 0
}
