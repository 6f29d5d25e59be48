package logline

import (
	"fmt"
	"math/rand"
	"strconv"
	"strings"
	"testing"
	"time"
)

// cloudLines are objects of clouds with a value of their own, and what they tell.
var cloudLines = []func(m maker) (members []string, want string){
	func(m maker) ([]string, string) {
		s, at, tunnel := m.sub(), m.Intn(1<<30), m.pick("dc1-gre", "x_2", "site.3")
		way, dir := m.pick("to_cloudflare", "from_cloudflare"), "sent"
		if way[0] == 't' {
			dir = "received"
		}
		data := m.pick(`{"code":%d,"subcode":%d,"reason":"x y"}`, `{ "subcode" : %[2]d , "code" : %[1]d }`)
		return []string{`"Direction":"` + way + `"`, `"EventData":` + fmt.Sprintf(data, s.code, s.sub), `"EventKind":"notification_message"`,
				`"EventTimestamp":` + m.pick(fmt.Sprint(1600000000+at), fmt.Sprint((1600000000+at)*1e9), strconv.Quote(time.Unix(int64(1600000000+at), 0).UTC().Format(time.RFC3339))), `"TunnelName":"` + tunnel + `"`},
			fmt.Sprintf("cloudflare-bgp %s %s %d/%d  %d", tunnel, dir, s.code, s.sub, 1600000000+at)
	},
	func(m maker) ([]string, string) {
		event, reason := "HoldTimer_Expires", "hold-timer"
		if m.Intn(2) == 0 {
			event, reason = "whatever", ReasonDown
		}
		return []string{`"Direction":""`, `"EventData":{"from_state":"` + m.pick("Established", "ESTABLISHED") + `","to_state":"Idle","event":"` + event + `"}`, `"EventKind":"bgp_state_transition"`,
			`"EventTimestamp":1600000007`, `"TunnelName":"t7"`}, "cloudflare-bgp t7  -1 " + reason + " 1600000007"
	},
	func(m maker) ([]string, string) {
		n := m.Intn(1 << 20)
		status, reason := "DOWN", "hold-timer"
		if m.Intn(2) == 0 {
			status, reason = "UP", ReasonEstablished
		}
		id := fmt.Sprintf("vpn-%08x_198.51.100.%d", n, n%200)
		return []string{`"resource_id":"` + id + `"`, fmt.Sprintf(`"event_timestamp":16000%05d000`, n%100000), `"timestamp":"2026-03-04 10:00:00Z"`, `"type":"BGPStatus"`, `"status":"` + status + `"`,
			m.pick(`"message":{"details":"Hold timer expired"}`, `"message":"Hold Timer Expired"`)}, fmt.Sprintf("aws-vpn-bgp %s  -1 %s 16000%05d", id, reason, n%100000)
	},
}

// TestClouds: objects with other values, their members in any order, in other records, tell the same.
func TestClouds(t *testing.T) {
	m := maker{rand.New(rand.NewSource(41))}
	for range 300 {
		members, want := cloudLines[m.Intn(len(cloudLines))](m)
		m.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		object := "{" + strings.Join(members, m.pick(",", ", ")) + "}"
		for _, text := range []string{object, "one\n" + object + "\r\ntwo\n", "Mar  4 10:00:00 sink logpush[7]: " + object, "[" + object + "]", `{"records":[` + object + `,{"a":1}]}`} {
			evs := Scan(Split(text), Options{AllStates: true, Location: time.UTC})
			if len(evs) != 1 {
				t.Fatalf("%d events in %s", len(evs), text)
			}
			ev := evs[0]
			if got := fmt.Sprintf("%s %s %s %s %s %d", ev.Style, ev.PeerName(), ev.Direction, pairText(ev.Code, ev.Subcode), ev.Reason, ev.Time.Unix()); got != want {
				t.Fatalf("%s, want %s\n%s", got, want, text)
			}
		}
	}
}

// TestCloudsNothing: the same names about something else.
func TestCloudsNothing(t *testing.T) {
	for _, text := range []string{
		`{"Direction":"","EventData":{"from_state":"Active","to_state":"Connect"},"EventKind":"bgp_state_transition","EventTimestamp":1600000007,"TunnelName":"t"}`,
		`{"Direction":"","EventData":{"from_state":"x","to_state":"y"},"EventKind":"bgp_state_transition","TunnelName":"t"}`,
		`{"Direction":"to_cloudflare","EventData":{"reason":"x"},"EventKind":"notification_message","TunnelName":"t"}`,
		`{"Direction":"","EventData":{"code":6,"subcode":2},"EventKind":"notification_message","TunnelName":"t"}`,
		`{"EventKind":"update_message","EventData":{"origin":"notification_message"}}`, `{"kind":"notification_message","text":"hello"}`,
		`{"resource_id":"vpn-1_198.51.100.1","type":"RouteStatus","status":"ADVERTISED","message":"BGPStatus"}`, `{"type":"BGPStatus","status":"DOWN"}`,
		`{"resource_id":"vpn-1_198.51.100.1","type":"BGPStatus","status":"unknown"}`, `{"bgpPeers":[{"bgpStatus":"down","asn":65000,"addressFamily":"ipv4"}]}`,
		"route,bgp,error HoldTimer expired\nroute,bgp,error somebody else", "route,bgp,info TCP connection established\nroute,bgp,info     RemoteAddress=192.0.2.1",
		"route,bgp,debug,timer KeepaliveTimer expired\nroute,bgp,debug,timer     RemoteAddress=192.0.2.1", "/system logging add topics=route,bgp,debug\nRemoteAddress=192.0.2.1",
	} {
		if evs := Scan(Split(text+"\n"), Options{AllStates: true}); len(evs) > 0 {
			t.Errorf("%s\n%+v", text, evs[0])
		}
	}
}

// TestRouterOS6: what happened stands in one record, to whom in the next one.
func TestRouterOS6(t *testing.T) {
	m := maker{rand.New(rand.NewSource(43))}
	for range 100 {
		ip := m.ip()
		head := m.pick("10:00:00 ", "mar/04 10:00:00 ", "2026-03-04 10:00:00 ", "Mar  4 10:00:00 gw-1 ", "<27>Mar  4 10:00:00 gw-1 ", "")
		topics := head + "route,bgp," + m.pick("error", "info", "debug,timer") + " "
		words, reason := "HoldTimer expired", "hold-timer"
		if m.Intn(2) == 0 {
			words, reason = "Failed to open TCP connection: "+m.pick("Connection refused", "Connection timed out"), "connect-failed"
		}
		text := topics + words + m.pick("", " ") + "\n" + topics + "    RemoteAddress=" + ip + m.pick("", " ")
		for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n"), "one\n" + text + "\ntwo\n"} {
			ev := one(t, text)
			host := ""
			if strings.Contains(head, "gw-1") {
				host = "gw-1"
			}
			if ev.Style != "mikrotik-ros6" || ev.Peer != ip || ev.Reason != reason || ev.Host != host {
				t.Fatalf("%s %s %s %q:\n%s", ev.Style, ev.Peer, ev.Reason, ev.Host, text)
			}
		}
	}
}

// TestCloudSteps: what only the course of a session has, and what events keep beside it.
func TestCloudSteps(t *testing.T) {
	cloudflare := func(kind, data string) string {
		return `{"Direction":"from_cloudflare","EventData":` + data + `,"EventKind":"` + kind + `","EventTimestamp":1600000007,"TunnelName":"t7"}`
	}
	params := func(ev *Event) (s string) {
		for _, p := range ev.Params {
			if p.Key == "tunnel" {
				continue
			}
			s += p.Key + "=" + p.Value + ";"
		}
		return s
	}
	for _, tc := range []struct {
		text         string
		course, rest string // From>To reason step params, with and without the course; "" for nothing
	}{
		{cloudflare("tcp_handshake_failed", `{"reason":"Connection refused","message":"by peer"}`), "> connect-failed 1 ", "> connect-failed 0 "},
		{cloudflare("bgp_state_transition", `{"from_state":"OpenSent","to_state":"OpenConfirm","event":"x"}`), "OpenSent>OpenConfirm  0 ", ""},
		{cloudflare("bgp_state_transition", `{"from_state":"OpenConfirm","to_state":"Established","event":"HoldTimer_Expires"}`), "OpenConfirm>Established established 0 ", "OpenConfirm>Established established 0 "},
		{cloudflare("bgp_state_transition", `{"from_state":"Established","to_state":"Idle","event":"HoldTimer_Expires"}`), "Established>Idle hold-timer 0 ", "Established>Idle hold-timer 0 "},
		{cloudflare("notification_message", `{"code":6,"subcode":2,"reason":"maintenance"}`), ">  0 reason=maintenance;", ">  0 reason=maintenance;"},
		{cloudflare("notification_message", `{"code":6,"subcode":2,"reason":""}`), ">  0 ", ">  0 "},
		{`{"resource_id":"vpn-1_198.51.100.1","type":"BGPStatus","status":"DOWN","message":"x"}`, "Established> down 0 resource=vpn-1_198.51.100.1;", "Established> down 0 resource=vpn-1_198.51.100.1;"},
		{`{"resource_id":"vpn-1_198.51.100.1","type":"BGPStatus","status":"UP","message":"x"}`, "> established 0 ", "> established 0 "},
		{"route,bgp,error Failed to open TCP connection: x\nroute,bgp,error     RemoteAddress=192.0.2.1", "> connect-failed 1 ", "> connect-failed 0 "},
		{"route,bgp,info TCP connection established\nroute,bgp,info     RemoteAddress=192.0.2.1", ">  1 ", ""},
	} {
		for _, course := range []bool{false, true} {
			want, got := tc.rest, ""
			if course {
				want = tc.course
			}
			for _, ev := range Scan(Split(tc.text+"\n"), Options{AllStates: true, Transitions: course}) {
				steps := 0
				if ev.Step != nil && (ev.Step.What == StepDialFailed || ev.Step.What == StepConnected) {
					steps = 1
				}
				got += fmt.Sprintf("%s>%s %s %d %s", ev.From, ev.To, ev.Reason, steps, params(&ev))
			}
			if got != want {
				t.Errorf("course %v: %q, want %q\n%s", course, got, want, tc.text)
			}
		}
	}
}
