package capture

import (
	"encoding/binary"
	"io"
	"net/netip"
)

// asTrans stands for an AS number that does not fit into two octets (RFC 6793 section 9).
const asTrans = 23456

// MRTWriter writes messages as MRT records: BGP4MP_MESSAGE_AS4 (RFC 6396 section 4.4.3), BGP4MP_MESSAGE for
// messages with AS numbers of two octets, the ADD-PATH subtypes (RFC 8050 section 3) where routes carry path
// identifiers, and for messages that the router sent itself the LOCAL subtypes. Times with a fraction of a second make
// BGP4MP_ET records, with microseconds (RFC 6396 section 3). Such records hold no ports.
type MRTWriter struct {
	w     io.Writer
	buf   []byte
	clock clock
}

// NewMRTWriter returns a writer; a file needs no header.
func NewMRTWriter(w io.Writer) *MRTWriter { return &MRTWriter{w: w} }

// Write adds the record of a message.
func (w *MRTWriter) Write(m *Message) error {
	src, dst, err := ends(m.Src, m.Dst)
	if err != nil {
		return err
	}
	peer, local, peerAS, localAS, sub := src.Addr(), dst.Addr(), m.SrcAS, m.DstAS, uint16(mrtMessageAS4)
	if m.Dir == DirSent {
		peer, local, peerAS, localAS, sub = local, peer, localAS, peerAS, mrtMessageAS4Loc
	}
	width := 4
	if m.ASWidth == 2 {
		width = 2
		sub = [...]uint16{mrtMessageAS4: mrtMessage, mrtMessageAS4Loc: mrtMessageLocal}[sub]
	}
	if m.AddPath {
		sub = [...]uint16{mrtMessage: 8, mrtMessageAS4: 9, mrtMessageLocal: 10, mrtMessageAS4Loc: 11}[sub]
	}
	w.buf = w.record(w.buf[:0], m, sub, width, peerAS, localAS, peer, local)
	_, err = w.w.Write(w.buf)
	if cap(w.buf) > kept {
		w.buf = nil
	}
	return err
}

// record appends a record.
func (w *MRTWriter) record(b []byte, m *Message, sub uint16, width int, peerAS, localAS uint32, peer, local netip.Addr) []byte {
	be := binary.BigEndian
	t := w.clock.at(m.Time)
	typ, micros := uint16(mrtBGP4MP), uint32(t.Nanosecond()/1000)
	if micros != 0 {
		typ = mrtBGP4MPET
	}
	b = be.AppendUint32(b, uint32(t.Unix()))
	b = be.AppendUint16(b, typ)
	b = be.AppendUint16(b, sub)
	b = append(b, 0, 0, 0, 0)
	if micros != 0 {
		b = be.AppendUint32(b, micros)
	}
	for _, as := range [...]uint32{peerAS, localAS} {
		switch {
		case width == 4:
			b = be.AppendUint32(b, as)
		case as > 0xffff:
			b = be.AppendUint16(b, asTrans)
		default:
			b = be.AppendUint16(b, uint16(as))
		}
	}
	afi := uint16(1)
	if peer.Is6() {
		afi = 2
	}
	b = be.AppendUint16(append(b, 0, 0), afi) // the index of the interface is not known
	b = appendAddr(appendAddr(b, peer), local)
	b = append(b, m.Octets...)
	be.PutUint32(b[8:], uint32(len(b)-mrtHeaderLen))
	return b
}

// End does nothing: a connection that ends is no record, and what ended the session is a message or not known.
func (w *MRTWriter) End(*Ending) error { return nil }
