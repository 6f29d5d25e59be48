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
