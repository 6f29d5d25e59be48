// Package transport makes the TCP connections of a BGP speaker: it dials and
// listens with what BGP wants of a socket, and finds the neighbour on an
// interface that has no configured address.
//
// What it sets: TTL (eBGP multihop), the Generalized TTL Security Mechanism
// (RFC 5082), TCP MD5 signatures (RFC 2385), the TCP Authentication Option
// (RFC 5925), the device or VRF (SO_BINDTODEVICE), the network namespace, the
// zone of IPv6 link-local addresses, and DSCP CS6. What an operating system or a
// kernel lacks is an [*Error] that names the option and the system; nothing that
// was asked for is left out silently.
//
// It knows nothing of BGP messages, of states and of timers, and it holds no
// connection: whoever dials or accepts owns it. Times to wait come with the
// context. Keys ([Key]) are shown by nothing here.
package transport
