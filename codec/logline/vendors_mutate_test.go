package logline

import (
	"encoding/base64"
	"fmt"
	"math/rand"
	"strconv"
	"strings"
	"testing"
)

// sub is a made-up pair with the words of the vendors that print words only.
type sub struct {
	code, sub                      int
	area, zebra, bird, open, openS string
	cisco, nokia                   string
}

var subs = []sub{
	{3, 4, "UPDATE Message Error", "Attribute Flags Error", "Invalid attribute flags", "error in UPDATE message", "attribute flags error", "attribute flags error", ""},
	{3, 5, "UPDATE Message Error", "Attribute Length Error", "Invalid attribute length", "error in UPDATE message", "attribute length wrong", "attribute length error", ""},
	{3, 11, "UPDATE Message Error", "Malformed AS_PATH", "Malformed AS_PATH", "error in UPDATE message", "AS-Path unacceptable", "invalid or corrupt AS path", ""},
	{2, 7, "OPEN Message Error", "Unsupported Capability", "Required capability missing", "error in OPEN message", "unsupported capability", "unsupported/disjoint capability", ""},
	{1, 2, "Message Header Error", "Bad Message Length", "Bad message length", "Header error", "wrong length", "bad message length", ""},
	{6, 1, "Cease", "Maximum Number of Prefixes Reached", "Maximum number of prefixes reached", "Cease", "received max-prefix exceeded", "maximum number of prefixes reached", "CEASE subcode MAX_PREFIXES"},
	{6, 7, "Cease", "Connection Collision Resolution", "Connection collision resolution", "Cease", "collision", "connection collision resolution", "CEASE subcode CONN_COLLISION"},
	{6, 5, "Cease", "Connection Rejected", "Connection rejected", "Cease", "connection rejected", "connection rejected", "CEASE subcode CONN_REJECT"},
	{6, 4, "Cease", "Administrative Reset", "Administrative reset", "Cease", "administrative reset", "administrative reset", "CEASE subcode ADMIN_RESET"},
}

// told is what must be read from a made-up text.
type told struct {
	kind, peer, dir, vrf, text, msg string
	code, sub, decl, repeat         int
	data                            []byte
	local, as                       uint32
	hard, hasText                   bool
}

func (r told) String() string {
	d, text := "", ""
	if r.data != nil {
		d = fmt.Sprintf("=%x", r.data)
	}
	if r.hasText {
		text = "=" + r.text
	}
	return fmt.Sprintf("kind=%s peer=%s dir=%s code=%d/%d data%s msg=%s decl=%d repeat=%d hard=%t text%s vrf=%s local=%d as=%d",
		r.kind, r.peer, r.dir, r.code, r.sub, d, r.msg, r.decl, max(1, r.repeat), r.hard, text, r.vrf, r.local, r.as)
}

// attribute makes Data that is one path attribute.
func (m maker) attribute() []byte {
	n := 60 + m.Intn(30)
	b := append([]byte{0xc0, byte(200 + m.Intn(50)), byte(n)}, make([]byte, n)...)
	m.Read(b[3:])
	for i := 3; i < len(b); i++ {
		if b[i] == ' ' || b[i] == '>' { // a line that begins with these may have been wrapped or quoted: nobody can tell
			b[i] = 'x'
		}
	}
	return b
}

// makers has one maker of events per style. lines tells that the text has several, so that it fits no envelope.
var makers = map[string]func(m maker) (text string, want told){
	"arista-eos": func(m maker) (string, told) {
		s, ip, as, data, vrf := m.sub(), m.ip(), m.as(), m.data(), m.pick("default", "data", "v-1", "CUST_A")
		r := told{kind: "notification", peer: ip, code: s.code, sub: s.sub, vrf: vrf, as: as, decl: len(data), data: data}
		words, hard := strings.ToLower(s.zebra), ""
		if m.Intn(3) == 0 {
			r.hard, hard = true, " <Hard Reset>"
		}
		to, dir := m.direction()
		r.dir = dir
		return fmt.Sprintf("Bgp: %%BGP-3-NOTIFICATION: %s neighbor %s (VRF %s AS %d) %d/%d (%s/%s%s) %d bytes %s", to, ip, vrf, as, s.code, s.sub, s.area, words, hard, len(data), groups(data, 1, " ")), r
	},
	"bird": func(m maker) (string, told) {
		s, data := m.sub(), m.data()
		r := told{kind: "notification", dir: "received", code: s.code, sub: s.sub, decl: Unknown, data: data}
		what := "Received"
		if m.Intn(2) == 0 {
			what, r.dir = "Error", "sent"
		}
		value := fmt.Sprintf(": %x", data)
		switch {
		case s.code == 6 && s.sub == 4:
			r.data, r.text, r.hasText = nil, m.said(), true
			value = `: "` + r.text + `"`
		case m.Intn(5) == 0:
			r.data, value = []byte{}, ""
		}
		return fmt.Sprintf("<RMT> %s: %s: %s%s", m.pick("peer7", "ix_rs1", "bgp-v6"), what, s.bird, value), r
	},
	"openbgpd": func(m maker) (string, told) {
		s, ip := m.sub(), m.ip()
		r := told{kind: "notification", peer: ip, dir: "received", code: s.code, sub: s.sub, decl: Unknown}
		way := m.pick("received", "sending")
		if way == "sending" {
			r.dir = "sent"
		}
		reason := ""
		if s.code == 6 && s.sub == 4 {
			r.text, r.hasText = m.said(), true
			reason = `: reason "` + r.text + `"`
		}
		text := fmt.Sprintf("neighbor %s%s: %s notification: %s, %s%s", ip, m.pick("", " (cust12)", " (AS 64496 north)"), way, s.open, s.openS, reason)
		if s.code == 3 && m.Intn(2) == 0 {
			r.data = m.data()
			text += "\nneighbor " + ip + ": notification data" + openDump(r.data)
		}
		return text, r
	},
	"gobgp-json": func(m maker) (string, told) {
		s, ip, data := m.sub(), m.ip(), m.attribute()
		to, dir := m.pick("received", "sent"), ""
		dir = to
		return fmt.Sprintf(`{"Code":%d,"Data":"%s","Key":"%s","Subcode":%d,"Topic":"Peer","level":"warning","msg":"%s notification","time":"2026-11-21T23:43:11Z"}`,
			s.code, base64.StdEncoding.EncodeToString(data), ip, s.sub, to), told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, data: data, decl: Unknown}
	},
	"gobgp-text": func(m maker) (string, told) {
		s, ip, data := m.sub(), m.ip(), m.attribute()
		s.code, s.sub = 3, 1+m.Intn(11)
		dir := m.pick("received", "sent")
		return fmt.Sprintf(`time="2026-11-21T23:50:06Z" level=warning msg="%s notification" Code=%d Data="%s" Key=%s Subcode=%d Topic=Peer`,
			dir, s.code, strings.ReplaceAll(fmt.Sprint(data), ",", ""), ip, s.sub), told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, data: data, decl: Unknown}
	},
	"gobgp-text slog": func(m maker) (string, told) {
		s, ip, data := m.sub(), m.ip(), append(m.attribute(), 0)
		return fmt.Sprintf(`time=2026-11-21T23:50:49.079Z level=INFO msg="received notification" Topic=Peer Key=%s Code=%d Subcode=%d Data=%s`,
			ip, s.code, s.sub, strconv.Quote(string(data))), told{kind: "notification", peer: ip, dir: "received", code: s.code, sub: s.sub, data: data, decl: Unknown}
	},
	"cilium-gobgp": func(m maker) (string, told) {
		s, ip, as := m.sub(), m.ip(), m.as()
		dir := m.pick("received", "sent")
		r := told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, data: []byte{}, local: as, decl: Unknown}
		reason := ""
		if m.Intn(2) == 0 {
			r.data, r.text, r.hasText = nil, m.said(), true
			reason = strconv.Quote(r.text)
		}
		return fmt.Sprintf(`level=warning msg="%s notification" Code=%d Communicated-Reason=%s Data="[]" Key=%s Subcode=%d Topic=Peer asn=%d component=gobgp.BgpServerInstance subsys=bgp-control-plane`,
			dir, s.code, reason, ip, s.sub, as), r
	},
	"exabgp": func(m maker) (string, told) {
		s, ip, as := m.sub(), m.ip(), m.as()
		dir := m.pick("received", "sent")
		return fmt.Sprintf("Peer       %s ASN %d   out loop, peer reset, message [notification %s (%d,%d)] error[%s / %s]", ip, as, dir, s.code, s.sub, s.area, s.zebra),
			told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, as: as, decl: Unknown}
	},
	"exabgp payload": func(m maker) (string, told) {
		msg := append([]byte(strings.Repeat("\xff", 16)), 0, 0, byte(1+m.Intn(3)))
		msg = append(msg, m.data()...)
		msg[17] = byte(len(msg))
		dir := m.pick("sending", "received")
		r := told{kind: "offender", dir: strings.Replace(dir, "sending", "sent", 1), code: Unknown, sub: Unknown, msg: fmt.Sprintf("%x", msg), decl: len(msg)}
		return fmt.Sprintf("27265  incoming-1    %s TCP payload (%4d) %s", dir, len(msg), strings.ToUpper(groups(msg, 2, " "))), r
	},
	"cisco-iosxr": func(m maker) (string, told) {
		s, ip, as, vrf := m.sub(), m.ip(), m.as(), m.pick("default", "red")
		dir := m.pick("received", "sent")
		return fmt.Sprintf("%%ROUTING-BGP-5-ADJCHANGE : neighbor %s Down - BGP Notification %s, %s (VRF: %s) (AS: %d)", ip, dir, s.cisco, vrf, as),
			told{kind: "state", peer: ip, dir: dir, code: s.code, sub: s.sub, vrf: vrf, as: as, decl: Unknown}
	},
	"cisco-iosxr show": func(m maker) (string, told) {
		s, data := m.sub(), m.data()
		dir := m.pick("sent", "received")
		to := map[string]string{"sent": "to", "received": "from"}[dir]
		return fmt.Sprintf("  Time since last notification %s %s neighbor: 3w2d\n  Error Code: %s\n  Notification data %s:\n    %X", dir, to, s.cisco, dir, data),
			told{kind: "notification", dir: dir, code: s.code, sub: s.sub, data: data, decl: Unknown}
	},
	"cisco-nxos": func(m maker) (string, told) {
		s, ip, as, vrf := m.sub(), m.ip(), m.as(), m.pick("default", "ISP_SERV")
		word, dir := "recv", "received"
		if m.Intn(2) == 0 {
			word, dir = "sent", "sent"
		}
		return fmt.Sprintf("%%BGP-5-ADJCHANGE:  bgp-%d [%d] (%s) neighbor %s Down - %s:  %s", as, m.Intn(30000), vrf, ip, word, s.cisco),
			told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, vrf: vrf, local: as, decl: Unknown}
	},
	"cisco-asa": func(m maker) (string, told) {
		s, ip, data := m.sub(), m.ip(), m.data()
		to, dir := m.direction()
		return fmt.Sprintf("%%ASA-%d-418019: %s %s %d/%d (%s) %d bytes %X", m.Intn(8), to, ip, s.code, s.sub, s.cisco, len(data), data),
			told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, data: data, decl: len(data)}
	},
	"fortios": func(m maker) (string, told) {
		s, ip, data := m.sub(), m.ip(), m.data()
		to, dir := m.pick("received from", "sending to"), "received"
		if to[0] == 's' {
			dir = "sent"
		}
		vrf, head := "", ""
		if m.Intn(2) == 0 {
			vrf, head = "dom1", "[dom1] "
		}
		return fmt.Sprintf("%sBGP: %%BGP-3-NOTIFICATION: %s %s %d/%d (%s/%s.) %d data-bytes [%s]", head, to, ip, s.code, s.sub, s.area, s.zebra, len(data), groups(data, 1, " ")),
			told{kind: "notification", peer: ip, dir: dir, code: s.code, sub: s.sub, data: data, vrf: vrf, decl: len(data)}
	},
	"junose": func(m maker) (string, told) {
		s, ip, data, vrf := m.sub(), m.ip(), m.data(), m.pick("default", "vr1")
		return fmt.Sprintf("bgpMessages (%s,%s): Send NOTIFICATION message to peer %s in core error-code = %d (%s), error-subcode = %d (%s), data = %s", vrf, m.ip(), ip, s.code, s.area, s.sub, s.zebra, groups(data, 1, " ")),
			told{kind: "notification", peer: ip, dir: "sent", code: s.code, sub: s.sub, data: data, vrf: vrf, decl: Unknown}
	},
	"nokia-sros": func(m maker) (string, told) {
		s, ip := m.sub(), m.ip()
		for s.nokia == "" {
			s = m.sub()
		}
		way := m.pick("received", "sending")
		return fmt.Sprintf("(ASN %d) VR %d: Group %s: Peer %s: %s notification: code %s", m.as(), 1+m.Intn(9), m.pick("iBGP", "to transit", "RR-6"), ip, way, s.nokia),
			told{kind: "notification", peer: ip, dir: strings.Replace(way, "sending", "sent", 1), code: s.code, sub: s.sub, decl: Unknown}
	},
	"nokia-srlinux": func(m maker) (string, told) {
		ip, vrf := m.ip(), m.pick("default", "red-7")
		return fmt.Sprintf("In network-instance %s, the BGP session with %s moved from higher state established to lower state idle due to event %s", vrf, ip, m.pick("recv-notify", "hold-timer-expired")),
			told{kind: "state", peer: ip, vrf: vrf, code: Unknown, sub: Unknown, decl: Unknown}
	},
	"comware": func(m maker) (string, told) {
		s := m.sub()
		way := m.pick("Send", "Receive")
		dir := map[string]string{"Send": "sent", "Receive": "received"}[way]
		return fmt.Sprintf("  1%d-Mar-20%02d 0%d:4%d:17 Down  %s Notification with Error %d/%d\n                             %s/%s", m.Intn(10), m.Intn(30), m.Intn(10), m.Intn(10), way, s.code, s.sub, s.area, s.zebra),
			told{kind: "notification", dir: dir, code: s.code, sub: s.sub, decl: Unknown}
	},
	"mikrotik-ros7": func(m maker) (string, told) {
		s, data := m.sub(), m.data()
		msg := append(append([]byte(strings.Repeat("\xff", 16)), 0, byte(21+len(data)), 3, byte(s.code), byte(s.sub)), data...)
		g, dir := "output", "sent"
		if m.Intn(2) == 0 {
			g, dir = "input", "received"
		}
		a, b, as, local := m.ip4(), m.ip4(), m.as(), m.as()
		r := told{kind: "notification", peer: a, dir: dir, code: Unknown, sub: Unknown, data: data, msg: fmt.Sprintf("%x", msg), local: local, as: as, decl: Unknown}
		return fmt.Sprintf(" %d E name=\"%s\" remote.address=%s .as=%d .id=%s .refused-cap-opt=no .capabilities=mp,rr,as4 local.address=%s .as=%d .id=%s %s.procid=%d .keep-sent-attributes=no .last-notification=%X ebgp hold-time=3m",
			m.Intn(20), m.pick("toR2", "up 1"), a, as, a, b, local, b, g, m.Intn(99), msg), r
	},
}

func (m maker) sub() sub   { return subs[m.Intn(len(subs))] }
func (m maker) as() uint32 { return 1 + uint32(m.Intn(1<<20)) }
func (m maker) ip4() string {
	return fmt.Sprintf("%d.%d.%d.%d", 1+m.Intn(223), m.Intn(256), m.Intn(256), m.Intn(256))
}

// said is what a peer may write.
func (m maker) said() string {
	return m.pick("maintenance", "CHG-77 [see mail]", "code 3 subcode 4", "3/4 (x) 2 bytes ff ff", "neighbor 10.0.0.1: received notification: Cease")
}

func openDump(b []byte) string {
	s := ""
	for i := 0; i < len(b); i += 16 {
		s += fmt.Sprintf("\n   %5d:", i)
		for k := i; k < min(len(b), i+16); k++ {
			if k == i+8 {
				s += " "
			}
			s += fmt.Sprintf(" %02X", b[k])
		}
	}
	return s
}

func eachMaker(t *testing.T, seed int64, times int, f func(t *testing.T, m maker, text, want string)) {
	for name, mk := range makers {
		t.Run(name, func(t *testing.T) {
			m := maker{rand.New(rand.NewSource(seed))}
			for range times {
				text, r := mk(m)
				f(t, m, text, r.String())
				if t.Failed() {
					return
				}
			}
		})
	}
}

func agree(t *testing.T, what, text string, want ...string) bool {
	t.Helper()
	got := Scan(Split(text), Options{})
	ok := len(got) == len(want)
	for i := 0; ok && i < len(got); i++ {
		got[i].Same = false
		ok = strings.EqualFold(strings.ReplaceAll(describe(&got[i]), " ", ""), strings.ReplaceAll(want[i], " ", ""))
	}
	if ok {
		return true
	}
	t.Errorf("%s\n%s", what, text)
	for i := range got {
		t.Errorf(" got %s %s", place(got[i].Style, got[i].Line, got[i].LineEnd), describe(&got[i]))
	}
	for _, w := range want {
		t.Errorf("want %s", w)
	}
	return false
}

// TestVendorRewrap wraps made-up events as terminals and mail programs do.
func TestVendorRewrap(t *testing.T) {
	eachMaker(t, 11, 10, func(t *testing.T, m maker, text, want string) {
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

// agreeInEnvelopes puts a line into envelopes; a text of several lines fits none.
func agreeInEnvelopes(t *testing.T, before, text, after, want string) {
	t.Helper()
	if strings.Contains(text, "\n") {
		return
	}
	q := strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), `"`, `\"`)
	for _, s := range []string{
		"<30>Nov 21 23:43:12 edge1 bgpd[4242]: " + text,
		"<30>1 2026-11-21T23:43:12.041595Z edge1 bgpd 4242 - - " + text,
		"2026-11-21 23:43:12,041 INFO " + text,
		"2026-11-21T23:43:12.041595000Z stderr F " + text,
		`{"__REALTIME_TIMESTAMP": "1795304592041595", "_HOSTNAME": "edge1", "PRIORITY": "6", "MESSAGE": "` + q + `"}`,
		`{"log":"` + q + `\n","stream":"stderr","time":"2026-11-21T23:43:12.041595000Z"}`,
		"\x1b[32mNov 21 23:43:12\x1b[0m edge1 bgpd[4242]: " + text,
		"> > " + text,
	} {
		agree(t, "envelope", before+s+after, want)
	}
}

// TestVendorEnvelopes puts made-up events into envelopes, with lines of others before and after, in other case.
func TestVendorEnvelopes(t *testing.T) {
	eachMaker(t, 12, 40, func(t *testing.T, m maker, text, want string) {
		before, after := m.pick(noise...)+"\n", "\n"+m.pick(noise...)
		agree(t, "between", before+text+after, want)
		agree(t, "CR LF", strings.ReplaceAll(before+text+after, "\n", "\r\n"), want)
		if !strings.Contains(text, "Data=") && !strings.Contains(text, `"Data"`) && !strings.Contains(text, "Communicated") {
			agree(t, "upper case", strings.ToUpper(text), want)
			agree(t, "lower case", strings.ToLower(text), want)
		}
		agreeInEnvelopes(t, before, text, after, want)
	})
}

// TestVendorBetween mixes the styles.
func TestVendorBetween(t *testing.T) {
	m := maker{rand.New(rand.NewSource(13))}
	names := []string{"arista-eos", "bird", "gobgp-json", "gobgp-text", "cilium-gobgp", "exabgp", "cisco-iosxr", "cisco-nxos", "cisco-asa", "fortios", "junose", "nokia-sros", "nokia-srlinux", "openbgpd"}
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
			text, r := makers[m.pick(names...)](m)
			b.WriteString(text + "\n")
			want = append(want, r.String())
		}
		if !agree(t, "between", b.String(), want...) {
			return
		}
	}
}
