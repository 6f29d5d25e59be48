package codec

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
)

// checkInvariants decodes octets and checks what must hold for any octets in any context.
func checkInvariants(tb testing.TB, p Piece, b []byte, ctx Context) {
	tb.Helper()
	var dc Decoder
	tree := dc.Decode(p, b, ctx)
	if err := checkTree(tree); err != nil {
		tb.Fatalf("%v of %x in %+v: %v", p, b, ctx, err)
	}
	nodes := append([]Node(nil), tree.Nodes...)
	found := append([]Finding(nil), tree.Findings...)

	// Recording changes no finding.
	var plain Decoder
	without := plain.Check(p, b, ctx)
	if len(without) != len(found) {
		tb.Fatalf("%v of %x in %+v: %d findings with a tree, %d without", p, b, ctx, len(found), len(without))
	}
	for i := range without {
		f := found[i]
		f.Node = -1
		if !reflect.DeepEqual(f, without[i]) {
			tb.Fatalf("%v of %x in %+v: recording changes a finding:\n%+v\n%+v", p, b, ctx, f, without[i])
		}
	}

	// A used decoder gives the same again.
	again := dc.Decode(p, b, ctx)
	if !reflect.DeepEqual(nodes, again.Nodes) || !reflect.DeepEqual(found, append([]Finding(nil), again.Findings...)) {
		tb.Fatalf("%v of %x in %+v: the second decoding differs", p, b, ctx)
	}
	for n := range nodes {
		again.AppendText(again.AppendValue(nil, int32(n)), int32(n))
		again.NameOf(int32(n))
	}
	for i := range found {
		again.AppendFindingText(nil, &found[i])
	}
}

func checkTree(t *Tree) error {
	nodes, total := t.Nodes, len(t.Bytes)
	if len(nodes) == 0 {
		return fmt.Errorf("no root")
	}
	if limit := 5*total + 24; len(nodes) > limit {
		return fmt.Errorf("%d nodes for %d octets", len(nodes), total)
	}
	if r := nodes[0]; r.Parent != -1 || r.Off != 0 || int(r.Len) != total || int(r.End) != len(nodes) {
		return fmt.Errorf("the root does not hold everything: %+v", r)
	}
	at, depth := 0, make([]int, len(nodes))
	for i := range nodes {
		n := &nodes[i]
		if i > 0 {
			if n.Parent < 0 || int(n.Parent) >= i {
				return fmt.Errorf("node %d: parent %d", i, n.Parent)
			}
			p := &nodes[n.Parent]
			if depth[i] = depth[n.Parent] + 1; depth[i] > 60 {
				return fmt.Errorf("node %d is nested %d deep", i, depth[i])
			}
			if n.End > p.End || n.Off < p.Off || n.Off+n.Len > p.Off+p.Len {
				return fmt.Errorf("node %d %+v is not inside its parent %+v", i, *n, *p)
			}
			if n.Off < nodes[i-1].Off {
				return fmt.Errorf("node %d starts before the one before it", i)
			}
		}
		if int(n.End) <= i || int(n.End) > len(nodes) {
			return fmt.Errorf("node %d: end %d", i, n.End)
		}
		if n.Flags&NodeSynthetic != 0 {
			if n.Len != 0 || int(n.End) != i+1 {
				return fmt.Errorf("node %d: a derived value has octets or children", i)
			}
			continue
		}
		if (n.Field == FieldGap) != (n.Flags&NodeGap != 0) {
			return fmt.Errorf("node %d: gap field and gap flag differ: %+v", i, *n)
		}
		if t.Leaf(int32(i)) {
			if int(n.Off) != at {
				return fmt.Errorf("leaf %d starts at %d, the octets before it end at %d", i, n.Off, at)
			}
			at += int(n.Len)
			if n.Flags&nodeGroup != 0 && n.Len > 0 {
				return fmt.Errorf("node %d: a group is the leaf of %d octets: %+v", i, n.Len, *n)
			}
		}
	}
	if at != total {
		return fmt.Errorf("the leaves end at %d of %d", at, total)
	}
	return checkFindings(t)
}

func checkFindings(t *Tree) error {
	for i := range t.Findings {
		f := &t.Findings[i]
		if f.ID == FindNone || int(f.ID) >= Findings() {
			return fmt.Errorf("finding %d has no kind", i)
		}
		if f.Off < 0 || f.Len < 0 || f.Off+f.Len > len(t.Bytes) {
			return fmt.Errorf("%s is outside: %d+%d", f.Info().ID, f.Off, f.Len)
		}
		if f.Node < 0 || int(f.Node) >= len(t.Nodes) {
			return fmt.Errorf("%s has node %d", f.Info().ID, f.Node)
		}
		if n := t.Nodes[f.Node]; f.Len > 0 && (int(n.Off) > f.Off || int(n.Off+n.Len) < f.Off+f.Len) {
			return fmt.Errorf("%s: node %d does not hold %d+%d", f.Info().ID, f.Node, f.Off, f.Len)
		}
		if f.Len > 0 && len(t.Nodes)*len(t.Findings) < 1<<20 && f.Node != slowAt(t, f.Off, f.Len) {
			return fmt.Errorf("%s: node %d is not the deepest", f.Info().ID, f.Node)
		}
		if f.Note.Code == 0 && (f.Note.Subcode != 0 || f.Note.Data != nil) {
			return fmt.Errorf("%s has a subcode or Data without a code", f.Info().ID)
		}
		if d := f.Note.Data; len(d) > 2 && !bytes.Contains(t.Bytes, d) {
			return fmt.Errorf("%s: the Data is not from the message", f.Info().ID)
		}
		if f.Severity == SeverityError && f.Note.Code == 0 && f.Action == 0 && !noteless[f.ID] {
			return fmt.Errorf("%s is an error without consequence", f.Info().ID)
		}
	}
	return nil
}

// noteless are the errors that cannot be answered: those of a NOTIFICATION (RFC 4271 section 6.4).
var noteless = map[FindingID]bool{FindNotificationShort: true}

// slowAt is Tree.At by looking at every node.
func slowAt(t *Tree, off, n int) int32 {
	best := int32(0)
	for i := range t.Nodes {
		nd := &t.Nodes[i]
		if nd.Flags&NodeSynthetic == 0 && nd.Len > 0 && int(nd.Off) <= off && off+n <= int(nd.Off+nd.Len) {
			best = int32(i)
		}
	}
	return best
}

func TestInvariantsOfVectors(t *testing.T) {
	for _, v := range vectors(t) {
		checkInvariants(t, v.piece, v.octets, v.ctx)
	}
}

type place struct {
	id  FindingID
	off int
}

// TestPrefixes cuts every vector after each octet. With the cut known, an error must be one of the whole vector: what
// the missing octets can explain is none.
func TestPrefixes(t *testing.T) {
	for _, v := range vectors(t) {
		whole := map[place]bool{}
		for _, f := range new(Decoder).Check(v.piece, v.octets, v.ctx) {
			whole[place{f.ID, f.Off}] = true
		}
		for n := range v.octets {
			if len(v.octets) > 600 && n > 200 && n%97 != 0 {
				continue
			}
			checkInvariants(t, v.piece, v.octets[:n], v.ctx)
			ctx := v.ctx
			ctx.Cut = true
			checkInvariants(t, v.piece, v.octets[:n], ctx)
			if v.piece == PieceMessage && n > HeaderLen {
				ctx.Cut = false // the Length says it
			}
			for _, f := range new(Decoder).Check(v.piece, v.octets[:n], ctx) {
				if f.Severity == SeverityError && !whole[place{f.ID, f.Off}] {
					t.Errorf("%s:%d: %s, cut after %d octets: %s", v.file, v.line, v.name, n, findingLine(&f))
				}
			}
		}
	}
}
