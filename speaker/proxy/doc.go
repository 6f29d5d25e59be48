// Package proxy sits between two BGP routers: it accepts connections, dials the other router for each, and forwards octets
// both ways, untouched and at once. On the side it cuts messages out of both directions and tells of them with the
// values that a speaker gives, speaker.Event.
//
//	p, err := proxy.New(proxy.Options{Listen: []string{":1179"}, Target: "192.0.2.2:179", OnEvent: show})
//	err = p.Start(ctx)
//	...
//	p.Shutdown()
//
// Whatever the octets are, they are forwarded, also when they are no BGP. A side that closes its half of the connection is
// followed by half-closing the other one, a reset by a reset, and a router that does not read holds up the one that
// sends, as without the proxy. OnEvent never holds up forwarding: what it has no time for waits in a bounded queue, and
// what finds no room there is forwarded, counted and told of as lost to the capture.
//
// It is no router and no speaker: it has no state machine, answers nothing and changes nothing. TCP ends here, twice.
// So both routers see an address of the proxy instead of each other's; TCP MD5 and TCP-AO need the key here as well
// (Options.Transport); and a hop count checked by TTL (RFC 5082) starts again here.
//
// In its events Conn.Local is the router that called, Conn.Remote the target, as if there were nothing between them.
// When these are of two address families, Conn.Remote is the address that the router called. Sent is set on what came
// from the router that called; on Closed it says that this one ended the connection. Peer is nil, and there are no states.
// Octets that belong to no message come as a Note with Octets; Text is set on the first of them only.
package proxy
