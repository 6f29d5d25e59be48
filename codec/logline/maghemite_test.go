package logline

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func readDump(t testing.TB, parts ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "testdata", "dumps"}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sameCorpus compares what is read from a style's sample with its expected file.
func sameCorpus(t *testing.T, style string) {
	t.Helper()
	text, want := readSample(t, style)
	got := Scan(Split(text), Options{})
	for i := 0; i < max(len(got), len(want)); i++ {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = place(got[i].Style, got[i].Line, got[i].LineEnd) + " " + describe(&got[i])
		}
		if i < len(want) {
			w = place(want[i].Style, want[i].Line, want[i].LineEnd) + " " + want[i].describe()
		}
		if g != strings.Replace(w, "kind=raw", "kind=offender", 1) {
			t.Errorf("\n got %s\nwant %s", g, w)
		}
	}
}

func TestMaghemiteCorpus(t *testing.T) {
	sameCorpus(t, "maghemite-pretty")
	sameCorpus(t, "maghemite-bunyan")
}

// prettyWant works out by plain rules which NOTIFICATIONs a pretty log tells of: those that a session decides to send
// and those that a connection receives; the ones that failed are attempts.
func prettyWant(text string) (want []string) {
	last := map[string]int{} // where in want the last that was sent on a connection is
	line := 1
	for _, rec := range strings.Split(text, "\n|\n") {
		key := func(k string) string { return between("\n"+rec, "\n"+k+" = ", "\n") }
		head, _, _ := strings.Cut(rec, "\n")
		code, sub := between(rec, "error_code: ", " "), between(rec, "error_subcode: ", " ,")
		switch {
		case strings.Contains(head, "sending notification:"):
			id := key("connection_id")
			last[id] = len(want)
			want = append(want, fmt.Sprint(line, " sent ", key("neighbor"), " ", code, "/", sub, " ", id, " false"))
		case strings.Contains(head, "failed to send notification"):
			w := &want[last[key("connection_id")]]
			*w = strings.TrimSuffix(*w, "false") + "true"
		case strings.Contains(head, "recv notification"):
			peer, _, _ := strings.Cut(strings.TrimPrefix(key("peer"), "["), "]")
			want = append(want, fmt.Sprint(line, " received ", peer, " ", code, "/", sub, " ", between(head, "conn_id: ", ","), " false"))
		}
		line += strings.Count(rec, "\n") + 2
	}
	return want
}

func prettyGot(text string) (got []string) {
	for _, ev := range Scan(Split(text), Options{AllStates: true}) {
		if ev.Kind == KindNotification {
			got = append(got, fmt.Sprint(ev.Line, " ", ev.Direction, " ", ev.Peer, " ", ev.Code, "/", ev.Subcode, " ", ev.Connection, " ", ev.Attempted))
		}
	}
	return got
}

// TestMaghemiteSession: one event for each NOTIFICATION on each connection, both routers writing into one file.
func TestMaghemiteSession(t *testing.T) {
	text := readDump(t, "maghemite-pretty", "session.log")
	want := prettyWant(text)
	if len(want) < 10 {
		t.Fatal("the excerpt is too small", want)
	}
	if got := prettyGot(text); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	changed := strings.NewReplacer("eth0", "tfportrear7_0", "eth1", "cxgbe1", "fe80::1%2", "fe80::aa40:25ff:fe05:702%11", "fe80::1%3", "2001:db8::3",
		"6 (Cease)", "2 (Open)", "7 (Connection Collision Resolution)", "3 (Bad BGP Identifier)", "5 (Connection Rejected)", "2 (Bad Peer AS)",
		"6 (Cease) / 7", "2 (Open) / 3", "data: []", "data: [0, 13, 255]").Replace(text)
	changed = strings.ReplaceAll(changed, "error_subcode: 7 (", "error_subcode: 3 (")
	if got, want := strings.Join(prettyGot(changed), "\n"), strings.Join(prettyWant(changed), "\n"); got != want {
		t.Errorf("changed\n got %s\nwant %s", got, want)
	}
}

// TestMaghemiteSame: the further lines are about events that are there.
func TestMaghemiteSame(t *testing.T) {
	text := readDump(t, "maghemite-pretty", "session.log")
	n := map[string]int{}
	for _, ev := range Scan(Split(text), Options{AllStates: true}) {
		switch {
		case ev.Same:
			n["same"]++
			if ev.Kind != KindState || ev.Code == Unknown || ev.Octets != nil {
				t.Errorf("line %d: %+v", ev.Line, ev)
			}
		case ev.From != "":
			n["step"]++
			if ev.To == "" || ev.Peer == "" || ev.Time.IsZero() || ev.Up != (ev.To == "established") {
				t.Errorf("line %d: %+v", ev.Line, ev)
			}
		case ev.Kind == KindState:
			t.Errorf("line %d: neither a step nor a further line: %+v", ev.Line, ev)
		}
	}
	same := 0
	for _, head := range []string{"send notification message message via", "): rx notification", "): rx unexpected notification", "): failed to send notification"} {
		same += strings.Count(text, head)
	}
	if same++; n["same"] != same { // and one error of a connection
		t.Errorf("%d further lines, want %d", n["same"], same)
	}
	if want := strings.Count(text, "fsm transition ") - strings.Count(text, ", fsm transition"); n["step"] != want {
		t.Errorf("%d steps, want %d", n["step"], want)
	}
}

// prettyRecord makes up a record.
func (m maker) prettyRecord() (text, w string) {
	c := codes[m.Intn(len(codes)-1)]
	id, name := fmt.Sprintf("%08x", m.Uint32()), m.pick("eth0", "cxgbe1", "tfportrear12_0")
	_, words, ok := strings.Cut(c.zebra, "/")
	area := map[int]string{1: "Header", 2: "Open", 3: "Update", 6: "Cease"}[c.code]
	sub := fmt.Sprint(c.sub)
	if ok {
		sub += " (" + words + ")"
	}
	var list []string
	data := make([]byte, m.Intn(6))
	m.Read(data)
	for _, b := range data {
		list = append(list, fmt.Sprint(b))
	}
	contents := fmt.Sprintf("Notification [ error_code: %d (%s), error_subcode: %s, data: [%s] ]", c.code, area, sub, strings.Join(list, ", "))
	if m.Intn(2) == 0 {
		return fmt.Sprintf("| %d | 2026-01-29T18:50:21.%03dZ | INFO | slog-rs (bgp): sending notification: %d (%s) / %s\nconnection = ([%s]:179, [%s]:179)\nconnection_id = %s\n"+
				"direction = inbound\nfsm_state = open sent\nmessage = notification\nmessage_contents = %s\nmodule = neighbor\nneighbor = %s\nunit = session_runner\n|",
				m.Intn(9999), m.Intn(1000), c.code, area, sub, m.ip(), m.ip(), id, contents, name),
			want("notification", name, "sent", c.code, c.sub, data, "", Unknown, 1, 0)
	}
	ip := fmt.Sprintf("fe80::%x%%%d", 1+m.Intn(65535), m.Intn(20))
	return fmt.Sprintf("| %d | 2026-01-29T18:50:21.%03dZ | DEBG | slog-rs (bgp): recv notification message msg from [%s]:179 (conn_id: %s, channel_id: 0)\nchannel_id = 0\n"+
			"direction = outbound\nmessage = notification message\nmessage_contents = %s\nmodule = neighbor\npeer = [%s]:179\nunit = connection_channel\n|",
			m.Intn(9999), m.Intn(1000), ip, id, contents, ip),
		want("notification", ip, "received", c.code, c.sub, data, "", Unknown, 1, 0)
}

func TestPrettyRewrap(t *testing.T) {
	m := maker{rand.New(rand.NewSource(4))}
	for range 25 {
		text, w := m.prettyRecord()
		for n := 40; n <= 120; n += 1 + m.Intn(3) {
			hard := eachLine(text, func(l string) string { return hardWrap(l, n) })
			soft := eachLine(text, func(l string) string { return softWrap(l, n, "  ") })
			if !check(t, fmt.Sprint("hard ", n), hard, []string{w}) || !check(t, fmt.Sprint("soft ", n), soft, []string{w}) ||
				!check(t, fmt.Sprint("mail ", n), quote(soft), []string{w}) {
				return
			}
		}
	}
}

// TestPrettyEnvelopes: with a stamp before each line, the keys are lines of their own.
func TestPrettyEnvelopes(t *testing.T) {
	m := maker{rand.New(rand.NewSource(5))}
	for range 40 {
		text, w := m.prettyRecord()
		for _, head := range []string{"2026-11-21T23:43:12.041595000Z stdout F ", "Nov 21 23:43:12 sled7 mgd[42]: ", "<30>Nov 21 23:43:12 sled7 mgd: ", "\x1b[0m", "> "} {
			if !check(t, head, eachLine(text, func(l string) string { return head + l }), []string{w}) {
				return
			}
		}
		other, w2 := m.prettyRecord()
		if !check(t, "between", "%BGP-5-ADJCHANGE: neighbor 192.0.2.1 Up\n"+text+"\n"+m.pick(noise...)+"\n"+other+"\n"+m.pick(noise...), []string{w, w2}) {
			return
		}
	}
}

// TestBunyanSession compares with a JSON parser.
func TestBunyanSession(t *testing.T) {
	text := readDump(t, "maghemite-bunyan", "session.log")
	var want []string
	for dec := json.NewDecoder(strings.NewReader(text)); ; {
		var o struct {
			Msg, Time, Message_contents, Neighbor, Connection string
		}
		if dec.Decode(&o) != nil {
			break
		}
		if from, to, ok := strings.Cut(strings.TrimPrefix(o.Msg, "fsm transition "), " -> "); ok && strings.HasPrefix(o.Msg, "fsm") {
			want = append(want, fmt.Sprint(o.Time, " ", from, " ", to, " ", o.Neighbor))
		}
		if strings.HasPrefix(o.Message_contents, "[") {
			hex := ""
			for _, b := range strings.Split(strings.Trim(o.Message_contents, "[]"), ", ") {
				hex += fmt.Sprintf("%02s", b)
			}
			want = append(want, fmt.Sprint(o.Time, " sent ", between(o.Connection, "peer: ", ":"), " ", hex))
		}
	}
	if len(want) < 8 {
		t.Fatal("the excerpt is too small")
	}
	for how, s := range map[string]string{"one line": text, "lines": strings.ReplaceAll(text, `} {"msg"`, "}\n{\"msg\""), "tight": strings.ReplaceAll(text, `} {"msg"`, `}{"msg"`)} {
		var got []string
		for _, ev := range Scan(Split(s), Options{AllStates: true}) {
			at := ev.Time.Format("2006-01-02T15:04:05.999999999Z07:00")
			if ev.Kind == KindState {
				got = append(got, fmt.Sprint(at, " ", ev.From, " ", ev.To, " ", ev.Peer))
			} else {
				got = append(got, fmt.Sprintf("%s %s %s %x", at, ev.Direction, ev.Peer, ev.Octets))
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s\n got %s\nwant %s", how, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// bunyanRecord makes up a record with octets.
func (m maker) bunyanRecord() (text, w string) {
	data := m.data()
	msg := append([]byte(strings.Repeat("\xff", 16)), 0, byte(19+len(data)), byte(1+m.Intn(2)))
	msg = append(msg, data...)
	var list []string
	format := m.pick("%x", "%d")
	for _, b := range msg {
		list = append(list, fmt.Sprintf(format, b))
	}
	ip, port := m.ip(), fmt.Sprint(1+m.Intn(65535))
	end := ip + ":" + port
	if strings.Contains(ip, ":") {
		end = "[" + ip + "]:" + port
	}
	dir, verb := m.pick("sent", "received"), ""
	if verb = "sending"; dir == "received" {
		verb = "recv"
	}
	o := fmt.Sprintf(`"v":0,"name":"slog-rs","level":10,"time":"2026-03-24T20:37:16.146530056Z","hostname":"h%d","pid":%d,`+
		`"message_contents":"[%s]","message":"x message","connection":"TcpStream { addr: 10.0.4.2:38144, peer: %s, fd: 12 }","module":"neighbor"`,
		m.Intn(9), m.Intn(9999), strings.Join(list, ", "), end)
	head := fmt.Sprintf(`"msg":"%s update message msg with header"`, verb)
	text = "{" + head + "," + o + "}"
	if m.Intn(3) == 0 {
		text = "{" + o + "," + head + "}"
	}
	return text, want("offender", ip, dir, Unknown, Unknown, nil, fmt.Sprintf("%x", msg), Unknown, 1, 0)
}

func TestBunyanRewrap(t *testing.T) {
	m := maker{rand.New(rand.NewSource(6))}
	for range 25 {
		text, w := m.bunyanRecord()
		two, w2 := m.bunyanRecord()
		if !check(t, "two", text+" "+two+"\n"+m.pick(noise...)+"\n"+text, []string{w, w2, w}) {
			return
		}
		for n := 40; n <= 120; n += 1 + m.Intn(3) {
			if !check(t, fmt.Sprint("hard ", n), hardWrap(text, n), []string{w}) || !check(t, fmt.Sprint("soft ", n), softWrap(text, n, ""), []string{w}) ||
				!check(t, fmt.Sprint("mail ", n), quote(hardWrap(text, n)), []string{w}) {
				return
			}
		}
		q := strings.ReplaceAll(text, `"`, `\"`)
		for _, s := range []string{
			"Nov 21 23:43:12 sled7 mgd[42]: " + text,
			"2026-11-21T23:43:12.041595000Z stdout F " + text,
			`{"log":"` + q + `\n","stream":"stderr","time":"2026-11-21T23:43:12.041595000Z"}`,
			`{"__REALTIME_TIMESTAMP": "1795304592041595", "_HOSTNAME": "edge1", "PRIORITY": "6", "MESSAGE": "` + q + `"}`,
			text[:len(text)-20],
		} {
			if !check(t, "envelope", s, []string{w}) {
				return
			}
		}
	}
}

// TestBunyanNotification: words, words of the connection and octets are one event.
func TestBunyanNotification(t *testing.T) {
	const head = `"v":0,"name":"slog-rs","level":30,"time":"2026-03-24T20:37:16.1Z","hostname":"h"`
	const debug = `"message_contents":"Notification [ error_code: 2 (Open), error_subcode: 2 (Bad Peer AS), data: [251, 240] ]"`
	const ends = `"connection":"TcpStream { addr: 10.0.4.2:38144, peer: 10.0.4.1:10179, fd: 12 }"`
	text := `{"msg":"sending notification: 2 (Open) / 2 (Bad Peer AS)",` + head + `,` + debug + `,"connection_id":"214cf3d0","connection":"(10.0.4.2:38144, 10.0.4.1:10179)","neighbor":"10.0.4.1"}
{"msg":"sending notification message msg",` + head + `,` + debug + `,` + ends + `}
{"msg":"sending notification message msg with header",` + head + `,"message_contents":"[ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, ff, 0, 17, 3, 2, 2, fb, f0]",` + ends + `}`
	ls := strings.Split(text, "\n")
	evs := Scan(Split(text), Options{})
	if len(evs) != 3 || !evs[1].Same || !evs[2].Same {
		t.Fatalf("%+v", evs)
	}
	const hex = "ffffffffffffffffffffffffffffffff0017030202fbf0"
	if got, w := describe(&evs[0]), want("notification", "10.0.4.1", "sent", 2, 2, []byte{0xfb, 0xf0}, hex, Unknown, 1, 0); got != w {
		t.Errorf("\n got %s\nwant %s", got, w)
	}
	for i, w := range []string{
		want("notification", "10.0.4.1", "sent", 2, 2, []byte{0xfb, 0xf0}, "", Unknown, 1, 0),
		want("notification", "10.0.4.1", "sent", 2, 2, []byte{0xfb, 0xf0}, "", Unknown, 1, 0),
		want("notification", "10.0.4.1", "sent", 2, 2, []byte{0xfb, 0xf0}, hex, Unknown, 1, 0),
	} {
		check(t, "alone", ls[i], []string{w})
	}
	other := strings.ReplaceAll(ls[1], "38144", "38145")
	if evs := Scan(Split(ls[0]+"\n"+other), Options{}); len(evs) != 2 || evs[1].Same {
		t.Errorf("another connection: %+v", evs)
	}
}

func TestMaghemiteRefuses(t *testing.T) {
	for _, s := range []string{
		"sending notification: Cease, administratively down",
		`{"msg":"sending notification to bob","error_code":7}`,
		`{"msg":"sending x","message_contents":"[ff, 0, 1]"}`,
		"| 69 | 2026-01-29T18:50:21.859Z | ERRO | slog-rs (bgp): error sending message via channel to [fe80::1%2]:179 (conn_id: 7414bc91): closed\nneighbor = eth0\n|",
		`{"msg":"recv keepalive message msg from 10.0.4.1:10179 (conn_id: 214cf3d0)","message_contents":"Keepalive"}`,
		`error_code: 6 (Cease), error_subcode: 5`,
		"fsm transition of the pump: see 12 -> 13",
	} {
		check(t, "refuse", s, nil)
	}
}

// TestPrettyValue: looking for what ends a value by its marks finds the same place as looking at each word.
func TestPrettyValue(t *testing.T) {
	each := func(c *Cursor, i, limit int) int {
		end := min(len(c.t), i+limit)
		next := end
		if i < end {
			next = c.lineEnd(i)
		}
		for k := i; k < end; k++ {
			begins := k == next
			if begins {
				next = c.lineEnd(k)
			} else if k == 0 || !isBlank(c.t[k-1]) {
				continue
			}
			if prettyKey(c.t, k) > 0 || c.t[k] == '|' && (k+1 == len(c.t) || isBlank(c.t[k+1])) || begins && !c.wrapped(k) {
				return k
			}
		}
		return end
	}
	words := [...]string{"a", "key", "fsm_state", "x9", " ", " ", " ", "  ", "=", " = ", "=", "|", " | ", "\n", "Word", "a_key_that_is_longer_than_forty_octets_of_a_name", "9x", "{", "\t"}
	r := rand.New(rand.NewSource(1))
	ends := 0
	for range 40000 {
		var b strings.Builder
		for n := r.Intn(14); n > 0; n-- {
			b.WriteString(words[r.Intn(len(words))])
		}
		v := View{Text: b.String()}
		for at := 0; at < len(v.Text); at += 1 + r.Intn(20) {
			v.segs = append(v.segs, seg{at: at, src: at, first: r.Intn(3) > 0})
		}
		c := Cursor{v: &v, t: v.Text}
		i, limit := r.Intn(len(v.Text)+1), 1+r.Intn(60)
		got, want := prettyValue(&c, i, limit), each(&c, i, limit)
		if got != want {
			t.Fatalf("%q from %d, at most %d, lines %v: %d, want %d", v.Text, i, limit, v.segs, got, want)
		}
		if got < min(len(v.Text), i+limit) {
			ends++
		}
	}
	if ends < 1000 {
		t.Error("few values end: ", ends)
	}
}

// TestMaghemiteAmong: lines of others behind a record are no part of its last value, whatever they are.
func TestMaghemiteAmong(t *testing.T) {
	session := readDump(t, "maghemite-pretty", "session.log")
	var records []string
	for _, rec := range strings.Split(session, "\n|\n") {
		if evs := Scan(Split(rec), Options{AllStates: true}); len(evs) == 1 && strings.HasPrefix(rec, "| ") && !strings.Contains(rec, "message via channel") {
			records = append(records, rec)
		}
	}
	if len(records) < 10 {
		t.Fatal("few records: ", len(records))
	}
	others := []string{
		"neighbor 203.0.113.204: sending notification: Header error, unknown message type",
		"Bgp: %BGP-5-ADJCHANGE: peer 10.0.0.174 (VRF default AS 65000) old state Established event RecvNotify new state Idle",
		`["2026-01-01T00:00:03.100",2,"R","NOTIFY",6,"0x0305c0080101",null]`,
		"message_contents = Notification [ error_code: 2 (Open), error_subcode: 2 (Bad Peer AS), data: [251, 240] ]",
	}
	for _, rec := range records {
		alone := Scan(Split(rec), Options{AllStates: true})
		for _, o := range others {
			got := Scan(Split(rec+"\n"+o), Options{AllStates: true})
			if len(got) != 2 || describe(&got[0]) != describe(&alone[0]) || got[0].LineEnd != alone[0].LineEnd {
				t.Errorf("%d events in\n%s\n%s", len(got), rec, o)
				return
			}
		}
	}
}

// TestMaghemiteNot: words about the notifications of others, with nothing of a session beside them.
func TestMaghemiteNot(t *testing.T) {
	for _, text := range []string{
		"\t/* Maximum number of packets to receive before a RX notification */\n\t__le32 rx_max_packets;\n\t/* Maximum number of usecs to delay a RX notification */\n\t__le32 rx_usecs;\n",
		" * the driver counts each rx notification it drops\n",
		"Mar  4 10:05:02 mon1 alertd[44]: failed to send notification: connection timed out\n",
		"rx notification = 4\ntx notification = 5\n",
	} {
		if evs := Scan(Split(text), Options{}); len(evs) != 0 {
			t.Errorf("%+v in\n%s", evs, text)
		}
	}
}
