package logline

import (
	"fmt"
	"maps"
	"math/rand"
	"strings"
	"testing"
	"time"
)

// relatives has makers of lines that tell of a session's end in other ways than by a NOTIFICATION.
var relatives = map[string]func(m maker) (string, told){
	"snmp": func(m maker) (string, told) {
		s, ip := m.sub(), ""
		for ip = m.ip(); strings.Contains(ip, ":"); ip = m.ip() {
		}
		name := m.pick("BGP4-MIB::bgpPeerLastError.", ".1.3.6.1.2.1.15.3.1.14.", "iso.3.6.1.2.1.15.3.1.14.")
		val := m.pick(fmt.Sprintf("Hex-STRING: %02X %02X ", s.code, s.sub), fmt.Sprintf(`"%02X %02X "`, s.code, s.sub), fmt.Sprintf("0x%02x%02x", s.code, s.sub))
		return fmt.Sprintf("rtr1 [UDP: [192.0.2.1]:161->[192.0.2.9]:162]: SNMPv2-MIB::snmpTrapOID.0 = OID: BGP4-MIB::bgpBackwardTransition %s%s = %s BGP4-MIB::bgpPeerState.%s = INTEGER: idle(1)", name, ip, val, ip),
			told{kind: "state", peer: ip, code: s.code, sub: s.sub, decl: Unknown}
	},
	"md5 linux": func(m maker) (string, told) {
		a, b, p := m.ip(), m.ip(), 1024+m.Intn(60000)
		ends := fmt.Sprintf("(%s, 179)->(%s, %d)", a, b, p)
		if m.Intn(2) == 0 {
			ends = fmt.Sprintf("[%s]:%d->[%s]:179", a, p, b)
		}
		return fmt.Sprintf("kernel: TCP: MD5 Hash %s for %s", m.pick("mismatch", "failed", "NOT expected but found"), ends),
			told{kind: "state", peer: a, dir: "received", code: Unknown, sub: Unknown, decl: Unknown}
	},
	"md5 cisco": func(m maker) (string, told) {
		a, b := m.ip(), m.ip()
		return fmt.Sprintf("%%TCP-6-BADAUTH: %s MD5 digest from %s(179) to %s(%d) (RST)", m.pick("Invalid", "No"), a, b, 1024+m.Intn(60000)),
			told{kind: "state", peer: a, dir: "received", code: Unknown, sub: Unknown, decl: Unknown}
	},
	"ao linux": func(m maker) (string, told) {
		a, b, p := m.ip(), m.ip(), 1024+m.Intn(60000)
		form := "%s.%d->%s.179"
		if strings.Contains(a+b, ":") {
			form = "[%s]:%d->[%s]:179"
		}
		return fmt.Sprintf("kernel: TCP: %s for "+form+" [S] L3index: 0", m.pick("AO hash mismatch", "AO key not found", "AO hash wrong length"), a, p, b),
			told{kind: "state", peer: a, dir: "received", code: Unknown, sub: Unknown, decl: Unknown}
	},
	"openbgpd fall": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("neighbor %s%s: state change Established -> Idle, reason: %s", ip, m.pick("", " (cust1)"), m.pick("Connection closed", "HoldTimer expired", "Fatal error")),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"frr fall": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("bgpd[7]: %s%s [Error] bgp_read_packet error: %s", ip, m.pick("", "(r2.example.net)"), m.pick("Connection reset by peer", "Connection timed out")),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"cisco no read": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("%%BGP-3-BGP_NO_REMOTE_READ: %s connection timed out - has not accepted a message from us for %d000ms (hold time), 1 messages pending transmition.", ip, 3+m.Intn(200)),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"nokia end": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("WARNING: BGP #2011 Base Peer 1: %s \"(ASN 64511) VR 1: Group G: Peer %s: remote end closed connection\"", ip, ip),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"junos limit": func(m maker) (string, told) {
		ip, as, vrf := m.ip(), m.as(), m.pick("master", "cust-1")
		n := 10 + m.Intn(10000)
		return fmt.Sprintf("BGP_CEASE_PREFIX_LIMIT_EXCEEDED: %s (External AS %d): Shutting down peer due to exceeding configured maximum prefix-limit(%d) for inet6-unicast nlri: %d (instance %s)", ip, as, n, n+1, vrf),
			told{kind: "notification", peer: ip, dir: "sent", code: 6, sub: 1, as: uint32(as), vrf: vrf, decl: Unknown}
	},
	"librenms": func(m maker) (string, told) {
		ip, as := m.ip(), m.as()
		return fmt.Sprintf("BGP Session %s: %s (AS%d), time %dm %ds ago%s", m.pick("Down", "flapped", "Flap"), ip, as, m.Intn(60), m.Intn(60), m.pick("", ".")),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, as: uint32(as), decl: Unknown}
	},
	"brocade limit": func(m maker) (string, told) {
		ip := m.ip()
		return fmt.Sprintf("No of prefixes received from BGP peer %s exceeds %s", ip, m.pick("warning limit 75", "maximum prefix-limit...shutdown")),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"dlink limit": func(m maker) (string, told) {
		ip, n := m.ip(), 1+m.Intn(10000)
		return fmt.Sprintf("%sThe number of prefix received reaches %d, max %d (Peer %s).", m.pick("BGP-6-PEERPFXMAX: ", "[BGP(8):] "), n, 1+m.Intn(10000), ip),
			told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"junos eof": func(m maker) (string, told) {
		ip, as := m.ip(), m.as()
		return fmt.Sprintf("bgp_recv: peer %s (Internal AS %d): received unexpected EOF", ip, as), told{kind: "state", peer: ip, code: Unknown, sub: Unknown, as: uint32(as), decl: Unknown}
	},
}

// TestRelatives wraps and mixes them.
func TestRelatives(t *testing.T) {
	all := maps.Clone(stateMakers)
	maps.Copy(all, relatives)
	for name, mk := range all {
		t.Run(name, func(t *testing.T) {
			m := maker{rand.New(rand.NewSource(31))}
			for range 12 {
				text, r := mk(m)
				want := r.String()
				if name == "junos limit" {
					want = strings.Replace(want, "kind=notification", "kind=state", 1) // Same is cleared by agree
				}
				ok := agree(t, "as it is", text, want) && agree(t, "envelope", m.pick(noise...)+"\nNov 21 23:43:12 edge1 "+text+"\r\n"+m.pick(noise...), want) &&
					agree(t, "upper case", strings.ToUpper(text), want)
				for n := 40; ok && n <= 120; n += 1 + m.Intn(4) {
					ok = agree(t, fmt.Sprintf("hard %d", n), hardWrap(text, n), want) &&
						agree(t, fmt.Sprintf("soft %d", n), softWrap(text, n, "  "), want)
				}
				if !ok {
					return
				}
			}
		})
	}
}

// TestSNMPForms: indexes and values of several MIBs.
func TestSNMPForms(t *testing.T) {
	for text, want := range map[string]string{
		"BGP4-MIB::bgpPeerLastError.192.0.2.1 = Hex-STRING: 03 05 ":                                                                      "192.0.2.1  3/5 \"\"",
		"CISCO-BGP4-MIB::cbgpPeerLastErrorTxt.192.0.2.1 = STRING: \"hold time expired\"":                                                 "192.0.2.1  4/0 \"\"",
		"CISCO-BGP4-MIB::cbgpPeer2LastError.ipv4.\"192.0.2.1\" = Hex-STRING: 06 02":                                                      "192.0.2.1  6/2 \"\"",
		".1.3.6.1.4.1.9.9.187.1.2.5.1.17.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.7 = Hex-STRING: 06 02":                                   "2001:db8::7  6/2 \"\"",
		"CISCO-BGP4-MIB::cbgpPeer2LastError.ipv6.\"20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:07\" = Hex-STRING: 04 00":                "2001:db8::7  4/0 \"\"",
		"BGP4-V2-MIB-JUNIPER::jnxBgpM2PeerLastErrorReceived.0.1.10.0.0.1.1.10.0.0.2 = Hex-STRING: 06 05":                                 "10.0.0.2 received 6/5 \"\"",
		"bgpBackwardTransition BGP4-MIB::bgpPeerLastError.192.0.2.1 = Hex-STRING: 00 00 \tBGP4-MIB::bgpPeerState.192.0.2.1 = INTEGER: 3": "192.0.2.1  -1 \"active\"",
		"SNMPv2-SMI::enterprises.2011.5.25.177.1.1.2.1.9.0.1.1.1.4.192.0.2.1 = Hex-STRING: 03 0B":                                        "192.0.2.1  3/11 \"\"",
		".1.3.6.1.4.1.2011.5.25.177.1.1.2.1.9.0.2.1.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.7 = \"06 02 \"":                               "2001:db8::7  6/2 \"\"",
		"HUAWEI-BGP-VPN-MIB::hwBgpPeerLastError.0.1.1.1.4.192.0.2.1 = Hex-STRING: 02 06":                                                 "192.0.2.1  2/6 \"\"",
		"trap mib-2.15.0.2 mib-2.15.3.1.14.192.0.2.1 = Hex-STRING: 00 00 mib-2.15.3.1.2.192.0.2.1 = INTEGER: 1":                          "192.0.2.1  -1 \"idle\"",
		"BGP4-MIB::bgpPeerLastError.192.0.2.1 = Hex-STRING: 02 05\nBGP4-MIB::bgpPeerState.192.0.2.1 = INTEGER: idle(1)":                  "192.0.2.1  2/5 \"idle\"",
		"BGP4-MIB::bgpPeerLastError.192.0.2.1 = Hex-STRING: 02 02 \tBGP4-MIB::bgpPeerState.192.0.2.1 = INTEGER: idle(1)":                 "192.0.2.1  2/2 \"idle\"",
	} {
		ev := one(t, text)
		if got := fmt.Sprintf("%s %s %s %q", ev.Peer, ev.Direction, pairText(ev.Code, ev.Subcode), ev.To); got != want {
			t.Errorf("got %s, want %s:\n%s", got, want, text)
		}
	}
}

// TestRelativesNothing: the same words about something else.
func TestRelativesNothing(t *testing.T) {
	for _, text := range []string{
		"MD5 hash mismatch for file a.tar.gz", "md5 hash mismatch for (10.0.0.1, 22)->(10.0.0.2, 4711)", "MD5 Hash mismatch for [2001:db8::1]:646->[2001:db8::2]:40312",
		"invalid MD5 digest from mirror 192.0.2.1", "tls: unexpected EOF", "bgp_recv: read 19 bytes from peer 192.0.2.1",
		"PREFIX_LIMIT_EXCEEDED: no", "bgpPeerLastError.192.0.2.1 = Hex-STRING: 00 00", "bgpPeerLastError OBJECT-TYPE",
		"neighbor 192.0.2.1: state change Active -> OpenSent, reason: Connection opened", "peer10: Connection lost", "[Error] bgp_read_packet error: x",
		"AO hash mismatch for 10.0.0.1.22->10.0.0.2.4711", "the remote end closed connection", "cbgpPeer2LastError: the last error",
		"BGP.: 192.0.2.1 state has changed from ACTIVE to OPENSENT.", "LDP: 192.0.2.1 state has changed from ESTABLISHED to IDLE.", "the state has changed from ESTABLISHED to IDLE",
		"BGP/6/PEER_STATE_CHG: x. (PrevState=Active, CurrState=OpenSent, InputEvent=TCP_CR_ACKED, Peer=192.0.2.1, VpnInstance=_public_)",
		"closing the door because the peer did not receive keepalive", "  Description:    Received: Hold timer expired",
		"BGP session down for maintenance", "BGP Session Down: see below", "BGP session up: 3 days", "no of prefixes received from peer 3", "The number of prefix received by mail",
		"kernel: tcp_auth_ok: Packet from 192.0.2.1:646 missing MD5 digest", "app: Packet from 192.0.2.1:61664 missing MD5 digest",
	} {
		if evs := Scan(Split(text), Options{}); len(evs) > 0 {
			t.Errorf("%s\n%+v", text, evs[0])
		}
	}
}

// TestFalls: falls without a NOTIFICATION, over wraps.
func TestFalls(t *testing.T) {
	for text, want := range map[string]string{
		"%BGP-5-ADJCHANGE: neighbor 192.0.2.1 Down Interface flap":                                                    "interface-down",
		"%BGP-5-ADJCHANGE: neighbor 192.0.2.1 Down BFD adjacency down":                                                "bfd-down",
		"%BGP-5-ADJCHANGE: neighbor 192.0.2.1 vpn vrf RED Down Peer closed the session":                               "peer-closed",
		"%BGP-5-NBR_RESET: Neighbor 192.0.2.1 active reset (Peer closed the session)":                                 "peer-closed",
		"%BGP-5-NBR_RESET: Neighbor 192.0.2.1 reset (Interface flap)":                                                 "interface-down",
		"BGP: %ADJCHANGE: neighbor 192.0.2.1(r2) in vrf default Down Interface down":                                  "interface-down",
		"BGP: %ADJCHANGE: neighbor 192.0.2.1(r2) in vrf default Down Hold Timer Expired":                              "hold-timer",
		"BGP: %ADJCHANGE: neighbor 192.0.2.1(Unknown) in vrf default Down Peer closed the session":                    "peer-closed",
		"bgp_recv: peer 192.0.2.1 (External AS 64500): received unexpected EOF":                                       "peer-closed",
		"kernel: TCP: MD5 Hash mismatch for (192.0.2.1, 179)->(192.0.2.2, 40312)":                                     "tcp-md5-mismatch",
		"kernel: TCP: AO hash mismatch for 192.0.2.1.40312->192.0.2.2.179 [S] L3index: 0":                             "tcp-md5-mismatch",
		"neighbor 192.0.2.1 (cust7): state change Established -> Idle, reason: Connection closed":                     "peer-closed",
		"neighbor 192.0.2.1: state change Established -> Idle, reason: HoldTimer expired":                             "hold-timer",
		"192.0.2.1 [Error] bgp_read_packet error: Connection reset by peer":                                           "peer-closed",
		"%BGP-3-BGP_NO_REMOTE_READ: 192.0.2.1 connection timed out - has not accepted a message from us for 180000ms": "send-hold-timer",
		"kernel: TCP: MD5 Hash not found for 192.0.2.1.40312->192.0.2.2.179 [S] L3 index 0":                           "tcp-md5-mismatch",
		"/kernel: tcp_auth_ok: Packet from 192.0.2.1:61664 missing MD5 digest":                                        "tcp-md5-mismatch",
		"BGP: Peer 192.0.2.1 DOWN (BFD Session Down)":                                                                 "bfd-down",
		"BGP.: 192.0.2.1 state has changed from ESTABLISHED to IDLE for hold timer expiration caused by peer device.": "hold-timer",
		"BGP/3/BGP_STATE_CHANGED: BGP.vpn1: 192.0.2.1 state is changed from ESTABLISHED to IDLE.":                     ReasonDown,
		"%Aug 24 14:12:13:728 2006 Sysname RM/3/RMLOG:\nBGP.: 192.0.2.1 State is changed from ESTABLISHED to IDLE.":   ReasonDown,
		"BGP/6/PEER_STATE_CHG: The state of the peer changed after receiving an event. (PrevState=Established, CurrState=Idle, InputEvent=HOLD_TIMER, Peer=192.0.2.1, SourceInterface=NULL, VpnInstance=_public_)":                                                                                                                                                  "hold-timer",
		`<29>1 2024-10-01T12:30:02.552+02:00 mx1 rpd 1 RPD_BGP_NEIGHBOR_STATE_CHANGED [junos@2636.1.1.1.2.138 peer-name="192.0.2.1 (Internal AS 64500)" previous-state="Established" new-state="Idle" event="HoldTime" instance-name="vr1"]`:                                                                                                                        "hold-timer",
		`<29>1 2024-10-01T12:30:02Z mx1 rpd 1 RPD_BGP_NEIGHBOR_STATE_CHANGED [junos@2636.1.1.1.2.138 peer-name="192.0.2.1 (External AS 64500)" previous-state="Established" new-state="Idle" event="TransportError" instance-name="master"] BGP peer 192.0.2.1 (External AS 64500) changed state from Established to Idle (event TransportError) (instance master)`: "transport-error",
		`(ASN 64511) VR 1: Group G: Peer 192.0.2.1: closing inbound connection because the BGP peer did not receive "keepalive"`:                                                                                                                                                                                                                                    "hold-timer",
		"(ASN 64511) VR 1: Group G: Peer 192.0.2.1: remote end closed connection":                                                                                       "peer-closed",
		`time="2026-01-01T00:00:00Z" level=info msg="Peer Down" Key=192.0.2.1 Reason=read-failed State=X Topic=Peer`:                                                    "transport-error",
		"BGP_PREFIX_THRESH_EXCEEDED: 192.0.2.1 (External AS 64500): Configured maximum prefix-limit threshold(90) exceeded for inet-unicast nlri: 91 (instance master)": "route-threshold",
	} {
		ev := one(t, text)
		if ev.Kind != KindState || ev.Reason != want || ev.Peer != "192.0.2.1" || ev.Up {
			t.Errorf("%s %q, want %s:\n%s", ev.Peer, ev.Reason, want, text)
		}
	}
}

// TestTrapHeads: time and agent stand in front of the bindings, on their line or above it.
func TestTrapHeads(t *testing.T) {
	const last = "BGP4-MIB::bgpPeerLastError.192.0.2.1 = Hex-STRING: 03 05 "
	opts := Options{Location: time.UTC}
	for text, want := range map[string]string{
		"2026-07-09 08:51:34 rtr1.example.net [UDP: [198.51.100.9]:161->[192.0.2.200]:162]:\nDISMAN-EVENT-MIB::sysUpTimeInstance = Timeticks: (1) 0:00:00.01\t" + last:                         "rtr1.example.net 08:51:34",
		"2026-07-09 08:51:35 <UNKNOWN> [UDP: [198.51.100.9]:161->[192.0.2.200]:162]:\nDISMAN-EVENT-MIB::sysUpTimeInstance = Timeticks: (1) 0:00:00.01\nBGP4-MIB::x = 1\n" + last:               "198.51.100.9 08:51:35",
		"Jul  9 08:51:40 nms snmptrapd[7]: 2026-07-09 08:51:36 198.51.100.9(via UDP: [198.51.100.9]:52034->[192.0.2.200]:162) TRAP, SNMP v1, community public BGP4-MIB::bgp Uptime: 1 " + last: "198.51.100.9 08:51:36",
		"2026-07-09 08:51:37 edge " + last: "edge 08:51:37",
	} {
		evs := Scan(Split(text), opts)
		if len(evs) != 1 || evs[0].Code != 3 || evs[0].Peer != "192.0.2.1" {
			t.Errorf("%d events\n%s", len(evs), text)
			continue
		}
		if got := evs[0].Host + " " + evs[0].Time.Format("15:04:05"); got != want && evs[0].Host != "" {
			t.Errorf("%s, want %s\n%s", got, want, text)
		}
	}
}
