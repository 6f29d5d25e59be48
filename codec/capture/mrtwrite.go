package capture

import (
	"encoding/binary"
	"io"
	"net/netip"
	"time"
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

// record appends the record of a message.
func (w *MRTWriter) record(b []byte, m *Message, sub uint16, width int, peerAS, localAS uint32, peer, local netip.Addr) []byte {
	at := len(b)
	b = w.header(b, m.Time, sub)
	b = appendSession(b, width, peerAS, localAS, peer, local)
	return endMRT(append(b, m.Octets...), at)
}

// header appends the common header, with a length that endMRT fills in.
func (w *MRTWriter) header(b []byte, when time.Time, sub uint16) []byte {
	be := binary.BigEndian
	t := w.clock.at(when)
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
	return b
}

func endMRT(b []byte, at int) []byte {
	binary.BigEndian.PutUint32(b[at+8:], uint32(len(b)-at-mrtHeaderLen))
	return b
}

// appendSession appends what BGP4MP records say of their session, with AS numbers of width octets.
func appendSession(b []byte, width int, peerAS, localAS uint32, peer, local netip.Addr) []byte {
	be := binary.BigEndian
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
	return appendAddr(appendAddr(b, peer), local)
}

// State adds a BGP4MP_STATE_CHANGE_AS4 record (RFC 6396 section 4.4.1).
func (w *MRTWriter) State(t *Transition) error {
	peer, local := t.Peer.Unmap().WithZone(""), t.Local.Unmap().WithZone("")
	if !peer.IsValid() || peer.BitLen() != local.BitLen() {
		return ErrEnds
	}
	b := w.header(w.buf[:0], t.Time, mrtStateChangeAS4)
	b = appendSession(b, 4, t.PeerAS, t.LocalAS, peer, local)
	b = binary.BigEndian.AppendUint16(b, uint16(t.Old))
	b = binary.BigEndian.AppendUint16(b, uint16(t.New))
	w.buf = endMRT(b, 0)
	_, err := w.w.Write(w.buf)
	return err
}

// Begin does nothing: a connection is no record.
func (w *MRTWriter) Begin(*Beginning) error { return nil }

// End does nothing: a connection that ends is no record, and what ended the session is a message or not known.
func (w *MRTWriter) End(*Ending) error { return nil }
