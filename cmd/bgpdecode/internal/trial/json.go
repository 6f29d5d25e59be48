package trial

import (
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// object appends members of a JSON object.
type object struct {
	b     []byte
	first bool
}

func (o *object) key(k string) {
	if !o.first {
		o.b = append(o.b, ',')
	}
	o.first = false
	o.b = append(tree.AppendString(o.b, k), ':')
}

func (o *object) open(c byte) { o.b, o.first = append(o.b, c), true }

func (o *object) close(c byte) { o.b, o.first = append(o.b, c), false }

func (o *object) str(k, s string) {
	if s == "" {
		return
	}
	o.key(k)
	o.b = tree.AppendString(o.b, s)
}

func (o *object) num(k string, n int) {
	o.key(k)
	o.b = strconv.AppendInt(o.b, int64(n), 10)
}

func (o *object) yes(k string, v bool) {
	o.key(k)
	o.b = strconv.AppendBool(o.b, v)
}

func (o *object) seconds(k string, d time.Duration) {
	o.key(k)
	o.b = strconv.AppendFloat(o.b, d.Seconds(), 'f', 3, 64)
}

func (o *object) hex(k string, v []byte) {
	o.key(k)
	o.b = tree.AppendHexString(o.b, v)
}

// item begins a member of an array.
func (o *object) item() {
	if !o.first {
		o.b = append(o.b, ',')
	}
	o.open('{')
}

// begin begins an object of the contract.
func begin(dst []byte, kind, id string, at time.Time) *object {
	o := &object{b: dst}
	o.open('{')
	o.num("v", report.SchemaVersion)
	o.str("kind", kind)
	o.str("id", id)
	o.str("time", at.UTC().Format("2006-01-02T15:04:05.000000Z"))
	return o
}

// AppendJSON appends the result of a script as an object of kind "script", without a newline.
func AppendJSON(dst []byte, id string, r *inject.Result, t *Texts) []byte {
	o := begin(dst, "script", id, r.Started)
	o.key("script")
	o.open('{')
	o.str("name", r.Name)
	o.str("target", r.Target)
	o.yes("ok", r.OK())
	o.seconds("seconds", r.Took)
	o.yes("established", r.Up)
	if r.Err != nil {
		o.str("error", r.Err.Error())
	}
	o.key("steps")
	o.open('[')
	for i := range r.Steps {
		o.step(r, i, t)
	}
	o.close(']')
	if f := r.Failure; f != nil {
		o.key("failure")
		o.open('{')
		o.num("line", r.Steps[f.Step].Line)
		o.str("expected", f.Expected)
		o.str("came", f.Came)
		o.message("message", r, f.Message, t)
		o.close('}')
	}
	o.key("messages")
	o.open('[')
	for i := range r.Messages {
		o.item()
		o.said(&r.Messages[i], t)
		o.close('}')
	}
	o.close(']')
	if r.Lost > 0 {
		o.num("not_kept", r.Lost)
	}
	if r.End != nil {
		o.str("ended", r.End.Text())
	}
	o.close('}')
	o.close('}')
	return o.b
}

func (o *object) step(r *inject.Result, i int, t *Texts) {
	st := &r.Steps[i]
	o.item()
	o.num("line", st.Line)
	o.str("text", st.Text)
	o.yes("ok", st.OK)
	o.seconds("seconds", st.Took)
	o.message("message", r, st.Got, t)
	o.close('}')
}

// message writes a message of the result, if there is one.
func (o *object) message(key string, r *inject.Result, index int, t *Texts) {
	if index < 0 {
		return
	}
	o.key(key)
	o.open('{')
	o.said(&r.Messages[index], t)
	o.close('}')
}

// said writes the members of a message.
func (o *object) said(m *inject.Event, t *Texts) {
	o.seconds("seconds", m.Time)
	o.yes("sent", m.Sent)
	o.hex("raw", m.Octets)
	o.str("text", t.Brief(m))
}
