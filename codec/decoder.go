package codec

import (
	"math"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Piece says what the octets given to a Decoder are.
type Piece uint8

// The pieces that can be decoded.
const (
	PieceMessage      Piece = iota // a whole message, from its marker
	PieceOpen                      // the body of an OPEN
	PieceUpdate                    // the body of an UPDATE
	PieceNotification              // error code, subcode, Data
	PieceAttributes                // path attribute TLVs
	PieceCapabilities              // capability TLVs
	PieceASPath                    // the value of an AS_PATH
	PieceRefresh                   // the body of a ROUTE-REFRESH
)

// String names the piece.
func (p Piece) String() string {
	return [...]string{"message", "OPEN body", "UPDATE body", "NOTIFICATION body", "path attributes", "capabilities", "AS_PATH value", "ROUTE-REFRESH body"}[p&7]
}

// Decoder decodes messages and keeps its arena from one to the next. The zero value is ready.
// A Decoder is not safe for use by several goroutines.
type Decoder struct {
	d    dec
	rec  recorder
	tree Tree
}

// Decode decodes one piece of a message and returns its tree. It never fails: what is wrong with the octets
// is in the findings. The tree borrows b and the decoder's arena: it is valid until the next call.
// At most 65535 octets are decoded; more are claimed as trailing octets.
func (dc *Decoder) Decode(p Piece, b []byte, ctx Context) *Tree {
	dc.rec.nodes = dc.rec.nodes[:0]
	dc.rec.cur = -1
	dc.run(p, b, ctx, &dc.rec)
	dc.tree = Tree{Bytes: b, Nodes: dc.rec.nodes, Findings: dc.d.findings, Ctx: ctx}
	for i := range dc.d.findings {
		f := &dc.d.findings[i]
		f.Node = dc.tree.At(f.Off, f.Len)
	}
	return &dc.tree
}

// Check is Decode without the tree: the same findings, with Node -1, valid until the next call.
func (dc *Decoder) Check(p Piece, b []byte, ctx Context) []Finding {
	if p == PieceMessage && !ctx.Cut && sound(b, &ctx) {
		dc.d.findings, dc.d.unsure = dc.d.findings[:0], false
		return dc.d.findings
	}
	dc.run(p, b, ctx, nil)
	return dc.d.findings
}

// sound reports whether b is a message of the usual forms in which there is nothing to find.
func sound(b []byte, ctx *Context) bool {
	return soundUpdate(b, ctx) || soundOpen(b) || soundNotification(b)
}

func (dc *Decoder) run(p Piece, b []byte, ctx Context, rec *recorder) {
	d := &dc.d
	findings := d.findings[:0]
	*d = dec{}
	d.b, d.end, d.ctx, d.cut, d.full, d.rec, d.findings = b, len(b), ctx, ctx.Cut, math.MaxInt, rec, findings
	root := d.begin(FieldMessage)
	body := d.end
	if body > MaxExtLen {
		body = MaxExtLen
	}
	d.end = body
	switch p {
	case PieceMessage:
		d.message(root)
	case PieceOpen:
		d.openBody()
	case PieceUpdate:
		d.updateBody()
	case PieceNotification:
		d.notification()
	case PieceAttributes:
		d.attributeList(FieldAttrs)
	case PieceCapabilities:
		d.capabilityList(FieldCapabilities)
	case PieceASPath:
		d.asPathValue(registry.AttrASPath)
	case PieceRefresh:
		d.refreshBody()
	}
	d.end = len(b)
	if n := d.left(); n > 0 {
		d.find(FindTrailing, d.off, n, uint32(n), 0)
		d.rest(FieldTrailing)
	}
	d.leave(root)
}

// message decodes a header and its body. fr is the group around it.
func (d *dec) message(fr frame) {
	start := d.off
	h := d.header()
	have := d.end - start
	if have < HeaderLen {
		d.truncated(fr, start, HeaderLen, have)
		return
	}
	if h.Length < HeaderLen {
		d.body(h) // the length is nonsense: all octets may be the body
		return
	}
	if h.Length > have {
		d.truncated(fr, start, h.Length, have)
		d.cut = true
	}
	r := d.narrow(h.Length - HeaderLen)
	d.body(h)
	d.widen(r)
}

// truncated notes that the message should be longer than it is.
func (d *dec) truncated(fr frame, start, want, have int) {
	d.mark(fr, NodeTruncated)
	d.find(FindTruncated, start, have, uint32(want), uint32(have))
}

// body decodes what follows a header, up to the end of the range.
func (d *dec) body(h Header) {
	switch h.Type {
	case registry.MsgOpen:
		d.openBody()
	case registry.MsgUpdate:
		d.updateBody()
	case registry.MsgNotification:
		d.notification()
	case registry.MsgRouteRefresh, msgRouteRefreshOld:
		d.refreshBody()
	case registry.MsgKeepalive:
		// The body must be empty: the length check of the header has said so.
		d.rest(FieldBody)
	default:
		d.rest(FieldBody)
	}
}
