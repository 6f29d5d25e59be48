package peer

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// countRoutes counts the routes that an UPDATE announces and withdraws, without decoding them. Routes of families whose form it
// does not know count as one, and those of families that are not among the given ones are ignored by their receiver: they do
// not count. nil stands for all families.
func countRoutes(msg []byte, ctx *codec.Context, families []codec.Family) (up, down int) {
	if len(msg) < codec.HeaderLen+4 || registry.MessageType(msg[codec.HeaderLen-1]) != registry.MsgUpdate {
		return 0, 0
	}
	b := msg[codec.HeaderLen:]
	gone, b, ok := cut16(b)
	if !ok {
		return 0, 0
	}
	down = countPrefixes(gone, ctx.AddPath.Has(codec.IPv4Unicast))
	attrs, nlri, ok := cut16(b)
	if !ok {
		return 0, down
	}
	up = countPrefixes(nlri, ctx.AddPath.Has(codec.IPv4Unicast))
	for a := range codec.Attrs(attrs) {
		switch v := a.Value; {
		case len(v) < 3:
		case a.Code == registry.AttrMPReach && len(v) >= 5 && len(v) >= 5+int(v[3]):
			up += countFamily(v, v[5+int(v[3]):], ctx, families)
		case a.Code == registry.AttrMPUnreach:
			down += countFamily(v, v[3:], ctx, families)
		}
	}
	return up, down
}

// cut16 takes off a part whose length stands in two octets before it.
func cut16(b []byte) (part, rest []byte, ok bool) {
	if len(b) < 2 {
		return nil, nil, false
	}
	n := int(b[0])<<8 | int(b[1])
	if b = b[2:]; n > len(b) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}

// countFamily counts the routes b of the family that the attribute's value begins with.
func countFamily(value, b []byte, ctx *codec.Context, families []codec.Family) int {
	f := codec.Family{AFI: registry.AFI(int(value[0])<<8 | int(value[1])), SAFI: registry.SAFI(value[2])}
	if len(b) == 0 || families != nil && !slices.Contains(families, f) {
		return 0
	}
	switch f.SAFI {
	case 1, 2, 4, 128: // a length in bits, labels and route distinguishers included
		return countPrefixes(b, ctx.AddPath.Has(f))
	case 5, 70: // a type and a length in octets
		n, head := 0, 2
		if ctx.AddPath.Has(f) {
			head = 6
		}
		for ; len(b) >= head; n++ {
			b = b[min(head+int(b[head-1]), len(b)):]
		}
		return n
	}
	return 1
}

// countPrefixes counts prefixes with or without path identifiers.
func countPrefixes(b []byte, ids bool) (n int) {
	for len(b) > 0 {
		if ids {
			if len(b) < 5 {
				return n
			}
			b = b[4:]
		}
		size := 1 + (int(b[0])+7)/8
		if size > len(b) {
			return n
		}
		b = b[size:]
		n++
	}
	return n
}
