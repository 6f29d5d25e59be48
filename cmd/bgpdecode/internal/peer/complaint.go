package peer

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// heard is what the last message of the peer was like, for a NOTIFICATION that answers it.
type heard struct {
	typ     registry.MessageType
	errors  [4]fault // of the message, as many as there are; further ones cannot be told
	n       int
	state   fsm.State // of the connection when it came
	refused string    // why our configuration refuses the peer's OPEN
}

// fault is a finding that wants a NOTIFICATION.
type fault struct {
	note   codec.Notification // without its Data
	text   string
	ref    string
	action codec.Action
}

// listen keeps what is wrong with a received message.
func (h *heard) listen(ev *speaker.Event, typ registry.MessageType, state fsm.State) {
	h.typ, h.n, h.state = typ, 0, state
	t := codec.Tree{Bytes: ev.Octets, Findings: ev.Findings, Ctx: ev.Ctx}
	for i := range ev.Findings {
		f := &ev.Findings[i]
		if f.Severity != codec.SeverityError || f.Note.Code == 0 || h.n == len(h.errors) {
			continue
		}
		h.errors[h.n] = fault{codec.Notification{Code: f.Note.Code, Subcode: f.Note.Subcode}, string(t.AppendFindingText(nil, f)), f.Info().Ref, f.Action}
		h.n++
	}
}

// complaint is what a NOTIFICATION of ours answers; nil when nothing was heard.
func (h *heard) complaint(code registry.ErrorCode, subcode uint8) *explain.Complaint {
	if h.typ == 0 && h.n == 0 {
		return nil
	}
	c := &explain.Complaint{Type: h.typ, Refused: h.refused}
	if h.state != 0 {
		c.State = h.state.String()
	}
	for _, f := range h.errors[:h.n] {
		if f.note.Code == code && f.note.Subcode == subcode {
			c.Code, c.Subcode, c.Text, c.Ref, c.Action = int(code), int(subcode), f.text, f.ref, f.action
			return c
		}
	}
	return c
}
