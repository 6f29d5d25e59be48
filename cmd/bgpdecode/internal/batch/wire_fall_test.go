package batch

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// fallsOf gives the states that a capture's events tell, one a line.
func fallsOf(t *testing.T, text string, opt Options) (falls []string, res Result) {
	t.Helper()
	out, res := run(t, text, opt)
	for line := range strings.Lines(out) {
		var ev struct {
			Kind    string
			Time    time.Time
			Source  struct{ Style string }
			Session struct{ Src, Dst, From, To string }
			Derived struct {
				Reason, Words string
				Params        []struct{ Key, Value string }
				Remarks       []string
			}
			Verdict struct{ Summary string }
		}
		if err := json.Unmarshal([]byte(line), &ev); err != nil {
			t.Fatal(err)
		}
		if ev.Kind != "state" {
			continue
		}
		s := fmt.Sprint(ev.Time.Format("05.00"), " ", ev.Session.Src, " ", ev.Session.From, " ", ev.Derived.Reason, " ", ev.Derived.Words)
		if len(ev.Derived.Params) == 1 {
			s += " " + ev.Derived.Params[0].Value
		}
		if ev.Derived.Remarks != nil {
			s += " (" + ev.Derived.Remarks[0] + ")"
		}
		if ev.Source.Style != "pcap" || ev.Session.To != "Idle" || (ev.Derived.Reason != "") != strings.Contains(ev.Verdict.Summary, "no NOTIFICATION") {
			t.Errorf("%s", line)
		}
		falls = append(falls, s)
	}
	return falls, res
}

// TestWireFalls: sessions that a FIN or RST ends without a NOTIFICATION are events in every form but the timeline, which tells them
// as a part of the course, and causes of the summary.
func TestWireFalls(t *testing.T) {
	const a, b, c, d, e = "10.0.0.1:40000", "10.0.0.2:179", "10.0.0.1:40001", "10.0.0.1:40002", "10.0.0.1:40003"
	w := newWireSim()
	w.up(a, b)
	w.send(b, a, wireRST, nil)
	w.up(c, b)
	w.send(c, b, wireFIN|wireACK, nil)
	w.send(b, c, wireFIN|wireACK, nil)
	w.connect(d, b)
	w.send(d, b, wireACK, wireOpen(64600, 90, "10.0.0.1"))
	w.send(b, d, wireFIN|wireACK, nil)
	w.send(d, b, wireRST, nil)
	w.up(a, b)
	w.send(b, a, wireACK, wireMessage(3, 6, 3))
	w.send(b, a, wireRST, nil)
	w.up(e, b)
	w.seq[[2]netip.AddrPort{netip.MustParseAddrPort(e), netip.MustParseAddrPort(b)}] += 19 // a message that the capture has not
	w.send(e, b, wireFIN|wireACK, nil)
	text := string(w.b)
	got, res := fallsOf(t, text, testOptions())
	want := []string{
		"03.14 10.0.0.2:179 Established peer-closed TCP connection reset (RST) without a NOTIFICATION RST",
		"03.28 10.0.0.1:40001 Established peer-closed TCP connection closed (FIN) without a NOTIFICATION FIN",
		"03.38 10.0.0.2:179 OpenSent  TCP connection closed (FIN) without a NOTIFICATION FIN",
		"03.70 10.0.0.1:40003 Established peer-closed TCP connection closed (FIN) without a NOTIFICATION FIN (19 octets of this connection are missing: a NOTIFICATION may be among them)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if res.Stats.Unparsed != 0 {
		t.Errorf("%+v", res.Stats)
	}
	opt := testOptions()
	opt.Form = Summary(SummaryOptions{Width: 100})
	sum, _ := run(t, text, opt)
	for _, s := range []string{"2 causes, 4 events, 2 peers", "Session down: peer-closed", "3 events, 2 peers (10.0.0.1, 10.0.0.2)", "NOTIFICATION 6/3"} {
		if !strings.Contains(sum, s) {
			t.Errorf("no %q in\n%s", s, sum)
		}
	}
	for name, form := range map[string]Form{"brief": Brief(noStyle, 0), "table": Table(noStyle, 200), "csv": CSV()} {
		opt.Form = form
		if out, _ := run(t, text, opt); strings.Count(out, "NOTIFICATION") < 4 {
			t.Errorf("%s:\n%s", name, out)
		}
	}
}

// TestTsharkJSON: packets that tshark has printed as JSON have times and ends, like those of a capture.
func TestTsharkJSON(t *testing.T) {
	packet := func(second int, src, dst, flags, payload string, seq int) string {
		return fmt.Sprintf(`{"index":{"_index":"packets-2026-01-01","_type":"doc"}}
{"timestamp":"17000000%02[1]d000","layers":{"frame":{"frame_frame_time_epoch":"17000000%02[1]d.000000000"},"ip":{"ip_ip_src":"10.2.2.%[2]s","ip_ip_dst":"10.2.2.%[3]s"},`+
			`"tcp":{"tcp_tcp_srcport":"%[2]s00","tcp_tcp_dstport":"%[3]s00","tcp_tcp_seq":"%[6]d","tcp_tcp_ack":"1","tcp_tcp_flags":"%[4]s","tcp_tcp_payload":"%[5]s"}}}
`, second, src, dst, flags, payload, seq)
	}
	ka, up := fmt.Sprintf("%x", keepalive()), fmt.Sprintf("%x", wireMessage(2, 0, 0, 0, 0))
	text := packet(1, "3", "4", "0x0018", ka, 1) + packet(2, "4", "3", "0x0018", up[:20], 1) + packet(3, "4", "3", "0x0018", up[20:], 11) + packet(4, "3", "4", "0x0014", "", 20)
	out, res := run(t, text, testOptions())
	for _, s := range []string{`"time":"2023-11-14T22:13:23Z"`, `"src":"10.2.2.4:400","dst":"10.2.2.3:300"`, `"type":"UPDATE"`, `"words":"TCP connection reset (RST) without a NOTIFICATION"`, `"style":"tshark-json"`} {
		if !strings.Contains(out, s) {
			t.Errorf("no %s in\n%s", s, out)
		}
	}
	if res.Stats.Messages != 2 || res.Stats.Events != 3 {
		t.Errorf("%+v", res.Stats)
	}
}
