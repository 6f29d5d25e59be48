package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/timeline"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

var updateTimelines = flag.Bool("update-timelines", false, "rewrite testdata/logs/timeline/*.timeline")

// timelineLogs are the samples, one for each daemon.
func timelineLogs(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("../../../../testdata/logs/timeline/*.log")
	if err != nil || len(names) < 8 {
		t.Fatal(len(names), err)
	}
	return names
}

func timelineText(t testing.TB, text string, change func(*Options)) string {
	t.Helper()
	opt := testOptions()
	opt.Form = Timeline(tree.Style{}, 110)
	if change != nil {
		change(&opt)
	}
	out, _ := run(t, text, opt)
	return out
}

// TestNarrow: timelines and tables of 40 columns say the same as wide ones, and no line is longer.
func TestNarrow(t *testing.T) {
	var all strings.Builder
	for _, name := range timelineLogs(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
		squash := func(width int) string {
			out := timelineText(t, string(text), func(o *Options) { o.Form = Timeline(tree.Style{}, width) })
			rows := 0
			for _, l := range strings.Split(out, "\n") {
				if n := len([]rune(l)); n > width {
					t.Errorf("%s: %d columns: %q", name, n, l)
				}
				if strings.HasPrefix(l, strings.Repeat(" ", 12)) && width < 60 && !strings.Contains(l[:min(len(l), 24)], "·") && !strings.ContainsAny(l[:min(len(l), 24)], "→←") {
					rows++
				}
			}
			if rows > 0 {
				t.Errorf("%s: %d lines go on in the middle of the page", name, rows)
			}
			return strings.Join(strings.Fields(strings.ReplaceAll(out, "·", "")), "")
		}
		if a, b := squash(40), squash(69); a != b {
			t.Errorf("%s: other words in 40 columns", name)
		}
	}
	out, _ := run(t, yearless("Nov 21 23:43:12")+all.String(), func() Options { o := testOptions(); o.Form = Table(tree.Style{}, 40); return o }())
	if !strings.Contains(out, "4/0 Hold") {
		t.Errorf("no code in a table of 40 columns:\n%s", out)
	}
	for _, l := range strings.Split(out, "\n") {
		if len([]rune(l)) > 40 {
			t.Errorf("longer than 40 columns: %q", l)
		}
	}
}

// TestTimelines: the timelines of the samples, whatever the blocks and the number of workers.
func TestTimelines(t *testing.T) {
	for _, name := range timelineLogs(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := timelineText(t, string(text), nil)
		golden := strings.TrimSuffix(name, ".log") + ".timeline"
		if *updateTimelines {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		other := timelineText(t, string(text), func(o *Options) { o.Jobs, o.Block, o.Chunk = 4, 700, 16384 })
		if other != got {
			t.Errorf("%s: another timeline with small blocks and several workers:\n%s", name, other)
		}
		for i, l := range strings.Split(got, "\n") {
			if n := len([]rune(l)); n > 110 {
				t.Errorf("%s, line %d has %d columns", golden, i+1, n)
			}
		}
	}
}

// TestTransitionsAreAsked: the lines of a session's course are no events of other forms.
func TestTransitionsAreAsked(t *testing.T) {
	for _, name := range timelineLogs(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out, _ := run(t, string(text), testOptions())
		if strings.Contains(out, `"step"`) || strings.Contains(out, `"style":"transition"`) {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// findingIDs gives the ids of the findings of all sessions, sorted.
func findingIDs(t testing.TB, text string) []string {
	t.Helper()
	var ids []string
	for _, o := range lineObjects(t, text, TimelineJSONL()) {
		if o["kind"] != "summary" {
			continue
		}
		list, _ := o["findings"].([]any)
		for _, f := range list {
			ids = append(ids, f.(map[string]any)["id"].(string))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func lineObjects(t testing.TB, text string, form Form) []map[string]any {
	t.Helper()
	opt := testOptions()
	opt.Form = form
	out, _ := run(t, text, opt)
	var list []map[string]any
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		if l == "" {
			continue
		}
		var o map[string]any
		if err := json.Unmarshal([]byte(l), &o); err != nil {
			t.Fatalf("%v: %s", err, l)
		}
		list = append(list, o)
	}
	return list
}

// TestSeedTimeline: the log of two routers under one name shows what went wrong there.
func TestSeedTimeline(t *testing.T) {
	text, err := os.ReadFile("../../../../testdata/logs/timeline/maghemite.log")
	if err != nil {
		t.Fatal(err)
	}
	ids := findingIDs(t, string(text))
	for _, want := range []string{"notification-on-wrong-connection", "notification-not-delivered", "fsm-error-subcode", "stale-connection-moves-fsm",
		"state-of-other-connection", "connected-to-itself", "open-ignored"} {
		if !slices.Contains(ids, want) {
			t.Errorf("no %s in %v", want, ids)
		}
	}
	if slices.Contains(ids, "transition-not-in-rfc") {
		t.Error(ids)
	}
}

// TestTimelineJSON: each object keeps to the published schema.
func TestTimelineJSON(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	named := doc.(map[string]any)["properties"].(map[string]any)
	kinds := map[string]int{}
	for _, name := range timelineLogs(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range lineObjects(t, string(text), TimelineJSONL()) {
			if err := s.Validate(o); err != nil {
				t.Errorf("%s: %v: %v", name, o, err)
			}
			for k := range o {
				if named[k] == nil {
					t.Errorf("key %q is not in the schema", k)
				}
			}
			for _, k := range []string{"step", "timeline", "negotiated"} {
				at, _ := named[k].(map[string]any)
				v, _ := o[k].(map[string]any)
				for key := range v {
					if at["properties"].(map[string]any)[key] == nil {
						t.Errorf("key %q of %q is not in the schema", key, k)
					}
				}
			}
			kinds[o["kind"].(string)]++
		}
	}
	if kinds["state"] < 100 || kinds["negotiated"] < 5 || kinds["summary"] < 8 {
		t.Error(kinds)
	}
}

// TestTimelinePeers: --peer chooses sessions, by name or by address, although not every line names its peer.
func TestTimelinePeers(t *testing.T) {
	text, err := os.ReadFile("../../../../testdata/logs/timeline/maghemite.log")
	if err != nil {
		t.Fatal(err)
	}
	all := timelineText(t, string(text), nil)
	for _, tc := range []struct {
		peer  string
		lines int // sessions
	}{{"up0", 1}, {"up1", 1}, {"up2", 0}, {"fe80::5:2", 2}, {"192.0.2.0/24", 0}} {
		got := timelineText(t, string(text), func(o *Options) { o.Filter.Peers = []string{tc.peer} })
		if n := strings.Count(got, "── up"); n != tc.lines {
			t.Errorf("%s: %d sessions:\n%s", tc.peer, n, got)
		}
		if tc.lines == 1 && !strings.Contains(all, got) {
			t.Errorf("%s: the session looks different when it is chosen:\n%s", tc.peer, got)
		}
	}
}

// TestTimelineOfSeveralFiles: the logs of one device are put into the order of time.
func TestTimelineOfSeveralFiles(t *testing.T) {
	text, err := os.ReadFile("../../../../testdata/logs/timeline/frr.log")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	dir := t.TempDir()
	half := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, " 08:00:30 ") }) // within one second nobody knows
	older, newer := filepath.Join(dir, "bgpd.log.1"), filepath.Join(dir, "bgpd.log")
	whole := filepath.Join(t.TempDir(), "bgpd.log")
	for name, part := range map[string][]string{older: lines[:half], newer: lines[half:], whole: lines} {
		if err := os.WriteFile(name, []byte(strings.Join(part, "")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	show := func(names ...string) string {
		opt := testOptions()
		opt.Form = Timeline(tree.Style{}, 100)
		var out bytes.Buffer
		if _, err := Run(context.Background(), &out, names, opt); err != nil {
			t.Fatal(err)
		}
		return withoutLineNumbers(out.String())
	}
	if got, want := show(newer, older), show(whole); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// withoutLineNumbers drops "(line 12)" and what wrapping makes of it.
func withoutLineNumbers(s string) string {
	words := strings.Fields(s)
	var out []string
	for i := 0; i < len(words); i++ {
		if words[i] == "(line" {
			i++
			continue
		}
		out = append(out, words[i])
	}
	return strings.Join(out, " ")
}

// TestLabTimelines: logs of FRR 8.4 and BIRD 2.0 that talked to each other: holds that ran out, an operator's stop and
// reset. FRR tells the end of a connection before the NOTIFICATION that came with it, and has a second machine for each
// connection of the peer; BIRD's other protocols log like sessions do.
func TestLabTimelines(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"frr-lab":  {"hold-timer-expired": 2, "never-connected": 1, "flapping": 1, "closed-without-notification": 1},
		"bird-lab": {"hold-timer-expired": 1, "flapping": 1, "open-not-answered": 1},
	} {
		text, err := os.ReadFile("../../../../testdata/logs/timeline/" + name + ".log")
		if err != nil {
			t.Fatal(err)
		}
		sessions, found := 0, map[string]int{}
		for _, o := range lineObjects(t, string(text), TimelineJSONL()) {
			if o["kind"] != "summary" {
				continue
			}
			sessions++
			list, _ := o["findings"].([]any)
			for _, f := range list {
				found[f.(map[string]any)["id"].(string)]++
			}
			if ended := fmt.Sprint(o["timeline"].(map[string]any)["ended"]); strings.Contains(ended, "Hold_Timer_expired") {
				t.Errorf("%s: ended by %s, which a NOTIFICATION says", name, ended)
			}
		}
		if sessions != 1 || fmt.Sprint(found) != fmt.Sprint(want) {
			t.Errorf("%s: %d sessions, findings %v, wanted %v", name, sessions, found, want)
		}
	}
}

// TestTimelineToldTwice: a line that tells in other words what has just been told is no gap and no connection of its own.
func TestTimelineToldTwice(t *testing.T) {
	for name, text := range map[string]string{
		"FRR, ADJCHANGE between two lines of the machine": `2026/11/20 10:00:00 BGP: [X1] 203.0.113.9 [FSM] TCP_connection_open (Connect->OpenSent), fd 24
2026/11/20 10:00:00 BGP: [X1] 203.0.113.9 [FSM] Receive_OPEN_message (OpenSent->OpenConfirm), fd 24
2026/11/20 10:00:00 BGP: [X1] 203.0.113.9 [FSM] Receive_KEEPALIVE_message (OpenConfirm->Established), fd 24
2026/11/20 10:03:30 BGP: [X1] 203.0.113.9 [FSM] Receive_NOTIFICATION_message (Established->Clearing), fd 24
2026/11/20 10:03:30 BGP: [X2] %ADJCHANGE: neighbor 203.0.113.9(Unknown) in vrf default Down BGP Notification received
2026/11/20 10:03:30 BGP: [X3] 203.0.113.9 went from Established to Clearing
2026/11/20 10:03:30 BGP: [X1] 203.0.113.9 [FSM] Clearing_Completed (Clearing->Idle), fd -1
`,
		"IOS, the refused OPEN in octets": `Nov 20 10:00:00.124: BGP: 198.51.100.2 open active, local address 198.51.100.1
Nov 20 10:00:00.141: BGP: 198.51.100.2 active went from Active to OpenSent
Nov 20 10:00:00.142: BGP: 198.51.100.2 active sending OPEN, version 4, my as: 65001, holdtime 180 seconds, ID C6336401
Nov 20 10:00:00.201: BGP: 198.51.100.2 active rcv OPEN, version 4, holdtime 180 seconds
Nov 20 10:00:00.203: %BGP-3-NOTIFICATION: sent to neighbor 198.51.100.2 active 2/2 (peer in wrong AS) 2 bytes FE4B
Nov 20 10:00:00.204: BGP: 198.51.100.2 active went from OpenSent to Closing
Nov 20 10:00:00.205: %BGP-4-MSGDUMP: unsupported or mal-formatted message received from 198.51.100.2: 
FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0039 0104 FE4B 00B4 C633 6402 1C02 0601 
0400 0100 0102 0280 0002 0202 0002 0641 0400 00FE 4B02 0246 00
Nov 20 10:00:02.500: BGP: 198.51.100.2 active went from Closing to Idle
`,
	} {
		sessions := 0
		for _, o := range lineObjects(t, text, TimelineJSONL()) {
			if o["kind"] != "summary" {
				continue
			}
			sessions++
			if n := o["timeline"].(map[string]any)["connections"].(float64); n != 1 {
				t.Errorf("%s: %v connections", name, n)
			}
			if got := fmt.Sprint(o["findings"]); strings.Contains(got, "transition-gap") {
				t.Errorf("%s: %s", name, got)
			}
		}
		if sessions != 1 {
			t.Errorf("%s: %d sessions", name, sessions)
		}
	}
}

// TestTimelineLateNotification: a NOTIFICATION says best what ended a session, also where a device tells of it last.
func TestTimelineLateNotification(t *testing.T) {
	const up = `2026/11/20 10:00:00 BGP: [X1] 203.0.113.9 [FSM] TCP_connection_open (Connect->OpenSent), fd 24
2026/11/20 10:00:00 BGP: [X1] 203.0.113.9 [FSM] Receive_OPEN_message (OpenSent->OpenConfirm), fd 24
2026/11/20 10:00:00 BGP: [X1] 203.0.113.9 [FSM] Receive_KEEPALIVE_message (OpenConfirm->Established), fd 24
`
	closed := "2026/11/20 10:03:30 BGP: [X4] 203.0.113.9 [Event] BGP connection closed fd 24\n"
	falls := "2026/11/20 10:03:30 BGP: [X1] 203.0.113.9 [FSM] TCP_connection_closed (Established->Clearing), fd 24\n"
	notified := "2026/11/20 10:03:30 BGP: [X5] %NOTIFICATION: received from neighbor 203.0.113.9 6/2 (Cease/Administrative Shutdown) 0 bytes \n"
	for _, text := range []string{closed + falls + notified, closed + notified + falls, falls + closed + notified, falls + notified + closed, notified + closed + falls, notified + falls + closed} {
		sessions := 0
		for _, o := range lineObjects(t, up+text, TimelineJSONL()) {
			if o["kind"] != "summary" {
				continue
			}
			sessions++
			if ended := fmt.Sprint(o["timeline"].(map[string]any)["ended"]); ended != "[NOTIFICATION 6/2 (Cease / Administrative Shutdown) received]" {
				t.Errorf("ended by %s\n%s", ended, text)
			}
			if found := fmt.Sprint(o["findings"]); strings.Contains(found, "closed-without-notification") {
				t.Errorf("%s\n%s", found, text)
			}
		}
		if sessions != 1 {
			t.Errorf("%d sessions\n%s", sessions, text)
		}
	}
}

// TestTimelineFallInLine: where the line of a NOTIFICATION tells the end of the session too, no other line has to.
func TestTimelineFallInLine(t *testing.T) {
	const exa = "exabgp: 4353   network       "
	for _, text := range []string{
		exa + "Connected to peer neighbor 192.0.2.2 local-ip 192.0.2.1 local-as 64500 peer-as 64501 router-id 192.0.2.1 family-allowed in-open (out)\n" +
			exa + "Peer       192.0.2.2 ASN 64501    out loop, peer reset, message [notification received (6,2)] error[Cease / Administrative Shutdown]\n",
		"2026 Mar  9 0N:00:01 leaf1 %BGP-5-ADJCHANGE:  bgp-64496 [8123] (default) neighbor 192.0.2.2 Up\n" +
			"2026 Mar  9 0N:01:01 leaf1 %BGP-5-ADJCHANGE:  bgp-64496 [8123] (default) neighbor 192.0.2.2 Down - recv:  administratively shutdown\n",
	} {
		for n := 1; n <= 2; n++ {
			all := ""
			for i := range n {
				all += strings.ReplaceAll(text, "0N:", fmt.Sprintf("0%d:", i))
			}
			out := timelineText(t, all, nil)
			if got := strings.Count(out, "Established → Idle"); got != n || !strings.Contains(out, "Ended: NOTIFICATION 6/2") || strings.Contains(out, "end of the input") {
				t.Errorf("%d falls of %d:\n%s", got, n, out)
			}
		}
	}
}

// TestFallStep: the session that a NOTIFICATION ends was up, but for errors that come before a session is.
func TestFallStep(t *testing.T) {
	for _, tc := range []struct {
		code registry.ErrorCode
		sub  uint8
		from string
	}{
		{registry.ErrOpen, 2, ""},
		{registry.ErrUpdate, 5, "Established"},
		{registry.ErrHoldTimer, 0, "Established"},
		{registry.ErrFSM, registry.SubUnexpectedInOpenSent, ""},
		{registry.ErrFSM, registry.SubUnexpectedInOpenConfirm, ""},
		{registry.ErrFSM, registry.SubUnexpectedInEstablished, "Established"},
		{registry.ErrCease, registry.SubConnectionRejected, ""},
		{registry.ErrCease, registry.SubConnectionCollision, ""},
		{registry.ErrCease, registry.SubAdministrativeShutdown, "Established"},
	} {
		ev := &dump.Event{}
		ev.Falls = true
		st := timeline.Step{What: logline.StepMessage, Code: int(tc.code), Sub: int(tc.sub)}
		if f, ok := fallStep(ev, &st); !ok || f.From != tc.from || f.To != "Idle" || f.Code != -1 {
			t.Errorf("%d/%d: %+v, %v", tc.code, tc.sub, f, ok)
		}
	}
}
