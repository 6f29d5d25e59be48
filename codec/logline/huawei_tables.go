package logline

import "strings"

// huaweiKind is what the parameters of a Huawei line are about.
type huaweiKind uint8

const (
	huaweiAny     huaweiKind = iota // an alarm that is known by its parameters only
	huaweiNotify                    // a NOTIFICATION
	huaweiRaw                       // octets of an invalid message
	huaweiChange                    // a change of state with both states
	huaweiUp                        // the session came up
	huaweiDown                      // the state went to a lower number
	huaweiCounter                   // route counts, limits and graceful restart
)

// huaweiAlarm is a tag or an OID and what it means.
type huaweiAlarm struct {
	tags string // lower-case tags and OIDs, separated by blanks
	name string
	kind huaweiKind
	dir  Direction
	text string
	// reason is the id of what the alarm tells, where that is not one of several.
	reason string
}

const huaweiOID = "1.3.6.1.4.1.2011.5.25.177.1.3."

var huaweiAlarms = [...]huaweiAlarm{
	{"recv_notify notify_recv", "NOTIFICATION received", huaweiNotify, DirReceived, "", ""},
	{"send_notify notify_send", "NOTIFICATION sent", huaweiNotify, DirSent, "", ""},
	{"pkt_raw_out", "invalid message", huaweiRaw, DirReceived, "", ""},
	{"state_chg_updown", "state change", huaweiChange, DirUnknown, "the state of the session changed", ""},
	{"peer_state_chg", "state change", huaweiChange, DirUnknown, "the state of the session changed", ""},
	{"established bgpestablished 1.3.6.1.2.1.15.7.1", "bgpEstablished", huaweiUp, DirUnknown,
		"the session came up", "established"},
	{"backward bgpbackwardtransition 1.3.6.1.2.1.15.7.2", "bgpBackwardTransition", huaweiDown, DirUnknown,
		"the session went to a lower state", ""},
	{"routethresholdexceed hwbgppeerroutenumthresholdexceed " + huaweiOID + "1", "hwBgpPeerRouteNumThresholdExceed", huaweiCounter, DirUnknown,
		"routes from this peer passed the warning share of its limit", "route-threshold"},
	{"routethresholdclear hwbgppeerroutenumthresholdclear " + huaweiOID + "2", "hwBgpPeerRouteNumThresholdClear", huaweiCounter, DirUnknown,
		"routes from this peer fell under the warning share of its limit", "route-threshold-cleared"},
	{"grstatuschange hwbgppeergrstatuschange " + huaweiOID + "3", "hwBgpPeerGRStatusChange", huaweiCounter, DirUnknown,
		"the graceful restart of this peer went on by a step", "gr-change"},
	{"hwestablished hwbgppeerestablished " + huaweiOID + "9", "hwBgpPeerEstablished", huaweiUp, DirUnknown,
		"the session came up", "established"},
	{"hwbackward hwbgppeerbackwardtransition hwbgpbackwardtransition " + huaweiOID + "10", "hwBgpPeerBackwardTransition", huaweiDown, DirUnknown,
		"the session went to a lower state", ""},
	{"hwbgproutethresholdexceed " + huaweiOID + "11", "hwBgpRouteThresholdExceed", huaweiCounter, DirUnknown,
		"routes of this type passed the warning share of what the device can hold", "device-route-threshold"},
	{"hwbgproutethresholdclear " + huaweiOID + "12", "hwBgpRouteThresholdClear", huaweiCounter, DirUnknown,
		"routes of this type fell under the warning share of what the device can hold", "device-route-threshold-cleared"},
	{"hwbgproutemaxexceed " + huaweiOID + "13", "hwBgpRouteMaxExceed", huaweiCounter, DirUnknown,
		"routes of this type reached what the device can hold: new routes are dropped", "device-route-maximum"},
	{"hwbgproutemaxclear " + huaweiOID + "14", "hwBgpRouteMaxClear", huaweiCounter, DirUnknown,
		"routes of this type fell under what the device can hold", "device-route-maximum-cleared"},
}

// huaweiAlarmOf finds an alarm by its tag or OID; newer devices put _active or _clear behind the name. Nil: not known.
func huaweiAlarmOf(tag string) *huaweiAlarm {
	if len(tag) > 64 {
		return nil
	}
	low, clear := strings.CutSuffix(strings.TrimSuffix(strings.ToLower(tag), "_active"), "_clear")
	if low == "" {
		return nil
	}
	for i := range huaweiAlarms {
		for rest := huaweiAlarms[i].tags; rest != ""; {
			var one string
			one, rest, _ = strings.Cut(rest, " ")
			if one == low && clear {
				return huaweiAlarms[i].cleared()
			}
			if one == low {
				return &huaweiAlarms[i]
			}
		}
	}
	return nil
}

// cleared gives what the end of an alarm says: for a fall that the session is up again, for a limit the alarm that
// clears it.
func (a *huaweiAlarm) cleared() *huaweiAlarm {
	if a.kind == huaweiDown {
		return &huaweiAlarm{name: a.name, kind: huaweiUp, text: "the session is up again", reason: ReasonEstablished}
	}
	for i := range huaweiAlarms {
		if a.reason != "" && huaweiAlarms[i].reason == a.reason+"-cleared" {
			return &huaweiAlarms[i]
		}
	}
	return a
}

var noHyphens = strings.NewReplacer("-", "", "_", "")

// huaweiKey makes the names of a parameter equal that differ per alarm: BgpPeerLastError, HwBgpPeerLastError, PeerLastError.
func huaweiKey(name string) string {
	k := strings.ToLower(name)
	for _, head := range [...]string{"hw", "bgp", "peer"} {
		if rest := strings.TrimPrefix(k, head); rest != "" {
			k = rest
		}
	}
	return noHyphens.Replace(k)
}

var huaweiStates = [...]string{"", "Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"}

var huaweiReasons = [...]string{"", "the configuration led to it", "a NOTIFICATION was received", "an erroneous packet was received",
	"the hold timer expired", "the remote address is unreachable", "the direct interface went down", "the route limit was passed"}

// huaweiReasonIDs and huaweiGRIDs are the ids of the reasons by the numbers of PeerUnavaiReason and GrStatus.
var huaweiReasonIDs = [...]string{"", "configuration", ReasonReceived, "erroneous-packet", "hold-timer", "unreachable", "interface-down", "route-limit"}

var huaweiGRIDs = [...]string{"", "gr-not-helped", "gr-peer-restarting", "gr-finished", "gr-peer-helping"}

var huaweiGR = [...]string{"", "peerNotBeingHelped: the peer is not helped during its restart", "peerRestarting: the peer restarts",
	"peerFinishRestart: the peer has finished its restart", "peerHelping: the peer helps this device to restart"}

var huaweiRoutes = [...]string{"", "IPv4", "IPv6", "IPv4 in VRFs", "IPv6 in VRFs", "IPv4 public", "IPv6 public", "L2AD"}

// huaweiKeyText says what a parameter is.
func huaweiKeyText(key string) string {
	switch key {
	case "remoteaddr", "peer":
		return "address of the peer"
	case "lasterror":
		return "error code and subcode of the last NOTIFICATION, written together: 35 is 3/5"
	case "state":
		return "state of the session now"
	case "unavaireason", "unavailreason":
		return "why the session ended"
	case "instanceid":
		return "index of the VPN instance"
	case "afi":
		return "address family"
	case "safi":
		return "subsequent address family"
	case "type":
		return "kind of the peer's address"
	case "interfaceindex":
		return "index of the interface to the peer"
	case "interfacename", "sourceinterface":
		return "interface to the peer"
	case "maxroutenum", "maximumnumber":
		return "limit of routes"
	case "alarmthreshold", "routethreshold":
		return "percent of the limit at which the warning comes"
	case "currentroutenumber":
		return "routes now"
	case "grstatus":
		return "step of the graceful restart"
	case "routetypeindex":
		return "type of the routes"
	case "errorcode":
		return "error code"
	case "suberrorcode", "errorsubcode":
		return "error subcode"
	case "vpninstance", "instancename":
		return "VPN instance"
	}
	return ""
}

// huaweiMeaning says what the value of a parameter means, or else what the parameter is.
func huaweiMeaning(key, value string) string {
	n := huaweiNumber(value)
	pick := func(names []string) string {
		if n > 0 && n < len(names) {
			return names[n]
		}
		return huaweiKeyText(key)
	}
	switch key {
	case "state":
		return pick(huaweiStates[:])
	case "unavaireason", "unavailreason":
		return pick(huaweiReasons[:])
	case "grstatus":
		return pick(huaweiGR[:])
	case "routetypeindex":
		return pick(huaweiRoutes[:])
	case "type":
		return pick([]string{"", "IPv4 address", "IPv6 address"})
	case "afi":
		return huaweiFamily(n, "address family")
	case "safi":
		return huaweiSubFamily(n, "subsequent address family")
	case "lasterror":
		if e := huaweiLastError(value); e.none {
			return "no error so far"
		} else if e.code != Unknown {
			return strings.TrimSuffix(pairText(e.code, e.sub)+", "+huaweiErrorName(e.code, e.sub), ", ")
		}
	}
	return huaweiKeyText(key)
}

func huaweiFamily(n int, def string) string {
	switch n {
	case 1:
		return "IPv4"
	case 2:
		return "IPv6"
	case 25:
		return "VPLS"
	case 196:
		return "L2VPN"
	}
	return def
}

func huaweiSubFamily(n int, def string) string {
	switch n {
	case 1:
		return "unicast"
	case 2:
		return "multicast"
	case 4:
		return "MPLS"
	case 5:
		return "MVPN"
	case 65:
		return "VPLS"
	case 66:
		return "MDT"
	case 70:
		return "EVPN"
	case 128:
		return "VPN"
	case 132:
		return "VPN target"
	}
	return def
}

// huaweiErrorNames are Huawei's names by code and subcode; they differ from IANA's here and there.
var huaweiErrorNames = [...][]string{
	1: {"message header error", "connection not synchronized", "error message length", "error message type"},
	2: {"open message error", "unsupported version number", "error peer AS", "error BGP identifier", "unsupported optional parameter",
		"authentication failed", "unacceptable hold time", "unsupported capability"},
	3: {"update message error", "malformed attribute list", "unrecognized well-known attribute", "well-known attribute is missing",
		"attribute flags error", "attribute length error", "invalid origin attribute", "AS routing loop", "invalid next hop attribute",
		"error optional attribute", "invalid network field", "abnormal AS path"},
	4: {"hold timer expired"},
	5: {"finite state machine error"},
	6: {"cease", "maximum number of prefixes reached", "administrative shutdown", "peer deleted", "administrative reset",
		"connection rejected", "other configuration change", "connection collision resolution", "out of resources", "BFD session down"},
}

func huaweiErrorName(code, sub int) string {
	if code <= 0 || code >= len(huaweiErrorNames) {
		return ""
	}
	if sub < 0 {
		sub = 0
	}
	if sub >= len(huaweiErrorNames[code]) {
		return ""
	}
	return huaweiErrorNames[code][sub]
}
