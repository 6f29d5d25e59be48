package report_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// notifications are error code, subcode and Data as they were seen in the field: by RFC, and beside it.
var notifications = []struct{ name, octets string }{
	{"N1", "03 04 e0 07 08 00 03 02 ed 5b dc 3f 01"},
	{"N2", "03 05 c0 28 25 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"},
	{"N3", "03 09 e0 ff 20 ac d9 bd c6 ec 73 13 8f f0 6d ed c7 52 11 5a 91 3c 0e 8b 8c 1e be aa f2 72 d5 83 92 83 5e 5b 57"},
	{"N4", "06 01 00 01 01 00 00 03 e8"},
	{"N5", "06 02 11 6d 61 69 6e 74 65 6e 61 6e 63 65 20 32 32 30 30 5a"},
	{"N6", "06 04 03 61 ff 62"},
	{"N7", "06 02 05 68 69"},
	{"N8", "06 09 06 04 02 6f 6b"},
	{"N9", "06 09 04 00"},
	{"N10", "06 09 05 68 65 6c 6c 6f"},
	{"N11", "07 01 ffffffffffffffffffffffffffffffff 00 18 05 00 01 01 01 00"},
	{"N12", "01 02 10 01"},
	{"N13", "01 03 05"},
	{"N14", "02 01 00 04"},
	{"N15", "02 01 04 00"},
	{"N16", "02 01 04"},
	{"N17", "02 02 5b a0"},
	{"N18", "02 02 00 01 00 00"},
	{"N19", "02 03 0a 00 00 01"},
	{"N20", "02 06 00 01"},
	{"N21", "02 07 01 04 00 02 00 01"},
	{"N22", "02 07 41 04 00 01 00 00"},
	{"N23", "02 0b 53 74 72 69 63 74"},
	{"N24", "05 01 04"},
	{"N25", "05 03 01"},
	{"N26", "05 00"},
	{"N27", "03 03 05"},
	{"N28", "03 06 40 01 01 03"},
	{"N29", "03 08 40 03 04 00 00 00 00"},
	{"N30", "03 08 00 00 00 00"},
	{"N31", "03 05 c0 07 06 fd e8 0a 00 00 01"},
	{"N32", "03 04 80 05 04 00 00 00 64"},
	{"N33", "03 04 a0 04 04 00 00 00 64"},
	{"N34", "03 04 c3 08 04 fd e8 00 64"},
	{"N35", "03 02 40 63 00"},
	{"N36", "06 0a"},
	{"N37", "08 00"},
	{"N38", "03 05 50 02 0c de 02 ff 00 00 0c b9 00 00 00 ae 00 04 00 3e"},
}

// TestNotifications pins how each is decoded, not what is said of it: those texts have their own tests.
func TestNotifications(t *testing.T) {
	s := strict(t)
	var jsonl bytes.Buffer
	for _, tc := range notifications {
		b, err := hex.DecodeString(strings.ReplaceAll(tc.octets, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		ev := event(codec.PieceMessage, codec.AppendNotification(nil, b[0], b[1], b[2:], 0))
		ev.Synthesised, ev.DataKnown = true, true
		r := build(ev, report.Options{IDPrefix: tc.name + "."})
		render(t, s, r)
		r.Explanation = nil
		jsonl.Write(append(report.AppendJSON(nil, r, report.JSONOptions{}), '\n'))
	}
	golden(t, "notifications.jsonl", jsonl.Bytes())
}
