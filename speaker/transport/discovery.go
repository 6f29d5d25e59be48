package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/netip"
	"os"
	"sync"
	"time"
)

// DiscoveryOptions say how the neighbour on an interface is looked for.
type DiscoveryOptions struct {
	// Namespace is the network namespace of the interface, as in Options.
	Namespace string
	// Settle is how long to wait after the first answer for a second neighbour; 0
	// is one second. Routers answer a solicitation within half a second (RFC 4861
	// section 6.2.6).
	Settle time.Duration
	// Quiet only listens: nothing is sent, and so routers that wait for a Router
	// Advertisement of ours, as FRR does, do not find us.
	Quiet bool
}

const (
	defaultSettle = time.Second
	firstPause    = time.Second      // between solicitations, doubled each time
	lastPause     = 8 * time.Second  // while nobody is found
	advertEvery   = 10 * time.Second // once somebody is; also the check for freshness
	advertGap     = time.Second      // least time between answers to solicitations
	fewNeighbors  = 4                // that are told about us before it is clear who is meant
	dadPause      = 100 * time.Millisecond
)

// link is an interface that ICMPv6 messages are sent to and read from.
type link interface {
	// addr is our link-local address, mac that of the link layer, if it has one.
	addr() netip.Addr
	mac() []byte
	// send sends a message to a link-local or link-scope multicast address.
	send(to netip.Addr, b []byte) error
	// recv waits for a message; after close it gives an error.
	recv(b []byte) (n int, from netip.Addr, hop int, err error)
	// table gives those in the kernel's neighbour table, or errLinkGone when the
	// interface is not the one any more that the link was opened on.
	table() ([]netip.Addr, error)
	close() error
}

// errLinkGone says that an interface, or our address on it, is not there any more.
var errLinkGone = errors.New("the interface or its link-local address has changed")

// Discovery watches one interface for the router at its other end. It solicits
// Router Advertisements and echo replies, and answers with Router Advertisements of
// our own, by which routers with unnumbered BGP find us. Those have lifetime 0 and
// go to single addresses, never to all: to who asks, to who is found, and at once to
// the first few that show up, so that the neighbour knows us before we connect.
// Nobody begins or ceases to use this machine as a router because of them. Nothing is
// ever sent on another interface.
type Discovery struct {
	ifname string
	o      DiscoveryOptions
	link   link
	id     uint16 // of echo requests
	stop   chan struct{}
	gone   chan struct{} // closed when the link is
	done   sync.WaitGroup
	once   sync.Once

	mu      sync.Mutex
	seen    sightings
	news    chan struct{} // closed when seen has changed
	advert  time.Time     // of the last Router Advertisement we sent unasked or asked
	sendErr error         // of the last message that could not be sent
	isGone  bool
}

// Discover begins to watch an interface; the context bounds how long it waits for
// our own link-local address to become usable. Errors are of type *Error.
func Discover(ctx context.Context, ifname string, o DiscoveryOptions) (*Discovery, error) {
	l, err := openLink(ctx, ifname, o.Namespace)
	if err != nil {
		return nil, wrap("find neighbor", ifname, err, Options{})
	}
	return discoverOn(l, ifname, o), nil
}

// discoverOn begins to watch a link.
func discoverOn(l link, ifname string, o DiscoveryOptions) *Discovery {
	if o.Settle <= 0 {
		o.Settle = defaultSettle
	}
	d := &Discovery{ifname: ifname, o: o, link: l, id: uint16(rand.Uint32()), stop: make(chan struct{}), gone: make(chan struct{}), news: make(chan struct{})}
	d.done.Add(2)
	go d.listen()
	go d.solicit()
	return d
}

// Close ends it and waits for its goroutines.
func (d *Discovery) Close() error {
	var err error
	d.once.Do(func() {
		close(d.stop)
		err = d.link.close()
	})
	d.done.Wait()
	return err
}

// LocalAddr is our link-local address on the interface, with its zone.
func (d *Discovery) LocalAddr() netip.Addr { return d.link.addr() }

// Neighbor waits until it is clear who the one neighbour is. When the context ends
// before, the error is an *Error that wraps ErrNoNeighbor; with two neighbours it
// comes at once and wraps a *SeveralError. What was found is remembered for as long
// as signs of it keep coming, so later calls return at once. An interface that is
// removed and made again needs a new Discovery; Watch sees to that.
func (d *Discovery) Neighbor(ctx context.Context) (Neighbor, error) {
	for {
		n, wait, news, err := d.look(time.Now())
		if wait == 0 && !errors.Is(err, ErrNoNeighbor) {
			return n, d.explain(err)
		}
		if wait == 0 {
			wait = fresh
		}
		settled := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			settled.Stop()
			return Neighbor{}, d.none()
		case <-d.gone:
			settled.Stop()
			return Neighbor{}, &Error{Op: "find neighbor", Peer: d.ifname, Err: errLinkGone}
		case <-d.stop:
			settled.Stop()
			return Neighbor{}, &Error{Op: "find neighbor", Peer: d.ifname, Err: os.ErrClosed}
		case <-news:
		case <-settled.C:
		}
		settled.Stop()
	}
}

// Err tells why no neighbour is known now, without waiting: nobody has answered, or
// several have. It is nil when there is one.
func (d *Discovery) Err() error {
	_, _, _, err := d.look(time.Now())
	return d.explain(err)
}

// explain makes an Error of what look says.
func (d *Discovery) explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNoNeighbor):
		return d.none()
	}
	return &Error{Op: "find neighbor", Peer: d.ifname, Err: err, Hint: "name the one that is meant by its address"}
}

// none is the error for nobody.
func (d *Discovery) none() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := &Error{Op: "find neighbor", Peer: d.ifname, Err: ErrNoNeighbor,
		Hint: "no router advertisement, no echo reply and nothing in the neighbour table; is the link up, and has the other end IPv6 on it?"}
	if d.sendErr != nil {
		e.Hint = "nothing can be sent there: " + d.sendErr.Error()
	}
	return e
}

// look gives what is known now: who it is, or why not, how long to wait before that
// counts, and what tells of changes.
func (d *Discovery) look(now time.Time) (n Neighbor, wait time.Duration, news <-chan struct{}, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err = d.seen.choose(now)
	if !errors.Is(err, ErrNoNeighbor) {
		wait = max(0, d.seen.first.Add(d.o.Settle).Sub(now))
	}
	return n, wait, d.news, err
}

// note remembers a sign and wakes those who wait. It reports whether it is one of the
// first few addresses and was not known.
func (d *Discovery) note(a netip.Addr, by sign) (greet bool) {
	if a == d.link.addr() {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.seen.note(a, by, time.Now()) {
		return false
	}
	close(d.news)
	d.news = make(chan struct{})
	return len(d.seen.list) <= fewNeighbors
}

// listen reads what comes.
func (d *Discovery) listen() {
	defer d.done.Done()
	b := make([]byte, 2048)
	for {
		n, from, hop, err := d.link.recv(b)
		select {
		case <-d.stop:
			return
		default:
		}
		if err != nil { // the interface may be down for a moment
			d.pause(firstPause)
			continue
		}
		by, err := readSign(b[:n], from, hop, d.id)
		if err != nil {
			continue
		}
		switch news := d.note(from, by); {
		case by == signSolicit:
			d.advertise(from, advertGap)
		case news:
			d.advertise(from, 0)
		}
	}
}

// solicit asks who is there until somebody is, and tells the neighbour about us.
func (d *Discovery) solicit() {
	defer d.done.Done()
	var told netip.Addr // whom we last advertised to, and when the next time is
	var tellAt time.Time
	askAt, pause := time.Now(), firstPause
	for seq := uint16(0); ; {
		now := time.Now()
		if !now.Before(askAt) {
			if d.quietFor(told, now) >= advertEvery {
				d.ask(seq)
				seq++
			}
			askAt = now.Add(pause)
			pause = min(2*pause, lastPause)
		}
		n, wait, news, err := d.look(now)
		next := askAt
		switch {
		case err != nil || wait > 0:
			told = netip.Addr{}
			if wait > 0 {
				next = earlier(next, now.Add(wait))
			}
		case n.Addr != told || !now.Before(tellAt):
			d.advertise(n.Addr, 0)
			told, tellAt = n.Addr, now.Add(advertEvery)
			fallthrough
		default:
			pause = lastPause
			next = earlier(next, tellAt)
		}
		t := time.NewTimer(next.Sub(now))
		select {
		case <-d.stop:
			t.Stop()
			return
		case <-t.C:
		case <-news:
			t.Stop()
		}
	}
}

// earlier gives the first of two times.
func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// quietFor is how long nothing was heard from somebody.
func (d *Discovery) quietFor(a netip.Addr, now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.seen.age(a, now)
}

// pause waits, unless it is stopped.
func (d *Discovery) pause(t time.Duration) {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-d.stop:
	}
}

// ask sends the questions and reads the kernel's table.
func (d *Discovery) ask(seq uint16) {
	addrs, err := d.link.table()
	for _, a := range addrs {
		d.note(a, signTable)
	}
	d.mu.Lock()
	if errors.Is(err, errLinkGone) && !d.isGone {
		d.isGone = true
		close(d.gone)
	}
	d.mu.Unlock()
	if d.o.Quiet {
		return
	}
	err = d.link.send(allRouters, appendRS(nil, d.link.mac()))
	if e := d.link.send(allNodes, appendEcho(nil, d.id, seq)); err == nil {
		err = e
	}
	d.mu.Lock()
	d.sendErr = err
	d.mu.Unlock()
}

// advertise sends a Router Advertisement to one address, unless the last one was
// less than gap ago.
func (d *Discovery) advertise(to netip.Addr, gap time.Duration) {
	if d.o.Quiet {
		return
	}
	d.mu.Lock()
	now := time.Now()
	skip := now.Sub(d.advert) < gap
	if !skip {
		d.advert = now
	}
	d.mu.Unlock()
	if !skip {
		_ = d.link.send(to, appendRA(nil, d.link.mac())) // the next one may pass
	}
}
