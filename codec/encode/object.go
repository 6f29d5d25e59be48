package encode

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Options are what the object does not say, and how far it is believed.
type Options struct {
	// ASWidth is the octets of an AS number in AS_PATH and AGGREGATOR, 2 or 4; 0 takes the object's as_width, and 4 where it
	// has none.
	ASWidth int
	// AddPath are the families whose routes have path identifiers; HasAddPath says that they count, not the object's addpath.
	AddPath    codec.FamilySet
	HasAddPath bool
	// Lie builds what is asked for although it is wrong: typed values win over octets that say something else, an
	// attribute's length is the one given, marker and length of the header are those of the object's raw, and the result is
	// not compared with the object.
	Lie bool
}

// Result is what an object became.
type Result struct {
	Octets  []byte
	Piece   codec.Piece   // what they are: mostly a message
	Context codec.Context // that they were built for: AS width and ADD-PATH
}

// ErrNoOctets says that an object is one of those that stand for no octets of their own.
type ErrNoOctets struct{ Kind string }

// Error names the kind of object.
func (e *ErrNoOctets) Error() string {
	if e.Kind == "" {
		return "nothing to be encoded: no raw and none of open, update, notification and route_refresh"
	}
	return "an object of kind " + e.Kind + " has no octets"
}

// Object builds the octets of an object of the contract: a message, or a fragment. The error is an *Error, or
// *ErrNoOctets for objects such as those of the kinds state and negotiated.
func Object(v *Value, opt Options) (Result, error) {
	if v.Kind != Struct {
		return Result{}, v.err("expected an object, got " + v.shown())
	}
	b := builder{opt: opt}
	kind := b.text(v.Get("kind"))
	switch kind {
	case "", "message", "fragment":
	case "state", "negotiated", "summary", "unparsed", "incident":
		return Result{}, &ErrNoOctets{kind}
	}
	b.context(v)
	r := Result{Piece: codec.PieceMessage, Context: b.ctx}
	if f := v.Get("fragment"); f != nil {
		r.Octets, r.Piece = b.fragment(v, f)
	} else {
		r.Octets = b.message(v)
	}
	return r, b.err
}

// builder builds one object.
type builder struct {
	reader
	opt   Options
	ctx   codec.Context
	dc    codec.Decoder
	twice bool // a Hard Reset whose enclosed code stands where its own does
}

// context reads as_width and addpath.
func (b *builder) context(v *Value) {
	w := b.opt.ASWidth
	if w == 0 {
		w = 4
		if o := v.Get("as_width").Get("octets"); o != nil {
			if w = int(b.number(o, 4)); w != 2 && w != 4 {
				b.fail(o, "expected 2 or 4, got "+o.shown())
			}
		}
	}
	b.ctx = codec.Context{AS4: w == 4, ExtMsg: true, AddPath: b.opt.AddPath, Cut: v.Get("truncated") != nil}
	if b.opt.HasAddPath {
		return
	}
	for _, m := range b.list(v.Get("addpath").Get("families")) {
		f, ok := codec.ParseFamily(b.text(m))
		if !ok {
			b.fail(m, quoted(m.Text)+" is no address family")
		}
		b.ctx.AddPath = b.ctx.AddPath.With(f)
	}
}

// bodies are the keys of the typed form of messages, in the order of their types.
var bodies = [...]struct {
	key string
	typ registry.MessageType
}{
	{"open", registry.MsgOpen}, {"update", registry.MsgUpdate}, {"notification", registry.MsgNotification},
	{"route_refresh", registry.MsgRouteRefresh},
}

// body builds the body of a message of the type.
func (b *builder) body(typ registry.MessageType, v *Value) []byte {
	if v.Kind != Struct {
		b.fail(v, "expected an object, got "+v.shown())
		return nil
	}
	switch typ {
	case registry.MsgOpen:
		return b.open(v)
	case registry.MsgUpdate:
		return b.update(v)
	case registry.MsgNotification:
		return b.notification(v)
	}
	return b.refresh(v)
}

// message builds a message with its header.
func (b *builder) message(v *Value) []byte {
	raw := b.octets(v.Get("raw"))
	typed := v.Get("type") != nil
	for _, x := range bodies {
		typed = typed || v.Get(x.key) != nil
	}
	switch {
	case b.err != nil:
		return nil
	case raw == nil && !typed:
		b.err = &ErrNoOctets{}
		return nil
	case raw != nil:
		err := b.reads(codec.PieceMessage, raw, func(d *Value) error { return b.agreeMessage(v, d) })
		if err == nil {
			b.sound(v.Get("raw"), raw)
			return raw
		}
		if !b.opt.Lie {
			b.conflict(v.Get("raw"), err)
			return nil
		}
	}
	if cut := v.Get("truncated"); cut != nil && !b.opt.Lie {
		b.fail(cut, "octets are missing (encode those that are there: lie)")
		return nil
	}
	msg := b.typedMessage(v)
	if b.err != nil {
		return nil
	}
	if b.opt.Lie {
		if len(raw) >= codec.HeaderLen {
			copy(msg[:codec.MarkerLen+2], raw)
		}
		return msg
	}
	if b.twice {
		return msg
	}
	if err := b.reads(codec.PieceMessage, msg, func(d *Value) error { return b.agreeMessage(v, d) }); err != nil {
		b.notBuilt(err)
	}
	return msg
}

// sound refuses a raw message whose header is wrong, unless that is wanted.
func (b *builder) sound(v *Value, raw []byte) {
	h, ok := codec.ParseHeader(raw)
	switch {
	case b.opt.Lie || ok && h.Length == len(raw):
	case !ok:
		b.fail(v, "no message: its header is wrong (encode it all the same: lie)")
	default:
		b.fail(v, "the header's Length is "+strconv.Itoa(h.Length)+", but there are "+strconv.Itoa(len(raw))+
			" octets (encode it all the same: lie)")
	}
}

// typedMessage builds a message from its typed values.
func (b *builder) typedMessage(v *Value) []byte {
	var body []byte
	typ := -1
	for _, x := range bodies {
		m := v.Get(x.key)
		if m == nil {
			continue
		}
		if typ >= 0 {
			b.fail(m, "a message is one of open, update, notification and route_refresh")
			return nil
		}
		typ, body = int(x.typ), b.body(x.typ, m)
	}
	if t := v.Get("type"); t != nil {
		n := int(b.code(t, &registry.TableMessageTypes, 255))
		if typ < 0 && n > 0 && n <= 5 && n != int(registry.MsgKeepalive) && v.Get("body") == nil {
			b.fail(v, "what the message says is missing: open, update, notification or route_refresh")
		}
		typ = n
	}
	if m := v.Get("body"); m != nil && body == nil {
		body = b.octets(m)
	}
	if len(body) > codec.MaxExtLen-codec.HeaderLen {
		b.fail(v, "the message would have more than 65535 octets")
		return nil
	}
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MessageType(typ)), body...)
}

// agreeMessage compares what an object says of its message with what is decoded.
func (b *builder) agreeMessage(v, d *Value) error {
	for _, key := range [...]string{"type", "open", "update", "notification", "route_refresh", "body"} {
		m := v.Get(key)
		if m == nil {
			continue
		}
		if err := agree(m, d.Get(key)); err != nil {
			return err
		}
	}
	return nil
}

// update builds the body of an UPDATE (RFC 4271 section 4.3).
func (b *builder) update(v *Value) []byte {
	if e := v.Get("end_of_rib"); e != nil && v.Get("attributes") == nil {
		f, ok := codec.ParseFamily(b.text(e))
		if !ok {
			b.fail(e, quoted(e.Text)+" is no address family")
			return nil
		}
		return codec.AppendEndOfRIB(nil, f)[codec.HeaderLen:]
	}
	u := codec.Update{
		Withdrawn: b.routes(nil, codec.IPv4Unicast, v.Get("withdrawn"), true),
		Attrs:     b.attributes(nil, v.Get("attributes")),
		NLRI:      b.routes(nil, codec.IPv4Unicast, v.Get("nlri"), false),
	}
	if b.err != nil {
		return nil
	}
	msg, err := u.Append(nil, codec.MaxExtLen)
	if err != nil {
		b.fail(v, err.Error())
		return nil
	}
	return msg[codec.HeaderLen:]
}

// refresh builds the body of a ROUTE-REFRESH (RFC 2918 section 3) with the filters of RFC 5291 section 4.
func (b *builder) refresh(v *Value) []byte {
	out := codec.AppendRouteRefresh(nil, b.family(v), uint8(b.number(v.Get("subtype"), 255)))[codec.HeaderLen:]
	orf := v.Get("orf")
	if orf == nil {
		return out
	}
	out = append(out, byte(b.need(orf, "when_to_refresh", 255)))
	for _, e := range b.list(orf.Get("entries")) {
		raw := b.octets(e.Get("raw"))
		if len(raw) > 1<<16-1 {
			b.fail(e, "more than 65535 octets")
		}
		out = append(out, byte(b.need(e, "type", 255)), byte(len(raw)>>8), byte(len(raw)))
		out = append(out, raw...)
	}
	return out
}

// fragment builds a piece that has no message around it: its octets, or the typed form of attributes or capabilities.
func (b *builder) fragment(v, f *Value) ([]byte, codec.Piece) {
	piece, ok := pieceCalled(b.text(f.Get("piece")))
	if !ok {
		b.fail(f, quoted(f.Get("piece").said())+" is no piece: message, OPEN body, UPDATE body, NOTIFICATION body, path attributes, "+
			"capabilities, AS_PATH value, ROUTE-REFRESH body")
		return nil, piece
	}
	says := func(d *Value) error {
		for _, m := range d.Items {
			if g := v.Get(m.key); g != nil && m.key != "type" {
				if err := agree(g, m); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if raw := b.octets(f.Get("raw")); raw != nil {
		err := b.reads(piece, raw, says)
		if err == nil || b.err != nil {
			return raw, piece
		}
		if !b.opt.Lie {
			b.conflict(f.Get("raw"), err)
			return nil, piece
		}
	}
	out := b.typedPiece(v, piece)
	if b.err == nil && !b.opt.Lie {
		if err := b.reads(piece, out, says); err != nil {
			b.notBuilt(err)
		}
	}
	return out, piece
}

func (b *builder) typedPiece(v *Value, piece codec.Piece) []byte {
	key := map[codec.Piece]string{
		codec.PieceOpen: "open", codec.PieceUpdate: "update", codec.PieceNotification: "notification",
		codec.PieceRefresh: "route_refresh", codec.PieceAttributes: "attributes", codec.PieceCapabilities: "capabilities",
		codec.PieceASPath: "as_path",
	}[piece]
	m := v.Get(key)
	switch {
	case m == nil:
		b.fail(v, "neither fragment.raw nor "+key+" is there")
		return nil
	case piece == codec.PieceAttributes:
		return b.attributes(nil, m)
	case piece == codec.PieceCapabilities:
		return b.capabilities(nil, m)
	case piece == codec.PieceASPath:
		return b.asPath(m, b.ctx.AS4)
	}
	for _, x := range bodies {
		if x.key == key {
			return b.body(x.typ, m)
		}
	}
	return nil
}

func pieceCalled(s string) (codec.Piece, bool) {
	for p := codec.PieceMessage; p <= codec.PieceRefresh; p++ {
		if p.String() == s {
			return p, true
		}
	}
	return codec.PieceMessage, false
}

// reads decodes octets and gives the typed form to a function.
func (b *builder) reads(p codec.Piece, octets []byte, says func(*Value) error) error {
	v, err := Parse(tree.AppendValue(nil, b.dc.Decode(p, octets, b.ctx)), 0)
	if err != nil {
		return err
	}
	wrong := says(v)
	if wrong == nil || b.ctx.LabelsKnown {
		return wrong
	}
	// The object does not tell whether its session had one label a route (RFC 8277 section 2): then it is read so.
	one := b.ctx
	one.LabelsKnown = true
	if v, err = Parse(tree.AppendValue(nil, b.dc.Decode(p, octets, one)), 0); err != nil || says(v) != nil {
		return wrong
	}
	return nil
}

func (b *builder) conflict(raw *Value, err error) {
	b.notBuilt(err)
	if e, ok := b.err.(*Error); ok {
		e.Text += "; " + raw.Path() + " says something else (take one of them away, or lie)"
	}
}

func (b *builder) notBuilt(err error) {
	if b.err == nil {
		b.err = err
	}
}
