package report

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// SchemaVersion is the value of the key "v".
const SchemaVersion = 1

// JSONOptions says what the JSON holds.
type JSONOptions struct {
	Fields bool // the walk over all fields, under "fields"
}

// AppendJSON appends a report as one JSON object of the contract, on one line without an end. Keys stand in the order
// of the contract; what is unknown is left out.
func AppendJSON(dst []byte, r *Report, opt JSONOptions) []byte {
	dst = strconv.AppendInt(append(dst, `{"v":`...), SchemaVersion, 10)
	dst = appendText(append(dst, `,"kind":"`...), r.Event.Kind.String())
	w := writer{appendText(append(dst, `"id":"`...), r.ID)}
	w.dst = w.dst[:len(w.dst)-1]
	if len(r.Links) > 0 {
		w.links(r.Links)
	}
	w.dst = appendSource(w.dst, r)
	w.dst = appendSession(w.dst, r)
	if r.Event.Repeat > 1 {
		w.num("repeated", r.Event.Repeat)
	}
	w.octets(r)
	w.message(r)
	if r.Tree != nil {
		w.tree(r, partGuess)
	}
	if r.hasDerived() {
		w.derived(r)
	}
	w.explanation(r)
	w.correlation(r.Correlation)
	if opt.Fields && r.Tree != nil {
		w.key("fields")
		w.dst = tree.AppendFields(w.dst, r.Tree)
	}
	if r.Event.Err != "" {
		e := w.open("error", '{')
		w.str("text", r.Event.Err)
		w.num("offset", r.Event.ErrOff)
		w.close(e, '}')
	}
	return append(w.dst, '}')
}

// writer appends members; a value that is unknown is not written.
type writer struct{ dst []byte }

func (w *writer) key(k string) { w.dst = tree.AppendKey(w.dst, k) }

func (w *writer) str(k, v string) {
	if v != "" {
		w.dst = tree.AppendStringMember(w.dst, k, v)
	}
}

func (w *writer) num(k string, v int) {
	w.key(k)
	w.dst = strconv.AppendInt(w.dst, int64(v), 10)
}

// known writes a number unless it is negative, which stands for unknown.
func (w *writer) known(k string, v int) {
	if v >= 0 {
		w.num(k, v)
	}
}

// some writes a number unless it is 0, which stands for unknown.
func (w *writer) some(k string, v uint64) {
	if v != 0 {
		w.key(k)
		w.dst = strconv.AppendUint(w.dst, v, 10)
	}
}

func (w *writer) yes(k string, v bool) {
	if v {
		w.key(k)
		w.dst = append(w.dst, "true"...)
	}
}

func (w *writer) hex(k string, v []byte) {
	w.key(k)
	w.dst = tree.AppendHexString(w.dst, v)
}

func (w *writer) someHex(k string, v []byte) {
	if len(v) > 0 {
		w.hex(k, v)
	}
}

// open starts an object or array; close ends it, or takes it back when nothing came in.
func (w *writer) open(k string, brace byte) (start int) {
	start = len(w.dst)
	w.key(k)
	w.dst = append(w.dst, brace)
	return start
}

func (w *writer) close(start int, brace byte) {
	if last := w.dst[len(w.dst)-1]; last == brace-2 { // '{' '}' and '[' ']' are two apart
		w.dst = w.dst[:start]
		return
	}
	w.dst = append(w.dst, brace)
}

// item starts an element of an array.
func (w *writer) item() {
	if last := w.dst[len(w.dst)-1]; last != '[' {
		w.dst = append(w.dst, ',')
	}
}

func (w *writer) list(k string, items []string) {
	s := w.open(k, '[')
	for _, v := range items {
		w.item()
		w.dst = tree.AppendString(w.dst, v)
	}
	w.close(s, ']')
}

func (w *writer) links(links []Link) {
	s := w.open("links", '[')
	for _, l := range links {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("rel", l.Rel)
		w.str("id", l.ID)
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
}

// octets writes the octets and what is missing of them or was around them.
func (w *writer) octets(r *Report) {
	ev := &r.Event
	if r.Tree != nil && ev.Piece == codec.PieceMessage && !ev.Synthesised {
		w.hex("raw", ev.Octets)
	}
	w.yes("header_synthesised", ev.Synthesised && r.Tree != nil)
	if ev.DeclaredAs != logline.CountNone {
		w.known("declared_length", ev.Declared)
	}
	if t := ev.Truncated; t != (dump.Truncation{}) {
		s := w.open("truncated", '{')
		w.num("have", t.Have)
		w.some("want", uint64(max(t.Want, 0)))
		w.str("by", t.By)
		w.close(s, '}')
	}
	w.someHex("leading", ev.Leading)
	w.someHex("padding", ev.Padding)
	w.someHex("after_gap", ev.AfterGap)
}

// message writes what the message says: from its octets, or from words.
func (w *writer) message(r *Report) {
	ev := &r.Event
	if r.Tree == nil {
		if t := r.messageType(); t != 0 {
			w.typeName(t)
		}
		w.words(r)
		return
	}
	if ev.Piece != codec.PieceMessage {
		if t := r.messageType(); t != 0 {
			w.typeName(t)
		}
	}
	w.tree(r, partMembers)
	if n := len(w.dst) - 1; ev.HardReset && r.Tree.Find(0, codec.FieldHardReset) < 0 && w.dst[n] == '}' {
		w.dst = w.dst[:n] // into the notification object, which is the last member
		w.inner(ev)
		w.dst = append(w.dst, '}')
	}
	if ev.Piece != codec.PieceMessage {
		s := w.open("fragment", '{')
		w.str("piece", ev.Piece.String())
		w.hex("raw", ev.Octets)
		w.close(s, '}')
	}
}

func (w *writer) typeName(t registry.MessageType) {
	if name := registry.TableMessageTypes.Name(uint64(t)); name != "" {
		w.str("type", name)
	} else {
		w.num("type", int(t))
	}
}

// words writes a NOTIFICATION of which only words are known. Its Data is told to be empty only where the text says so.
func (w *writer) words(r *Report) {
	ev := &r.Event
	s := w.open("notification", '{')
	w.pair(ev.Code, ev.Subcode)
	if ev.DataKnown && len(ev.Event.Octets) == 0 && !ev.HasText && !ev.HardReset {
		w.hex("data", nil)
	}
	w.said(ev)
	w.inner(ev)
	w.close(s, '}')
}

// inner writes the object of a Hard Reset (RFC 8538 section 3) whose line printed the enclosed code and subcode as
// if they were those of the message; they stand in both places.
func (w *writer) inner(ev *dump.Event) {
	if ev.HardReset {
		h := w.open("hard_reset", '{')
		w.pair(ev.Code, ev.Subcode)
		w.close(h, '}')
	}
}

func (w *writer) said(ev *dump.Event) {
	if ev.HasText {
		w.key("communication")
		w.dst = tree.AppendString(w.dst, ev.Text)
	}
}

// pair writes code and subcode with IANA's names. Code 0 does not exist: it stands for unknown, as negative ones do.
func (w *writer) pair(code, sub int) {
	if code <= 0 || code > 255 {
		return
	}
	w.num("code", code)
	w.str("code_name", registry.TableErrorCodes.Name(uint64(code)))
	if sub >= 0 && sub <= 255 {
		w.num("subcode", sub)
		w.str("subcode_name", registry.SubcodeName(uint8(code), uint8(sub)))
	}
}
