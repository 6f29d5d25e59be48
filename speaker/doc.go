// Package speaker is a BGP-4 speaker (RFC 4271 and its successors) that is built to observe: many peers in one
// process, active, passive or both, with connection collision detection, capability negotiation, RFC 7606 reactions,
// graceful restart and route refresh.
//
//	s, err := speaker.New(speaker.Options{Listen: []string{":179"}, OnEvent: show})
//	p, err := s.Add(speaker.PeerConfig{Remote: addr, LocalAS: 64500, PeerAS: 64496, Capabilities: speaker.DefaultCapabilities()})
//	err = s.Start(ctx)
//	...
//	err = s.Shutdown(ctx, registry.SubAdministrativeShutdown, "maintenance")
//
// All that happens on the wire and in the state machines comes out as Event values, in order. State is kept per
// connection (package fsm); one lock per peer makes its connections take turns. Nothing is announced unless it is
// asked for, and no route is ever installed anywhere: this is no router.
//
// Addresses of peers keep their IPv6 zone. What a peer sent is untrusted: bound in size here, but not made safe for a
// terminal.
package speaker
