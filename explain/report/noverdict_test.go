package report_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// TestNoVerdict: without a verdict everything else is as it is with one.
func TestNoVerdict(t *testing.T) {
	s := strict(t)
	judged := 0
	for _, ev := range sampleEvents(t, routerStyles...) {
		var b report.Builder
		whole := report.AppendJSON(nil, b.Build(&ev, report.Options{}), report.JSONOptions{})
		r := b.Build(&ev, report.Options{NoVerdict: true})
		got := report.AppendJSON(nil, r, report.JSONOptions{})
		s.check(t, got)
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(whole, &keys); err != nil {
			t.Fatal(err)
		}
		if keys["verdict"] != nil {
			judged++
		}
		for _, k := range []string{"verdict", "rfc", "incidents", "faults"} {
			whole = bytes.Replace(whole, append([]byte(`,"`+k+`":`), keys[k]...), nil, 1)
		}
		var list []string
		if json.Unmarshal(keys["faults"], &list); len(list) == 1 { // likewise, where there is only one
			one := `"fault":"` + list[0] + `"`
			for _, text := range []string{`"derived":{` + one + `},`, one + ",", "," + one} {
				whole = bytes.Replace(whole, []byte(text), nil, 1)
			}
		}
		if keys["incidents"] != nil { // the id of the first stands in derived, beside the words of a log line
			first := incidents.Match(b.Build(&ev, report.Options{}).Tree)[0].ID
			whole = bytes.Replace(whole, []byte(`"incident":"`+first+`",`), nil, 1)
		}
		if !bytes.Equal(got, whole) {
			t.Errorf("%s\n%s", got, whole)
		}
		if ev.Kind == dump.KindMessage && r.Explanation != nil {
			t.Error("there is an explanation")
		}
	}
	if judged == 0 {
		t.Error("no sample has a verdict")
	}
}

// TestMargin: the other AS width is weighed where nobody gave the width.
func TestMargin(t *testing.T) {
	b, err := hex.DecodeString("400101004002060201fde8fde9" + "400304c0000201")
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range []codec.Known{{}, {ASWidth: 4, ASWidthHow: codec.HowFlag}, {ASWidth: 2, ASWidthHow: codec.HowNegotiated}, {ASWidth: 4, ASWidthHow: codec.HowEvidence, Why: "the file says so"}} {
		for _, borrow := range []bool{false, true} {
			var bl report.Builder
			r := bl.Build(event(codec.PieceAttributes, b), report.Options{Known: known, Borrow: borrow})
			var got struct {
				Width map[string]any `json:"as_width"`
			}
			if err := json.Unmarshal(report.AppendJSON(nil, r, report.JSONOptions{}), &got); err != nil {
				t.Fatal(err)
			}
			if _, ok := got.Width["margin"]; got.Width["octets"] == nil || ok != (known.ASWidth == 0) {
				t.Errorf("%+v: %v", known, got.Width)
			}
		}
	}
}
