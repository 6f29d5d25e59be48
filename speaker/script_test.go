package speaker_test

import (
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// patience bounds every wait for a peer: virtual time in a bubble, real time outside.
const patience = 20 * time.Second

// script is the other side of a connection, played by a test: octets out, messages in.
type script struct {
	t    testing.TB
	conn net.Conn
	in   chan []byte
	err  error  // why in was closed
	back []byte // a message that was looked at
}

// play takes a connection over. All that the speaker sends is read at once, as a TCP would.
func play(t testing.TB, conn net.Conn) *script {
	s := &script{t: t, conn: conn, in: make(chan []byte, 4096)}
	go func() {
		defer close(s.in)
		fr := codec.NewFrameReader(conn)
		fr.Max = 65535
		for {
			msg, err := fr.Next()
			if err != nil {
				s.err = err
				return
			}
			s.in <- append([]byte(nil), msg...)
		}
	}()
	return s
}

// send writes octets; a speaker that has closed is no error here.
func (s *script) send(b []byte) {
	s.t.Helper()
	_ = s.conn.SetWriteDeadline(time.Now().Add(patience))
	if _, err := s.conn.Write(b); err != nil && !errors.Is(err, io.ErrClosedPipe) && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, net.ErrClosed) {
		s.t.Errorf("write: %v", err)
	}
}

// hex sends octets written in hex.
func (s *script) hex(text string) {
	s.t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		s.t.Fatal(err)
	}
	s.send(b)
}

// open sends an OPEN with the capabilities.
func (s *script) open(as uint32, hold uint16, id string, caps ...codec.Capability) {
	s.t.Helper()
	s.send(openOf(s.t, as, hold, id, caps...))
}

func openOf(t testing.TB, as uint32, hold uint16, id string, caps ...codec.Capability) []byte {
	t.Helper()
	o := codec.NewOpen(as, hold, netip.MustParseAddr(id))
	o.Capabilities = append([]codec.Capability{codec.AS4Capability(as)}, caps...)
	b, err := o.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (s *script) keepalive() { s.t.Helper(); s.send(codec.AppendKeepalive(nil)) }

func (s *script) notify(code, sub uint8, data ...byte) {
	s.t.Helper()
	s.send(codec.AppendNotification(nil, code, sub, data, 0))
}

// next gives the next message that is no KEEPALIVE, unless that is what is wanted; nil when the connection has ended.
func (s *script) next(want registry.MessageType) []byte {
	s.t.Helper()
	late := time.After(patience)
	if msg := s.back; msg != nil {
		s.back = nil
		return msg
	}
	for {
		select {
		case msg, ok := <-s.in:
			if !ok {
				return nil
			}
			if got := registry.MessageType(msg[codec.HeaderLen-1]); got == registry.MsgKeepalive && want != got {
				continue
			}
			return msg
		case <-late:
			s.t.Fatalf("no %s and no end of the connection after %s", want, patience)
		}
	}
}

// expect gives the next message, which must be of that type.
func (s *script) expect(want registry.MessageType) []byte {
	s.t.Helper()
	msg := s.next(want)
	if msg == nil {
		s.t.Fatalf("want %s, but the connection ended: %v", want, s.err)
	}
	if got := registry.MessageType(msg[codec.HeaderLen-1]); got != want {
		s.t.Fatalf("want %s, got %s: %x", want, got, msg)
	}
	return msg
}

// expectNote wants a NOTIFICATION, and that the connection ends after it.
func (s *script) expectNote(code, sub uint8, data string) {
	s.t.Helper()
	msg := s.expect(registry.MsgNotification)
	b := msg[codec.HeaderLen:]
	if b[0] != code || b[1] != sub || hex.EncodeToString(b[2:]) != data {
		s.t.Errorf("NOTIFICATION %d/%d %x, want %d/%d %s", b[0], b[1], b[2:], code, sub, data)
	}
	s.ended()
}

// ended waits for the end of the connection; nothing but KEEPALIVEs may come before it.
func (s *script) ended() {
	s.t.Helper()
	if msg := s.next(0); msg != nil {
		s.t.Errorf("want the end of the connection, got %x", msg)
	}
	if errors.Is(s.err, os.ErrDeadlineExceeded) {
		s.t.Errorf("the connection did not end")
	}
}

// establish brings the session up from here, as a peer that waits for the speaker's OPEN.
func (s *script) establish(as uint32, hold uint16, id string, caps ...codec.Capability) {
	s.t.Helper()
	s.expect(registry.MsgOpen)
	s.open(as, hold, id, caps...)
	s.expect(registry.MsgKeepalive)
	s.keepalive()
}
