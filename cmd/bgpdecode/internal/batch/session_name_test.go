package batch

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/redact"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// birdNames makes names of protocols and a log in which each falls some times.
func birdNames(r *rand.Rand) (names []string, text string) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	for range 3 {
		b := make([]byte, 6+r.IntN(10))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		names = append(names, string(b))
	}
	var sb strings.Builder
	for i := range 9 {
		fmt.Fprintf(&sb, "2026-07-01 10:%02d:00 <RMT> %s: Received: Administrative reset\n", i, names[i%3])
	}
	return names, sb.String()
}

// TestSessionName: where a log gives no address of the peer, the device's name for the session tells sessions apart in
// every form, and can be asked for; it goes when names are replaced.
func TestSessionName(t *testing.T) {
	for seed := range uint64(8) {
		names, text := birdNames(rand.New(rand.NewPCG(seed, 1)))
		with := func(f Form, change func(*Options)) string {
			opt := testOptions()
			opt.Form = f
			if change != nil {
				change(&opt)
			}
			out, _ := run(t, text, opt)
			return out
		}
		forms := map[string]func() Form{
			"jsonl": func() Form { return JSONL(false) }, "csv": CSV, "brief": func() Form { return Brief(tree.Style{}, 200) },
			"table": func() Form { return Table(tree.Style{}, 200) }, "timeline": func() Form { return Timeline(tree.Style{}, 200) },
			"summary": func() Form { return Summary(SummaryOptions{Width: 200}) },
		}
		for form, f := range forms {
			all := with(f(), nil)
			one := with(f(), func(o *Options) { o.Filter.Peers = []string{strings.ToUpper(names[1])} })
			hidden := with(f(), func(o *Options) { o.Redact = redact.New("k") })
			for i, n := range names {
				if !strings.Contains(all, n) {
					t.Errorf("%s does not name %s:\n%s", form, n, all)
				}
				if strings.Contains(one, n) != (i == 1) {
					t.Errorf("%s of one peer, %s:\n%s", form, n, one)
				}
				if strings.Contains(hidden, n) {
					t.Errorf("%s still names %s:\n%s", form, n, hidden)
				}
			}
		}
		if s := with(forms["summary"](), nil); !strings.Contains(s, "9 events, 3 peers") || strings.Count(s, ": 3 downs in 6 min") != 3 {
			t.Error(s)
		}
		for i, l := range slices.Collect(strings.Lines(with(JSONL(false), nil))) {
			var ev struct {
				Session struct{ Peer, Name string }
			}
			if err := json.Unmarshal([]byte(l), &ev); err != nil || ev.Session.Peer != "" || ev.Session.Name != names[i%3] {
				t.Error(err, l)
			}
		}
	}
}

// TestTimelineHasWhatBIRDReceived: a NOTIFICATION of a log that names protocols is a step of that session.
func TestTimelineHasWhatBIRDReceived(t *testing.T) {
	const head = "2026-03-04 10:00:00.004 <TRACE> up1: Sending OPEN(ver=4,as=65001,hold=240,id=0a480001)\n" +
		"2026-03-04 10:00:00.005 <TRACE> up1: Got OPEN(as=65002,hold=90,id=10.72.0.2)\n2026-03-04 10:00:00.008 <TRACE> up1: BGP session established\n"
	for line, want := range map[string]string{
		"<RMT> up1: Received: Invalid attribute length: 800405000000000900": "← NOTIFICATION 3/5",
		"<RMT> up1: Received: Administrative shutdown":                      "← NOTIFICATION 6/2",
		"<RMT> up1: Error: Invalid NEXT_HOP attribute":                      "→ NOTIFICATION 3/8",
	} {
		got := timelineText(t, head+"2026-03-04 10:05:00.008 "+line+"\n2026-03-04 10:05:00.009 <TRACE> up1: BGP session closed\n", nil)
		if !strings.Contains(got, want) || strings.Count(got, "── ") != 1 {
			t.Errorf("%s:\n%s", line, got)
		}
	}
	// One that comes later is of a connection that nothing was told of.
	got := timelineText(t, head+"2026-03-04 10:05:00 <RMT> up1: Received: Administrative reset\n2026-03-04 10:05:00 <TRACE> up1: BGP session closed\n"+
		"2026-03-04 10:06:30 <RMT> up1: Error: Hold timer expired\n", nil)
	if strings.Contains(got, "not answered") || strings.Contains(got, "a fault of its timer") || !strings.Contains(got, "#2   → NOTIFICATION 4/0") {
		t.Error(got)
	}
}

// TestTimelineOfFRRsStateMachine: the events of FRR's state machine are steps, told once.
func TestTimelineOfFRRsStateMachine(t *testing.T) {
	for _, fd := range []string{", fd -1", ", fd 26"} {
		got := timelineText(t, "2026/03/04 10:00:00.000001 BGP: 10.70.0.2 [FSM] BGP_Start (Idle->Connect)"+fd+"\n"+
			"2026/03/04 10:00:01.000001 BGP: 10.70.0.2 [FSM] Receive_KEEPALIVE_message (OpenConfirm->Established)"+fd+"\n"+
			"2026/03/04 10:00:01.000002 BGP: 10.70.0.2 went from OpenConfirm to Established\n"+
			"2026/03/04 10:03:01.000001 BGP: 10.70.0.2(r2) [FSM] KeepAlive_timer_expired (Established->Established)"+fd+"\n"+
			"2026/03/04 10:05:01.000001 BGP: 10.70.0.2(r2) [FSM] Hold_Timer_expired (Established->Clearing)"+fd+"\n", nil)
		for want, n := range map[string]int{"Idle → Connect (BGP_Start)": 1, "OpenConfirm → Established": 1, "Established → Clearing (Hold_Timer_expired)": 1, "KeepAlive_timer": 0} {
			if strings.Count(got, want) != n {
				t.Errorf("%d times %s in\n%s", strings.Count(got, want), want, got)
			}
		}
	}
}

// TestTimelineSaysWhatWasRefused: a NOTIFICATION that complains of a message is something wrong, and one about the AS
// number is told with that of the OPEN.
func TestTimelineSaysWhatWasRefused(t *testing.T) {
	for as, want := range map[string]string{"65009": "it says AS 65009", "4200000111": "it says AS 4200000111"} {
		got := timelineText(t, "2026/03/04 10:00:00.02 BGP: 10.70.0.2 sending OPEN, version 4, my as 65001, holdtime 90, id 10.70.0.1\n"+
			"2026/03/04 10:00:00.03 BGP: 10.70.0.2 rcv OPEN, version 4, remote-as (in open) "+as+", holdtime 90, id 10.70.0.2\n"+
			"2026/03/04 10:00:00.05 BGP: %NOTIFICATION: sent to neighbor 10.70.0.2 2/2 (OPEN Message Error/Bad Peer AS) 2 bytes fd f1\n", nil)
		if !strings.Contains(unwrapped(got), want) || !strings.Contains(unwrapped(got), "bad-peer-as") || !strings.Contains(unwrapped(got), "To act: both sides") {
			t.Error(got)
		}
	}
	for code, want := range map[string]string{
		"3/5 (UPDATE Message Error/Attribute Length Error)": "message-refused: this side refused an UPDATE of the peer", "6/2 (Cease/Administrative Shutdown)": "nothing that these lines show",
	} {
		got := timelineText(t, "2026/03/04 10:00:00.05 BGP: %NOTIFICATION: sent to neighbor 10.70.0.2 "+code+" 0 bytes\n", nil)
		if !strings.Contains(unwrapped(got), want) {
			t.Error(got)
		}
	}
}

func unwrapped(s string) string { return strings.Join(strings.Fields(s), " ") }
