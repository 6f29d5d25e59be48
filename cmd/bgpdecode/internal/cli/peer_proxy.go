package cli

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/proxy"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// peerProxy makes the events of peer between two routers, in place of a speaker.
type peerProxy struct {
	listen []string
	opt    proxy.Options
	p      *proxy.Proxy
}

func (x *peerProxy) register(f *pflag.FlagSet) {
	f.StringArrayVar(&x.listen, "proxy", nil, "sit between two routers: accept connections at this `ADDR:PORT`, forward all octets to the one argument and back, and show both directions")
}

// wire reports whether there is a proxy.
func (x *peerProxy) wire() bool { return len(x.listen) > 0 }

func (x *peerProxy) open(*app, *peerWork) (func(*speaker.Event), func() error, error) {
	return nil, nil, nil
}

// proxySettings are the settings that a proxy has a use for: those of its connections.
var proxySettings = [...]string{"local", "port", "ttl", "multihop", "gtsm", "md5-key-file", "ao-key-file", "device", "netns", "dscp"}

// prepare reads the target and the settings of the connections.
func (x *peerProxy) prepare(a *app, o *peerOptions, args []string) (*peerSet, error) {
	if len(args) != 1 {
		return nil, usagef("--proxy LISTEN takes one argument, the router to forward to: ADDR or ADDR:PORT")
	}
	if o.config != "" || len(o.listen) > 0 || len(o.accept) > 0 {
		return nil, usagef("--config, --listen and --accept are for sessions of our own; --proxy has none")
	}
	if strings.Contains(o.until, "established") || strings.Contains(o.until, "eor") {
		return nil, usagef("--until: a proxy has no states; take notification or a time")
	}
	flags := o.flagEntries()
	for _, e := range flags {
		if !slices.Contains(proxySettings[:], e.Key) {
			return nil, usagef("--%s is for sessions of our own; --proxy forwards what the routers send", e.Key)
		}
	}
	for _, l := range x.listen {
		if _, err := transport.ParseListen(l); err != nil {
			return nil, usagef("--proxy %s: %w", l, err)
		}
	}
	addr, port, err := target(args[0])
	if err != nil {
		return nil, err
	}
	s, err := peer.Apply([]peer.Entry{{Key: "as", Value: "1"}}, flags) // a proxy has no AS number; settings want one
	if err != nil {
		return nil, o.entryError(err)
	}
	s.Name(addr.String())
	cfg, notes, err := s.Config(&peer.Sources{Env: a.env})
	if err != nil {
		return nil, o.configError(&peer.Section{}, err)
	}
	for _, n := range notes {
		a.say(n)
	}
	if port == 0 {
		port = cfg.RemotePort
	}
	if port == 0 {
		port = speaker.Port
	}
	x.opt = proxy.Options{Listen: x.listen, Target: netip.AddrPortFrom(cfg.Remote, port), Source: cfg.Local, Transport: cfg.Transport}
	return new(peerSet), nil
}

// target reads "192.0.2.1", "192.0.2.1:1179", "2001:db8::1" or "[2001:db8::1]:1179".
func target(s string) (netip.Addr, uint16, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Unmap(), 0, nil
	}
	ap, err := netip.ParseAddrPort(s)
	if err != nil {
		return netip.Addr{}, 0, usagef("%q is not the address of a router, as 192.0.2.1 or 192.0.2.1:1179", s)
	}
	return ap.Addr().Unmap(), ap.Port(), nil
}

// plan says what a run would do.
func (x *peerProxy) plan() []string {
	var all []string
	for _, l := range x.listen {
		all = append(all, "listen on "+l+", and forward each connection to "+x.opt.Target.String())
	}
	return all
}

func (x *peerProxy) engine(_ *app, onEvent func(*speaker.Event)) (peer.Engine, error) {
	if !x.wire() {
		return nil, nil
	}
	x.opt.OnEvent = onEvent
	p, err := proxy.New(x.opt)
	if err != nil {
		return nil, usageError{err}
	}
	x.p = p
	return proxyEngine{p}, nil
}

// octets gives what was forwarded, for metrics; nil when there is no proxy.
func (x *peerProxy) octets() func() (octets, lost uint64) {
	if x.p == nil {
		return nil
	}
	return func() (uint64, uint64) {
		st := x.p.Stats()
		return st.Octets, st.Lost
	}
}

// proxyEngine is a proxy as an engine: it has no NOTIFICATION to end with.
type proxyEngine struct{ *proxy.Proxy }

// Addrs gives where it listens.
func (e proxyEngine) Addrs() []net.Addr { return e.Proxy.Addrs() }

// Shutdown closes all connections.
func (e proxyEngine) Shutdown(context.Context, uint8, string) error {
	e.Proxy.Shutdown()
	return nil
}
