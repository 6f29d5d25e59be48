package logline

import (
	"fmt"
	"math/rand"
	"strconv"
	"strings"
	"testing"
)

// pyBytes writes octets as Python's repr does.
func pyBytes(b []byte) string {
	var s strings.Builder
	s.WriteString("b'")
	for _, c := range b {
		switch {
		case c == '\n':
			s.WriteString(`\n`)
		case c == '\'' || c == '\\':
			s.WriteString(`\` + string(rune(c)))
		case c > ' ' && c < 0x7f && c != '>': // a line that begins with '>' may be quoted: nobody can tell
			s.WriteByte(c)
		default:
			fmt.Fprintf(&s, `\x%02x`, c)
		}
	}
	return s.String() + "'"
}

func told1(s sub, ip, dir string) told {
	return told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, decl: Unknown}
}

func (m maker) way(sent, received string) (word, dir string) {
	if m.Intn(2) == 0 {
		return sent, "sent"
	}
	return received, "received"
}

// rustNames are the names of types for subs, in their order.
var rustNames = []string{
	"UpdateMessageError(AttributeFlagsError)", "UpdateMessageError(AttributeLengthError)", "UpdateMessageError(MalformedASPath)", "OpenMessageError(UnsupportedCapability)",
	"MessageHeaderError(BadMessageLength)", "Cease(MaximumNumberOfPrefixesReached)", "Cease(ConnectionCollisionResolution)", "Cease(ConnectionRejected)", "Cease(AdministrativeReset)",
}

// freeTokens are freeRouter's tokens for subs, in their order.
var freeTokens = []string{"flagErr", "lengthErr", "badAsPath", "badCapa", "header/2", "muchPrefix", "collision", "reject", "adminReset"}

// moreMakers has makers for the styles that mostly print words. Text in mixed case only is marked by a leading blank in its name.
var moreMakers = map[string]func(m maker) (string, told){
	"avaya-bay": func(m maker) (string, told) {
		s, a, b := m.sub(), m.ip(), m.ip()
		return fmt.Sprintf("%d/%d Connection %s -- %s: %s, %s", 10+m.Intn(90), m.Intn(99), a, b, s.area, s.zebra), told1(s, b, "")
	},
	"brocade-netiron": func(m maker) (string, told) {
		s, ip, vrf, vrfText := m.sub(), m.ip(), "", ""
		if m.Intn(2) == 0 {
			vrf = m.pick("default-vrf", "RED", "cust-7")
			vrfText = "(VRF: " + vrf + ") "
		}
		rcv, dir := m.way("", "Rcv Notification:")
		r := told1(s, ip, dir)
		r.vrf = vrf
		return fmt.Sprintf("BGP: Peer %s%s DOWN (%s%s)", vrfText, ip, rcv, s.zebra), r
	},
	"brocade-netiron show": func(m maker) (string, told) {
		s, ip, as := m.sub(), m.ip(), m.as()
		way, dir := m.way("Sent: ", "Received: ")
		r := told1(s, ip, dir)
		r.as = as
		return fmt.Sprintf("1   IP Address: %s, AS: %d (EBGP), RouterID: 192.0.2.99\n   Last Connection Reset Reason:Rcv Notification\n   Notification %s %s/%s", ip, as, way, s.area, s.zebra), r
	},
	"contrail": func(m maker) (string, told) {
		s, ip := m.sub(), m.ip()
		way, dir := m.way("SEND", "RECV")
		return fmt.Sprintf("BgpPeerNotification%sLog: Bgp Peer %s%s %s Notification with Code %d and SubCode %d ( %s:%s )", m.pick("", "Notice"),
			m.pick("default-domain:default-project:ip-fabric:__default__:", "d:p:n:r:gw7:"), ip, way, s.code, s.sub, s.area, s.zebra), told1(s, ip, dir)
	},
	"corebgp": func(m maker) (string, told) {
		s, ip := m.sub(), ""
		head := ""
		if m.Intn(2) == 0 {
			ip = m.ip()
			head = m.pick("peer="+ip+" err=", ip+": ", `level=warn peer="`+ip+`" msg=`)
		}
		dir := m.pick("sent", "received")
		words := m.pick(strings.ToLower(s.zebra), "")
		return fmt.Sprintf("%snotification %s code: %d (%s) subcode: %d (%s)", head, dir, s.code, strings.ToLower(s.area), s.sub, words), told1(s, ip, dir)
	},
	"dell-os10": func(m maker) (string, told) {
		s, ip, vrf := m.sub(), m.ip(), m.pick("default", "blue", "VRF_9")
		r := told1(s, ip, "")
		r.kind, r.vrf = "state", vrf
		if m.Intn(2) == 0 {
			return fmt.Sprintf("Dell EMC (OS10) %%BGP_NBR_BKWD_STATE_CHG: Backward state change occurred %s for Nbr:%s VRF:%s", s.zebra, ip, vrf), r
		}
		return fmt.Sprintf("Dell EMC (OS10) %%BGP_NBR_BKWD_STATE_CHG: Backward state change occurred for peer [%s], vrf [%s], old state [ESTABLISHED], new state [IDLE], event [ADJCHANGE: %s]", ip, vrf, s.zebra), r
	},
	"dell-os10 limit": func(m maker) (string, told) {
		ip, vrf := m.ip(), m.pick("default", "blue")
		return fmt.Sprintf("%%BGP_MAX_PRFX_REACHED: Maximum prefix limit per peer exceeded. Max Prefix hit from nbr:%s in VRF:%s", ip, vrf),
			told{kind: "state", peer: ip, code: 6, sub: 1, vrf: vrf, decl: Unknown}
	},
	"dlink": func(m maker) (string, told) {
		s, ip := m.sub(), m.ip()
		switch m.Intn(4) {
		case 0:
			return fmt.Sprintf("[BGP(6):] BGP connection is closed due to Event: %d (Peer:%s).", m.Intn(28), ip), told{kind: "state", peer: ip, code: Unknown, sub: Unknown, decl: Unknown}
		case 1:
			return fmt.Sprintf("[BGP(4):] BGP Notify: unkown Error code(%d), Sub Error code(%d), Peer:%s.", s.code+7, s.sub, ip),
				told{kind: "notification", peer: ip, dir: "received", code: s.code + 7, sub: s.sub, decl: Unknown}
		case 2:
			return fmt.Sprintf("[BGP(3):] BGP connection is closed due to error (Code:%d Subcode:%d Field:x, Value:3 Peer:%s)", s.code, s.sub, ip), told1(s, ip, "sent")
		}
		return fmt.Sprintf("[BGP(7):] BGP connection is closed due to Notify: Code %d Subcode %d (Peer:%s).", s.code, s.sub, ip), told1(s, ip, "received")
	},
	"freertr": func(m maker) (string, told) {
		k, ip := m.Intn(len(subs)), m.ip()
		token, s := freeTokens[k], subs[k]
		if m.Intn(3) == 0 {
			s.sub = 20 + m.Intn(200)
			token = [...]string{"", "header", "open", "update", "timer", "fsm", "cease"}[s.code] + "/" + strconv.Itoa(s.sub)
		}
		if m.Intn(2) == 0 {
			return "info got notify " + token + " from " + ip, told1(s, ip, "received")
		}
		return "info sent notify " + token + " to " + ip, told1(s, ip, "sent")
	},
	"libbgp": func(m maker) (string, told) {
		s := m.sub()
		head, dir := m.way("BgpFsm::writeMessage: write", "BgpFsm::run: got message")
		return fmt.Sprintf("[DEBUG] %s (Current state: %s):\n[DEBUG] NotificationMessage {\n    Error { %s }\n    SubError { %s }\n}", head, m.pick("Idle", "OpenSent"), s.area, s.zebra), told1(s, "", dir)
	},
	"metallb": func(m maker) (string, told) {
		s, ip, as, local := m.sub(), m.ip(), m.as(), m.as()
		for strings.Contains(ip, ":") {
			ip = m.ip()
		}
		r := told1(s, ip, "received")
		r.as, r.local = as, local
		return fmt.Sprintf(`{"caller":"bgp.go:%d","error":"got BGP notification code 0x%02x%02x (%s)","event":"peerNotification","localASN":%d,"msg":"peer sent notification, closing session","peer":"%s:179","peerASN":%d}`,
			m.Intn(999), s.code, s.sub, m.pick("unknown code", s.zebra), local, ip, as), r
	},
	"metallb fields": func(m maker) (string, told) {
		s, ip := m.sub(), m.ip()
		return fmt.Sprintf(`level=error error="got BGP notification code 0x%02x%02x (%s)" peer=%s`, s.code, s.sub, s.zebra, ip), told1(s, ip, "received")
	},
	"opendaylight": func(m maker) (string, told) {
		s, data := m.sub(), m.data()
		r := told1(s, "", "received")
		r.data = data
		text := fmt.Sprintf("%x", data)
		if m.Intn(3) == 0 {
			r.data, text = []byte{}, "null"
		}
		return fmt.Sprintf("| BGPSessionImpl | 300 - org.opendaylight.bgpcep.bgp-rib-impl - 0.22.0 | Session closed because Notification message received: %d / %d, data=%s", s.code, s.sub, text), r
	},
	"panos-dcbgp": func(m maker) (string, told) {
		s, a, b, as := m.sub(), m.ip(), m.ip(), m.as()
		r := told1(s, b, "sent")
		r.as = as
		return fmt.Sprintf("**** EXCEPTION 0x4102 - 71 (0000) **** I:%08x F:00000020\nqbnmsnd2.c 167 :at 20:54:21, 2 May 2021 (1822572648 ms)\nA NOTIFICATION message is being sent to a neighbor due to an unexpected\nproblem.\nNM entity index = 1\nLocal address = %s\nRemote address = %s\nScope ID = 0\nRemote AS number = %d\nRemote BGP ID = 0X0A06400C\nError code = %s (%d)\nError subcode = %s (%d)",
			m.Uint32(), a, b, as, s.area, s.code, s.zebra, s.sub), r
	},
	" rust-tracing": func(m maker) (string, told) {
		k, ip, data := m.Intn(len(subs)), m.ip(), m.data()
		s := subs[k]
		way := m.pick("sent", "received")
		r := told1(s, ip, way)
		r.data = data
		return fmt.Sprintf("WARN bgpgg::peer: %s NOTIFICATION peer_ip=%s notification=NotificationMessage { error: %s, data: %s }", way, ip, rustNames[k], strings.ReplaceAll(fmt.Sprint(data), " ", ", ")), r
	},
	" rust-tracing fields first": func(m maker) (string, told) {
		k, ip := m.Intn(len(subs)), m.ip()
		s := subs[k]
		s.sub = 100 + m.Intn(100)
		way, dir := m.way("sending", "received")
		name, _, _ := strings.Cut(rustNames[k], "(")
		r := told1(s, ip, dir)
		r.data = []byte{}
		return fmt.Sprintf(`{"level":"WARN","fields":{"message":"%s NOTIFICATION","peer_ip":"%s","notification":"NotificationMessage { error: %s(Unknown(%d)), data: [] }"},"target":"bgpgg::peer"}`, way, ip, name, s.sub), r
	},
	"rust-tracing last error": func(m maker) (string, told) {
		s, ip := m.sub(), m.ip()
		way := m.pick("sent", "received")
		return fmt.Sprintf(`WARN session: peer=%s last_error="%s NOTIFICATION %d/%d (%s)"`, ip, way, s.code, s.sub, s.zebra), told1(s, ip, way)
	},
	"tcpdump-v": func(m maker) (string, told) {
		s := m.sub()
		r := told1(s, "", "")
		r.decl = 21 + m.Intn(60)
		rest := ""
		switch {
		case s.code == 6 && s.sub == 1:
			n := m.Uint32()
			r.decl, r.data = 28, []byte{0, 1, 4, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
			rest = fmt.Sprintf(", AFI IPv4 (1), SAFI labeled Unicast (4), Max Prefixes: %d", n)
		case s.code == 6 && s.sub == 4 && r.decl > 30:
			r.text, r.hasText = m.said(), true
			rest = fmt.Sprintf(", Shutdown Communication (length: %d): \"%s\"", len(r.text), r.text)
		case r.decl == 21:
			r.data = []byte{}
		}
		return fmt.Sprintf("IP (tos 0x0, ttl 64, id 4%d, offset 0, flags [DF], proto TCP (6), length 82)\n    192.0.2.10.60219 > 192.0.2.1.179: Flags [P.], cksum 0x8450 (correct), seq 1:31, ack 1, win 63, length %d: BGP\n\tNotification Message (3), length: %d, %s (%d), subcode %s (%d)%s",
			m.Intn(9999), r.decl, r.decl, s.area, s.code, m.pick("Unknown", s.zebra), s.sub, rest), r
	},
	"tshark-V": func(m maker) (string, told) {
		s, data := m.sub(), m.data()
		r := told1(s, "", "")
		r.decl, r.data = 21+len(data), data
		return fmt.Sprintf("Internet Protocol Version 4, Src: 192.0.2.10, Dst: 192.0.2.1\nTransmission Control Protocol, Src Port: 60219, Dst Port: 179, Seq: 79, Ack: 122, Len: 30\nBorder Gateway Protocol - NOTIFICATION Message\n    Marker: ffffffffffffffffffffffffffffffff\n    Length: %d\n    Type: NOTIFICATION Message (3)\n    Major error Code: %s (%d)\n    Minor error Code (%s): %s (%d)\n    Data: %x",
			21+len(data), s.area, s.code, m.pick("Cease", "Update Message"), s.zebra, s.sub, data), r
	},
	" yabgp": func(m maker) (string, told) {
		s, ip, data := m.sub(), m.ip(), m.data()
		if m.Intn(2) == 0 {
			r := told1(s, ip, "sent")
			r.data = data
			return fmt.Sprintf("[%s]Send a BGP Notification message to the peer [Error: %d, Suberror: %d, Error data: %s ]", ip, s.code, s.sub, pyBytes(data)), r
		}
		r := told1(s, ip, "received")
		r.data = data
		return fmt.Sprintf("5901 INFO yabgp.core.protocol [-] [%s]Notification message received, error: %s, sub error: %s, data=%s", ip, s.area, s.zebra, pyBytes(data)), r
	},
}

func eachMore(t *testing.T, seed int64, times int, f func(t *testing.T, m maker, name, text, want string)) {
	for name, mk := range moreMakers {
		t.Run(name, func(t *testing.T) {
			m := maker{rand.New(rand.NewSource(seed))}
			for range times {
				text, r := mk(m)
				f(t, m, name, text, r.String())
				if t.Failed() {
					return
				}
			}
		})
	}
}

// TestMoreRewrap wraps made-up events of the word styles as terminals and mail programs do.
func TestMoreRewrap(t *testing.T) {
	eachMore(t, 21, 10, func(t *testing.T, m maker, name, text, want string) {
		if !agree(t, "as it is", text, want) {
			return
		}
		for n := 40; n <= 120; n += 1 + m.Intn(4) {
			ok := agree(t, fmt.Sprintf("hard %d", n), eachLine(text, func(l string) string { return hardWrap(l, n) }), want) &&
				agree(t, fmt.Sprintf("soft %d", n), eachLine(text, func(l string) string { return softWrap(l, n, "") }), want) &&
				agree(t, fmt.Sprintf("soft indented %d", n), eachLine(text, func(l string) string { return softWrap(l, n, "    ") }), want) &&
				agree(t, fmt.Sprintf("mail %d", n), quote(eachLine(text, func(l string) string { return softWrap(l, n, "") })), want)
			if !ok {
				return
			}
		}
	})
}

// TestMoreEnvelopes puts them into envelopes, with lines of others before and after, in other case.
func TestMoreEnvelopes(t *testing.T) {
	eachMore(t, 22, 40, func(t *testing.T, m maker, name, text, want string) {
		before, after := m.pick(noise...)+"\n", "\n"+m.pick(noise...)
		agree(t, "between", before+text+after, want)
		agree(t, "CR LF", strings.ReplaceAll(before+text+after, "\n", "\r\n"), want)
		if name[0] != ' ' {
			agree(t, "upper case", strings.ToUpper(text), want)
			agree(t, "lower case", strings.ToLower(text), want)
		}
		agreeInEnvelopes(t, before, text, after, want)
	})
}

// TestMoreBetween mixes the word styles with those that print octets.
func TestMoreBetween(t *testing.T) {
	m := maker{rand.New(rand.NewSource(23))}
	names := []string{"avaya-bay", "brocade-netiron", "contrail", "corebgp", "dell-os10", "dell-os10 limit", "dlink", "freertr", "metallb", "metallb fields", " rust-tracing", "rust-tracing last error", " yabgp"}
	for range 300 {
		var b strings.Builder
		var want []string
		for range 2 + m.Intn(5) {
			for range m.Intn(2) {
				b.WriteString(m.pick(noise...) + "\n")
			}
			if m.Intn(3) == 0 {
				e := m.event()
				b.WriteString(e.text + "\n")
				want = append(want, e.want)
				continue
			}
			text, r := moreMakers[m.pick(names...)](m)
			b.WriteString(text + "\n")
			want = append(want, r.String())
		}
		if !agree(t, "between", b.String(), want...) {
			return
		}
	}
}

// TestMoreForms: forms that the samples do not show.
func TestMoreForms(t *testing.T) {
	for text, want := range map[string]string{
		"got notify badLen from 192.0.2.4":                                                        "freertr 192.0.2.4 received 1/2 \"\"",
		"sent notify 9/4 to 2001:db8::4":                                                          "freertr 2001:db8::4 sent 9/4 \"\"",
		"[BGP(2)] BGP connection is normally closed (Peer:192.0.2.9).":                            "dlink 192.0.2.9  -1 \"\"",
		"BGP: Peer 192.0.2.9 DOWN (User Reset Peer Session)":                                      "brocade-netiron 192.0.2.9  -1 \"\"",
		"BGP: Peer 192.0.2.9 DOWN (Rcv Notification)":                                             "brocade-netiron 192.0.2.9 received -1 \"\"",
		"Bgp Peer a:b:rtr:peer-9 SEND Notification with Code 6 and SubCode 9 ( Cease:Hard Reset)": "contrail peer-9 sent 6/9 \"\"",
		"Bgp Peer rtr:x9:2001:db8::5 RECV Notification with Code 9 and SubCode 1 ( Unknown )":     "contrail 2001:db8::5 received 9/1 \"\"",
		"NotificationMessage {\n    Error { Cease }\n    SubError { Peer De-configured }\n}":      "libbgp   6/3 \"\"",
		"\tNotification Message (3), length: 37, Cease (6), subcode Administrative Shutdown (2), Shutdown Communication length: 15, \"code 3 \"and\" 4\"":                                                           "tcpdump-v   6/2 \"code 3 \\\"and\\\" 4\"",
		"\tNotification Message (3), length: 21, Hold Timer Expired (4)":                                                                                                                                            "tcpdump-v   4/0 \"\"",
		"    Major error Code: Cease (6)\n    Minor error Code (Cease): Administratively Shutdown (2)\n    BGP Shutdown Communication Length: 33\n    Shutdown Communication: NOTIFICATION sent to 192.0.2.1 (2,7)": "tshark-V   6/2 \"NOTIFICATION sent to 192.0.2.1 (2,7)\"",
		"    Major error Code: OPEN Message Error (2)\n    Minor error Code (Open): No supported AFI/SAFI (Cisco) (8)":                                                                                              "tshark-V   2/8 \"\"",
		"[192.0.2.3]Notification message received, error: None, sub error: None, data=b''":                                                                                                                          "yabgp 192.0.2.3 received -1 \"\"",
		"WARN x: sending NOTIFICATION peer=192.0.2.7 code=6 subcode=8":                                                                                                                                              "rust-tracing 192.0.2.7 sent 6/8 \"\"",
		"received NOTIFICATION peer=192.0.2.7 msg=NotifcationMessage { error: HoldTimerExpired, data: [] }":                                                                                                         "rust-tracing 192.0.2.7 received 4/0 \"\"",
		"notification=NotificationMessage { code: Cease, subcode: 2, data: b\"\\x03abc\" }":                                                                                                                         "rust-tracing   6/2 \"\"",
		"Dell (OS10) %BGP_NBR_BKWD_STATE_CHG: Backward state change occurred Interface went down for Nbr:192.0.2.5 VRF:red":                                                                                         "dell-os10 192.0.2.5  -1 \"\"",
	} {
		ev := one(t, text)
		if got := fmt.Sprintf("%s %s %s %s %q", ev.Style, ev.Peer, ev.Direction, pairText(ev.Code, ev.Subcode), ev.Text); got != want {
			t.Errorf("got %s, want %s:\n%s", got, want, text)
		}
	}
}

// TestMoreNothing: words that look like these styles and are not.
func TestMoreNothing(t *testing.T) {
	for _, text := range []string{
		"Connection 192.0.2.1 -- 192.0.2.2: closed by foreign host",
		"connection 192.0.2.1 closed",
		"got notify event from inotify", "sent notify ready to systemd", "got notify badger from 192.0.2.1",
		"BGP connection is configured", "BGP connection is closed due to Notify: by mail",
		"Notification Sent:     Unspecified", "Notification Received: by mail",
		"NotificationMessage { title: Hello, data: [] }", "const notification: NotificationMessage = { error: x }",
		"notification received code: 6 apples", "Notification message received: 6 new",
		"Notification Message (3), length: 5, hello (6)", "Major error code: 17",
		"A NOTIFICATION message is being sent to a neighbor",
		"[10.0.0.1]Notification message received, error: disk full",
		"Notification with Code 6 and SubCode 4", "got BGP notification code 0xZZZZ",
	} {
		if evs := Scan(Split(text), Options{}); len(evs) > 0 {
			t.Errorf("%s\n%+v", text, evs[0])
		}
	}
}

// TestTcpdumpRows: the rows of -x behind the line belong to the same event and hold the message.
func TestTcpdumpRows(t *testing.T) {
	ev := one(t, "23:49:28.281248 IP (tos 0x0, ttl 64)\n    192.0.2.10.60219 > 192.0.2.1.179: Flags [P.], length 21: BGP\n\tNotification Message (3), length: 21, Cease (6), subcode Unknown (11)\n"+
		"\t0x0000:  4500 0049 ab73 4000 4006 0b12 c000 020a\n\t0x0010:  ffff ffff ffff ffff ffff ffff ffff ffff\n\t0x0020:  0015 0306 0b\n23:49:29.281248 IP 192.0.2.10.60219 > 192.0.2.1.179: Flags [F.]\n")
	if ev.Content != ContentMessage || ev.LineEnd != 6 || ev.Code != 6 || ev.Subcode != 11 || !strings.HasSuffix(ev.Dump.View.Text[:ev.Dump.End], "0306 0b") {
		t.Errorf("%+v", ev)
	}
}
