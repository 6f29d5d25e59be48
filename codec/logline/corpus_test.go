package logline

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/hexdump"
)

// expected is one row of a sample's expected.jsonl.
type expected struct {
	Style       string
	Line        int
	LineEnd     int `json:"line_end"`
	Kind        string
	Peer        *string
	Direction   *string
	Code        *int
	Subcode     *int
	DataHex     *string `json:"data_hex"`
	MessageHex  *string `json:"message_hex"`
	MsgType     *int    `json:"msg_type"`
	DeclaredLen *int    `json:"declared_len"`
	Truncated   bool
	Repeat      int
	HardReset   *bool `json:"hard_reset"`
	Text        *string
	VRF         *string
	LocalAS     *uint32 `json:"local_as"`
	PeerAS      *uint32 `json:"peer_as"`
}

func readSample(t testing.TB, style string) (text string, want []expected) {
	t.Helper()
	dir := filepath.Join("..", "..", "testdata", "dumps", style)
	log, err := os.ReadFile(filepath.Join(dir, style+".log"))
	if err != nil {
		t.Skip(err)
	}
	rows, err := os.ReadFile(filepath.Join(dir, style+".expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range bytes.Split(rows, []byte("\n")) {
		if len(bytes.TrimSpace(l)) == 0 {
			continue
		}
		var e expected
		if err := json.Unmarshal(l, &e); err != nil {
			t.Fatal(err)
		}
		want = append(want, e)
	}
	return string(log), want
}

// octetsOf returns the octets of an event's dump as package hexdump reads them, up to the first gap.
func octetsOf(ev *Event) []byte {
	if ev.Octets != nil {
		return ev.Octets
	}
	if ev.Dump.View == nil {
		return nil
	}
	for _, r := range hexdump.Octets(ev.Dump.View.Text[ev.Dump.Start:ev.Dump.End]) {
		if r.Notation != hexdump.Hex && r.Notation != hexdump.HexPrefixed && r.Notation != hexdump.HexColon {
			continue
		}
		for _, g := range r.Gaps {
			if g.Kind == hexdump.GapEllipsis {
				return r.Octets[:g.At]
			}
		}
		return r.Octets
	}
	return nil
}

// message cuts the message out of junk and padding.
func message(b []byte) []byte {
	k := bytes.Index(b, bytes.Repeat([]byte{0xff}, 16))
	if k < 0 || len(b) < k+19 {
		return nil
	}
	n := int(b[k+16])<<8 | int(b[k+17])
	return b[k:min(len(b), k+n)]
}

// describe writes what the corpus compares, so that a difference can be read.
func describe(ev *Event) string {
	data, msg := "", ""
	o := octetsOf(ev)
	switch {
	case ev.Content == ContentMessage:
		msg = hex.EncodeToString(message(o))
		if m := message(o); len(m) > 20 && m[18] == 3 && ev.Kind == KindNotification {
			data = "=" + hex.EncodeToString(m[21:])
		}
	case len(o) > 0:
		data = "=" + hex.EncodeToString(o)
	case ev.DataKnown && ev.Dump.View == nil:
		data = "="
	}
	text := ""
	if ev.HasText {
		text = "=" + ev.Text
	}
	decl := ev.Declared
	code, sub := ev.Code, ev.Subcode
	return fmt.Sprintf("kind=%s peer=%s dir=%s code=%d/%d data%s msg=%s decl=%d repeat=%d hard=%t text%s vrf=%s local=%d as=%d",
		kindName(ev), ev.Peer, ev.Direction, code, sub, data, msg, decl, max(1, ev.Repeat), ev.HardReset, text, ev.VRF, ev.LocalAS, ev.PeerAS)
}

func kindName(ev *Event) string {
	switch ev.Kind {
	case KindNotification:
		return "notification"
	case KindState:
		if ev.Same && ev.Code != Unknown {
			return "notification"
		}
		return "state"
	}
	return "offender"
}

func (e *expected) describe() string {
	s := func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	}
	n := func(p *int) int {
		if p == nil {
			return Unknown
		}
		return *p
	}
	as := func(p *uint32) uint32 {
		if p == nil {
			return 0
		}
		return *p
	}
	eq := func(p *string) string {
		if p == nil {
			return ""
		}
		return "=" + *p
	}
	return fmt.Sprintf("kind=%s peer=%s dir=%s code=%d/%d data%s msg=%s decl=%d repeat=%d hard=%t text%s vrf=%s local=%d as=%d",
		e.Kind, s(e.Peer), s(e.Direction), n(e.Code), n(e.Subcode), eq(e.DataHex), s(e.MessageHex), n(e.DeclaredLen),
		max(1, e.Repeat), e.HardReset != nil && *e.HardReset, eq(e.Text), s(e.VRF), as(e.LocalAS), as(e.PeerAS))
}

func place(style string, line, end int) string { return fmt.Sprintf("%s %d-%d", style, line, end) }

// corpusStyles are the styles whose samples this package promises to read.
var corpusStyles = []string{
	"ericsson-seos", "cisco-ios", "cisco-ios-msgdump", "junos", "frr", "frr-show", "quagga", "quagga-as4", "envelopes", "no-events",
}

func TestCorpus(t *testing.T) {
	for _, style := range corpusStyles {
		t.Run(style, func(t *testing.T) {
			text, want := readSample(t, style)
			got := Scan(Split(text), Options{})
			for i := 0; i < max(len(got), len(want)); i++ {
				g, w := "nothing", "nothing"
				if i < len(got) {
					st := got[i].Style
					if style == "envelopes" {
						st = style
					}
					g = place(st, got[i].Line, got[i].LineEnd) + " " + describe(&got[i])
				}
				if i < len(want) {
					w = place(want[i].Style, want[i].Line, want[i].LineEnd) + " " + want[i].describe()
				}
				if g != w {
					t.Errorf("\n got %s\nwant %s", g, w)
				}
			}
		})
	}
}
