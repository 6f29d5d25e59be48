package peer

import (
	"fmt"
	"strings"
)

// Group says what a setting is about; help shows settings by group.
type Group uint8

// The groups, in the order of help.
const (
	GroupSession Group = iota
	GroupTransport
	GroupOffer
	GroupRoutes
	GroupTimers
	Groups // how many there are
)

// Title is the heading of a group.
func (g Group) Title() string {
	if g < Groups {
		return [Groups]string{"Session", "Transport", "Offered in the OPEN", "Routes and errors", "Timers"}[g]
	}
	return ""
}

// Setting is one thing that can be set of a peer: a flag of the command line, and a key of a file.
type Setting struct {
	Key   string
	Arg   string // what stands for the value in help; "" for yes or no
	Help  string
	Group Group
	Many  bool     // it may stand several times
	Only  string   // "file": no flag of that name
	Words []string // values to offer for completion
	Files bool     // the value names a file

	set func(*Settings, string) error
}

// Lookup finds a setting by its key.
func Lookup(key string) *Setting {
	for i := range settings {
		if settings[i].Key == key {
			return &settings[i]
		}
	}
	return nil
}

// All gives the settings in the order of help.
func All() []Setting { return settings[:] }

// Check reports what is wrong with a value, as far as that can be told without the others.
func (s *Setting) Check(value string) error { return s.set(new(Settings), value) }

// settings is the only list of settings. Flags, keys, help and completion follow it.
var settings = [...]Setting{
	{Key: "as", Arg: "N", Help: "our AS number; needed", set: (*Settings).setAS},
	{Key: "peer-as", Arg: "N", Help: "the peer's AS number (default: what its OPEN says)", set: (*Settings).setPeerAS},
	{Key: "address", Arg: "ADDR", Help: "address of the peer, where the section is named otherwise", Only: "file", set: (*Settings).setAddress},
	{Key: "port", Arg: "N", Help: "port to connect to (default 179)", set: (*Settings).setPort},
	{Key: "local", Arg: "ADDR[:PORT]", Help: "address, or address and port, to connect from", set: (*Settings).setLocal},
	{Key: "interface", Arg: "NAME", Help: "unnumbered: find the peer by neighbour discovery on this interface", set: (*Settings).setInterface},
	{Key: "passive", Help: "never connect, wait for the peer; goes with --listen", set: (*Settings).setPassive},
	{Key: "active", Help: "connect only: refuse the peer's connections", set: (*Settings).setActive},
	{Key: "router-id", Arg: "ADDR", Help: "our BGP Identifier (default: made from the local address)", set: (*Settings).setRouterID},
	{Key: "name", Arg: "NAME", Help: "name of the peer in the output (default: its address)", set: (*Settings).setName},
	{Key: "confed", Help: "the peer is another member of our confederation", set: (*Settings).setConfed},
	{Key: "reconnect", Help: "go on when the session has ended, as a router does (default: the run ends with it)", set: (*Settings).setReconnect},

	{Key: "ttl", Arg: "N", Help: "TTL or hop limit of what we send (default: the system's)", Group: GroupTransport, set: (*Settings).setTTL},
	{Key: "multihop", Arg: "N", Help: "the same, as routers call it", Group: GroupTransport, set: (*Settings).setTTL},
	{Key: "gtsm", Arg: "HOPS", Help: "TTL security (RFC 5082): the peer is at most so many links away, 1 for a neighbour", Group: GroupTransport, set: (*Settings).setGTSM},
	{Key: "md5-key-file", Arg: "FILE", Help: "TCP MD5 with the key in this file; or in the environment variable " + MD5Variable, Group: GroupTransport, Files: true, set: (*Settings).setMD5File},
	{Key: "ao-key-file", Arg: "FILE", Help: "TCP-AO with the keys in this file: a line for each, SENDID RECVID ALGORITHM KEY", Group: GroupTransport, Files: true, set: (*Settings).setAOFile},
	{Key: "device", Arg: "NAME", Help: "bind to this interface or VRF", Group: GroupTransport, set: (*Settings).setDevice},
	{Key: "netns", Arg: "NAME", Help: "connect and listen in this network namespace: a name, or a path", Group: GroupTransport, set: (*Settings).setNetns},
	{Key: "dscp", Arg: "N", Help: "DSCP of what we send (default 48, CS6)", Group: GroupTransport, set: (*Settings).setDSCP},

	{Key: "family", Arg: "LIST", Help: "address families: ipv4-unicast,ipv6,vpnv4,evpn,... or 1/1, or none (default ipv4-unicast)", Group: GroupOffer, Many: true, set: (*Settings).setFamily},
	{Key: "add-path", Arg: "MODE[:LIST]", Help: "path identifiers: recv, send or both, of all families or of those named", Group: GroupOffer, Many: true,
		Words: []string{"recv", "send", "both"}, set: (*Settings).setAddPath},
	{Key: "as4", Help: "4-octet AS numbers (default yes)", Group: GroupOffer, set: (*Settings).setAS4},
	{Key: "ext-msg", Help: "messages over 4096 octets (default yes)", Group: GroupOffer, set: (*Settings).setExtMsg},
	{Key: "route-refresh", Help: "route refresh (default yes)", Group: GroupOffer, set: (*Settings).setRefresh},
	{Key: "enhanced-refresh", Help: "enhanced route refresh (default yes)", Group: GroupOffer, set: (*Settings).setEnhanced},
	{Key: "ext-next-hop", Help: "IPv6 next hops for IPv4 routes (RFC 8950)", Group: GroupOffer, set: (*Settings).setNextHop6},
	{Key: "gr", Arg: "TIME", Help: "graceful restart with this restart time: we help the peer, and with NOTIFICATIONs too (RFC 8538)", Group: GroupOffer, set: (*Settings).setGR},
	{Key: "llgr", Arg: "TIME", Help: "long-lived graceful restart with this stale time; goes with gr", Group: GroupOffer, set: (*Settings).setLLGR},
	{Key: "role", Arg: "ROLE", Help: "our role (RFC 9234): provider, rs, rs-client, customer or peer", Group: GroupOffer,
		Words: []string{"provider", "rs", "rs-client", "customer", "peer"}, set: (*Settings).setRole},
	{Key: "role-strict", Help: "refuse a peer that tells no role", Group: GroupOffer, set: (*Settings).setRoleStrict},
	{Key: "hostname", Arg: "NAME", Help: "host name to tell the peer; what follows the first dot is the domain", Group: GroupOffer, set: (*Settings).setHostname},
	{Key: "software-version", Arg: "TEXT", Help: "software version to tell the peer", Group: GroupOffer, set: (*Settings).setSoftware},
	{Key: "require", Arg: "LIST", Help: "refuse a peer without these capabilities: numbers, or the names used here (as4,ext-msg,...)", Group: GroupOffer, Many: true, set: (*Settings).setRequire},
	{Key: "capabilities", Help: "no: offer none at all, as before RFC 5492 (default yes)", Group: GroupOffer, set: (*Settings).setCapabilities},

	{Key: "announce", Arg: "ROUTE", Help: "announce routes: \"198.51.100.0/24 next-hop 192.0.2.9 as-path 64500 community 64500:1\"; withdrawn at the end", Group: GroupRoutes, Many: true, set: (*Settings).setAnnounce},
	{Key: "announce-file", Arg: "FILE", Help: "announce the routes in this file, one a line as for --announce", Group: GroupRoutes, Many: true, Files: true, set: (*Settings).setAnnounceFile},
	{Key: "announce-mrt", Arg: "FILE", Help: "announce the routes of this MRT file (or pcap, pcapng, BMP), compressed or not", Group: GroupRoutes, Many: true, Files: true, set: (*Settings).setAnnounceMRT},
	{Key: "mrt-peer", Arg: "WHO", Help: "with announce-mrt: only what this peer said, an address or AS64496", Group: GroupRoutes, set: (*Settings).setMRTPeer},
	{Key: "mrt-next-hop", Arg: "WHICH", Help: "with announce-mrt: next hops are self (the default), or keep: those of the file", Group: GroupRoutes,
		Words: []string{"self", "keep"}, set: (*Settings).setMRTNextHop},
	{Key: "max-prefix", Arg: "[FAMILY:]N", Help: "end the session (6/1) when the peer announces more", Group: GroupRoutes, Many: true, set: (*Settings).setMaxPrefix},
	{Key: "strict-4271", Help: "answer errors in UPDATEs as RFC 4271 did, without RFC 7606", Group: GroupRoutes, set: (*Settings).setStrict},
	{Key: "quirk", Arg: "NAME", Help: "play the defect of a known box: partial-is-error, data-over-read, as-path-length-twice, peer-as-2-octets, max-prefix=N or no-limit-data",
		Group: GroupRoutes, Many: true, Words: []string{"partial-is-error", "data-over-read", "as-path-length-twice", "peer-as-2-octets", "no-limit-data", "max-prefix=1"}, set: (*Settings).setQuirk},
	{Key: "enforce-first-as", Help: "take routes of an external peer as withdrawn whose path does not begin with its AS", Group: GroupRoutes, set: (*Settings).setFirstAS},
	{Key: "rib", Help: "keep the peer's routes, to count them (default yes)", Group: GroupRoutes, set: (*Settings).setRIB},
	{Key: "shutdown-text", Arg: "TEXT", Help: "text for the peer's operator when we end the session (RFC 9003)", Group: GroupRoutes, set: (*Settings).setShutdownText},

	{Key: "hold", Arg: "TIME", Help: "hold time to offer: seconds, or 3m (default 90s; 0 for none)", Group: GroupTimers, set: (*Settings).setHold},
	{Key: "keepalive", Arg: "TIME", Help: "time between KEEPALIVEs (default: a third of the hold time)", Group: GroupTimers, set: (*Settings).setKeepalive},
	{Key: "connect-retry", Arg: "TIME", Help: "time between attempts to connect (default 5s)", Group: GroupTimers, set: (*Settings).setConnectRetry},
	{Key: "idle-hold", Arg: "TIME", Help: "pause after a session has ended, with reconnect (default 5s)", Group: GroupTimers, set: (*Settings).setIdleHold},
	{Key: "delay-open", Arg: "TIME", Help: "wait so long for the peer's OPEN before we send ours", Group: GroupTimers, set: (*Settings).setDelayOpen},
	{Key: "send-hold", Arg: "TIME", Help: "end the session when nothing could be sent for so long (RFC 9687; default 8m)", Group: GroupTimers, set: (*Settings).setSendHold},
	{Key: "damp", Help: "make the pause longer each time (DampPeerOscillations)", Group: GroupTimers, set: (*Settings).setDamp},
}

// Yes reads the value of a setting that is on or off.
func Yes(word string) (bool, error) {
	switch strings.ToLower(word) {
	case "yes", "true", "on", "1":
		return true, nil
	case "no", "false", "off", "0":
		return false, nil
	}
	return false, fmt.Errorf("%q is not yes or no", clipped(word))
}
