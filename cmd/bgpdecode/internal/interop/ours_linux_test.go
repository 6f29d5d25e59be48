package interop

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// ours is a speaker of ours under test: all its events are kept, and written to
// captures that are looked at in the end.
type ours struct {
	*speaker.Speaker
	mu     sync.Mutex
	events []speaker.Event // copies; Octets and Findings are their own
	conns  []*wire
	mute   bool // what we write is thrown away
	save   *saver
	ended  sync.Once
}

// wire is a connection that we dialled: a test may cut it, and make it mute.
type wire struct {
	net.Conn
	o *ours
}

func (w *wire) Write(b []byte) (int, error) {
	w.o.mu.Lock()
	mute := w.o.mute
	w.o.mu.Unlock()
	if mute {
		return len(b), nil
	}
	return w.Conn.Write(b)
}

// speak starts a speaker with peers that it dials.
func speak(t *testing.T, peers ...speaker.PeerConfig) *ours {
	t.Helper()
	return speakWith(t, speaker.Options{}, peers...)
}

// speakWith starts a speaker with options of its own.
func speakWith(t *testing.T, opt speaker.Options, peers ...speaker.PeerConfig) *ours {
	t.Helper()
	o := &ours{save: newSaver(t)}
	opt.OnEvent, opt.Dial = o.event, o.dial
	s, err := speaker.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	o.Speaker = s
	for _, c := range peers {
		if _, err := s.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.end(t) })
	return o
}

// end shuts the speaker down, and closes what was written.
func (o *ours) end(t *testing.T) {
	o.ended.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), eventWait)
		defer cancel()
		if err := o.Shutdown(ctx, registry.SubAdministrativeShutdown, ""); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		o.Wait()
		o.mu.Lock()
		defer o.mu.Unlock()
		if err := o.save.close(); err != nil {
			t.Errorf("capture: %v", err)
		}
		if t.Failed() {
			t.Logf("what we saw:\n%s", o.story(40))
		}
	})
}

// dial opens a connection as package transport does, and keeps it.
func (o *ours) dial(ctx context.Context, local, remote netip.AddrPort, opt transport.Options) (net.Conn, error) {
	c, err := transport.Dial(ctx, local, remote, opt)
	if err != nil {
		return nil, err
	}
	w := &wire{c, o}
	o.mu.Lock()
	o.conns = append(o.conns, w)
	o.mu.Unlock()
	return w, nil
}

// cut closes all connections that we dialled, without a word.
func (o *ours) cut() {
	o.mu.Lock()
	list := slices.Clone(o.conns)
	o.conns = nil
	o.mu.Unlock()
	for _, c := range list {
		c.Conn.Close()
	}
}

// silence throws away what we write from now on, or lets it pass again.
func (o *ours) silence(yes bool) {
	o.mu.Lock()
	o.mute = yes
	o.mu.Unlock()
}

// event keeps an event.
func (o *ours) event(e *speaker.Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.save.event(e)
	c := *e
	c.Octets = slices.Clone(e.Octets)
	c.Findings = slices.Clone(e.Findings)
	o.events = append(o.events, c)
}

// all gives the events so far that match.
func (o *ours) all(match func(*speaker.Event) bool) (list []speaker.Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.events {
		if match(&o.events[i]) {
			list = append(list, o.events[i])
		}
	}
	return list
}

// count is how many events match.
func (o *ours) count(match func(*speaker.Event) bool) int { return len(o.all(match)) }

// messages matches messages of a type and direction.
func messages(typ registry.MessageType, sent bool) func(*speaker.Event) bool {
	return func(e *speaker.Event) bool {
		return e.Kind == speaker.Message && e.Sent == sent && len(e.Octets) >= codec.HeaderLen && registry.MessageType(e.Octets[18]) == typ
	}
}

// peer gives the peer of a remote address.
func (o *ours) peer(t *testing.T, remote netip.Addr) *speaker.Peer {
	t.Helper()
	for _, p := range o.Peers() {
		if p.Config().Remote == remote {
			return p
		}
	}
	t.Fatalf("no peer %s", remote)
	return nil
}

// up waits until a session is Established on both sides.
func (o *ours) up(t *testing.T, d daemon, n *neighbor) *speaker.Peer {
	t.Helper()
	p := o.peer(t, n.local)
	o.until(t, d, n.name+" is Established", func() (bool, any) { return p.State() == fsm.Established, p.State() })
	poll(t, eventWait, d.proc().name+" says Established", func() (bool, any) {
		state, err := d.state(n)
		return err == nil && state == "Established", state
	}, d.proc())
	return p
}

// until waits for something and tells what we saw if it does not come.
func (o *ours) until(t *testing.T, d daemon, what string, done func() (bool, any)) {
	t.Helper()
	defer func() {
		if t.Failed() {
			o.mu.Lock()
			defer o.mu.Unlock()
			t.Logf("what we saw:\n%s", o.story(60))
		}
	}()
	poll(t, eventWait, what, done, d.proc())
}

// story tells the last events, one a line. o.mu is held.
func (o *ours) story(n int) string {
	var b []byte
	list := o.events
	if len(list) > n {
		list = list[len(list)-n:]
	}
	for _, e := range list {
		b = tell(b, &e)
	}
	return string(b)
}

// notified waits for a NOTIFICATION, sent or received, and checks its code.
func (o *ours) notified(t *testing.T, d daemon, sent bool, code registry.ErrorCode, subcode uint8) (data []byte) {
	t.Helper()
	match := messages(registry.MsgNotification, sent)
	o.until(t, d, "a NOTIFICATION "+way(sent), func() (bool, any) { return o.count(match) > 0, nil })
	e := o.all(match)[0]
	if len(e.Octets) < 21 || registry.ErrorCode(e.Octets[19]) != code || e.Octets[20] != subcode {
		t.Errorf("NOTIFICATION %s: %x, want %d/%d", way(sent), e.Octets, code, subcode)
		return nil
	}
	return e.Octets[21:]
}

func way(sent bool) string {
	if sent {
		return "sent"
	}
	return "received"
}

// config is the ordinary configuration of a peer as the other end of n.
func config(s *setup, n *neighbor) speaker.PeerConfig {
	c := speaker.PeerConfig{
		Name: n.name, Remote: n.local, RemotePort: s.port, Local: netip.AddrPortFrom(n.addr, 0),
		LocalAS: n.as, PeerAS: s.as, RouterID: netip.AddrFrom4([4]byte{1, 1, 1, 1}),
		Capabilities: speaker.DefaultCapabilities(families(n)...), RIB: true, FSM: quick(),
	}
	if n.dials() {
		c.Passive = true
	}
	return c
}

// quick is the ordinary state machine with short pauses.
func quick() fsm.Config {
	f := fsm.Default()
	f.ConnectRetryTime, f.IdleHoldTime = 2*time.Second, time.Second
	return f
}

// families gives those of a neighbor as the codec has them.
func families(n *neighbor) (list []codec.Family) {
	for _, f := range n.families {
		list = append(list, f.codec())
	}
	return list
}

// codec gives the family as the codec has it.
func (f family) codec() codec.Family {
	if f == ipv4 {
		return codec.IPv4Unicast
	}
	return codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}
}

// speakOn is speak with several listeners.
func speakOn(t *testing.T, listen []netip.AddrPort, peers ...speaker.PeerConfig) *ours {
	t.Helper()
	opt := speaker.Options{}
	for _, l := range listen {
		opt.Listen = append(opt.Listen, l.String())
	}
	return speakWith(t, opt, peers...)
}
