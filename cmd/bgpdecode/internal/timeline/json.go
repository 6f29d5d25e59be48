package timeline

import (
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// AppendJSONL writes the timeline of a session as objects of the JSON contract, one a line: a state for each row, negotiated
// where two OPENs agreed, and a summary with all findings. id is that of the summary; the others are numbered below it.
func AppendJSONL(dst []byte, x *Session, id string) []byte {
	w := &writer{dst}
	for i := range x.Rows {
		r := &x.Rows[i]
		one := id + "." + strconv.Itoa(i+1)
		w.row(x, r, one)
		if r.Agreed != nil {
			w.agreed(x, r, one+"a")
		}
	}
	w.summary(x, id)
	return w.b
}

// writer appends members of objects; what is not known is left out.
type writer struct{ b []byte }

func (w *writer) key(k string) { w.b = tree.AppendKey(w.b, k) }

func (w *writer) str(k, v string) {
	if v != "" {
		w.key(k)
		w.b = tree.AppendString(w.b, v)
	}
}

func (w *writer) num(k string, v int64) {
	w.key(k)
	w.b = strconv.AppendInt(w.b, v, 10)
}

// some writes a number that is not below low.
func (w *writer) some(k string, v, low int64) {
	if v >= low {
		w.num(k, v)
	}
}

func (w *writer) yes(k string, v bool) {
	if v {
		w.key(k)
		w.b = append(w.b, "true"...)
	}
}

func (w *writer) time(k string, t time.Time) {
	if t.IsZero() {
		return
	}
	w.key(k)
	w.b = append(w.b, '"')
	w.b = t.AppendFormat(w.b, time.RFC3339Nano)
	w.b = append(w.b, '"')
}

func (w *writer) open(k string) {
	w.key(k)
	w.b = append(w.b, '{')
}

func (w *writer) close() { w.b = append(w.b, '}') }

// list writes an array with an element for each i below n.
func (w *writer) list(k string, n int, each func(i int)) {
	if n == 0 {
		return
	}
	w.key(k)
	w.b = append(w.b, '[')
	for i := range n {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		each(i)
	}
	w.b = append(w.b, ']')
}

// head begins an object.
func (w *writer) head(x *Session, kind, id string, s *Step) {
	w.b = append(w.b, '{')
	w.num("v", 1)
	w.str("kind", kind)
	w.str("id", id)
	if s == nil {
		w.str("host", x.Host)
		return
	}
	w.time("time", s.Time)
	w.open("source")
	w.str("name", s.Source)
	w.some("line", int64(s.Line), 1)
	w.num("offset", s.Offset)
	w.str("style", s.Style)
	w.close()
	w.str("host", x.Host)
}

func (w *writer) end() { w.b = append(w.b, '}', '\n') }

// row writes a state.
func (w *writer) row(x *Session, r *Row, id string) {
	w.head(x, "state", id, &r.Step)
	w.open("session")
	w.str("local", r.Local)
	w.str("peer", first(r.Peer, x.Name()))
	w.some("local_as", int64(r.LocalAS), 1)
	w.some("peer_as", int64(r.PeerAS), 1)
	w.str("vrf", r.VRF)
	if r.What == logline.StepMessage && !r.Traffic {
		w.str("direction", r.Direction.String())
	}
	w.yes("attempted", r.Attempted)
	w.str("connection", r.Connection)
	w.str("from", r.From)
	w.str("to", r.To)
	w.close()
	w.some("repeated", int64(r.Times), 2)
	if r.What == logline.StepMessage && !r.Traffic {
		w.message(r)
	}
	w.open("step")
	w.str("what", r.What.String())
	if r.Conn != nil {
		w.num("connection", int64(r.Conn.no))
		w.str("opener", r.Conn.opener.String())
	}
	w.str("state", r.State)
	w.str("other", r.Other)
	if r.What != logline.StepMessage && r.Type > 0 {
		w.str("message", typeName(r.Type))
	}
	w.str("cause", r.Cause)
	if r.Traffic {
		w.traffic(r)
	}
	text, _ := r.words()
	w.str("text", text)
	w.close()
	w.findings(r.Findings)
	w.end()
}

// message writes the message of a row.
func (w *writer) message(r *Row) {
	if name := registry.TableMessageTypes.Name(uint64(max(r.Type, 0))); name != "" && r.Type > 0 {
		w.str("type", name)
	} else if r.Type > 0 {
		w.num("type", int64(r.Type))
	}
	if r.Type == 1 && r.Open != nil {
		w.openWords("open", r.Open)
	}
	if r.Type == 3 && r.Code > 0 && r.Code < 256 {
		w.open("notification")
		w.num("code", int64(r.Code))
		w.str("code_name", registry.TableErrorCodes.Name(uint64(r.Code)))
		if r.Sub >= 0 && r.Sub < 256 {
			w.num("subcode", int64(r.Sub))
			w.str("subcode_name", registry.SubcodeName(uint8(r.Code), uint8(r.Sub)))
		}
		w.close()
	}
}

func (w *writer) openWords(k string, o *Open) {
	w.open(k)
	w.some("version", int64(o.Version), 0)
	w.some("as4", int64(o.AS), 1)
	w.some("hold_time", int64(o.HoldTime), 0)
	w.str("id", o.ID)
	w.close()
}

// traffic writes how many messages an established session exchanged.
func (w *writer) traffic(r *Row) {
	w.time("until", r.Until)
	for end, k := range [...]string{"sent", "received"} {
		w.open(k)
		for _, t := range [...]int{2, 4, 5} {
			w.some(typeName(t), int64(r.Count[end][t]), 1)
		}
		w.close()
	}
}

// agreed writes what two OPENs agreed.
func (w *writer) agreed(x *Session, r *Row, id string) {
	a := r.Agreed
	w.head(x, "negotiated", id, &r.Step)
	w.open("session")
	w.str("local", first(r.Local, r.Conn.local))
	w.str("peer", first(r.Peer, x.Name()))
	w.some("local_as", int64(a.Local.AS), 1)
	w.some("peer_as", int64(a.Peer.AS), 1)
	if a.Local.AS != 0 && a.Local.AS == a.Peer.AS {
		w.str("peer_kind", "ibgp")
	}
	w.str("connection", r.Connection)
	w.close()
	w.open("negotiated")
	w.some("hold_time", int64(a.Hold), 0)
	w.openWords("local", &a.Local)
	w.openWords("peer", &a.Peer)
	w.close()
	w.end()
}

// summary writes what became of the session.
func (w *writer) summary(x *Session, id string) {
	w.head(x, "summary", id, nil)
	w.open("session")
	w.str("peer", x.Name())
	if len(x.LocalAS) == 1 {
		w.num("local_as", int64(x.LocalAS[0]))
	}
	if len(x.PeerAS) == 1 {
		w.num("peer_as", int64(x.PeerAS[0]))
	}
	w.str("vrf", x.VRF)
	w.close()
	w.open("timeline")
	w.num("steps", x.Steps)
	w.some("dropped", x.Dropped, 1)
	w.num("connections", int64(x.Conns))
	w.num("opened", int64(x.Opened))
	w.num("established", x.UpCount)
	w.yes("up", x.hasUp)
	w.some("hold_time", int64(x.Hold), 0)
	w.some("machines", int64(len(x.Machines)), 2)
	ends := x.Endings()
	w.list("ended", len(ends), func(i int) { w.b = tree.AppendString(w.b, ends[i]) })
	w.close()
	w.findings(x.Findings)
	w.end()
}

func (w *writer) findings(list []*Finding) {
	w.list("findings", len(list), func(i int) {
		f := list[i]
		w.b = append(w.b, '{')
		w.str("severity", string(f.Severity))
		w.str("id", f.ID)
		w.str("text", f.Text)
		w.str("ref", f.Ref)
		if f.Code > 0 {
			w.num("code", int64(f.Code))
			w.num("subcode", int64(f.Sub))
		}
		w.str("who", f.Who)
		w.time("time", f.Time)
		w.some("line", int64(f.Line), 1)
		if f.Conn != nil {
			w.num("connection", int64(f.Conn.no))
		}
		w.some("times", int64(f.Times), 2)
		w.b = append(w.b, '}')
	})
}
