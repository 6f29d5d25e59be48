package tap

import (
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// form makes the records of a file format. What it writes goes to the writer that it was made with.
type form interface {
	// start writes the head of a file, with what it needs of conversations that began in the file before.
	start(live []*conversation) error
	// event writes what there is of an event. c is nil for events without a connection.
	event(c *conversation, e *speaker.Event) error
}

// packets is the form of pcapng and pcap.
type packets struct {
	ng   bool
	out  io.Writer
	said *said
	w    *capture.PacketWriter
}

// start writes the handshake and the OPENs of conversations that go on, with the times that they had, so that the file
// can be read without the one before: AS width and path identifiers follow from the OPENs.
func (p *packets) start(live []*conversation) (err error) {
	if p.ng {
		p.w, err = capture.NewPcapngWriter(p.out)
	} else {
		p.w, err = capture.NewPcapWriter(p.out)
	}
	for _, c := range live {
		if err == nil {
			err = p.reopen(c)
		}
	}
	return err
}

// reopen begins a conversation again.
func (p *packets) reopen(c *conversation) error {
	if err := p.begin(c, c.began); err != nil {
		return skip(err)
	}
	order := [2]int{0, 1}
	if c.opens[1].octets != nil && c.opens[1].time.Before(c.opens[0].time) {
		order = [2]int{1, 0}
	}
	for _, side := range order {
		o := &c.opens[side]
		if o.octets == nil {
			continue
		}
		m := capture.Message{Time: o.time, Src: c.ends[side], Dst: c.ends[1-side], Octets: o.octets,
			Comment: "Repeated from the file before: the session goes on in this one."}
		if err := p.w.Write(&m); err != nil {
			return err
		}
	}
	return nil
}

func (p *packets) begin(c *conversation, when time.Time) error {
	return p.w.Begin(&capture.Beginning{Time: when, Src: c.ends[c.caller], Dst: c.ends[1-c.caller]})
}

func (p *packets) event(c *conversation, e *speaker.Event) error {
	if c == nil {
		return nil
	}
	switch e.Kind {
	case speaker.Opened:
		return p.w.Begin(&capture.Beginning{Time: e.Time, Src: end(e, c.caller), Dst: end(e, 1-c.caller)})
	case speaker.Closed:
		return p.closed(e)
	case speaker.Message, speaker.Note:
		if len(e.Octets) == 0 {
			return nil
		}
		side := sideOf(e)
		m := capture.Message{Time: e.Time, Src: end(e, side), Dst: end(e, 1-side), Octets: e.Octets}
		if p.ng {
			m.Comment = p.said.text(e)
		}
		return p.w.Write(&m)
	}
	return nil
}

// closed ends a conversation as it ended: with RST, or with FIN by whoever was first and then by the other side.
func (p *packets) closed(e *speaker.Event) error {
	side := 1 // the peer
	if e.Err == nil || e.Sent {
		side = 0
	}
	for range 2 {
		err := p.w.End(&capture.Ending{Time: e.Time, Src: end(e, side), Dst: end(e, 1-side), Reset: e.Reset})
		if err != nil || e.Reset {
			return err
		}
		side = 1 - side
	}
	return nil
}

// end gives the end of a connection on a side.
func end(e *speaker.Event, side int) netip.AddrPort {
	if side == 0 {
		return e.Conn.Local
	}
	return e.Conn.Remote
}

// records is the form of MRT.
type records struct {
	out io.Writer
	opt *Options
	w   *capture.MRTWriter
}

// start writes nothing: each record says all that is needed to read it.
func (r *records) start([]*conversation) error {
	r.w = capture.NewMRTWriter(r.out)
	return nil
}

func (r *records) event(c *conversation, e *speaker.Event) error {
	switch {
	case e.Kind == speaker.StateChange:
		return r.state(c, e)
	case e.Kind != speaker.Message || c == nil || len(e.Octets) == 0:
		return nil
	}
	side := sideOf(e)
	k := c.known(side, e)
	as := [2]uint32{}
	as[0], as[1] = numbers(c, e)
	m := capture.Message{Time: e.Time, Src: end(e, side), Dst: end(e, 1-side), Octets: e.Octets, SrcAS: as[side], DstAS: as[1-side],
		ASWidth: k.ASWidth, AddPath: pathIDs(e.Octets, k.AddPath)}
	switch {
	case r.opt.Wire:
	case e.Sent:
		m.Dir = capture.DirSent
	default:
		m.Dir = capture.DirReceived
	}
	return r.w.Write(&m)
}

// state writes a change of state. Before there is a connection our address may not be known: it is then the
// unspecified one of the peer's family.
func (r *records) state(c *conversation, e *speaker.Event) error {
	if e.From == e.To {
		return nil
	}
	t := capture.Transition{Time: e.Time, Peer: e.Conn.Remote.Addr(), Local: e.Conn.Local.Addr(), Old: stateOf(e.From), New: stateOf(e.To)}
	if e.Peer != nil {
		cfg := e.Peer.Config()
		if !t.Peer.IsValid() {
			t.Peer = cfg.Remote
		}
		if !t.Local.IsValid() {
			t.Local = cfg.Local.Addr()
		}
	}
	t.LocalAS, t.PeerAS = numbers(c, e)
	if t.Peer = t.Peer.Unmap(); !t.Peer.IsValid() {
		return nil // an unnumbered peer that has not been found
	}
	if t.Local = t.Local.Unmap(); t.Local.BitLen() != t.Peer.BitLen() {
		t.Local = netip.IPv4Unspecified()
		if t.Peer.Is6() {
			t.Local = netip.IPv6Unspecified()
		}
	}
	return r.w.State(&t)
}

// stateOf gives the state in the numbers of MRT, which are the same.
func stateOf(s fsm.State) capture.FSMState { return capture.FSMState(s) }

// numbers gives the AS numbers of Conn.Local and Conn.Remote: those of the OPENs, else the configured ones.
func numbers(c *conversation, e *speaker.Event) (local, remote uint32) {
	local, remote = c.as(0), c.as(1)
	if e.Peer != nil {
		cfg := e.Peer.Config()
		if local == 0 {
			local = cfg.LocalAS
		}
		if remote == 0 {
			remote = cfg.PeerAS
		}
	}
	if e.Kind == speaker.Message && messageType(e.Octets) == registry.MsgOpen { // it comes before note
		if o, ok := capture.ParseOpen(e.Octets); ok && e.Sent {
			local = o.AS
		} else if ok {
			remote = o.AS
		}
	}
	return local, remote
}

// pathIDs reports whether routes of an UPDATE carry path identifiers, which is agreed by family (RFC 7911).
func pathIDs(msg []byte, set codec.FamilySet) bool {
	if set == 0 || messageType(msg) != registry.MsgUpdate {
		return false
	}
	body := msg[codec.HeaderLen:]
	withdrawn, body, ok := counted(body)
	if !ok {
		return set.Has(codec.IPv4Unicast)
	}
	attrs, nlri, _ := counted(body)
	if len(withdrawn)+len(nlri) > 0 && set.Has(codec.IPv4Unicast) {
		return true
	}
	for a := range codec.Attrs(attrs) {
		if (a.Code == registry.AttrMPReach || a.Code == registry.AttrMPUnreach) && len(a.Value) >= 3 {
			f := codec.Family{AFI: registry.AFI(uint16(a.Value[0])<<8 | uint16(a.Value[1])), SAFI: registry.SAFI(a.Value[2])}
			if set.Has(f) {
				return true
			}
		}
	}
	return false
}

// counted cuts off a field behind its length in two octets.
func counted(b []byte) (field, rest []byte, ok bool) {
	if len(b) < 2 {
		return nil, nil, false
	}
	n := int(b[0])<<8 | int(b[1])
	if n > len(b)-2 {
		return b[2:], nil, false
	}
	return b[2 : 2+n], b[2+n:], true
}

// lines is the form of JSON Lines.
type lines struct {
	out  io.Writer
	said *said
}

func (l *lines) start([]*conversation) error { return nil }

func (l *lines) event(_ *conversation, e *speaker.Event) error {
	_, err := l.out.Write(l.said.json(e))
	return err
}

// newForm gives the form that a suffix asks for.
func newForm(suffix string, out io.Writer, opt *Options, said *said) (form, error) {
	switch suffix {
	case ".pcapng", ".pcap":
		return &packets{ng: suffix == ".pcapng", out: out, said: said}, nil
	case ".mrt":
		return &records{out: out, opt: opt}, nil
	case ".jsonl":
		return &lines{out: out, said: said}, nil
	}
	return nil, fmt.Errorf("no format %q", suffix)
}

// skip forgets the error of ends that cannot be written.
func skip(err error) error {
	if unwritable(err) {
		return nil
	}
	return err
}
