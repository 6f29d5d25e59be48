package report_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with testdata/golden/name, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", path, got)
	}
}

const marker = "ffffffffffffffffffffffffffffffff"

// texts are what people paste: each is read, explained and written.
var texts = []struct{ name, text string }{
	{"flags-partial", "notification msg sent (nbr 192.0.2.1, context 0x40030044 32 bytes, repeated 89 times, code 3/4 (update: attribute flags error) -\n" +
		"0000 0000 ffff ffff ffff ffff ffff ffff ffff ffff 0020 0303 04e0 0708 0003 02ed 5bdc 3f01\n"},
	{"flags-wrong", marker + "001c 03 03 04 80 05 04 00000064"},
	{"elided-path", "Mar  3 10:11:12 edge bgpd[77]: %NOTIFICATION: received from neighbor 203.0.113.9 3/5 (UPDATE Message Error/Attribute Length Error) 3298 bytes 50 02 0c de 02 ff 00 00 0c b9 00 00 00 ae 00 04 00 3e ...\n"},
	{"hold-timer", "Mar  3 10:11:12 edge bgpd[77]: %NOTIFICATION: sent to neighbor 203.0.113.9 4/0 (Hold Timer Expired) 0 bytes\n" +
		"Mar  3 10:11:12 edge bgpd[77]: %ADJCHANGE: neighbor 203.0.113.9 in vrf default Down BGP Notification send\n"},
	{"peer-as", marker + "0017030202fe1400"},
	{"max-prefix", marker + "001c 0306 01 0001 01 000003e8"},
	{"shutdown-escape", marker + "0023 0306 02 0d 1b5d303b6f776e656407e280ae21"},
	{"hard-reset", marker + "0019 0306 09 06 04 00"},
	{"open", marker + "003301045ba000060000000216021401040002000102004104fa56ea02450400010101"},
	{"keepalive", marker + "001304"},
	{"end-of-rib", marker + "00170200000000"},
	{"update", marker + "0046 02 0004 18cb0071 0027 40010100 50020006 0201 0000fbf4 400304c0000201 80040400000064 c00808fbf40064ffffff01 18c63364"},
	{"update-broken", marker + "0046 02 0004 18cb0071 0027 40010104 50020006 0201 00000000 400304c0000201 80040400000064 c00807fbf40064ffffff01 18c63364"},
	{"refresh", marker + "0017 05 0002 00 01"},
	{"unknown-type", marker + "0016 63 abcdef"},
	{"attributes", "40 01 01 00 40 02 0a 02 02 00 00 fb f4 00 01 00 00 40 03 04 c0 00 02 01"},
	{"tie", marker + "0035 02 0000 001a 40010100 4002 0c 0201fc00 0103 0201 fc01fc02 400304c0000201 18c63364"},
	{"missing-octets", marker + "0045 02 0000 002a 40010100 4002 0a 0202 0000fbf4"},
	{"huawei", "Mar 3 2026 10:11:12 HUAWEI %%01BGP/3/STATE_CHG_UPDOWN(l)[0]:The status of the peer 10.1.1.2 changed from ESTABLISHED to IDLE. (InstanceName=Public, StateChangeReason=CEASE_CONNECTION_REJECT)\n"},
	{"state-interface", "BGP/2/HWBACKWARD:OID 1.3.6.1.4.1.2011.5.25.177.1.3.10 BGP went back. (PeerRemoteAddr=192.0.2.8, InterfaceIndex=5, PeerLastError=35, PeerState=1, PeerUnavaiReason=6, InstanceName=red, InterfaceName=GE0/1/0)\n"},
	{"state-threshold", "BGP/2/ROUTETHRESHOLDEXCEED:OID 1.3.6.1.4.1.2011.5.25.177.1.3.1 Many. (InstanceId=0, Afi=1, Safi=1, PeerType=1, PeerRemoteAddr=192.0.2.8, MaxRouteNum=1000, AlarmThreshold=75)\n"},
	{"state-two-lines", "Mar  3 10:11:12 r1 %BGP-5-NBR_RESET: Neighbor 192.0.2.7 reset (Interface flap)\nMar  3 10:11:12 r1 %BGP-5-ADJCHANGE: neighbor 192.0.2.7 Down Interface flap\n"},
	{"state-template", "BGP/2/BACKWARD:OID [oid] The FSM moves. (BgpPeerRemoteAddr=[ipaddr], BgpPeerLastError=[octet], BgpPeerState=[integer])\n"},
}

// reports builds the reports of a text.
func reports(t testing.TB, text string) []*report.Report {
	t.Helper()
	var b report.Builder
	evs := dump.Read(text, dump.Options{Log: logline.Options{Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}})
	var out []*report.Report
	for i := range evs {
		out = append(out, b.Build(&evs[i], report.Options{SourceName: "args"}))
	}
	return out
}

func TestGolden(t *testing.T) {
	s := strict(t)
	for _, tc := range texts {
		t.Run(tc.name, func(t *testing.T) {
			var jsonl, brief bytes.Buffer
			pages := map[int]*bytes.Buffer{80: {}, 100: {}}
			for _, r := range reports(t, tc.text) {
				line := report.AppendJSON(nil, r, report.JSONOptions{})
				s.check(t, line)
				s.check(t, report.AppendJSON(nil, r, report.JSONOptions{Fields: true}))
				if err := json.Indent(&jsonl, line, "", "  "); err != nil {
					t.Fatal(err)
				}
				jsonl.WriteByte('\n')
				if err := report.Brief(&brief, r, tree.Style{}, 0); err != nil {
					t.Fatal(err)
				}
				for width, page := range pages {
					if page.Len() > 0 {
						page.WriteByte('\n')
					}
					var one bytes.Buffer
					if err := report.Text(&one, r, tree.Style{}, report.TextOptions{Width: width}); err != nil {
						t.Fatal(err)
					}
					checkPage(t, one.String(), width)
					page.Write(one.Bytes())
				}
			}
			checkPage(t, brief.String(), 1<<30)
			golden(t, tc.name+".json", jsonl.Bytes())
			golden(t, tc.name+".brief", brief.Bytes())
			golden(t, tc.name+".80", pages[80].Bytes())
			golden(t, tc.name+".100", pages[100].Bytes())
		})
	}
}

// look marks each role so that a reader of the golden file sees it.
func look() (st tree.Style) {
	for r := 1; r < tree.Roles; r++ {
		st.Open[r], st.Close[r] = "{"+tree.Role(r).String()+" ", "}"
	}
	return st
}

func TestColour(t *testing.T) {
	var b bytes.Buffer
	if err := report.Text(&b, reports(t, texts[0].text)[0], look(), report.TextOptions{Width: 80, Answer: true, Hex: true, Tree: true, Details: true}); err != nil {
		t.Fatal(err)
	}
	golden(t, "colour", b.Bytes())
}

func TestBriefWidth(t *testing.T) {
	for _, tc := range texts {
		for _, r := range reports(t, tc.text) {
			for _, width := range []int{40, 80} {
				var b bytes.Buffer
				if err := report.Brief(&b, r, tree.Style{}, width); err != nil {
					t.Fatal(err)
				}
				checkPage(t, b.String(), width)
				if n := strings.Count(b.String(), "\n"); n != 1 {
					t.Errorf("%s: %d lines", tc.name, n)
				}
			}
		}
	}
}

// event makes an event as package dump does for octets without a log line.
func event(piece codec.Piece, octets []byte) *dump.Event {
	ev := &dump.Event{SameAs: -1, Piece: piece, Octets: octets}
	ev.Code, ev.Subcode, ev.Declared, ev.MessageType = logline.Unknown, logline.Unknown, logline.Unknown, logline.Unknown
	ev.Event.Kind = logline.KindMessage
	if piece != codec.PieceMessage {
		ev.Kind = dump.KindFragment
	}
	return ev
}

func build(ev *dump.Event, opt report.Options) *report.Report {
	var b report.Builder
	return b.Build(ev, opt)
}

// member gives a member of a report's JSON by path, nil if there is none.
func member(t testing.TB, r *report.Report, path ...string) any {
	t.Helper()
	v, err := parse(report.AppendJSON(nil, r, report.JSONOptions{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

func TestWordsOnly(t *testing.T) {
	ev := event(codec.PieceMessage, nil)
	ev.Event.Kind, ev.Code, ev.Subcode = logline.KindNotification, 6, 2
	r := build(ev, report.Options{})
	if got := member(t, r, "notification", "subcode_name"); got != "Administrative Shutdown" {
		t.Errorf("subcode_name is %v", got)
	}
	if got := member(t, r, "notification", "data"); got != nil {
		t.Errorf("data is %v, the words do not tell", got)
	}
	ev.DataKnown = true
	if got := member(t, build(ev, report.Options{}), "notification", "data"); got != "" {
		t.Errorf("data is %v, the words say that it is empty", got)
	}
	ev.Text, ev.HasText = "bye\x1b[2J", true
	if got := member(t, build(ev, report.Options{}), "notification", "communication"); got != "bye\x1b[2J" {
		t.Errorf("communication is %v", got)
	}
	ev.HardReset = true
	r = build(ev, report.Options{})
	if got := member(t, r, "notification", "hard_reset", "subcode"); got != json.Number("2") {
		t.Errorf("the inner subcode is %v", got)
	}
	if got := member(t, r, "notification", "subcode"); got != json.Number("2") {
		t.Errorf("the subcode is %v, want the one that the line prints", got)
	}
}

func TestContractDetails(t *testing.T) {
	ev := event(codec.PieceMessage, nil)
	ev.Kind, ev.Event.Kind, ev.From, ev.To = dump.KindState, logline.KindState, "Established", "Idle"
	ev.Code, ev.Subcode, ev.Index, ev.SameAs = 2, 2, 4, 1
	ev.LocalAS, ev.PeerAS, ev.Peer, ev.Repeat = 64500, 64500, "2001:db8::1%eth0", 1
	ev.Time = time.Date(2026, 3, 3, 10, 11, 12, 345000000, time.FixedZone("", 3600))
	r := build(ev, report.Options{SourceName: "log", IDPrefix: "x"})
	for path, want := range map[string]any{
		"id":                "x5",
		"kind":              "state",
		"time":              "2026-03-03T10:11:12.345+01:00",
		"session.peer":      "2001:db8::1%eth0",
		"session.from":      "Established",
		"session.peer_kind": "ibgp",
		"notification.code": json.Number("2"),
		"repeated":          nil,
		"raw":               nil,
		"type":              nil,
	} {
		if got := member(t, r, strings.Split(path, ".")...); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	if line := string(report.AppendJSON(nil, r, report.JSONOptions{})); !strings.Contains(line, `"links":[{"rel":"same-event","id":"x2"}]`) {
		t.Errorf("no link in %s", line)
	}
}

func TestOptionsFillWhatTheTextLacks(t *testing.T) {
	b, _ := hex.DecodeString(marker + "00170300" + "02fe14")
	r := build(event(codec.PieceMessage, b), report.Options{Direction: logline.DirReceived, PeerKind: codec.PeerConfed, PeerAS: 4200000000})
	if got := member(t, r, "session", "direction"); got != "received" {
		t.Errorf("direction is %v", got)
	}
	if got := member(t, r, "session", "peer_kind"); got != "confed" {
		t.Errorf("peer_kind is %v", got)
	}
	if got := member(t, r, "session", "peer_as"); got != json.Number("4200000000") {
		t.Errorf("peer_as is %v", got)
	}
}

// TestReportOwnsItsOctets: a report outlives the buffer and the builder that it came from.
func TestReportOwnsItsOctets(t *testing.T) {
	b, _ := hex.DecodeString(marker + "0020030304e00708000302ed5bdc3f01")
	ev := event(codec.PieceMessage, b)
	var bd report.Builder
	r := bd.Build(ev, report.Options{})
	want := string(tree.AppendValue(nil, r.Tree))
	bd.Build(event(codec.PieceAttributes, []byte{0x40, 1, 1, 0}), report.Options{})
	clear(b)
	if got := string(tree.AppendValue(nil, r.Tree)); got != want {
		t.Errorf("the tree changed to %s", got)
	}
}

func TestJSONDoesNotAllocate(t *testing.T) {
	r := reports(t, texts[0].text)[0]
	r.Explanation.RFC.RFC4271.Data = r.Tree.Bytes
	var buf []byte
	run := func() { buf = report.AppendJSON(buf[:0], r, report.JSONOptions{Fields: true}) }
	run()
	if n := testing.AllocsPerRun(50, run); n != 0 {
		t.Errorf("writing allocates %v times", n)
	}
}

func TestKeyOrder(t *testing.T) {
	var at []int
	line := string(report.AppendJSON(nil, reports(t, texts[0].text)[0], report.JSONOptions{Fields: true}))
	for _, k := range []string{"v", "kind", "id", "source", "session", "repeated", "raw", "declared_length", "type", "notification", "as_width", "derived", "rfc", "verdict", "fields"} {
		at = append(at, strings.Index(line, `"`+k+`":`))
	}
	for i := 1; i < len(at); i++ {
		if at[i] <= at[i-1] {
			t.Errorf("key %d stands at %d, the one before at %d: %s", i, at[i], at[i-1], line)
		}
	}
}
