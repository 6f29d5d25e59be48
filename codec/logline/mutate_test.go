package logline

import (
	"fmt"
	"math/rand"
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"
)

// made is a made-up event: the text of its record and what must be read from it.
type made struct {
	text string
	want string
}

// maker makes events with random contents, so that no style can know them.
type maker struct{ *rand.Rand }

func (m maker) pick(s ...string) string { return s[m.Intn(len(s))] }

func (m maker) ip() string {
	switch m.Intn(4) {
	case 0:
		return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(m.Intn(256)), byte(m.Intn(256)), 14: byte(m.Intn(256)), 15: byte(1 + m.Intn(255))}).String()
	case 1:
		return fmt.Sprintf("fe80::%x%%%s", 1+m.Intn(65535), m.pick("eth0", "swp12", "ge-0/0/1.0", "Et2", "2"))
	}
	return netip.AddrFrom4([4]byte{byte(1 + m.Intn(223)), byte(m.Intn(256)), byte(m.Intn(256)), byte(m.Intn(256))}).String()
}

// codes are pairs with the words of Zebra, IOS and Junos.
var codes = []struct {
	code, sub               int
	zebra, ios, area, junos string
}{
	{3, 4, "UPDATE Message Error/Attribute Flags Error", "attribute flags error", "Update Message Error", "attribute flags error"},
	{3, 5, "UPDATE Message Error/Attribute Length Error", "attribute length error", "Update Message Error", "attribute length error"},
	{3, 11, "UPDATE Message Error/Malformed AS_PATH", "invalid or corrupt AS path", "Update Message Error", "malformed AS_PATH"},
	{2, 2, "OPEN Message Error/Bad Peer AS", "peer in wrong AS", "Open Message Error", "bad peer AS number"},
	{1, 2, "Message Header Error/Bad Message Length", "bad message length", "Message Header Error", "bad message length"},
	{6, 1, "Cease/Maximum Number of Prefixes Reached", "maximum number of prefixes reached", "Cease", "Maximum Number of Prefixes Reached"},
	{9, 7, "Unrecognized Error Code", "unknown", "Something new", "never seen"},
}

// pairs writes octets as hex digits in groups of n octets.
func groups(b []byte, n int, sep string) string {
	var s []string
	for len(b) > 0 {
		k := min(n, len(b))
		s = append(s, fmt.Sprintf("%x", b[:k]))
		b = b[k:]
	}
	return strings.Join(s, sep)
}

func (m maker) data() []byte {
	b := make([]byte, 1+m.Intn(40))
	m.Read(b)
	return b
}

func want(kind, peer, dir string, code, sub int, data []byte, msg string, decl, repeat, as int) string {
	d := ""
	if data != nil {
		d = fmt.Sprintf("=%x", data)
	}
	return fmt.Sprintf("kind=%s peer=%s dir=%s code=%d/%d data%s msg=%s decl=%d repeat=%d hard=false text vrf= local=0 as=%d",
		kind, peer, dir, code, sub, d, msg, decl, max(1, repeat), as)
}

func (m maker) direction() (words, dir string) {
	if m.Intn(2) == 0 {
		return "sent to", "sent"
	}
	return "received from", "received"
}

func (m maker) event() made {
	c := codes[m.Intn(len(codes))]
	ip, data := m.ip(), m.data()
	words, dir := m.direction()
	hexes := m.pick(groups(data, 1, " "), strings.ToUpper(groups(data, 1, " ")))
	msg := append([]byte(strings.Repeat("\xff", 16)), 0, byte(21+len(data)), 3, byte(c.code), byte(c.sub))
	msg = append(msg, data...)
	zeros := append(make([]byte, 4), msg...)
	switch m.Intn(8) {
	case 0, 1:
		return made{fmt.Sprintf("%%NOTIFICATION: %s neighbor %s %d/%d (%s) %d bytes %s", words, ip, c.code, c.sub, c.zebra, len(data), hexes),
			want("notification", ip, dir, c.code, c.sub, data, "", len(data), 1, 0)}
	case 2:
		return made{fmt.Sprintf("%%BGP-3-NOTIFICATION: %s neighbor %s %s%d/%d (%s) %d bytes %X", words, strings.ToUpper(ip), m.pick("", "active ", "passive "), c.code, c.sub, c.ios, len(data), data),
			want("notification", strings.ToUpper(ip), dir, c.code, c.sub, data, "", len(data), 1, 0)}
	case 3, 4:
		as := 1 + m.Intn(1<<20)
		return made{fmt.Sprintf("NOTIFICATION %s %s (%s AS %d): code %d (%s) subcode %d (%s), Data: %s", words, ip, m.pick("External", "Internal"), as, c.code, c.area, c.sub, c.junos, hexes),
			want("notification", ip, dir, c.code, c.sub, data, "", Unknown, 1, as)}
	case 5:
		rep, repText := m.Intn(100), ""
		if rep > 1 {
			repText = fmt.Sprintf(" repeated %d times,", rep)
		}
		return made{fmt.Sprintf("notification msg %s (nbr %s, context 0x%08x %d bytes,%s code %d/%d (update: %s) - %s", dir, ip, m.Uint32(), len(msg), repText, c.code, c.sub, c.junos, groups(zeros, 2, " ")),
			want("notification", ip, dir, c.code, c.sub, data, fmt.Sprintf("%x", msg), len(msg), rep, 0)}
	case 6:
		return made{fmt.Sprintf("%%BGP-6-MSGDUMP_LIMIT: unsupported or mal-formatted message received from %s: %s", ip, strings.ToUpper(groups(msg, 2, " "))),
			want("offender", ip, "received", Unknown, Unknown, nil, fmt.Sprintf("%x", msg), Unknown, 1, 0)}
	}
	return made{fmt.Sprintf("%%NOTIFICATION: received from neighbor %s %d/%d (%s) 0 bytes", ip, c.code, c.sub, c.zebra),
		want("notification", ip, "received", c.code, c.sub, []byte{}, "", 0, 1, 0)}
}

// hardWrap breaks after n characters, as a terminal does.
func hardWrap(s string, n int) string {
	var b strings.Builder
	for utf8.RuneCountInString(s) > n {
		k := 0
		for range n {
			_, w := utf8.DecodeRuneInString(s[k:])
			k += w
		}
		b.WriteString(s[:k] + "\n")
		s = s[k:]
	}
	return b.String() + s
}

// softWrap breaks at blanks; words that are too long stay whole.
func softWrap(s string, n int, indent string) string {
	var b strings.Builder
	w := 0
	for i, f := range strings.Fields(s) {
		switch {
		case i == 0:
		case w+1+len(f) > n:
			b.WriteString("\n" + indent)
			w = len(indent)
		default:
			b.WriteByte(' ')
			w++
		}
		b.WriteString(f)
		w += len(f)
	}
	return b.String()
}

func trimLines(s string) string {
	ls := strings.Split(s, "\n")
	for i := range ls {
		ls[i] = strings.TrimRight(ls[i], " ")
	}
	return strings.Join(ls, "\n")
}

func quote(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }

func check(t *testing.T, what, text string, want []string) bool {
	t.Helper()
	got := Scan(Split(text), Options{})
	ok := len(got) == len(want)
	for i := 0; ok && i < len(got); i++ {
		ok = strings.EqualFold(describe(&got[i]), want[i])
	}
	if !ok {
		t.Errorf("%s\n%s", what, text)
		for i := range got {
			t.Errorf(" got %s %s", place(got[i].Style, got[i].Line, got[i].LineEnd), describe(&got[i]))
		}
		for _, w := range want {
			t.Errorf("want %s", w)
		}
	}
	return ok
}

func TestRewrap(t *testing.T) {
	m := maker{rand.New(rand.NewSource(1))}
	failed := 0
	for range 60 {
		e := m.event()
		w := []string{e.want}
		if !check(t, "as it is", e.text, w) {
			continue
		}
		for n := 20; n <= 120; n++ {
			ok := check(t, fmt.Sprintf("hard %d", n), hardWrap(e.text, n), w) &&
				check(t, fmt.Sprintf("hard trimmed %d", n), trimLines(hardWrap(e.text, n)), w) &&
				check(t, fmt.Sprintf("hard CR LF %d", n), strings.ReplaceAll(hardWrap(e.text, n), "\n", "\r\n"), w) &&
				check(t, fmt.Sprintf("soft %d", n), softWrap(e.text, n, ""), w) &&
				check(t, fmt.Sprintf("soft indented %d", n), softWrap(e.text, n, "    "), w) &&
				check(t, fmt.Sprintf("hard indented %d", n), strings.ReplaceAll(hardWrap(e.text, n), "\n", "\n    "), w) &&
				check(t, fmt.Sprintf("soft mail %d", n), quote(softWrap(e.text, n, "")), w) &&
				check(t, fmt.Sprintf("soft blank mail %d", n), strings.ReplaceAll(softWrap(e.text, n, ""), "\n", "=20\n"), w) &&
				check(t, fmt.Sprintf("quoted-printable %d", n), strings.ReplaceAll(hardWrap(e.text, min(n, 75)), "\n", "=\n"), w) &&
				check(t, fmt.Sprintf("br %d", n), strings.ReplaceAll(softWrap(e.text, n, ""), "\n", "<br>"), w)
			if !ok {
				if failed++; failed > 6 {
					t.Fatal("and so on")
				}
				break
			}
		}
	}
}

// sampleEvents returns the lines of each event of a style's sample, and what the whole sample gives for them.
func sampleEvents(t *testing.T, style string) (texts []string, want []string) {
	text, _ := readSample(t, style)
	ls := strings.Split(text, "\n")
	for _, ev := range Scan(Split(text), Options{AllStates: true}) {
		if ev.Kind == KindState {
			continue
		}
		texts = append(texts, strings.Join(ls[ev.Line-1:ev.LineEnd], "\n"))
		want = append(want, describe(&ev))
	}
	return texts, want
}

// TestRewrapSamples wraps each line of the samples again. Stamps and quoted texts may suffer; what was sent may not.
func TestRewrapSamples(t *testing.T) {
	failed := 0
	for _, style := range []string{"ericsson-seos", "cisco-ios", "cisco-ios-msgdump", "junos", "frr", "frr-show", "quagga", "quagga-as4"} {
		texts, wants := sampleEvents(t, style)
		for i, text := range texts {
			for n := 24; n <= 120; n++ {
				for how, s := range map[string]string{
					"soft": eachLine(text, func(l string) string { return softWrap(l, n, "") }),
					"hard": eachLine(text, func(l string) string { return hardWrap(strings.TrimRight(l, " "), n) }),
				} {
					got := Scan(Split(s), Options{AllStates: true})
					if len(got) == 1 && similar(describe(&got[0]), wants[i]) {
						continue
					}
					t.Errorf("%s %d\n%s", how, n, s)
					for k := range got {
						t.Errorf(" got %s %s", got[k].Style, describe(&got[k]))
					}
					t.Errorf("want %s", wants[i])
					if failed++; failed > 8 {
						t.FailNow()
					}
				}
			}
		}
	}
}

// similar compares without blanks: a wrap in a quoted text may add or lose one.
func similar(a, b string) bool {
	return strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", "")
}

func eachLine(s string, f func(string) string) string {
	ls := strings.Split(s, "\n")
	for i := range ls {
		ls[i] = f(ls[i])
	}
	return strings.Join(ls, "\n")
}

// noise are lines that are no events; some begin with hex digits or look like parts of one.
var noise = []string{
	"Nov 21 23:43:12 edge1 sshd[77]: Accepted publickey for bob from 192.0.2.200 port 4711 ssh2",
	"2026/11/21 23:43:10 ZEBRA: client 12 disconnected. 0 bgp routes removed from the rib",
	"*Mar  1 00:12:35.001: %SYS-5-CONFIG_I: Configured from console by admin on vty0",
	"Dead peer detection is on",
	"Router#show ip bgp summary",
	"be careful: added 2 routes",
	"10 20 lines of text",
	"{\"level\":\"info\",\"msg\":\"nothing to see\",\"count\":12}",
	"  Received 1517339 messages, 2 notifications, 0 in queue",
	"the quick brown fox reads 12 bytes (or more) of nothing",
	"00:01:14: %LINK-3-UPDOWN: Interface Ethernet0, changed state to down",
}

// TestBetween puts unwrapped events between lines of others: nothing may be swallowed.
func TestBetween(t *testing.T) {
	m := maker{rand.New(rand.NewSource(2))}
	for range 400 {
		var b strings.Builder
		var want []string
		for range 1 + m.Intn(6) {
			for range m.Intn(3) {
				b.WriteString(m.pick(noise...) + "\n")
			}
			e := m.event()
			b.WriteString(e.text + m.pick("", " ", "\r") + "\n")
			want = append(want, e.want)
		}
		b.WriteString(m.pick(noise...))
		if !check(t, "between", b.String(), want) {
			return
		}
	}
}

// TestEnvelopes puts one line into every envelope: the event stays the same.
func TestEnvelopes(t *testing.T) {
	m := maker{rand.New(rand.NewSource(3))}
	for range 60 {
		e := m.event()
		q := strings.ReplaceAll(strings.ReplaceAll(e.text, `\`, `\\`), `"`, `\"`)
		var list []string
		for i := range len(e.text) {
			list = append(list, fmt.Sprint(e.text[i]))
		}
		for _, s := range []string{
			"<30>Nov 21 23:43:12 edge1 bgpd[4242]: " + e.text,
			"Nov  1 23:43:12 edge1 bgpd: " + e.text,
			"<30>1 2026-11-21T23:43:12.041595Z edge1 bgpd 4242 - - " + e.text,
			"<30>1 2026-11-21T23:43:12.041595+02:00 - bgpd - ID47 [meta@32473 sequenceId=\"29\" x=\"a]b\\\"c\"][y] " + bom + e.text,
			"2026-11-21T23:43:12.041595+00:00 edge1 rpd[99]: " + e.text,
			"2026-11-21 23:43:12,041 INFO " + e.text,
			"2026/11/21 23:43:12.041 informational: BGP: " + e.text,
			"2026/11/21 23:43:12 BGP: [HZN6M-XRM1G] " + e.text,
			"*Dec  3 02:08:59.528: " + e.text,
			".Jul 11 15:31:34 EDT: " + e.text,
			"00:01:14: " + e.text,
			"1d02h: " + e.text,
			"000123: *Mar  1 00:12:34.567 UTC: " + e.text,
			"Jan 18 10:20:33 rtr2 42: Jan 18 10:20:33.101: " + e.text,
			"<189>Jul  9 08:51:32 rtr1.example.net 022456: Jul  9 08:51:32.605 CEST: " + e.text,
			"Aug  6 2026 20:34:46+08:00 NE40 " + e.text,
			`{"__REALTIME_TIMESTAMP": "1795304592041595", "_HOSTNAME": "edge1", "PRIORITY": "6", "MESSAGE": "` + q + `"}`,
			`{"MESSAGE":[` + strings.Join(list, ",") + `],"_HOSTNAME":"edge1"}`,
			`{"log":"` + q + `\n","stream":"stderr","time":"2026-11-21T23:43:12.041595000Z"}`,
			"2026-11-21T23:43:12.041595000Z stderr F " + e.text,
			"Nov 21 23:43:12 edge1 bgpd[4242]: " + e.text + "\x1b[0m",
			"\x1b[32mNov 21 23:43:12\x1b[0m edge1 bgpd[4242]: " + e.text,
			bom + e.text,
			"> > " + e.text,
		} {
			if !check(t, "envelope", "some line before\n"+s+"\nsome line after", []string{e.want}) {
				return
			}
		}
	}
}
