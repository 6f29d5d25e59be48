package peer

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Lines gives a function that appends the JSON objects for an event to dst, each with its newline: for files beside the
// output. Their ids are their own. It is for one goroutine at a time.
func Lines(opt Options) func(dst []byte, ev *speaker.Event) []byte {
	opt.JSON, opt.Goal, opt.Reached, opt.Ended = true, Goal{}, nil, nil
	out := new(appender)
	t := NewTeller(out, opt)
	return func(dst []byte, ev *speaker.Event) []byte {
		out.b = dst
		t.Event(ev)
		dst, out.b = out.b, nil
		return dst
	}
}

// appender is a writer that appends.
type appender struct{ b []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.b = append(a.b, p...)
	return len(p), nil
}

// Comments gives a function that says in a line what there is to say about a message: what is wrong with it, or what a
// NOTIFICATION means; "" for nothing. What a peer wrote in it is untrusted. It is for one goroutine at a time.
func Comments() func(ev *speaker.Event) string {
	t := NewTeller(new(appender), Options{JSON: true})
	return func(ev *speaker.Event) string {
		if ev.Kind != speaker.Message {
			return ""
		}
		h, _ := codec.ParseHeader(ev.Octets)
		if h.Type != registry.MsgNotification && len(ev.Findings) == 0 {
			return ""
		}
		r := t.report(ev, &conn{info: ev.Conn, tally: &Tally{}}, h.Type)
		if h.Type == registry.MsgNotification {
			s := gist(r)
			if x := r.Explanation; x != nil && x.Verdict.Summary != "" {
				s += ". " + x.Verdict.Summary
			}
			return s
		}
		return faults(r)
	}
}

// Gists gives a function that says in a line what a message is, and what is wrong with it. What a peer wrote in it is
// untrusted. It is for one goroutine at a time.
func Gists() func(ev *speaker.Event) string {
	t := NewTeller(new(appender), Options{JSON: true, NoVerdict: true})
	return func(ev *speaker.Event) string {
		h, _ := codec.ParseHeader(ev.Octets)
		r := t.report(ev, &conn{info: ev.Conn, tally: &Tally{}}, h.Type)
		s := gist(r)
		if f := faults(r); f != "" {
			s += "; " + f
		}
		return s
	}
}
