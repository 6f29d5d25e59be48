package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/dump"
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
		for _, k := range []string{"verdict", "rfc"} {
			whole = bytes.Replace(whole, append([]byte(`,"`+k+`":`), keys[k]...), nil, 1)
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
