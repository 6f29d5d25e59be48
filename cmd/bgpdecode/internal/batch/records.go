package batch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
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
func (r *reader) records(in *input, src *capture.Source, live *inputs.Pace) error {
	j, octets := r.group(in), 0
	var last, stop error
	ended := int64(0)
	send := func() {
		if stop == nil && len(j.events) > 0 {
			stop = r.send(j)
			j, octets = r.group(in), 0
		}
	}
	if live != nil {
		live.Waits = send
		defer func() { live.Waits = nil }()
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
				ended = 1 // by us
				break
			}
			last = err
		}
		j.record(rec, err, r.texts)
		if octets += len(rec.Octets); len(j.events) == groupMessages || octets >= groupOctets {
			send()
		}
	}
	if send(); stop != nil {
		return stop
	}
	st := src.Stats()
	r.stats.Octets += st.Octets
	r.stats.Messages += st.Messages
	if st.Messages == 0 && ended == 0 {
		if why := unseen(&st, src.OtherLink()); why != "" {
			stop = r.send(&job{input: in, note: fmt.Sprintf("no BGP was found in %q: %s", in.Name, why)})
		}
	}
	for _, x := range st.Others {
		if st.Messages > 0 && x.Later() && stop == nil {
			stop = r.send(&job{input: in, note: fmt.Sprintf("%q: %s%s; what follows is read", in.Name, notRead(x), firstAt(x))})
		}
	}
	st.Damaged -= ended
	r.stats.Damaged += st.Damaged
	r.captures.add(st)
	if stop != nil {
		return stop
	}
	return last
}

// unseen says why there may be BGP in a capture in which none was found, "" when there is nothing to say.
func unseen(st *capture.Stats, link uint32) string {
	switch {
	case st.OtherLink > 0:
		return fmt.Sprintf("%s of link type %d, which is not read (perhaps tshark does: \"tshark -r FILE -x | bgpdecode batch -\")", count(st.OtherLink, "packet"), link)
	case st.Others[0].N > 0:
		return notRead(st.Others[0])
	case st.Snapped > 0:
		return count(st.Snapped, "TCP packet") + " of which the capture holds only a part (tcpdump -s 0 keeps all of them)"
	}
	return ""
}

func (r *reader) group(in *input) *job {
	k := r.p.fresh()
	if k.events == nil {
		k.events, k.wires = make([]dump.Event, 0, groupMessages), make([]wire, 0, groupMessages)
	}
	return &job{input: in, to: math.MaxInt64, picked: k.picked, events: k.events, wires: k.wires}
}

// texts gives the texts of addresses, of which captures have few.
type texts map[netip.Addr]string

const mostTexts = 4096

func (t texts) of(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	s, ok := t[a]
	if !ok {
		if len(t) >= mostTexts {
			clear(t)
		}
		s = a.String()
		t[a] = s
	}
	return s
}

// record adds the event of a record. The octets are copied: the record lends them.
func (j *job) record(rec *capture.Record, err error, t texts) {
	j.events, j.wires = append(j.events, dump.Event{SameAs: -1}), append(j.wires, wire{known: rec.Known})
	ev, w := &j.events[len(j.events)-1], &j.wires[len(j.wires)-1]
	ev.Event.Kind, ev.Kind = logline.KindMessage, dump.KindMessage
	ev.Code, ev.Subcode, ev.Declared, ev.MessageType = logline.Unknown, logline.Unknown, logline.Unknown, logline.Unknown
	ev.Style, ev.Offset, ev.Time = rec.Source.String(), int(rec.Offset), rec.Time
	switch rec.Dir {
	case capture.DirReceived:
		ev.Direction = logline.DirReceived
	case capture.DirSent:
		ev.Direction = logline.DirSent
	}
	if rec.Dir == capture.DirUnknown && (rec.Kind != capture.RecordState || wireState(rec)) {
		w.src, w.dst, w.as = rec.Src, rec.Dst, [2]uint32{rec.SrcAS, rec.DstAS}
	} else {
		peer, as := rec.Peer()
		local, localAS := rec.Local()
		ev.Peer, ev.PeerPort, ev.PeerAS = t.of(peer.Addr()), int(peer.Port()), as
		ev.Local, ev.LocalAS = t.of(local.Addr()), localAS
	}
	ev.VRF, ev.Host = rec.Table, rec.Router
	if ev.VRF == "" && rec.Distinguisher != 0 { // the VRF has no name, but this
		ev.VRF = codec.RD(binary.BigEndian.AppendUint64(nil, rec.Distinguisher)).String()
	}
	if rec.View == capture.ViewNone && rec.Kind == capture.RecordMessage {
		w.from, w.to = rec.Src, rec.Dst
	}
	switch rec.Kind {
	case capture.RecordDamage:
		ev.Kind, ev.Err, ev.ErrOff = dump.KindUnparsed, "damaged input", int(rec.Offset)
		if err != nil {
			ev.Err = err.Error()
		}
	case capture.RecordState:
		stateEvent(ev, rec.State)
		if fallOnWire(rec) {
			fallEvent(ev, rec)
		}
	default:
		j.messageEvent(ev, rec)
	}
}

// wireState reports whether a state was seen on the wire, where nobody is the peer.
func wireState(rec *capture.Record) bool {
	return rec.State != nil && strings.HasPrefix(rec.State.By, "tcp")
}

// fallOnWire reports whether a state is the end of a connection that was ended without a NOTIFICATION.
func fallOnWire(rec *capture.Record) bool {
	return wireState(rec) && rec.State.Old != capture.StateUnknown
}

// fallEvent says in words how the connection under a session ended. The sender of the segment that ended it is that of the event.
func fallEvent(ev *dump.Event, rec *capture.Record) {
	how, flag := "closed", "FIN"
	if rec.State.By == "tcp-reset" {
		how, flag = "reset", "RST"
	}
	ev.Words = "TCP connection " + how + " (" + flag + ") without a NOTIFICATION"
	ev.Params = append(ev.Params, logline.Param{Key: "TCP", Value: flag, Meaning: "the sender of this event ended the connection with it"})
	ev.Reason = ""
	if rec.State.Old == capture.StateEstablished {
		ev.Reason = "peer-closed"
	}
	if rec.Missing > 0 {
		ev.Remarks = append(ev.Remarks, strconv.Itoa(rec.Missing)+" octets of this connection are missing: a NOTIFICATION may be among them")
	}
}

func stateEvent(ev *dump.Event, s *capture.StateChange) {
	ev.Kind, ev.Event.Kind = dump.KindState, logline.KindState
	if s == nil {
		return
	}
	ev.From, ev.To = s.Old.String(), s.New.String()
	if strings.HasPrefix(s.By, "tcp") {
		ev.Words = s.By // a record of MRT or BMP has no words of its own
	}
	for _, t := range s.Texts {
		ev.Notes = append(ev.Notes, t.Text)
	}
	switch {
	case s.By == "bmp" && s.Reason != 0:
		peerDown(ev, s)
	case s.Old == capture.StateEstablished && s.New != capture.StateEstablished:
		ev.Reason = logline.ReasonDown
	}
}

func (j *job) messageEvent(ev *dump.Event, rec *capture.Record) {
	ev.Octets = j.copied(rec.Octets)
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
	switch {
	case rec.Joined && rec.Passed > 0:
		ev.Remarks = append(ev.Remarks, joined+"; "+strconv.Itoa(rec.Passed)+" octets before this message are the rest of another one")
	case rec.Joined && ev.MessageType != int(registry.MsgOpen):
		ev.Remarks = append(ev.Remarks, joined)
	case rec.Passed > 0:
		ev.Remarks = append(ev.Remarks, strconv.Itoa(rec.Passed)+" octets before this message belong to no message that can be read")
	}
	if rec.View != capture.ViewNone && rec.View != capture.ViewAdjRIBInPre {
		ev.Remarks = append(ev.Remarks, "view: "+rec.View.String())
	}
	switch {
	case rec.Own:
		ev.Remarks = append(ev.Remarks, "a route of the router's own: it has no peer")
	case rec.View == capture.ViewTable && !rec.Src.IsValid():
		ev.Remarks = append(ev.Remarks, "the dump does not describe the peer of this entry")
	}
	if !rec.Originated.IsZero() {
		ev.Remarks = append(ev.Remarks, "learnt "+rec.Originated.Format(time.RFC3339))
	}
	if rec.Missing > 0 {
		ev.Remarks = append(ev.Remarks, strconv.Itoa(rec.Missing)+" octets of the TCP stream before this message are missing")
	}
	if rec.Differed > 0 {
		ev.Remarks = append(ev.Remarks, strconv.Itoa(rec.Differed)+" octets of the TCP stream came again with another content, before this message was complete; those that came first are read")
	}
	if rec.WidthWhy != "" {
		ev.Remarks = append(ev.Remarks, rec.WidthWhy)
	}
	if rec.AddPathWhy != "" && rec.AddPathWhy != rec.WidthWhy {
		ev.Remarks = append(ev.Remarks, rec.AddPathWhy)
	}
}

// joined is the remark for the first message of a direction whose beginning is not in the capture.
const joined = "the capture begins in the middle of this session: what its OPENs agreed is not known"

// copied copies octets to those of the job.
func (j *job) copied(b []byte) []byte {
	if cap(j.octets)-len(j.octets) < len(b) {
		j.octets = make([]byte, 0, max(octetsAtOnce, len(b)))
	}
	at := len(j.octets)
	j.octets = append(j.octets, b...)
	return j.octets[at:len(j.octets):len(j.octets)]
}

const octetsAtOnce = 8 << 10
