package batch

import (
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/registry"
)

// saved is the message of an event, on its way to a file.
type saved struct {
	capture.Message
	fate        fate
	onWire      bool   // Src and Dst are known
	sent        bool   // by the device that told of it
	device      string // which that is
	peer, local string // as told
	peerPort    int
	notes       string // for the comment, what is made up
}

type fate uint8

const (
	fateWritten fate = iota
	fateCut          // not all of the message is there
	fateNone         // no octets of a message
)

// savedOf takes from an event what is to be written. ok is false for what is no message and for what tells of one again.
func savedOf(e *entry, kind capture.Kind) (m saved, ok bool) {
	ev := &e.Event
	if ev.SameAs >= 0 || ev.Kind == dump.KindState {
		return saved{fate: fateNone}, true
	}
	h, isMessage := codec.ParseHeader(ev.Octets)
	switch {
	case ev.Kind != dump.KindMessage || ev.Piece != codec.PieceMessage || !isMessage:
		return saved{fate: fateNone}, true
	case ev.Cut || ev.Truncated.By != "" || ev.Truncated.Want > ev.Truncated.Have || h.Length > len(ev.Octets):
		return saved{fate: fateCut}, true
	}
	m.Time, m.Octets, m.ASWidth = ev.Time, ev.Octets, 4
	if t := e.Tree; t != nil && h.Type == registry.MsgUpdate {
		if !t.Ctx.AS4 {
			m.ASWidth = 2
		}
		m.AddPath = t.Find(0, codec.FieldPathID) >= 0
	}
	m.SrcAS, m.DstAS, m.Dir = e.PeerAS, e.LocalAS, capture.DirReceived
	if m.sent = e.Direction == logline.DirSent; m.sent {
		m.SrcAS, m.DstAS, m.Dir = e.LocalAS, e.PeerAS, capture.DirSent
	}
	if e.Src.IsValid() {
		m.Src, m.Dst, m.onWire = e.Src, e.Dst, true
		m.SrcAS, m.DstAS = e.as[0], e.as[1]
	} else {
		m.device, m.peer, m.local, m.peerPort = ev.Host, ev.PeerName(), ev.Local, ev.PeerPort
		if m.device == "" {
			m.device = e.SourceName
		}
	}
	if kind == capture.KindPcapng {
		m.Comment = comment(e, m.onWire)
	}
	return m, true
}

// comment says where the message stood, what it is, and what is made up of it.
func comment(e *entry, onWire bool) string {
	ev := &e.Event
	s := e.ID + " " + clean(e.SourceName)
	if ev.Line > 0 {
		s += ":" + strconv.Itoa(ev.Line)
	} else {
		s += " octet " + strconv.Itoa(ev.Offset)
	}
	if ev.Host != "" {
		s += ", host " + ev.Host
	}
	if x := e.Explanation; x != nil && x.Verdict.Summary != "" {
		s += "\n" + x.Verdict.Summary
	}
	if ev.Repeat > 1 {
		s += "\nThe device says that this happened " + strconv.Itoa(ev.Repeat) + " times."
	}
	if ev.Attempted {
		s += "\nThe device could not deliver this message."
	}
	switch {
	case !ev.Synthesised:
	case ev.Style == capture.KindMRT.String() || ev.Style == capture.KindBMP.String():
		s += "\nThe message was built around an entry of a table."
	case ev.DataKnown:
		s += "\nThe header was rebuilt: the text shows code, subcode and Data only."
	default:
		s += "\nThe message was rebuilt: the text gives code and subcode only; the Data, if any, is not known."
	}
	if e.Direction == logline.DirUnknown && !onWire {
		s += "\nThe text does not tell who sent it: taken as received."
	}
	if ev.Time.IsZero() {
		s += "\nThe text tells no time: taken from the message before."
	}
	return safetext.String(s, safetext.Options{Newline: true})
}

// names finds addresses for those that are only known by name, or not at all: documentation addresses (RFC 5737,
// RFC 3849), the same for the same host or peer through the whole run.
type names struct {
	known  map[string]netip.Addr // by family, device and name
	taken  map[netip.Addr]bool   // in use, real ones and those given out
	n4, n6 int
}

// mostSaved bounds what is remembered of either.
const mostSaved = 1 << 16

func newNames() names { return names{known: map[string]netip.Addr{}, taken: map[netip.Addr]bool{}} }

// resolve fills in the two ends.
func (n *names) resolve(m *saved) {
	if m.onWire {
		return
	}
	peer, local := told(m.peer), told(m.local)
	v6 := peer.Is6() || !peer.IsValid() && local.Is6()
	if local.IsValid() && local.Is6() != v6 {
		local = netip.Addr{}
	}
	n.take(peer)
	n.take(local)
	if !peer.IsValid() {
		what := "peer " + m.peer
		if m.peer == "" {
			what = "unknown peer"
		}
		peer = n.name(v6, m.device, what)
		m.notes += "\nThe address of the peer" + called(m.peer) + " is made up: " + peer.String() + "."
	}
	// What a line tells of its own address holds for the lines about the same peer that do not.
	pair := key(v6, m.device, "with "+peer.String())
	if old, ok := n.known[pair]; ok && !local.IsValid() {
		local = old
	} else if local.IsValid() && len(n.known) < mostSaved {
		n.known[pair] = local
	} else if !local.IsValid() {
		local = n.name(v6, m.device, "")
		m.notes += "\nThe address of the device" + called(m.device) + " is made up: " + local.String() + "."
	}
	src, dst := netip.AddrPortFrom(peer, uint16(m.peerPort)), netip.AddrPortFrom(local, 0)
	if m.sent {
		src, dst = dst, src
	}
	m.Src, m.Dst = src, dst
}

func called(name string) string {
	if name == "" {
		return ""
	}
	return " (" + clean(name) + ")"
}

// told reads an address as a line gives it.
func told(s string) netip.Addr {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}
	}
	return a.WithZone("").Unmap()
}

func key(v6 bool, device, name string) string {
	return strconv.FormatBool(v6) + "\x00" + device + "\x00" + name
}

func (n *names) take(a netip.Addr) {
	if a.IsValid() && len(n.taken) < mostSaved {
		n.taken[a] = true
	}
}

// name gives the address of a name.
func (n *names) name(v6 bool, device, name string) netip.Addr {
	k := key(v6, device, name)
	if a, ok := n.known[k]; ok {
		return a
	}
	a := n.next(v6)
	for range mostSaved {
		if !n.taken[a] {
			break
		}
		a = n.next(v6)
	}
	n.take(a)
	if len(n.known) < mostSaved {
		n.known[k] = a
	}
	return a
}

// next gives one address after the other, from the ends that examples do not use.
func (n *names) next(v6 bool) netip.Addr {
	if v6 {
		n.n6++
		return netip.AddrFrom16([16]byte{0: 0x20, 1: 0x01, 2: 0x0d, 3: 0xb8, 4: 0xff, 5: 0xff, 13: byte(n.n6 >> 16), 14: byte(n.n6 >> 8), 15: byte(n.n6)})
	}
	i := n.n4
	n.n4++
	low := byte(254 - i%254)
	switch i / 254 {
	case 0:
		return netip.AddrFrom4([4]byte{192, 0, 2, low})
	case 1:
		return netip.AddrFrom4([4]byte{198, 51, 100, low})
	case 2:
		return netip.AddrFrom4([4]byte{203, 0, 113, low})
	}
	i = (i - 3*254) % (510 * 254) // RFC 2544
	return netip.AddrFrom4([4]byte{198, byte(18 + i/254/255), byte(i / 254 % 255), low})
}
