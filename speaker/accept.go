package speaker

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// accept takes connections until the listener is closed.
func (s *Speaker) accept(l net.Listener) {
	defer s.running.Done()
	wait := time.Duration(0)
	for {
		nc, err := l.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // no descriptor left, or one connection was lost
			if !s.isRunning() {
				return
			}
			wait = min(max(2*wait, 5*time.Millisecond), time.Second)
			select {
			case <-s.ctx.Done():
				return
			case <-time.After(wait):
			}
			continue
		}
		wait = 0
		s.incoming(nc)
	}
}

// incoming finds out whose connection this is. It does not wait for anybody.
func (s *Speaker) incoming(nc net.Conn) {
	remote := addrPort(nc.RemoteAddr())
	info := ConnInfo{ID: s.nextID(), Local: addrPort(nc.LocalAddr()), Remote: remote, Inbound: true}
	p := s.peerOf(remote.Addr())
	if !s.census.enter(&s.o.Limits, nc, remote.Addr(), p == nil || p.dynamic) {
		s.tell(&Event{Peer: p, Conn: info, Kind: Refused, Text: errLimit.Error()})
		_ = nc.Close() // over the limit: nothing more is spent on it
		return
	}
	if p == nil {
		p = s.unconfigured(remote)
	}
	if p == nil {
		s.refuse(nil, nc, info, "no peer is configured for this address")
		return
	}
	s.running.Add(1) // whoever does it may not be counted
	p.turns.post(func() {
		defer s.running.Done()
		if why := p.inbound(nc, info.ID); why != "" {
			s.refuse(p, nc, info, why)
			if p.dynamic && p.live() == 0 {
				s.dropDynamic(p)
			}
		}
	})
}

// refuse turns a connection away with 6/5 (RFC 4486 section 4), on itself. It does not block.
func (s *Speaker) refuse(p *Peer, nc net.Conn, info ConnInfo, why string) {
	s.tell(&Event{Peer: p, Conn: info, Kind: Opened})
	s.tell(&Event{Peer: p, Conn: info, Kind: Refused, Text: why})
	msg := codec.AppendNotification(nil, uint8(registry.ErrCease), registry.SubConnectionRejected, nil, 0)
	s.tell(&Event{Peer: p, Conn: info, Kind: Message, Sent: true, Octets: msg})
	end := func() {
		_ = nc.Close() // the peer has been told what there is to tell
		s.census.leave(nc)
		s.tell(&Event{Peer: p, Conn: info, Kind: Closed, Err: &NotificationError{Code: registry.ErrCease, Subcode: registry.SubConnectionRejected, Sent: true}})
	}
	select {
	case s.census.refusals <- struct{}{}:
	default: // too many at one time: no waiting for what the peer still sends
		_ = nc.SetWriteDeadline(time.Now().Add(time.Millisecond))
		_, _ = nc.Write(msg) // there is room in a new socket; a lost one is lost
		end()
		return
	}
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		defer func() { <-s.census.refusals }()
		defer end()
		_ = nc.SetDeadline(time.Now().Add(s.o.Limits.RefuseTime))
		if _, err := nc.Write(msg); err != nil {
			return
		}
		// Closing with octets unread would reset the connection, and the peer might not see why.
		if half, ok := nc.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
			_, _ = io.CopyN(io.Discard, nc, 1<<16) // until the peer closes, or the deadline
		}
	}()
}

// unconfigured asks whether a stranger is to be taken.
func (s *Speaker) unconfigured(remote netip.AddrPort) *Peer {
	if s.o.Unconfigured == nil {
		return nil
	}
	c, ok := s.o.Unconfigured(remote)
	if !ok || c == nil {
		return nil
	}
	cfg := *c
	cfg.Remote, cfg.Passive = remote.Addr(), true
	p, err := s.add(cfg, true)
	if err != nil {
		s.tell(&Event{Kind: Note, Conn: ConnInfo{Remote: remote, Inbound: true}, Text: "unconfigured peer: " + err.Error()})
		return s.peerOf(remote.Addr()) // another connection of it may have come in between
	}
	return p
}
