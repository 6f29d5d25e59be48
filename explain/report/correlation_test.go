package report_test

import (
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// TestCorrelationSchema: what a comparison adds is in the published schema.
func TestCorrelationSchema(t *testing.T) {
	r := build(event(codec.PieceNotification, []byte{3, 4}), report.Options{})
	r.Correlation = &report.Correlation{
		Role: "sent", Unpaired: "lost", JudgedBy: "e9",
		Offender: &report.OffenderSeen{ID: "e4", Findings: []string{"attr-flags"}, Confirms: true},
		Next:     &report.Next{ID: "e8", What: "the session came up again", After: 90 * time.Second, Timed: true},
		Sides: []report.OtherSide{{
			ID: "e2", Role: "received", Device: "r2", Confidence: "high", Evidence: []string{"data", "host names"},
			Timed: true, ClockAhead: -1500 * time.Millisecond, Apart: 20 * time.Millisecond, Text: "The same.",
			Differences: []report.Difference{{What: "data-cut", Here: "e007", There: "e0", Text: "cut"}},
		}},
	}
	strict(t).check(t, report.AppendJSON(nil, r, report.JSONOptions{}))
	strict(t).check(t, report.AppendCompared(nil, &report.Compared{Pairs: 3, High: 1, Lost: 1,
		Clocks:      []report.ClockPair{{A: "r1", B: "r2", Pairs: 3, Timed: true, Ahead: time.Hour, Spread: time.Second}},
		Differences: []report.DifferenceCount{{What: "data-cut", Count: 2}}}))
}

// TestSummarySchema: so are the objects of a summary.
func TestSummarySchema(t *testing.T) {
	at := time.Date(2026, 11, 21, 1, 2, 3, 0, time.UTC)
	strict(t).check(t, report.AppendTotals(nil, &report.Totals{Causes: 1, Events: 3, Peers: 1, AtLeast: true, First: at, Last: at, Flapping: 1,
		Flaps: []report.Flap{{Peer: "192.0.2.1", Host: "r1", Downs: 3, Events: 9, First: at, Last: at, Median: time.Minute, Shortest: time.Second,
			Ended: true, Causes: []string{report.SummaryID(1)}}},
		Others: map[string]int64{"session came up": 4, `"odd"`: 1}}))
	strict(t).check(t, report.AppendGroup(nil, &report.Group{Number: 1, Title: "NOTIFICATION", Code: 3, Subcode: 4, Attribute: 7, Flags: 0xe0,
		HardReset: true, Finding: "attribute-flags", Claim: "confirmed", Down: true, What: "words", Events: 3, Peers: 1, Hosts: 1, AtLeast: true,
		BothSides: 1, Groups: []report.PeerGroup{{Name: "AS 64500", Peers: 1}}, First: at, Last: at, Start: at, Column: time.Minute,
		Counts: []int64{1, 0, 2}, Example: "line", Verdict: "It is so.", Act: "sender: do"}))
	strict(t).check(t, report.AppendGroup(nil, &report.Group{Number: 2, Title: "Session down", Code: -1, Subcode: -1, Flags: -1, Events: 1}))
}
