package main

import (
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// sender is the peer that has the table. It does no more than it must, so that it costs the receiver nothing.
type sender struct {
	conn net.Conn
	fr   *codec.FrameReader
}

const patience = 3 * time.Minute

// dial opens a session with a receiver that listens; it tries until the receiver is ready.
func dial(port uint16) (*sender, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, Timeout: time.Second}
	var last error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		c, err := d.Dial("tcp", netip.AddrPortFrom(receiverAddr, port).String())
		if err == nil {
			s := &sender{conn: c, fr: codec.NewFrameReader(c)}
			if err = s.establish(); err == nil {
				return s, nil
			}
			c.Close()
		}
		last = err
	}
	return nil, fmt.Errorf("no session: %w", last)
}

// establish exchanges OPENs and KEEPALIVEs.
func (s *sender) establish() error {
	s.conn.SetDeadline(time.Now().Add(10 * time.Second))
	defer s.conn.SetDeadline(time.Time{})
	open := codec.NewOpen(senderAS, 0, netip.AddrFrom4([4]byte{192, 0, 2, 9}))
	open.Capabilities = []codec.Capability{codec.MultiprotocolCapability(codec.IPv4Unicast), codec.AS4Capability(senderAS)}
	msg, err := open.Append(nil)
	if err != nil {
		return err
	}
	if _, err := s.conn.Write(codec.AppendKeepalive(msg)); err != nil {
		return err
	}
	for _, want := range []registry.MessageType{registry.MsgOpen, registry.MsgKeepalive} {
		msg, err := s.fr.Next()
		if err != nil {
			return err
		}
		if got := registry.MessageType(msg[18]); got != want {
			return fmt.Errorf("message %d came instead of %d: %x", got, want, msg)
		}
	}
	return nil
}

// send sends a stream, and meanwhile reads what the receiver says.
func (s *sender) send(stream []byte) error {
	failed := make(chan error, 1)
	go func() {
		for {
			msg, err := s.fr.Next()
			if err == nil && registry.MessageType(msg[18]) == registry.MsgNotification {
				err = fmt.Errorf("NOTIFICATION %x", msg[19:])
			}
			if err != nil {
				failed <- err
				return
			}
		}
	}()
	s.conn.SetWriteDeadline(time.Now().Add(patience))
	_, err := s.conn.Write(stream)
	select {
	case e := <-failed:
		return e
	default:
		return err
	}
}
