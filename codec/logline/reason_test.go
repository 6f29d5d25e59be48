package logline

import (
	"strings"
	"testing"
)

func TestReason(t *testing.T) {
	for words, want := range map[string]string{
		"Peer closed the session":                 "peer-closed",
		"NSF peer closed the session":             "peer-closed",
		"Interface flap":                          "interface-down",
		"INTERFACE_FLAP (GigabitEthernet0/1)":     "interface-down",
		"Interface down":                          "interface-down",
		"Direct connect-interface down":           "interface-down",
		"event HoldTime":                          "hold-timer",
		"HoldTimer_Expires":                       "hold-timer",
		"BGP hold time expi red":                  "hold-timer", // a wrap
		"holdtimer expired error":                 "hold-timer",
		"hold-timer-expired":                      "hold-timer",
		"SendHoldTimer_Expires":                   "send-hold-timer",
		"event TransportError":                    "transport-error",
		"TCP_SOCKET_CLOSED":                       "peer-closed",
		"TcpConnectionFails":                      "transport-error",
		"Active open failed":                      "connect-failed",
		"Connect (Network is unreachable)":        "no-route",
		"Connect (No route to host)":              "no-route",
		"Remote peer not reachable":               "unreachable",
		"BFD adjacency down":                      "bfd-down",
		"BFD down received":                       "bfd-down",
		"bfd session with 192.0.2.1 went down":    "bfd-down",
		"AdminReset":                              "user-reset",
		"User reset":                              "user-reset",
		"session cleared by user":                 "user-reset",
		"Admin. shutdown":                         "admin-shutdown",
		"Administratively Shutdown":               "admin-shutdown",
		"event Stop":                              "local-stop",
		"Remote AS changed":                       "configuration",
		"Capability changed":                      "configuration",
		"Configuration lead peer down":            "configuration",
		"Neighbor deleted":                        "peer-deconfigured",
		"No AFI/SAFI activated for peer":          "no-family",
		"Receive error packet":                    "erroneous-packet",
		"UpdateMsgErr":                            "erroneous-packet",
		"Route limit":                             "route-limit",
		"PFX count overflow":                      "max-prefix",
		"exceeded the prefix limit of 100":        "max-prefix",
		"BGP Notification received":               ReasonReceived,
		"RecvNotify":                              ReasonReceived,
		"RECV_NOTIFY":                             ReasonReceived,
		"Receive notification":                    ReasonReceived,
		"BGP Notification send":                   ReasonSent,
		"Notification sent":                       ReasonSent,
		"TCP MD5 mismatch":                        "tcp-md5-mismatch",
		"BGP protocol initialization":             "restart",
		"duplicate connection request":            "collision",
		"the moon was full":                       "",
		"":                                        "",
		strings.Repeat("hold timer expired ", 50): "",
	} {
		if got := Reason(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// TestReasonTable: every row is found by its own words, in any case and with other separators.
func TestReasonTable(t *testing.T) {
	for _, r := range reasonWords {
		for _, words := range []string{r.text, strings.ToUpper(r.text), strings.ReplaceAll(r.text, " ", "_"), strings.ReplaceAll(r.text, " ", "-"), "event " + r.text} {
			if got := Reason(words); got != r.id {
				t.Errorf("%q: %q, want %q", words, got, r.id)
			}
		}
	}
}

func TestReasonOfLines(t *testing.T) {
	const alarm = "(BgpPeerRemoteAddr=192.0.2.9, BgpPeerLastError=LAST, BgpPeerState=1, BgpPeerUnavaiReason=WHY)"
	huawei := func(last, why string) string {
		return "BGP/2/BACKWARD:OID 1.3.6.1.2.1.15.7.2 The BGP FSM moves. " + strings.NewReplacer("LAST", last, "WHY", why).Replace(alarm)
	}
	for line, want := range map[string]string{
		"%BGP-5-ADJCHANGE: neighbor 198.51.100.1 Down Peer closed the session":                                                                                   "peer-closed",
		"%BGP-5-ADJCHANGE: neighbor 2001:db8::1 vpn vrf red Down BFD adjacency down":                                                                             "bfd-down",
		"%BGP-5-ADJCHANGE: neighbor 198.51.100.1 Down BGP Notification sent":                                                                                     ReasonSent,
		"%BGP-5-ADJCHANGE: neighbor 198.51.100.1 Down of an unheard-of cause":                                                                                    ReasonDown,
		"%BGP-5-NBR_RESET: Neighbor 198.51.100.1 reset (Interface flap)":                                                                                         "interface-down",
		"%BGP-5-NBR_RESET: Neighbor 198.51.100.1 active reset (BGP Notification received)":                                                                       ReasonReceived,
		"%ROUTING-BGP-5-ADJCHANGE : neighbor 192.0.2.31 Down - Interface flap (VRF: default) (AS: 64496)":                                                        "interface-down",
		"%ROUTING-BGP-5-ADJCHANGE : neighbor 192.0.2.31 Up (VRF: default) (AS: 64496)":                                                                           ReasonEstablished,
		"%BGP-5-ADJCHANGE:  bgp-64496 [8123] (default) neighbor 198.51.100.9 Down - session cleared":                                                             "user-reset",
		"Bgp: %BGP-5-ADJCHANGE: peer 192.0.2.2 (VRF default AS 64496) old state Established event HoldTime new state Idle":                                       "hold-timer",
		"Bgp: %BGP-5-ADJCHANGE: peer 192.0.2.2 (VRF default AS 64496) old state Active event Start new state OpenSent":                                           "",
		"bgpd[1]: %ADJCHANGE: neighbor swp1(leaf) in vrf default Down Interface down":                                                                            "interface-down",
		"RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 192.0.2.1 (External AS 64500) changed state from Established to Idle (event TransportError) (instance master)": "transport-error",
		"RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 192.0.2.1 (External AS 64500) changed state from Established to Idle (event Nonsense) (instance master)":       ReasonDown,
		"%BGP-5-ADJCHANGE: VRF default Connection with neighbor 192.0.2.3 closed. Hold timer expired":                                                            "hold-timer",
		huawei("0", "1"):  "configuration",
		huawei("35", "2"): ReasonReceived,
		huawei("35", "3"): "erroneous-packet",
		huawei("40", "4"): "hold-timer",
		huawei("0", "5"):  "unreachable",
		huawei("0", "6"):  "interface-down",
		huawei("61", "7"): "route-limit",
		huawei("0", "0"):  ReasonDown,
		"BGP/2/hwBgpPeerBackwardTransition_active: The FSM fell. (BgpPeerRemoteAddr=192.0.2.9, BgpPeerLastError=0, BgpPeerState=1, Reason=Direct connect-interface down, Description=x)": "interface-down",
		"BGP/2/bgpBackwardTransition_clear: The FSM is up. (BgpPeerRemoteAddr=192.0.2.9, BgpPeerLastError=40, BgpPeerState=6)":                                                           ReasonEstablished,
		"BGP/2/hwBgpPeerRouteNumThresholdExceed_clear: ok (PeerRemoteAddr=192.0.2.9, MaxRouteNum=10, AlarmThreshold=5)":                                                                  "route-threshold-cleared",
		"BGP/3/GRSTATUSCHANGE:OID 1.3.6.1.4.1.2011.5.25.177.1.3.3 GR. (PeerRemoteAddr=192.0.2.9, GrStatus=2)":                                                                            "gr-peer-restarting",
		"BGP/3/HWBGPROUTEMAXEXCEED:OID 1.3.6.1.4.1.2011.5.25.177.1.3.13 Max. (RouteTypeIndex=1, MaximumNumber=500)":                                                                      "device-route-maximum",
		"BGP/2/BACKWARD:OID [oid] The FSM. (BgpPeerRemoteAddr=[ipaddr], BgpPeerLastError=[octet])":                                                                                       ReasonDown,
	} {
		evs := Scan(Split(line+"\n"), Options{})
		if len(evs) != 1 || evs[0].Reason != want {
			t.Errorf("%s:\n%+v, want %q", line, evs, want)
		}
	}
}

func TestAlarm(t *testing.T) {
	evs := Scan(Split("BGP/2/ROUTETHRESHOLDEXCEED:OID 1.3.6.1.4.1.2011.5.25.177.1.3.1 Many. (InstanceId=0, Afi=2, Safi=128, PeerType=2, PeerRemoteAddr=2001:db8::5, MaxRouteNum=4000, AlarmThreshold=80)"), Options{})
	if len(evs) != 1 || evs[0].Alarm == nil {
		t.Fatalf("%+v", evs)
	}
	want := Alarm{Name: "hwBgpPeerRouteNumThresholdExceed", Limit: 4000, Percent: 80, Count: Unknown, Family: "IPv6 VPN"}
	got := *evs[0].Alarm
	got.Text = ""
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestReasonIDs(t *testing.T) {
	for _, id := range ReasonIDs() {
		for _, c := range id {
			if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
				t.Errorf("id %q", id)
			}
		}
	}
}
