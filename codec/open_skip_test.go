package codec

import (
	"encoding/hex"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// TestSkipOpen: what soundOpen passes over has nothing to tell. OPENs are put together of capabilities and damaged; they are
// checked and decoded, and the findings must be the same.
func TestSkipOpen(t *testing.T) {
	caps := []string{"010400010001", "010400020001", "010400190046", "0200", "0600", "4600", "41040000fbf4", "410400010000", "40020078", "400600780001018000",
		"450400010103", "45080001010300020101", "450400010104", "4706000101800151", "0902aabb", "c80100"}
	r := rand.New(rand.NewPCG(3, 1))
	var check, decode Decoder
	clean, passed := 0, 0
	for range 20000 {
		body := []byte{4, 0xfb, 0xf4, 0, byte(r.IntN(3) * 45), 192, 0, 2, 1, 0}
		if r.IntN(4) == 0 {
			body[1], body[2] = 0x5b, 0xa0 // AS_TRANS
		}
		for range r.IntN(3) {
			at := len(body)
			body = append(body, 2, 0)
			for range r.IntN(4) {
				b, _ := hex.DecodeString(caps[r.IntN(len(caps)-r.IntN(7))])
				body = append(body, b...)
			}
			body[at+1] = byte(len(body) - at - 2)
		}
		body[9] = byte(len(body) - 10)
		msg := append(AppendHeader(nil, HeaderLen+len(body), 1), body...)
		for range r.IntN(3) * r.IntN(2) {
			msg[HeaderLen+r.IntN(len(body))] = byte(r.IntN(256)) >> r.IntN(8)
		}
		a, b := check.Check(PieceMessage, msg, Context{}), decode.Decode(PieceMessage, msg, Context{}).Findings
		if len(a) == 0 && len(b) == 0 {
			clean++
			if soundOpen(msg) {
				passed++
			}
			continue
		}
		for i := range b {
			b[i].Node = -1
		}
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%x: check %v, decode %v", msg, findingLines(a), findingLines(b))
		}
	}
	if clean < 2000 || passed < clean*3/4 {
		t.Errorf("of %d sound OPENs only %d were passed over", clean, passed)
	}
	t.Logf("%d sound, %d passed over", clean, passed)
}

// TestSkipNotification is the same for soundNotification.
func TestSkipNotification(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 2))
	var check, decode Decoder
	passed := 0
	for range 20000 {
		code, sub := byte(r.IntN(8)), byte(r.IntN(12))
		if r.IntN(2) == 0 {
			code, sub = []byte{4, 6, 6}[r.IntN(3)], []byte{0, 2, 4}[r.IntN(3)]
		}
		text := []byte("maintenance \xc3\xa9 2200 \x1b[1m \u202e \x00" + strings.Repeat("long ", 40))[:r.IntN(30)*r.IntN(8)]
		data := append([]byte{byte(len(text))}, text...)
		if r.IntN(4) == 0 {
			data = data[:r.IntN(len(data)+1)]
		}
		msg := AppendNotification(nil, code, sub, data, 0)
		a, b := check.Check(PieceMessage, msg, Context{}), decode.Decode(PieceMessage, msg, Context{}).Findings
		if soundNotification(msg) {
			passed++
		}
		for i := range b {
			b[i].Node = -1
		}
		if len(a)+len(b) > 0 && !reflect.DeepEqual(a, b) {
			t.Fatalf("%x: check %v, decode %v", msg, findingLines(a), findingLines(b))
		}
	}
	if passed < 1000 {
		t.Errorf("only %d were passed over", passed)
	}
}
