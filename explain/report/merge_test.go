package report_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// attr writes one attribute from hex of its value.
func attr(flags, code, value string) string {
	return flags + code + hex.EncodeToString([]byte{byte(len(value) / 2)}) + value
}

func TestMergedPath(t *testing.T) {
	for _, tc := range []struct{ name, path, path4, aggr, aggr4, want, step string }{
		{"one AS restored", "0204fbf4fbf55ba0fbfe", "0202000100000000fbfe", "", "", "64500 64501 65536 64510", "2 from the start"},
		{"AS4_PATH longer", "0202fbf4fbf5", "020300010000000100010000fbfe", "", "", "64500 64501", "shorter"},
		{"sets", "0202fbf45ba00103fbf5fbf65ba0", "02010001000001030000fbf50000fbf600010001", "", "", "64500 65536 {64501,64502,65537}", ""},
		{"leading confederation", "0302fc00fc010203fbf45ba0fbfe", "0202000100000000fbfe", "", "", "(64512 64513) 64500 65536 64510", ""},
		{"confederation does not count", "0303fc00fc01fc0202015ba0", "02020001000000010001", "", "", "(64512 64513 64514) 23456", "shorter"},
		{"aggregated again", "0202fbf45ba0", "0202000100000000fbff", "fbf5c0000201", "00010000c0000202", "64500 23456", "real AS number"},
		{"aggregator restored", "0202fbf45ba0", "020100010000", "5ba0c0000201", "00010000c0000201", "64500 65536", ""},
		{"AS4_AGGREGATOR alone", "0202fbf45ba0", "020100010000", "", "00010000c0000201", "64500 65536", ""},
		{"confederation in AS4_PATH", "0203fbf45ba0fbfe", "03010000fc000202000100000000fbfe", "", "", "64500 65536 64510", "dropped"},
		{"odd AS4_PATH", "0202fbf45ba0", "02010001", "", "", "64500 23456", "malformed"},
		{"overrun AS4_PATH", "0202fbf45ba0", "0202fbf45ba0", "", "", "64500 23456", "malformed"},
		{"confederation beside the cut", "0201fbf40301fc0002015ba0", "020100010000", "", "", "64500 (64512) 65536", ""},
		{"confederation behind the cut", "0202fbf45ba00301fc0002015ba0", "02020001000000010001", "", "", "64500 65536 65537", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			list := attr("40", "02", tc.path) + attr("e0", "11", tc.path4)
			if tc.aggr != "" {
				list += attr("c0", "07", tc.aggr)
			}
			if tc.aggr4 != "" {
				list += attr("e0", "12", tc.aggr4)
			}
			b, err := hex.DecodeString(list)
			if err != nil {
				t.Fatal(err)
			}
			r := build(event(codec.PieceAttributes, b), report.Options{Known: codec.Known{ASWidth: 2, ASWidthHow: codec.HowFlag}})
			if r.Merged == nil {
				t.Fatal("no merged path")
			}
			if got := r.Merged.String(); got != tc.want {
				t.Errorf("the path is %s, want %s", got, tc.want)
			}
			if !strings.Contains(strings.Join(r.Merged.Steps, "; "), tc.step) {
				t.Errorf("the steps %q do not speak of %q", r.Merged.Steps, tc.step)
			}
			strict(t).check(t, report.AppendJSON(nil, r, report.JSONOptions{}))
			// On a 4-octet session AS4_PATH is discarded: nothing is merged.
			if r := build(event(codec.PieceAttributes, b), report.Options{Known: codec.Known{ASWidth: 4, ASWidthHow: codec.HowFlag}}); r.Merged != nil {
				t.Errorf("merged %s on a 4-octet session", r.Merged)
			}
		})
	}
}
