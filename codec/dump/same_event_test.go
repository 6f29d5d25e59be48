package dump

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// told returns, for each event of a text, the number of the event that it tells again.
func told(text string) (of []int) {
	for _, e := range Read(text, Options{Log: logline.Options{Now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}}) {
		of = append(of, e.SameAs)
	}
	return of
}

const emptyCease = "ffff ffff ffff ffff ffff ffff ffff ffff 0015 0306 0%d"

// TestSameEventNot: what agrees in code only, without the peer, the host or the time, is not one event.
func TestSameEventNot(t *testing.T) {
	trap := "Mar  4 %s snmphost snmptrapd[22]: 2026-03-04 %[1]s <UNKNOWN> [UDP: [10.3.3.%d]:161->[10.3.3.9]:162]: BGP4-MIB::bgpPeerLastError.172.20.9.%[2]d = Hex-STRING: 06 0%d \tBGP4-MIB::bgpPeerState.172.20.9.%[2]d = INTEGER: idle(1)\n"
	for sub := 2; sub < 5; sub++ {
		dump := fmt.Sprintf(emptyCease, sub)
		for name, text := range map[string]string{
			"a trap next to a dump":     "Mar  4 11:30:00 r5 app: captured " + dump + "\n" + fmt.Sprintf(trap, "12:13:03", sub, sub),
			"a trap at the same second": "Mar  4 11:30:00 r5 app: captured " + dump + "\n" + fmt.Sprintf(trap, "11:30:00", sub, sub),
			"a dump behind other things": fmt.Sprintf("Mar  4 11:30:00 r5 bgpd[1]: %%NOTIFICATION: received from neighbor 10.1.1.%d 6/%d (Cease) 0 bytes\n", sub, sub) +
				strings.Repeat("Mar  4 11:30:01 r5 kernel: eth0 link up\n", 9) + dump + "\n",
			"another host": fmt.Sprintf("Mar  4 11:30:00 r5 bgpd[1]: %%NOTIFICATION: received from neighbor 10.1.1.%d 6/%d (Cease) 0 bytes\n", sub, sub) +
				fmt.Sprintf("Mar  4 11:30:00 r6 bgpd[1]: %%ADJCHANGE: neighbor 10.1.1.%d(x) in vrf default Down BGP Notification received\n", sub),
		} {
			if got := told(text); !reflect.DeepEqual(got, []int{-1, -1}) {
				t.Errorf("%s, 6/%d: %v", name, sub, got)
			}
		}
		if got := told(fmt.Sprintf("%%BGP-3-NOTIFICATION: received from neighbor 10.1.1.%d 6/%d (Cease) 0 bytes\n", sub, sub) + dump + "\n"); !reflect.DeepEqual(got, []int{-1, 0}) {
			t.Errorf("a dump right behind its line: %v", got)
		}
	}
}

// TestSameEvent: the lines that a device writes about one fall are one event, in either order; others stay themselves.
func TestSameEvent(t *testing.T) {
	for _, c := range []struct {
		name, first, second string
		forward             bool // the first tells the second
	}{
		{"huawei", "Mar  4 2026 01:00:%02d NE40-%[2]d %%%%01BGP/3/STATE_CHG_UPDOWN(l)[911]:The status of the peer 10.77.1.%[2]d changed from ESTABLISHED to IDLE. (InstanceName=Public, StateChangeReason=CEASE/ADMINISTRATIVE SHUTDOWN)\n",
			"Mar  4 2026 01:00:%02d NE40-%[2]d %%%%01BGP/6/RECV_NOTIFY(l)[910]:The router received NOTIFICATION message from peer 10.77.1.%[2]d. (ErrorCode=6, SubErrorCode=2, BgpAddressFamily=Public, ErrorData=NULL)\n", true},
		{"bfd", "Mar  5 01:01:%02d r%[2]d 12: Mar  5 01:01:%02[1]d.1: %%BGP-5-ADJCHANGE: neighbor 10.1.0.%[2]d Down BFD adjacency down\n",
			"Mar  5 01:01:%02d r%[2]d 13: Mar  5 01:01:%02[1]d.1: %%BGP-3-NOTIFICATION: sent to neighbor 10.1.0.%[2]d 6/10 (BFD adjacency down) 0 bytes\n", true},
		{"no remote read", "Mar  5 01:03:%02d r%[2]d 15: Mar  5 01:03:%02[1]d.1: %%BGP-3-BGP_NO_REMOTE_READ: 10.1.0.%[2]d connection timed out - has not accepted a message from us for 180000ms (hold time), 1 messages pending transmition.\n",
			"Mar  5 01:03:%02d r%[2]d 16: Mar  5 01:03:%02[1]d.2: %%BGP-5-ADJCHANGE: neighbor 10.1.0.%[2]d Down BGP Notification sent\n", false},
		{"limit", "Mar  5 01:05:%02d r%[2]d 15: Mar  5 01:05:%02[1]d.1: %%BGP-3-MAXPFXEXCEED: Number of prefixes received from 10.1.0.%[2]d (afi 0): 101 exceeds limit 100\n",
			"Mar  5 01:05:%02d r%[2]d 16: Mar  5 01:05:%02[1]d.1: %%BGP-3-NOTIFICATION: sent to neighbor 10.1.0.%[2]d 6/1 (Maximum Number of Prefixes Reached) 0 bytes\n", true},
		{"limit, no code", "Mar  5 01:05:%02d r%[2]d 15: Mar  5 01:05:%02[1]d.1: %%BGP-3-MAXPFXEXCEED: Number of prefixes received from 10.1.0.%[2]d (afi 0): 101 exceeds limit 100\n",
			"Mar  5 01:05:%02d r%[2]d 16: Mar  5 01:05:%02[1]d.1: %%BGP-5-ADJCHANGE: neighbor 10.1.0.%[2]d Down BGP Notification sent\n", true},
		{"limit, words", "Mar  5 01:05:%02d r%[2]d 15: Mar  5 01:05:%02[1]d.1: %%BGP-3-MAXPFXEXCEED: Number of prefixes received from 10.1.0.%[2]d (afi 0): 101 exceeds limit 100\n",
			"Mar  5 01:05:%02d r%[2]d 16: Mar  5 01:05:%02[1]d.1: %%BGP-5-NBR_RESET: Neighbor 10.1.0.%[2]d reset (Peer over prefix limit)\n", true},
		{"asa", "Aug 11 2026 17:00:%02d asa-%[2]d : %%ASA-3-418018: neighbor 10.55.0.%[2]d Down\n",
			"Aug 11 2026 17:00:%02d asa-%[2]d : %%ASA-3-418019: sent to 10.55.0.%[2]d 6/7 (Connection Collision Resolution) 0 bytes\n", true},
		{"asa, received", "Aug 11 2026 17:00:%02d asa-%[2]d : %%ASA-3-418018: neighbor 10.55.0.%[2]d Down BGP Notification received\n",
			"Aug 11 2026 17:00:%02d asa-%[2]d : %%ASA-3-418019: received from 10.55.0.%[2]d 6/4 (Administrative Reset) 0 bytes\n", true},
		{"junos limit", "Oct 13 02:11:%02d edge%[2]d rpd[19]: BGP_PREFIX_LIMIT_EXCEEDED: 10.47.0.%[2]d (External AS 65047): Configured maximum prefix-limit(70) exceeded for inet-unicast nlri: 71 (instance master)\n",
			"Oct 13 02:11:%02d edge%[2]d rpd[19]: bgp_rt_maxprefixes_check_common:9284: NOTIFICATION sent to 10.47.0.%[2]d (External AS 65047): code 6 (Cease) subcode 1 (Maximum Number of Prefixes Reached) AFI: 1 SAFI: 1 prefix limit 70\n", true},
		{"junos limit, cease", "Oct 13 02:11:%02d edge%[2]d rpd[19]: BGP_CEASE_PREFIX_LIMIT_EXCEEDED: 10.47.0.%[2]d (External AS 65047): Shutting down peer due to exceeding configured maximum prefix-limit(70) for inet-unicast nlri: 71 (instance master)\n",
			"Oct 13 02:11:%02d edge%[2]d rpd[19]: bgp_rt_maxprefixes_check_common:9284: NOTIFICATION sent to 10.47.0.%[2]d (External AS 65047): code 6 (Cease) subcode 1 (Maximum Number of Prefixes Reached) AFI: 1 SAFI: 1 prefix limit 70\n", true},
		{"junos eof", "Oct 13 02:11:%02d edge%[2]d rpd[19]: bgp_recv: peer 10.47.0.%[2]d (External AS 65047): received unexpected EOF\n",
			"Oct 13 02:11:%02d edge%[2]d rpd[19]: RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 10.47.0.%[2]d (External AS 65047) changed state from Established to Idle (event TransportError) (instance master)\n", false},
		{"quagga", "2013/07/08 10:12:%02d BGP: %%NOTIFICATION: sent to neighbor 10.0.0.%[2]d 6/4 (Cease/Administratively Reset) 0 bytes \n",
			"2013/07/08 10:12:%02d BGP: %%ADJCHANGE: neighbor 10.0.0.%[2]d Down User reset\n", false},
		{"openbgpd", "Mar  4 10:05:%02d ob%[2]d bgpd[1]: neighbor 10.71.0.%[2]d (cust): sending notification: error in UPDATE message, attribute length wrong\n",
			"Mar  4 10:05:%02d ob%[2]d bgpd[1]: neighbor 10.71.0.%[2]d (cust): state change Established -> Idle, reason: Stop\n", false},
	} {
		for peer := 1; peer < 4; peer++ {
			want := []int{-1, 0}
			if c.forward {
				want = []int{1, -1}
			}
			if got := told(fmt.Sprintf(c.first, 2, peer) + fmt.Sprintf(c.second, 2+peer%2, peer)); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %v, want %v", c.name, got, want)
			}
			for what, text := range map[string]string{
				"another peer": fmt.Sprintf(c.first, 2, peer) + fmt.Sprintf(c.second, 2, peer+1),
				"much later":   fmt.Sprintf(c.first, 2, peer) + fmt.Sprintf(c.second, 40, peer),
				"earlier":      fmt.Sprintf(c.first, 40, peer) + fmt.Sprintf(c.second, 2, peer),
			} {
				if got := told(text); !reflect.DeepEqual(got, []int{-1, -1}) {
					t.Errorf("%s, %s: %v", c.name, what, got)
				}
			}
		}
	}
}

// TestLimitTold: Junos' three lines about a limit and the change of state behind them are one event.
func TestLimitTold(t *testing.T) {
	const head = "Oct 13 02:11:53 qfx-9 rpd[77]: "
	text := head + "BGP_PREFIX_LIMIT_EXCEEDED: 10.48.0.9 (External AS 65048): Configured maximum prefix-limit(500) exceeded for inet6-unicast nlri: 501 (instance master)\n" +
		head + "BGP_CEASE_PREFIX_LIMIT_EXCEEDED: 10.48.0.9 (External AS 65048): Shutting down peer due to exceeding configured maximum prefix-limit(500) for inet6-unicast nlri: 501 (instance master)\n" +
		head + "bgp_rt_maxprefixes_check_common:9284: NOTIFICATION sent to 10.48.0.9 (External AS 65048): code 6 (Cease) subcode 1 (Maximum Number of Prefixes Reached) AFI: 2 SAFI: 1 prefix limit 500\n" +
		head + "RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer 10.48.0.9 (External AS 65048) changed state from Established to Idle (event Stop) (instance master)\n"
	if got := told(text); !reflect.DeepEqual(got, []int{2, 2, -1, 2}) {
		t.Error(got)
	}
	evs := Read(text, Options{})
	if evs[0].Reason != logline.ReasonOverLimit || evs[0].Alarm.Limit != 500 || evs[0].Alarm.Count != 501 {
		t.Errorf("%s %+v", evs[0].Reason, evs[0].Alarm)
	}
}

// TestOpenBehindData: the OPEN that old IOS prints behind the Data of its 2/2 is the peer's, and what the NOTIFICATION is about.
func TestOpenBehindData(t *testing.T) {
	evs := Read("Mar  1 00:01:02.003: %BGP-3-NOTIFICATION: sent to neighbor 10.61.1.9 2/2 (peer in wrong AS) 2 bytes 0201 "+
		"FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 001D 0104 0201 005A 0A3D 0101 00\n", Options{Log: logline.Options{Now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}})
	if len(evs) != 2 || evs[1].MessageType != 1 || evs[1].Peer != "10.61.1.9" || evs[1].Direction != logline.DirReceived || evs[1].Time != evs[0].Time || evs[1].Style != "cisco-ios" {
		t.Fatalf("%+v", evs)
	}
	if want := []Link{{"offender", 1}}; !reflect.DeepEqual(evs[0].Links, want) {
		t.Error(evs[0].Links)
	}
}

// TestFallsBothWays: the last end by this side and the last one by the peer are two.
func TestFallsBothWays(t *testing.T) {
	evs := Read("BGP neighbor is 192.0.2.7, remote AS 64507, ebgp link, Peer index 3\n  Last reset by us 00:12:14, due to holdtimer expired error\n"+
		"  Last reset by peer 5w0d, due to session cleared\n", Options{})
	if len(evs) != 2 || evs[0].SameAs >= 0 || evs[1].SameAs >= 0 {
		t.Errorf("%d events: %+v", len(evs), evs)
	}
}

// TestClosedBeside: the connection that a NOTIFICATION ends is no second fall, be its end told behind the NOTIFICATION or in front.
func TestClosedBeside(t *testing.T) {
	const (
		sent     = "2026/08/22 14:40:58.754102 BGP: %NOTIFICATION: sent to neighbor 192.0.2.2 6/4 (Cease/Administrative Reset) 0 bytes \n"
		received = "2026/08/22 14:40:58.754913 BGP: %NOTIFICATION: received from neighbor 192.0.2.2 6/2 (Cease/Administrative Shutdown) 0 bytes \n"
		closed   = "2026/08/22 14:40:58.754739 BGP: 192.0.2.2 [Event] BGP connection closed fd 16\n"
		later    = "2026/08/22 14:41:58.754739 BGP: 192.0.2.2 [Event] BGP connection closed fd 17\n"
		reset    = "*Dec 18 00:29:28.213: %BGP-5-NBR_RESET: Neighbor 192.0.2.2 reset (BGP Notification received)\n"
		down     = "*Dec 18 00:29:28.213: %BGP-5-ADJCHANGE: neighbor 192.0.2.2 Down BGP Notification received\n"
		downAt30 = "*Dec 18 00:29:58.213: %BGP-5-ADJCHANGE: neighbor 192.0.2.2 Down BGP Notification received\n"
	)
	for text, want := range map[string][]int{
		sent + closed:     {-1, 0},
		closed + received: {1, -1},
		closed + sent:     {-1, -1}, // the peer closed first, and did not wait to be told
		sent + later:      {-1, -1},
		reset + down:      {-1, 0},
		reset + downAt30:  {-1, -1},
	} {
		if got := told(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%v, want %v:\n%s", got, want, text)
		}
	}
}

// TestLimitLed: a fall behind a passed limit has it for its reason; a fall by the peer, of another one, or much later has not.
func TestLimitLed(t *testing.T) {
	const limit = "Mar  5 01:05:02 r1 15: Mar  5 01:05:02.1: %BGP-3-MAXPFXEXCEED: Number of prefixes received from 10.1.0.1 (afi 0): 101 exceeds limit 100\n"
	const near = "Mar  5 01:05:02 r1 15: Mar  5 01:05:02.1: %BGP-4-MAXPFX: Number of prefixes received from 10.1.0.1 (afi 0) reaches 91, max 100\n"
	const down = "Mar  5 01:05:0%d r1 16: Mar  5 01:05:0%[1]d.1: %%BGP-5-ADJCHANGE: neighbor 10.1.0.%d Down %s\n"
	for _, c := range []struct {
		text, reason string
		of           []int
	}{
		{limit + fmt.Sprintf(down, 3, 1, "BGP Notification sent"), "max-prefix", []int{1, -1}},
		{limit + fmt.Sprintf(down, 2, 1, "Peer over prefix limit"), "max-prefix", []int{1, -1}},
		{limit + fmt.Sprintf(down, 3, 1, "BGP Notification received"), "notification-received", []int{-1, -1}},
		{limit + fmt.Sprintf(down, 9, 1, "BGP Notification sent"), "notification-sent", []int{-1, -1}},
		{limit + fmt.Sprintf(down, 3, 2, "BGP Notification sent"), "notification-sent", []int{-1, -1}},
		{limit + fmt.Sprintf(down, 3, 1, "Interface flap"), "interface-down", []int{-1, -1}},
		{near + fmt.Sprintf(down, 3, 1, "BGP Notification sent"), "notification-sent", []int{-1, -1}},
	} {
		if got := told(c.text); !reflect.DeepEqual(got, c.of) {
			t.Errorf("%v, want %v:\n%s", got, c.of, c.text)
		}
		evs := Read(c.text, Options{Log: logline.Options{Now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}})
		if got := evs[len(evs)-1].Reason; got != c.reason {
			t.Errorf("reason %s, want %s:\n%s", got, c.reason, c.text)
		}
	}
}

// TestEndedAgain: a session that is ended in the same way again is ended twice, as far apart as the two may be; what a device says
// of one end in two lines stays one.
func TestEndedAgain(t *testing.T) {
	const sending = "2026-03-04 10:05:%02d.%03d <TRACE> %s: Sending NOTIFICATION(code=%d.%d)\n"
	const failed = "2026-03-04 10:05:%02d.%03d <RMT> %s: Error: %s\n"
	for _, c := range []struct {
		name      string
		code, sub int
		words     string
	}{{"peer1", 2, 3, "Bad BGP identifier"}, {"edge_4", 2, 2, "Bad peer AS: 64500"}, {"up", 3, 9, "Optional attribute error"}} {
		send := func(s, ms int) string { return fmt.Sprintf(sending, s, ms, c.name, c.code, c.sub) }
		fail := func(s, ms int) string { return fmt.Sprintf(failed, s, ms, c.name, c.words) }
		for text, want := range map[string][]int{
			send(1, 10) + send(4, 20) + send(14, 30) + send(40, 0):  {-1, -1, -1, -1},
			send(1, 10) + send(1, 10):                               {-1, 0},
			fail(1, 10) + send(1, 10) + fail(4, 0) + send(4, 0):     {-1, 0, -1, 2},
			fail(1, 10) + send(1, 10) + send(14, 30):                {-1, 0, -1},
			send(1, 10) + fail(1, 500) + send(1, 501) + send(59, 0): {-1, -1, 1, -1},
		} {
			if got := told(text); !reflect.DeepEqual(got, want) {
				t.Errorf("%v, want %v:\n%s", got, want, text)
			}
		}
	}
}

// TestClosedLater: the end of a connection behind a NOTIFICATION that it is not due to is not the end that stood in front of it.
func TestClosedLater(t *testing.T) {
	const closed = "2026/08/22 14:40:%02d.754739 BGP: 192.0.2.%d [Event] BGP connection closed fd 16\n"
	const sent = "2026/08/22 14:40:%02d.754102 BGP: %%NOTIFICATION: sent to neighbor 192.0.2.%d %d/%d (x) 0 bytes \n"
	for peer := 2; peer < 4; peer++ {
		text := fmt.Sprintf(closed, 45, peer) + fmt.Sprintf(sent, 46, peer, 2, peer) + fmt.Sprintf(closed, 51, peer)
		if got := told(text); !reflect.DeepEqual(got, []int{-1, -1, -1}) {
			t.Errorf("%v:\n%s", got, text)
		}
		text = fmt.Sprintf(closed, 45, peer) + fmt.Sprintf(closed, 51, peer)
		if got := told(text); !reflect.DeepEqual(got, []int{-1, 0}) {
			t.Errorf("%v:\n%s", got, text)
		}
	}
}
