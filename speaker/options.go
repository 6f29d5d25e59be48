package speaker

import (
	"context"
	"net"
	"net/netip"

	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Options are those of a Speaker: they hold for all of its peers.
type Options struct {
	// Listen are TCP addresses ("host:port", ":179") on which connections are accepted; none means none.
	Listen []string
	// ListenOptions are those of the listeners. The socket options of each peer (keys, GTSM) are added to them.
	ListenOptions transport.ListenOptions
	// Unconfigured decides about a connection from an address that no peer is configured for
	// (AcceptConnectionsUnconfiguredPeers of RFC 4271 section 8.1.1). It is called from the goroutine of the
	// connection. With false, or when nil, the connection is refused with 6/5 (Connection Rejected).
	Unconfigured func(remote netip.AddrPort) (*PeerConfig, bool)
	// UnconfiguredTransport are the socket options of connections from prefixes whose peers Unconfigured knows: a key
	// must be set before somebody who signs can connect, and GTSM holds from the first packet.
	UnconfiguredTransport map[netip.Prefix]transport.Options
	// OnEvent receives all events; nil: nobody does. It is called by one goroutine at a time for the whole speaker and
	// in order for each connection; their times never go back. The speaker waits for it: a slow function slows the sessions. All methods of
	// Speaker and Peer except Start, Shutdown and Wait may be called from it.
	OnEvent func(*Event)
	// Limits bound what strangers can make the speaker use; zero fields have defaults.
	Limits Limits
	// Dial opens a connection to a peer; nil: package transport does. The context ends when the attempt is given up.
	Dial func(ctx context.Context, local, remote netip.AddrPort, o transport.Options) (net.Conn, error)
	// Neighbor finds the peer on an interface, for unnumbered peers; nil: package transport does.
	Neighbor func(ctx context.Context, ifname string) (netip.Addr, error)
	// ListenFunc opens a listener on one address of Listen; nil: package transport does.
	ListenFunc func(ctx context.Context, addr string) (net.Listener, error)
	// Trace, when set, sees each step of each state machine: the one before, the event, the actions and the one
	// after. Package fsm writes them as transcripts that it can replay. It is called like OnEvent.
	Trace func(p *Peer, conn ConnInfo, before fsm.Session, e fsm.Event, actions []fsm.Action, after fsm.Session)
}
