package batch

import (
	"errors"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Messages of a capture go on in small groups; those of a live one as soon as its reader has to wait for the next.
const (
	groupMessages = 256
	groupOctets   = 256 << 10
)

// records reads a capture.
func (r *reader) records(in *input, src *capture.Source, live *pace) error {
	j, octets := r.group(in), 0
	var last, stop error
	send := func() {
		if stop == nil && len(j.events) > 0 {
			stop = r.send(j)
			j, octets = r.group(in), 0
		}
	}
	if live != nil {
		live.waits = send
		defer func() { live.waits = nil }()
	}
	for rec, err := range src.Records() {
		if stop != nil {
			return stop
		}
		if rec.Kind == capture.RecordReport {
			r.stats.Reports++
			continue
		}
		var damage *capture.Damage
		if errors.As(err, &damage) && damage.Ends {
			if r.p.soft.Err() != nil {
				break // not the input's fault
			}
			last = err
		}
		ev, w := recordEvent(rec, err)
		j.events, j.wires = append(j.events, ev), append(j.wires, w)
		if octets += len(ev.Octets); len(j.events) == groupMessages || octets >= groupOctets {
			send()
		}
	}
	if send(); stop != nil {
		return stop
	}
	st := src.Stats()
	r.stats.Octets += st.Octets
	r.stats.Messages += st.Messages
	r.stats.Damaged += st.Damaged
	r.captures.add(st)
	return last
}

func (r *reader) group(in *input) *job {
	return &job{input: in, to: math.MaxInt64}
}

// recordEvent makes an event of a record. The octets are copied: the record lends them.
func recordEvent(rec *capture.Record, err error) (dump.Event, wire) {
	ev := dump.Event{SameAs: -1}
	ev.Event.Kind, ev.Kind = logline.KindMessage, dump.KindMessage
	ev.Code, ev.Subcode, ev.Declared, ev.MessageType = logline.Unknown, logline.Unknown, logline.Unknown, logline.Unknown
	ev.Style, ev.Offset, ev.Time = rec.Source.String(), int(rec.Offset), rec.Time
	w := wire{known: rec.Known}
	switch rec.Dir {
	case capture.DirReceived:
		ev.Direction = logline.DirReceived
	case capture.DirSent:
		ev.Direction = logline.DirSent
	default:
		w.src, w.dst = rec.Src, rec.Dst
	}
	if rec.Dir != capture.DirUnknown || rec.Kind == capture.RecordState && !wireState(rec) {
		peer, as := rec.Peer()
		local, localAS := rec.Local()
		ev.Peer, ev.PeerPort, ev.PeerAS = addr(peer.Addr()), int(peer.Port()), as
		ev.Local, ev.LocalAS, ev.VRF = addr(local.Addr()), localAS, rec.Table
	}
	switch rec.Kind {
	case capture.RecordDamage:
		ev.Kind, ev.Err, ev.ErrOff = dump.KindUnparsed, "damaged input", int(rec.Offset)
		if err != nil {
			ev.Err = err.Error()
		}
	case capture.RecordState:
		stateEvent(&ev, rec.State)
	default:
		messageEvent(&ev, rec)
	}
	return ev, w
}

// wireState reports whether a state was seen on the wire, where nobody is the peer.
func wireState(rec *capture.Record) bool {
	return rec.State != nil && strings.HasPrefix(rec.State.By, "tcp")
}

func addr(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

func stateEvent(ev *dump.Event, s *capture.StateChange) {
	ev.Kind, ev.Event.Kind = dump.KindState, logline.KindState
	if s == nil {
		return
	}
	ev.From, ev.To = s.Old.String(), s.New.String()
	ev.Words = s.By
	for _, t := range s.Texts {
		ev.Notes = append(ev.Notes, t.Text)
	}
	if s.Reason != 0 {
		ev.Params = append(ev.Params, logline.Param{Key: "reason", Value: strconv.Itoa(int(s.Reason))})
	}
}

func messageEvent(ev *dump.Event, rec *capture.Record) {
	ev.Octets = append([]byte(nil), rec.Octets...)
	ev.Synthesised = rec.Synthesised
	h, _ := codec.ParseHeader(ev.Octets)
	ev.MessageType = int(h.Type)
	if h.Type == registry.MsgNotification && len(ev.Octets) >= codec.HeaderLen+2 {
		ev.Event.Kind = logline.KindNotification
		ev.Code, ev.Subcode = int(ev.Octets[codec.HeaderLen]), int(ev.Octets[codec.HeaderLen+1])
		ev.DataKnown = true
	}
	if rec.Lost > 0 {
		ev.Truncated = dump.Truncation{Have: len(ev.Octets), Want: h.Length, By: "input"}
	}
	if rec.Missing > 0 {
		ev.Remarks = append(ev.Remarks, strconv.Itoa(rec.Missing)+" octets of the TCP stream before this message are missing")
	}
	for _, why := range [...]string{rec.WidthWhy, rec.AddPathWhy} {
		if why != "" {
			ev.Remarks = append(ev.Remarks, why)
		}
	}
}
