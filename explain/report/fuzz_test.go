package report_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// render writes a report in every form and checks what must hold for all of them.
func render(t *testing.T, s *schemas, r *report.Report) {
	t.Helper()
	s.check(t, report.AppendJSON(nil, r, report.JSONOptions{Fields: true}))
	var b bytes.Buffer
	if err := report.Text(&b, r, tree.Style{}, report.TextOptions{Width: 70, Answer: true, Hex: true, Tree: true, Details: true}); err != nil {
		t.Fatal(err)
	}
	if err := report.Brief(&b, r, tree.Style{}, 60); err != nil {
		t.Fatal(err)
	}
	checkPage(t, b.String(), 1<<30)
}

// FuzzText reads any text and writes what comes out.
func FuzzText(f *testing.F) {
	for _, tc := range texts {
		f.Add(tc.text)
	}
	s := strict(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		for _, r := range reports(t, text) {
			render(t, s, r)
		}
	})
}

// FuzzEvent writes events with any octets and any words.
func FuzzEvent(f *testing.F) {
	f.Add(byte(0), byte(0), int16(3), int16(4), "peer", "words", []byte{0xff})
	f.Add(byte(3), byte(255), int16(6), int16(9), "\x1b[2J", "\u202e\xff", []byte{6, 9, 6, 2, 1, 'x'})
	s := strict(f)
	f.Fuzz(func(t *testing.T, piece, bits byte, code, sub int16, peer, words string, b []byte) {
		if len(b) > 1<<12 {
			return
		}
		ev := event(codec.Piece(piece%8), b)
		ev.Kind = dump.Kind(bits & 3)
		ev.Event.Kind = logline.Kind(bits >> 2 & 3)
		ev.Direction = logline.Direction(bits >> 4 % 3)
		ev.Synthesised, ev.DataKnown, ev.HardReset = bits&64 != 0, bits&128 != 0, code < 0
		ev.Code, ev.Subcode = max(int(code), -1), max(int(sub), -1)
		ev.Peer, ev.Host, ev.Vendor, ev.Connection, ev.From, ev.To, ev.Words, ev.Err = peer, peer, peer, words, words, peer, words, words
		ev.Text, ev.HasText = words, len(words)%2 == 0
		ev.Remarks, ev.Notes, ev.RunnerUp = []string{words}, []string{peer}, words
		ev.Params = []logline.Param{{Key: words, Value: peer, Meaning: words}}
		ev.Time = time.Unix(int64(code)<<20, int64(sub)).UTC()
		ev.TimeText = peer
		if ev.Kind == dump.KindUnparsed && ev.Err == "" {
			ev.Err = "?"
		}
		r := build(ev, report.Options{SourceName: peer})
		render(t, s, r)
		want := report.AppendJSON(nil, r, report.JSONOptions{})
		var bl report.Builder
		for range 4 { // the last times from memory
			if got := report.AppendJSON(nil, bl.Build(ev, report.Options{SourceName: peer, Borrow: true}), report.JSONOptions{}); !bytes.Equal(got, want) {
				t.Fatalf("%s\n%s", got, want)
			}
		}
	})
}
