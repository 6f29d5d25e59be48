package capture

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// talks makes TCP segments of messages: it remembers the connections that are being written, by the ends that messages
// have and by those that are written.
type talks struct {
	told, written recent
	ports         uint16 // made-up ports so far
	emit          func(*out)
}

// recent holds connections, at most twice mostTalks of them, and forgets those that were used longest ago.
type recent struct{ now, old map[connKey]*talk }

func (r *recent) get(key connKey) *talk {
	k := r.now[key]
	if k == nil {
		if k = r.old[key]; k != nil {
			r.put(key, k)
		}
	}
	return k
}

func (r *recent) put(key connKey, k *talk) {
	if len(r.now) >= mostTalks {
		r.now, r.old = nil, r.now
	}
	if r.now == nil {
		r.now = map[connKey]*talk{}
	}
	r.now[key] = k
}

const (
	mostTalks = 32768
	madeUp    = 49152    // the first of the dynamic ports (RFC 6335), which are those made up
	ackEvery  = 8 * 1448 // octets after which the receiver acknowledges what it need not answer
	firstSeq  = 1 << 20
)

// talk is a connection being written. Its two sides are in the order of their addresses.
type talk struct {
	ends   [2]netip.AddrPort // with made-up ports
	given  bool              // no port is made up
	isOpen bool
	next   [2]uint32 // sequence number of the next octet of a side
	acked  [2]uint32 // what a side has acknowledged of the other's octets
	said   [2]bool   // a side has sent something
	fin    [2]bool   // a side has sent its FIN
}

// talk returns the connection between two ends and which of its sides src is.
func (t *talks) talk(src, dst netip.AddrPort, create bool) (k *talk, side int) {
	key := connKey{src, dst}
	if src.Compare(dst) > 0 {
		key, side = connKey{dst, src}, 1
	}
	if k = t.told.get(key); k != nil || !create {
		return k, side
	}
	k = &talk{given: src.Port() != 0 && dst.Port() != 0}
	k.ends = [2]netip.AddrPort{key.a, key.b}
	k.next = [2]uint32{firstSeq, firstSeq}
	t.told.put(key, k)
	return k, side
}

// message writes the segments of a message, and before it those that open the connection. last is called before the
// segment that holds the last octet.
func (t *talks) message(m *Message, last func()) error {
	src, dst, err := ends(m.Src, m.Dst)
	if err != nil {
		return err
	}
	k, side := t.talk(src, dst, true)
	if !k.isOpen || k.fin[side] || !k.given && k.isOver(side, m.Octets) {
		t.open(k, side, callerOf(side, src, dst), src, dst)
	}
	k.said[side] = true
	mss := mssIPv4
	if src.Addr().Is6() {
		mss = mssIPv6
	}
	for data := m.Octets; len(data) > 0; {
		n := min(mss, len(data))
		flags := uint8(tcpACK)
		if n == len(data) {
			flags |= tcpPSH
			last()
		}
		t.segment(k, side, flags, data[:n])
		if data = data[n:]; k.next[side]-k.acked[1-side] >= ackEvery && !k.fin[1-side] {
			t.segment(k, 1-side, tcpACK, nil)
		}
	}
	return nil
}

// isOver reports whether a message cannot be one of the same connection: an OPEN is the first of a side, and behind the
// other side's FIN only the NOTIFICATION comes that crossed it.
func (k *talk) isOver(side int, msg []byte) bool {
	return k.said[side] && isOpen(msg) || k.fin[1-side] && messageType(msg) != registry.MsgNotification
}

// messageType gives the type of a message, 0 for what is none.
func messageType(msg []byte) registry.MessageType {
	if len(msg) < codec.HeaderLen {
		return 0
	}
	return registry.MessageType(msg[codec.HeaderLen-1])
}

// begin writes the handshake of a connection that Src has called.
func (t *talks) begin(b *Beginning) error {
	src, dst, err := ends(b.Src, b.Dst)
	if err != nil {
		return err
	}
	k, side := t.talk(src, dst, true)
	t.open(k, side, side, src, dst)
	return nil
}

// callerOf tells which side has called: who sends the first message, unless the ports say otherwise.
func callerOf(side int, src, dst netip.AddrPort) int {
	if src.Port() == bgpPort && dst.Port() != bgpPort || dst.Port() != 0 && dst.Port() != bgpPort && src.Port() == 0 {
		return 1 - side
	}
	return side
}

// open writes the handshake. side is that of src.
func (t *talks) open(k *talk, side, caller int, src, dst netip.AddrPort) {
	key := [2]netip.AddrPort{src, dst}
	if side == 1 {
		key = [2]netip.AddrPort{dst, src}
	}
	// A known port of the caller is given up rather than used for two connections, where the other one is not known.
	again := !k.given && k.next[0] != firstSeq
	for i, e := range key {
		switch {
		case e.Port() != 0 && !(again && i == caller):
		case i == caller:
			e = netip.AddrPortFrom(e.Addr(), madeUp+t.ports%(1<<16-madeUp))
			t.ports++
		default:
			e = netip.AddrPortFrom(e.Addr(), bgpPort)
		}
		k.ends[i] = e
		k.said[i], k.fin[i] = false, false
	}
	t.renew(k)
	k.isOpen = true
	mss := uint16(mssIPv4)
	if src.Addr().Is6() {
		mss = mssIPv6
	}
	for i, flags := range [...]uint8{tcpSYN, tcpSYN | tcpACK, tcpACK} {
		from, o := caller, out{flags: flags, mss: mss}
		if i == 1 {
			from = 1 - caller
		}
		if i == 2 {
			o.mss = 0
		}
		t.put(k, from, &o)
		if i < 2 {
			k.next[from]++
		}
	}
}

// renew has a connection begin well behind the one before with the same ports. That may be another one, of messages of which
// less is known: it is over.
func (t *talks) renew(k *talk) {
	key := connKey{k.ends[0], k.ends[1]}
	if key.a.Compare(key.b) > 0 {
		key = connKey{key.b, key.a}
	}
	if o := t.written.get(key); o != nil && o != k {
		o.isOpen = false
		for i := range k.next {
			for _, n := range o.next {
				if int32(n-k.next[i]) > 0 {
					k.next[i] = n
				}
			}
		}
	}
	t.written.put(key, k)
	for i := range k.next {
		k.next[i] += 1 << 20
	}
}

// segment writes a segment of a connection that is open.
func (t *talks) segment(k *talk, side int, flags uint8, data []byte) {
	t.put(k, side, &out{flags: flags, data: data})
	k.next[side] += uint32(len(data))
}

func (t *talks) put(k *talk, side int, o *out) {
	o.src, o.dst, o.seq = k.ends[side], k.ends[1-side], k.next[side]
	if o.flags&tcpACK != 0 {
		o.ack = k.next[1-side]
		k.acked[side] = o.ack
	}
	t.emit(o)
}

// end writes the end of a connection.
func (t *talks) end(e *Ending) error {
	src, dst, err := ends(e.Src, e.Dst)
	if err != nil {
		return err
	}
	k, side := t.talk(src, dst, false)
	switch {
	case k == nil || !k.isOpen || k.fin[side]:
	case e.Reset:
		t.segment(k, side, tcpRST|tcpACK, nil)
		k.isOpen = false
	default:
		t.segment(k, side, tcpFIN|tcpACK, nil)
		k.next[side]++
		k.fin[side] = true
		if k.fin[1-side] {
			t.segment(k, 1-side, tcpACK, nil)
			k.isOpen = false
		}
	}
	return nil
}
