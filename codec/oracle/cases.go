package oracle

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/internal/vector"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Case is a whole message and the context that both sides are asked to read it in: 4-octet AS numbers, and ADD-PATH as
// the vector has it.
type Case struct {
	Name   string // file and name of the vector that it was made of, and how
	Octets []byte
	Ctx    codec.Context
}

// How many messages are made of each vector, beside the vector itself.
const (
	varied  = 4 // with other values, nothing wrong
	damaged = 4 // with something changed that need not fit
)

// Cases makes messages of the vectors in dir: each one framed as a message, of the sound ones some with other values, of all
// of them some that are damaged. The same vectors and seed give the same messages.
func Cases(dir string, seed uint64) ([]Case, error) {
	list, err := vector.Read(dir)
	if err != nil {
		return nil, err
	}
	var out []Case
	var m maker
	for _, v := range list {
		ctx, ok := contextOf(v.Words)
		b := frame(&v)
		if !ok || b == nil {
			continue
		}
		name := v.File + ": " + v.Name
		h := fnv.New64a() // a vector more must not change what is made of the others
		h.Write([]byte(name))
		m.r = rand.New(rand.NewPCG(seed, h.Sum64()))
		out = append(out, Case{name, b, ctx})
		if !m.bad(b, ctx) {
			for n := range varied {
				out = append(out, Case{fmt.Sprintf("%s, varied %d", name, n), m.vary(b, ctx), ctx})
			}
		}
		for n := range damaged {
			if d := m.damage(b, ctx); d != nil {
				out = append(out, Case{fmt.Sprintf("%s, damaged %d", name, n), d, ctx})
			}
		}
	}
	return out, nil
}

// contextOf understands the words of a vector; it reports false for contexts that no other implementation can be put in.
func contextOf(words []string) (codec.Context, bool) {
	ctx := codec.Context{AS4: true}
	for _, w := range words {
		switch w {
		case "as4", "width?", "ebgp", "ibgp", "confed":
		case "extmsg", "cut":
			return ctx, false
		default:
			f, ok := codec.ParseFamily(strings.TrimPrefix(w, "addpath:"))
			if !ok {
				return ctx, false
			}
			ctx.AddPath = ctx.AddPath.With(f)
		}
	}
	return ctx, true
}

// frame makes a whole message of a piece; nil where that cannot be.
func frame(v *vector.Vector) []byte {
	b := v.Octets
	switch v.Piece {
	case "message":
		if h, ok := codec.ParseHeader(b); !ok || h.Length != len(b) {
			return nil
		}
		return b
	case "open":
		return whole(registry.MsgOpen, b)
	case "update":
		return whole(registry.MsgUpdate, b)
	case "notification":
		return whole(registry.MsgNotification, b)
	case "refresh":
		return whole(registry.MsgRouteRefresh, b)
	case "aspath":
		return updateOf(codec.AppendAttr(nil, codec.FlagTransitive, registry.AttrASPath, b))
	case "attributes":
		return updateOf(b)
	case "capabilities":
		if len(b) > 253 {
			return nil
		}
		body := []byte{4, 0xfd, 0xe8, 0, 90, 192, 0, 2, 1, byte(2 + len(b)), byte(registry.ParamCapabilities), byte(len(b))}
		return whole(registry.MsgOpen, append(body, b...))
	}
	return nil
}

func whole(t registry.MessageType, body []byte) []byte {
	if n := codec.HeaderLen + len(body); n <= codec.MaxLen {
		return append(codec.AppendHeader(nil, n, t), body...)
	}
	return nil
}

// updateOf puts attributes into an UPDATE: the mandatory ones before them where they lack, and a route behind them unless
// they carry routes themselves.
func updateOf(attrs []byte) []byte {
	have := map[registry.AttrCode]bool{}
	for a := range codec.Attrs(attrs) {
		have[a.Code] = true
	}
	var head, nlri []byte
	if !have[registry.AttrOrigin] {
		head = codec.AppendAttr(head, codec.FlagTransitive, registry.AttrOrigin, []byte{0})
	}
	if !have[registry.AttrASPath] {
		head = codec.AppendAttr(head, codec.FlagTransitive, registry.AttrASPath, []byte{2, 1, 0, 0, 0xfd, 0xe8})
	}
	if !have[registry.AttrMPReach] && !have[registry.AttrMPUnreach] {
		if nlri = []byte{24, 198, 51, 100}; !have[registry.AttrNextHop] {
			head = codec.AppendAttr(head, codec.FlagTransitive, registry.AttrNextHop, []byte{192, 0, 2, 1})
		}
	}
	attrs = append(head, attrs...)
	body := append([]byte{0, 0, byte(len(attrs) >> 8), byte(len(attrs))}, attrs...)
	return whole(registry.MsgUpdate, append(body, nlri...))
}
