package capture

import (
	"encoding/binary"
	"io"
	"time"
)

// PacketWriter writes messages as packets of TCP connections: a pcapng or a pcap file. The octets of a message, its
// addresses, its ports as far as they are known, and its time are those of the message. All else is made up so that the
// connection is whole: the handshake before its first message, sequence numbers, acknowledgements, checksums.
// A message that needs several segments is cut at 1460 octets (IPv6: 1440). A NOTIFICATION does not end a connection by
// itself, End does. What a side sends behind its own end opens another connection. Where a port is made up, so does an
// OPEN of a side that has sent something, and what is no NOTIFICATION behind the other side's end; where one port of the
// two is known, that next connection has another one instead.
type PacketWriter struct {
	w       io.Writer
	buf     []byte // of one call
	ng      bool
	clock   clock
	now     time.Time
	talks   talks
	comment string // of the next packet
}

const (
	maxComment = 4096    // octets
	kept       = 1 << 20 // octets of the buffer kept from one call to the next
)

// NewPcapWriter writes the header of a pcap file with nanoseconds (draft-ietf-opsawg-pcap) and returns a writer of what
// follows it.
func NewPcapWriter(w io.Writer) (*PacketWriter, error) {
	p := newPacketWriter(w)
	b := binary.LittleEndian.AppendUint32(nil, pcapNano)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 4)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, commonSnap)
	b = binary.LittleEndian.AppendUint32(b, linkRaw)
	_, err := w.Write(b)
	return p, err
}

// NewPcapngWriter writes the header of a pcapng section and of its one interface (draft-ietf-opsawg-pcapng) and returns
// a writer of what follows them.
func NewPcapngWriter(w io.Writer) (*PacketWriter, error) {
	p := newPacketWriter(w)
	p.ng = true
	_, err := w.Write(appendNgHead(nil))
	return p, err
}

func newPacketWriter(w io.Writer) *PacketWriter {
	p := &PacketWriter{w: w}
	p.talks.emit = p.packet
	return p
}

// Write adds the packets of a message.
func (p *PacketWriter) Write(m *Message) error {
	p.start(m.Time)
	err := p.talks.message(m, func() { p.comment = m.Comment })
	if err != nil {
		return err
	}
	return p.flush()
}

// Begin adds the packets that open a connection.
func (p *PacketWriter) Begin(b *Beginning) error {
	p.start(b.Time)
	if err := p.talks.begin(b); err != nil {
		return err
	}
	return p.flush()
}

// State does nothing: a change of state is no packet.
func (p *PacketWriter) State(*Transition) error { return nil }

// End adds the packet with which a side closes its connection.
func (p *PacketWriter) End(e *Ending) error {
	p.start(e.Time)
	if err := p.talks.end(e); err != nil {
		return err
	}
	return p.flush()
}

func (p *PacketWriter) start(t time.Time) {
	p.buf, p.comment = p.buf[:0], ""
	p.now = p.clock.at(t)
}

func (p *PacketWriter) flush() error {
	if len(p.buf) == 0 {
		return nil
	}
	_, err := p.w.Write(p.buf)
	if cap(p.buf) > kept {
		p.buf = nil
	}
	return err
}

// packet appends a packet with the header that the format has for it.
func (p *PacketWriter) packet(o *out) {
	if p.ng {
		p.buf = appendNgPacket(p.buf, p.now, p.comment, o)
		p.comment = ""
		return
	}
	at := len(p.buf)
	b := binary.LittleEndian.AppendUint32(p.buf, uint32(p.now.Unix()))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.now.Nanosecond()))
	b = appendPacket(append(b, 0, 0, 0, 0, 0, 0, 0, 0), o)
	n := uint32(len(b) - at - pcapRecordLen)
	binary.LittleEndian.PutUint32(b[at+8:], n)
	binary.LittleEndian.PutUint32(b[at+12:], n)
	p.buf = b
}
