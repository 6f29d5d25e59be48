package logline

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

func TestHuaweiCorpus(t *testing.T) { sameCorpus(t, "huawei-vrp") }

func TestHuaweiLastError(t *testing.T) {
	for _, x := range []struct {
		in        string
		code, sub int
		none      bool
		noted     bool
	}{
		{"35", 3, 5, false, false}, {"40", 4, 0, false, false}, {"50", 5, 0, false, false}, {"310", 3, 10, false, false},
		{"311", 3, 11, false, false}, {"211", 2, 11, false, false}, {"610", 6, 10, false, false}, {"69", 6, 9, false, false},
		{"4", 4, Unknown, false, true}, {"0", Unknown, Unknown, true, false}, {"00", Unknown, Unknown, true, false}, {"00 00", Unknown, Unknown, true, false},
		{"3/5", 3, 5, false, false}, {"6-10", 6, 10, false, false}, {"0305", 3, 5, false, false}, {"03 05", 3, 5, false, false},
		{"0x0305", 3, 5, false, false}, {"0X030B", 3, 11, false, false}, {"03 05 00", 3, 5, false, false}, {"06:0a", 6, 10, false, false},
		{"773", 3, 5, false, true}, {"1542", 6, 6, false, true}, {"612", 6, 12, false, true}, {"3b", 3, 11, false, false},
		{"bogus", Unknown, Unknown, false, true}, {"", Unknown, Unknown, false, false}, {"NULL", Unknown, Unknown, false, false}, {"99999999", Unknown, Unknown, false, true},
	} {
		e := huaweiLastError(x.in)
		if e.code != x.code || e.sub != x.sub || e.none != x.none || (e.note != "") != x.noted {
			t.Errorf("%q: %+v", x.in, e)
		}
	}
}

// huaweiLine makes up a line.
func (m maker) huaweiLine() (text, w string) {
	c := codes[m.Intn(len(codes)-1)]
	ip := m.ip()
	prefix := m.pick("", "%%01", "%%02")
	oid := m.pick("1.3.6.1.2.1.15.7.2", "1.3.6.1.4.1.2011.5.25.177.1.3.10")
	data := m.data()
	dump := m.pick(fmt.Sprintf("%x", data), fmt.Sprintf("%X", data))
	switch m.Intn(5) {
	case 0:
		tag, dir, word := "RECV_NOTIFY", "received", "from"
		if m.Intn(2) == 0 {
			tag, dir, word = "SEND_NOTIFY", "sent", "to"
		}
		if m.Intn(3) == 0 {
			data, dump = []byte{}, "NULL"
		}
		return fmt.Sprintf("%sBGP/6/%s%s:The router %s NOTIFICATION message %s peer %s. (ErrorCode=%d, SubErrorCode=%d, BgpAddressFamily=Public, ErrorData=%s)",
				prefix, tag, m.pick("", "(l)[52]", "(s)"), dir, word, ip, c.code, c.sub, dump),
			want("notification", ip, dir, c.code, c.sub, data, "", Unknown, 1, 0)
	case 1:
		tag, dir := "NOTIFY_RECV", "received"
		if m.Intn(2) == 0 {
			tag, dir = "NOTIFY_SEND", "sent"
		}
		return fmt.Sprintf("%sBGP/6/%s: The router %s a NOTIFICATION. (Peer=%s, SourceInterface=%s, ErrorCode=%d, SubErrorCode=%d, NotifyInfo=%s,VpnInstance=red, ErrorData=%s)",
				prefix, tag, dir, ip, m.pick("NULL", "Eth-Trunk12.100"), c.code, c.sub, c.junos, dump),
			strings.Replace(want("notification", ip, dir, c.code, c.sub, data, "", Unknown, 1, 0), "vrf=", "vrf=red", 1)
	case 2:
		last := m.pick(fmt.Sprintf("%d%d", c.code, c.sub), fmt.Sprintf("%02x %02x", c.code, c.sub), fmt.Sprintf("0x%02x%02X", c.code, c.sub))
		return fmt.Sprintf("%sBGP/2/%s:OID %s The BGP FSM moves from a higher numbered state to a lower numbered state. (BgpPeerRemoteAddr=%s, InstanceId=0, BgpPeerLastError=%s, BgpPeerState=%d, InterfaceName=GE0/1)",
				prefix, m.pick("BACKWARD", "HWBACKWARD", "hwBgpPeerBackwardTransition_active"), oid, ip, last, 1+m.Intn(6)),
			want("state", ip, "", c.code, c.sub, nil, "", Unknown, 1, 0)
	case 3:
		return fmt.Sprintf("OID %s The BGP FSM moves. (InstanceId=0, Afi=2, Safi=1, PeerType=2, PeerRemoteAddr=%s, PeerLastError=%d%d, PeerState=1, PeerUnavaiReason=2)",
				oid, ip, c.code, c.sub),
			want("state", ip, "received", c.code, c.sub, nil, "", Unknown, 1, 0)
	}
	msg := append([]byte(strings.Repeat("\xff", 16)), 0, byte(19+len(data)), 2)
	msg = append(msg, data...)
	return fmt.Sprintf("%sBGP/4/PKT_RAW_OUT: BGP received an invalid message, and the invalid content ranged from 1 to %d bytes. (VpnInstance=red, Peer=%s, PacketType=UPDATE, PacketContent=%x, SourceInterface=NULL)",
			prefix, len(msg), ip, msg),
		strings.Replace(want("offender", ip, "received", Unknown, Unknown, nil, fmt.Sprintf("%x", msg), Unknown, 1, 0), "vrf=", "vrf=red", 1)
}

func TestHuaweiRewrap(t *testing.T) {
	m := maker{rand.New(rand.NewSource(9))}
	for range 50 {
		text, w := m.huaweiLine()
		ok := check(t, "as it is", text, []string{w})
		for n := 40; ok && n <= 120; n += 1 + m.Intn(3) {
			ok = check(t, fmt.Sprint("soft ", n), softWrap(text, n, ""), []string{w}) && check(t, fmt.Sprint("hard ", n), hardWrap(text, n), []string{w}) &&
				check(t, fmt.Sprint("mail ", n), quote(softWrap(text, n, "")), []string{w})
		}
		other, w2 := m.huaweiLine()
		for _, head := range []string{"Aug  6 2026 20:34:46+08:00 NE40 ", "<189>Aug  6 2026 20:34:46 NE40 ", "#Aug 6 2026 20:34:46 CE12800 ", "2026-08-06T20:34:46Z edge1 "} {
			ok = ok && check(t, head, head+text, []string{w}) && check(t, head, m.pick(noise...)+"\n"+head+text+"\n"+m.pick(noise...)+"\n"+head+other, []string{w, w2})
		}
		if !ok {
			return
		}
	}
}

func param(ev Event, key string) Param {
	for _, p := range ev.Params {
		if p.Key == key {
			return p
		}
	}
	return Param{}
}

// TestHuaweiReasons: direction by the reason. That reason and last error fit is package explain's matter, but for a reason
// that cannot be without an error.
func TestHuaweiReasons(t *testing.T) {
	for _, x := range []struct {
		reason int
		last   string
		dir    Direction
		notes  int
	}{
		{1, "62", DirUnknown, 0}, {1, "35", DirUnknown, 0}, {1, "0", DirUnknown, 0}, {2, "35", DirReceived, 0}, {3, "35", DirSent, 0},
		{3, "62", DirSent, 0}, {4, "40", DirUnknown, 0}, {4, "35", DirUnknown, 0}, {5, "0", DirUnknown, 0}, {6, "35", DirUnknown, 0},
		{7, "61", DirSent, 0}, {7, "40", DirUnknown, 0}, {2, "69", DirReceived, 1},
		{3, "0", DirSent, 1}, {4, "0", DirUnknown, 1}, {7, "0", DirUnknown, 1}, {6, "0", DirUnknown, 0},
	} {
		text := fmt.Sprintf("BGP/2/BACKWARD:OID 1.3.6.1.2.1.15.7.2 The BGP FSM moves. (BgpPeerRemoteAddr=198.51.100.%d, BgpPeerLastError=%s, BgpPeerState=3, BgpPeerUnavaiReason=%d)", x.reason, x.last, x.reason)
		ev := one(t, text)
		if ev.Direction != x.dir || len(ev.Notes) != x.notes || ev.To != "Active" || ev.Kind != KindState {
			t.Errorf("%+v: %+v", x, ev)
		}
		if p := param(ev, "BgpPeerUnavaiReason"); p.Meaning != huaweiReasons[x.reason] {
			t.Errorf("%+v", p)
		}
	}
}

func TestHuaweiAlarms(t *testing.T) {
	ev := one(t, "BGP/2/ROUTETHRESHOLDEXCEED:OID 1.3.6.1.4.1.2011.5.25.177.1.3.1 The number of routes received from the BGP peer exceeded the alarm threshold. "+
		"(InstanceId=0, Afi=25, Safi=65, PeerType=1, PeerRemoteAddr=C0 00 02 21, MaxRouteNum=50000, AlarmThreshold=75)")
	if ev.Kind != KindState || ev.Peer != "192.0.2.33" || ev.Code != Unknown || ev.Up || param(ev, "Afi").Meaning != "VPLS" || param(ev, "Safi").Meaning != "VPLS" ||
		param(ev, "MaxRouteNum").Value != "50000" || param(ev, "AlarmThreshold").Meaning == "" {
		t.Errorf("%+v", ev)
	}
	ev = one(t, "BGP/3/GRSTATUSCHANGE:OID 1.3.6.1.4.1.2011.5.25.177.1.3.3 The graceful restart status changed. (InstanceId=0, PeerRemoteAddr=2001:db8::9, GrStatus=4)")
	if ev.Peer != "2001:db8::9" || !strings.HasPrefix(param(ev, "GrStatus").Meaning, "peerHelping") {
		t.Errorf("%+v", ev)
	}
	ev = one(t, "BGP/3/HWBGPROUTEMAXEXCEED:OID 1.3.6.1.4.1.2011.5.25.177.1.3.13 The number of BGP routes exceeded the maximum number. (RouteTypeIndex=4, MaximumNumber=9000)")
	if ev.Peer != "" || param(ev, "RouteTypeIndex").Meaning != "IPv6 in VRFs" || ev.Kind != KindState {
		t.Errorf("%+v", ev)
	}
	ev = one(t, "BGP/2/HWESTABLISHED:OID 1.3.6.1.4.1.2011.5.25.177.1.3.9 The BGP FSM enters the Established state. (PeerRemoteAddr=192.0.2.3, PeerLastError=62, PeerState=6)")
	if !ev.Up || ev.To != "Established" || ev.Code != 6 || ev.Subcode != 2 || ev.Reason != ReasonEstablished {
		t.Errorf("%+v", ev)
	}
	ev = one(t, "... lower numbered state. (BgpPeerRemoteAddr=192.0.2.4, BgpPeerLastError=311, BgpPeerState=1)")
	if ev.Style != "huawei-vrp" || ev.Code != 3 || ev.Subcode != 11 || ev.Peer != "192.0.2.4" {
		t.Errorf("%+v", ev)
	}
	ev = one(t, "%%01BGP/3/STATE_CHG_UPDOWN(l)[7]:The status of the peer 192.0.2.8 changed from ESTABLISHED to IDLE. (InstanceName=Public, StateChangeReason=Hold Timer expired)")
	if ev.Peer != "192.0.2.8" || ev.From != "ESTABLISHED" || ev.To != "IDLE" || ev.Code != 4 {
		t.Errorf("%+v", ev)
	}
}

// TestHuaweiTemplates: documentation is told as such.
func TestHuaweiTemplates(t *testing.T) {
	for _, s := range []string{
		"BGP/2/ESTABLISHED:OID\n[oid] The BGP FSM enters the Established state. (BgpPeerRemoteAddr=[BgpPeerRemoteAddrValue],\nBgpPeerLastError=[BgpPeerLastErrorValue], BgpPeerState=[BgpPeerStateValue])\n",
		"BGP/2/HWBACKWARD:OID [oid] The BGP FSM moves from a\nhigher numbered state to a lower numbered state. (BgpPeerRemoteAddr=[ipaddr], InstanceId=[gauge],\nAfi=[integer], PeerRemoteAddr=[binary], PeerLastError=[octet], PeerState=[integer])",
		"BGP/6/RECV_NOTIFY:The router received NOTIFICATION message from peer [peer-address]. (ErrorCode=[error-code], SubErrorCode=[sub-error-code], ErrorData=[data])",
	} {
		ev := one(t, s)
		if ev.Kind != KindState || ev.Code != Unknown || ev.Peer != "" || ev.Up || len(ev.Notes) != 1 || len(ev.Params) < 4 || ev.Params[1].Meaning == "" && ev.Params[2].Meaning == "" {
			t.Errorf("%+v", ev)
		}
	}
	for _, s := range []string{
		"3 — NOTIFICATION\n3: Update message error", "BgpPeerLastError\n\nIndicates the error code of the BGP Notification", "If «Send Notification» is displayed, it indicates",
		"BGP_1.3.6.1.2.1.15.7.1 bgpEstablished", "1.3.6.1.2.1.15.7.2 Major communicationsAlarm(2)", "OID 1.3.6.1.2.1.15.7.2", "x/BACKWARD: (a=b)",
		"IFNET/2/ESTABLISHED:OID 1.3.6.1.9 (A=1)",
	} {
		check(t, "refuse", s, nil)
	}
}

// TestHuaweiParts: one message in several log lines, another one and other lines between.
func TestHuaweiParts(t *testing.T) {
	const line = "Aug  6 2026 20:34:%02d NE40 %%%%01BGP/4/PKT_RAW_OUT(l)[%d]: BGP received an invalid message, and the invalid content ranged from %d to %d bytes. (VpnInstance=_public_, Peer=%s, PacketType=UPDATE, PacketContent=%x, SourceInterface=NULL)\n"
	msg := append([]byte(strings.Repeat("\xff", 16)), 0, 60, 2)
	for i := range 41 {
		msg = append(msg, byte(i))
	}
	var b strings.Builder
	for i := 0; i < len(msg); i += 20 {
		part := msg[i : i+20]
		fmt.Fprintf(&b, line, i, i, i+1, i+20, "192.0.2.7", part)
		fmt.Fprintf(&b, line, i, i, 1, 19, "192.0.2.99", append([]byte(strings.Repeat("\xff", 16)), 0, 19, 4))
		b.WriteString(noise[0] + "\n")
	}
	var whole, small int
	for _, ev := range Scan(Split(b.String()), Options{}) {
		switch got := message(octetsOf(&ev)); {
		case string(got) == string(msg) && ev.Peer == "192.0.2.7" && ev.LineEnd == 7:
			whole++
		case len(got) == 19 && ev.Peer == "192.0.2.99":
			small++
		default:
			t.Errorf("%+v", ev)
		}
	}
	if whole != 1 || small != 3 {
		t.Errorf("%d whole, %d others", whole, small)
	}
}

func TestHuaweiLogInfo(t *testing.T) {
	const text = "<HUAWEI>display bgp peer 192.0.2.77 log-info\n\n Peer : 192.0.2.77\n Date/Time     : 2026/08/06 20:34:46\n State         : Up\n" +
		" Date/Time     : 2026/08/06 20:30:01\n State         : Down\n Error Code    : 6(CEASE)\n Error Subcode : 4(Administrative Reset)\n Notification  : Receive Notification\n" +
		" Date/Time     : 2026/08/06 19:30:01\n State         : Down\n Error         : 35\n Notification  : Send Notification\n"
	evs := Scan(Split(text), Options{})
	if len(evs) != 3 {
		t.Fatalf("%+v", evs)
	}
	if ev := evs[0]; ev.Kind != KindState || !ev.Up || ev.Peer != "192.0.2.77" || ev.Line != 4 || ev.LineEnd != 5 {
		t.Errorf("%+v", ev)
	}
	for i, w := range []string{
		want("notification", "192.0.2.77", "received", 6, 4, nil, "", Unknown, 1, 0),
		want("notification", "192.0.2.77", "sent", 3, 5, nil, "", Unknown, 1, 0),
	} {
		if got := describe(&evs[i+1]); got != w {
			t.Errorf("\n got %s\nwant %s", got, w)
		}
	}
	check(t, "a piece", " Error : 310\n Notification : Send Notification\n", []string{want("notification", "", "sent", 3, 10, nil, "", Unknown, 1, 0)})
	check(t, "another log", "Date/Time : 2026/08/06 19:30:01\nBackup finished\n", nil)
}
