package dump

import "testing"

// TestExaBGPLog: of a session at debug level ExaBGP logs the octets of what it sends in a line, of what it receives in
// two, and a NOTIFICATION in two more lines. Each message is one event, whatever tells it again.
func TestExaBGPLog(t *testing.T) {
	const head = "FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF "
	evs := Read(`
08:16:48 | 4428   | incoming-1      | sending TCP payload (  19) `+head+`0013 04
08:16:48 | 4428   | incoming-1      | received complete TCP payload (  19) `+head+`0013 04
08:16:49 | 4428   | incoming-1      | received complete TCP payload (  19) `+head+`0017 05
08:16:49 | 4428   | incoming-1      | received complete TCP payload (   4) 0001 0001
08:16:50 | 4428   | incoming-1      | sending TCP payload (  21) `+head+`0015 0304 00
08:16:50 | 4428   | incoming-1      | >> NOTIFICATION (4,0,"")
08:16:50 | 4428   | incoming-1      | peer reset, message [notification sent (4,0)] error[Hold timer expired / Unspecific]
`, Options{})
	want := []struct {
		octets int
		same   bool
	}{{19, false}, {19, false}, {23, false}, {21, false}, {0, true}, {0, true}}
	if len(evs) != len(want) {
		t.Fatalf("%d events, want %d: %+v", len(evs), len(want), evs)
	}
	for i, w := range want {
		if n := len(evs[i].Octets); w.octets != 0 && n != w.octets {
			t.Errorf("event %d has %d octets, want %d", i, n, w.octets)
		}
		if same := evs[i].SameAs >= 0; same != w.same {
			t.Errorf("event %d tells another one again: %v, want %v", i, same, w.same)
		}
	}
}
