package probe

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
	"github.com/bgpdecode/bgpdecode/speaker/pipenet"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// inside is an observer that looks into the table of a speaker of ours.
type inside struct{ p *speaker.Peer }

func (o inside) Look(_ context.Context, p netip.Prefix) (s Sight, err error) {
	f := codec.IPv4Unicast
	if p.Addr().Is6() {
		f.AFI = 2
	}
	o.p.RIB(func(r *rib.RIB) {
		for x := range r.Routes(f) {
			if x.Prefix == p {
				s = Sight{There: true, Mark: string(x.Attrs), Attrs: append([]byte{}, x.Attrs...)}
			}
		}
	})
	return s, nil
}

// inLab probes a speaker of ours, in virtual time.
func inLab(t *testing.T, change func(*speaker.PeerConfig), faults []*fault.Fault, test func(*Report, *Column)) {
	t.Helper()
	inLabBehind(t, nil, change, faults, test)
}

type dialer = func(context.Context, netip.AddrPort, netip.AddrPort, transport.Options) (net.Conn, error)

// inLabBehind is inLab with something between the probe and the speaker; nil for nothing.
func inLabBehind(t *testing.T, front func(dialer) dialer, change func(*speaker.PeerConfig), faults []*fault.Fault, test func(*Report, *Column)) {
	t.Helper()
	var report *Report
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
		n := pipenet.New(ours, theirs)
		c := speaker.PeerConfig{Remote: ours, LocalAS: 64511, PeerAS: 64496, Passive: true, RouterID: theirs, RIB: true,
			Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast, codec.Family{AFI: 2, SAFI: 1})}
		c.Capabilities.ExtendedMessage = false
		if change != nil {
			change(&c)
		}
		sp, err := speaker.New(speaker.Options{Listen: []string{":179"}, ListenFunc: n.Listen})
		if err != nil {
			t.Fatal(err)
		}
		p, err := sp.Add(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := sp.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		target := &Target{Options: inject.Options{Target: inject.Target{Addr: netip.AddrPortFrom(theirs, 179)}, Params: fault.Defaults(), Dial: n.Dial},
			Observer: inside{p}}
		if front != nil {
			target.Options.Dial = front(n.Dial)
		}
		report = Run(t.Context(), []*Target{target}, &Options{Faults: faults})
		_ = sp.Shutdown(context.Background(), 2, "")
		synctest.Wait()
	})
	test(report, &report.Columns[0])
}

// TestCollision: a target that takes the next session for a collision with the one before is given time, and then does what it does;
// one that never ends to do so has refused, and a fault that it answers with 6/7 is played once.
func TestCollision(t *testing.T) {
	faults := some(t, "origin.value", "open.version")
	refusals := func(n int, count *int) func(dialer) dialer {
		return func(dial dialer) dialer {
			return func(ctx context.Context, local, remote netip.AddrPort, o transport.Options) (net.Conn, error) {
				if *count++; *count > n {
					return dial(ctx, local, remote, o)
				}
				near, far := net.Pipe()
				go collide(far)
				return near, nil
			}
		}
	}
	for _, tc := range []struct{ refusals, sessions int }{{0, 2}, {1, 3}, {4, 6}} {
		count := 0
		inLabBehind(t, refusals(tc.refusals, &count), nil, faults, func(r *Report, c *Column) {
			for i := range c.Cells {
				if cell := &c.Cells[i]; cell.By7606 != Right {
					t.Errorf("%d refusals: %s: %s, %s", tc.refusals, cell.Fault.ID, cell.Outcome, cell.Why)
				}
			}
		})
		if count != tc.sessions {
			t.Errorf("%d refusals: %d sessions", tc.refusals, count)
		}
	}
	count := 0
	inLabBehind(t, refusals(1000, &count), nil, faults[:1], func(r *Report, c *Column) {
		if cell := &c.Cells[0]; cell.Outcome != NotPlayed || count != 5 || !strings.Contains(cell.Why, "6/7") {
			t.Errorf("%s, %s, %d sessions", cell.Outcome, cell.Why, count)
		}
	})
}

// collide is the other end of a session that is closed with 6/7 once its OPEN has come.
func collide(c net.Conn) {
	defer c.Close()
	open := codec.NewOpen(64511, 90, netip.MustParseAddr("192.0.2.2"))
	msg, err := open.Append(nil)
	if err != nil {
		panic(err)
	}
	if _, err := c.Write(msg); err != nil {
		return
	}
	if _, err := c.Read(make([]byte, codec.MaxLen)); err != nil {
		return
	}
	c.Write(append(codec.AppendHeader(nil, codec.HeaderLen+2, registry.MsgNotification), byte(registry.ErrCease), registry.SubConnectionCollision))
}

// TestOurs: our own speaker does what RFC 7606 asks for, as far as it can be seen, with outcomes of every kind.
func TestOurs(t *testing.T) {
	inLab(t, nil, fault.All(), func(r *Report, c *Column) {
		kinds := map[Outcome]int{}
		for i := range c.Cells {
			cell := &c.Cells[i]
			kinds[cell.Outcome]++
			if cell.Outcome != NotPlayed && cell.By7606 != Right && cell.By7606 != Unknown {
				t.Errorf("%s: %s %d/%d, %s: %s (asked for: %s)", cell.Fault.ID, cell.Outcome, cell.Reaction.Code, cell.Reaction.Sub, cell.By7606,
					cell.Why, cell.Fault.Want7606.Action)
			}
		}
		for o, least := range map[Outcome]int{Reset: 100, Closed: 1, Withdrawn: 50, Discarded: 10, Accepted: 50, NotPlayed: 50} {
			if kinds[o] < least {
				t.Errorf("%s: only %d", o, kinds[o])
			}
		}
		if p, ok := c.By7606.Percent(); !ok || p < 99 {
			t.Errorf("score %d: %+v", p, c.By7606)
		}
		t.Logf("%v %+v %+v", kinds, c.By7606, c.By4271)
	})
}

// TestStrict: a speaker of RFC 4271 is found out.
func TestStrict(t *testing.T) {
	faults := some(t, "origin.value", "med.length_short", "communities.length_short", "open.version")
	inLab(t, func(c *speaker.PeerConfig) { c.Strict4271 = true }, faults, func(r *Report, c *Column) {
		for i := range c.Cells {
			cell := &c.Cells[i]
			want := Wrong
			if cell.Fault.Group == "open" {
				want = Right
			}
			if cell.By7606 != want || cell.By4271 != Right {
				t.Errorf("%s: %s: %s by RFC 7606, %s by RFC 4271", cell.Fault.ID, cell.Outcome, cell.By7606, cell.By4271)
			}
		}
		if p, _ := c.By4271.Percent(); p != 100 {
			t.Errorf("%+v", c.By4271)
		}
	})
}

func some(t *testing.T, ids ...string) (list []*fault.Fault) {
	t.Helper()
	for _, id := range ids {
		f, ok := fault.Find(id)
		if !ok {
			t.Fatalf("no fault %s: %s", id, strings.Join(fault.Similar(id), ", "))
		}
		list = append(list, f)
	}
	return list
}
