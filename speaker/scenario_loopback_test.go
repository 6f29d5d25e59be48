package speaker_test

import (
	"net"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// realLab is a lab over sockets: the speaker at 127.0.0.1, the test plays its peer at 127.0.0.2.
func realLab(t *testing.T) (l *lab, connect func() *script) {
	t.Helper()
	wholeLoopback(t)
	door, err := net.Listen("tcp4", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	l = &lab{t: t, w: newWatch(), door: door}
	l.sp, l.p = begin(t, speaker.Options{Listen: []string{"127.0.0.1:0"}, OnEvent: l.w.event, Trace: l.w.trace}, speaker.PeerConfig{
		Name: "you", Remote: netip.MustParseAddr("127.0.0.2"), RemotePort: door.Addr().(*net.TCPAddr).AddrPort().Port(),
		Local: netip.MustParseAddrPort("127.0.0.1:0"), LocalAS: myAS, PeerAS: yourAS, RouterID: netip.MustParseAddr(myID),
		Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast), FSM: fsm.Default(),
	})
	connect = func() *script {
		t.Helper()
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}, Timeout: patience}
		c, err := d.Dial("tcp", l.sp.Addrs()[0].String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return play(t, c)
	}
	return l, connect
}

// S3, S4 and S6 over sockets: the third connection gets 6/5 on itself, the loser of the first two 6/7, a newcomer beside the
// Established one 6/7; the winner sees nothing of all that.
func TestCollisionsOverSockets(t *testing.T) {
	for _, tc := range []struct {
		name, id string
		ownStays bool
	}{{"ours wins", lowerID, true}, {"theirs wins", yourID, false}} {
		t.Run(tc.name, func(t *testing.T) {
			before := held()
			l, connect := realLab(t)
			own := l.accept()
			own.expect(registry.MsgOpen)
			in := connect()
			in.expect(registry.MsgOpen)
			third := connect()
			third.expectNote(6, 5, "")
			_ = third.conn.Close()
			own.open(yourAS, 90, tc.id)
			winner, loser := own, in
			if !tc.ownStays {
				winner, loser = in, own
			}
			loser.expectNote(6, 7, "")
			_ = loser.conn.Close()
			if winner != own {
				winner.open(yourAS, 90, tc.id)
			}
			winner.expect(registry.MsgKeepalive)
			winner.keepalive()
			l.reaches(fsm.Established)
			until(t, "the loser is closed", func() bool { return l.w.left() == 1 })
			for range 3 {
				s := connect()
				s.expect(registry.MsgOpen)
				s.open(yourAS, 90, tc.id)
				s.expectNote(6, 7, "")
				_ = s.conn.Close()
				until(t, "the newcomer is closed", func() bool { return l.w.left() == 1 })
			}
			if st := l.p.Stats(); l.p.State() != fsm.Established || st.Established != 1 {
				t.Errorf("%s, %d times Established", l.p.State(), st.Established)
			}
			if n := l.w.count("> NOTIFICATION 6/5"); n != 1 {
				t.Errorf("%d times 6/5", n)
			}
			_ = winner.conn.Close()
			l.close()
			backTo(t, before)
		})
	}
}
