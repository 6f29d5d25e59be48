package dump

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// expected is one line of a sample's expected file.
type expected struct {
	Style       string  `json:"style"`
	Line        int     `json:"line"`
	LineEnd     int     `json:"line_end"`
	Kind        string  `json:"kind"`
	Peer        *string `json:"peer"`
	Direction   *string `json:"direction"`
	Code        *int    `json:"code"`
	Subcode     *int    `json:"subcode"`
	DataHex     *string `json:"data_hex"`
	MessageHex  *string `json:"message_hex"`
	DeclaredLen *int    `json:"declared_len"`
	Truncated   bool    `json:"truncated"`
	Repeat      int     `json:"repeat"`
	HardReset   *bool   `json:"hard_reset"`
	Text        *string `json:"text"`
	VRF         string  `json:"vrf"`
	LocalAS     uint32  `json:"local_as"`
	PeerAS      uint32  `json:"peer_as"`
}

func samples(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("../../testdata/dumps/*/*.expected.jsonl")
	if err != nil || len(all) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	return all
}

// supported reports whether a sample directory belongs to a style or notation that exists here.
func supported(name string) bool {
	for _, s := range logline.Styles() {
		if s.Name == name {
			return true
		}
	}
	b, err := os.ReadFile(filepath.Join("../../testdata/dumps", name, name+".log"))
	return name == "envelopes" || name == "no-events" || err == nil && len(Read(string(b), Options{})) > 0
}

// TestStylesHaveSamples: each style has samples of its own, but for those that read what many devices write alike.
func TestStylesHaveSamples(t *testing.T) {
	common := []string{"tcp-auth", "max-prefix", "last-reset", "debug-falls", "falls", "refused", "snmp", "generic"} // tested in package logline
	for _, s := range logline.Styles() {
		_, err := os.Stat(filepath.Join("../../testdata/dumps", s.Name, s.Name+".expected.jsonl"))
		if has := err == nil; has == slices.Contains(common, s.Name) {
			t.Errorf("%s: samples: %v", s.Name, has)
		}
	}
}

func loadExpected(t *testing.T, path string) []expected {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []expected
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if l == "" {
			continue
		}
		var e expected
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func TestCorpus(t *testing.T) {
	for _, path := range samples(t) {
		name := filepath.Base(filepath.Dir(path))
		t.Run(name, func(t *testing.T) {
			if !supported(name) {
				t.Skipf("no style %s yet", name)
			}
			log, err := os.ReadFile(strings.TrimSuffix(path, ".expected.jsonl") + ".log")
			if err != nil {
				t.Fatal(err)
			}
			compare(t, Read(string(log), Options{}), loadExpected(t, path))
		})
	}
}

// compare matches events with expectations in order.
func compare(t *testing.T, got []Event, want []expected) {
	t.Helper()
	for i := 0; i < len(got) || i < len(want); i++ {
		switch {
		case i >= len(got):
			t.Errorf("missing: line %d %s", want[i].Line, want[i].Kind)
		case i >= len(want):
			t.Errorf("not expected: line %d %s %s %d/%d", got[i].Line, got[i].Kind, got[i].Style, got[i].Code, got[i].Subcode)
		default:
			compareOne(t, &got[i], &want[i])
		}
	}
}

func compareOne(t *testing.T, g *Event, w *expected) {
	t.Helper()
	bad := func(what string, got, want any) {
		t.Helper()
		t.Errorf("line %d: %s is %v, want %v", w.Line, what, got, want)
	}
	if g.LineEnd != w.LineEnd || g.Line > w.LineEnd || g.Line < w.Line {
		bad("line", [2]int{g.Line, g.LineEnd}, [2]int{w.Line, w.LineEnd})
	}
	if w.Peer != nil && g.Peer != *w.Peer || w.Peer == nil && g.Peer != "" {
		bad("peer", g.Peer, w.Peer)
	}
	if w.Direction != nil && g.Direction.String() != *w.Direction {
		bad("direction", g.Direction, *w.Direction)
	}
	if w.Code != nil && (g.Code != *w.Code || w.Subcode != nil && g.Subcode != *w.Subcode) {
		bad("code", [2]int{g.Code, g.Subcode}, [2]int{*w.Code, *w.Subcode})
	}
	if w.Code == nil && g.Code >= 0 {
		bad("code", [2]int{g.Code, g.Subcode}, "none")
	}
	if w.DeclaredLen != nil && g.Declared != *w.DeclaredLen {
		bad("declared length", g.Declared, *w.DeclaredLen)
	}
	compareOctets(t, g, w)
	if w.Repeat > 1 && g.Repeat != w.Repeat {
		bad("repeat", g.Repeat, w.Repeat)
	}
	if w.Text != nil && g.Text != *w.Text {
		bad("text", g.Text, *w.Text)
	}
	if g.VRF != w.VRF || g.LocalAS != w.LocalAS || g.PeerAS != w.PeerAS {
		bad("vrf, local AS, peer AS", [3]any{g.VRF, g.LocalAS, g.PeerAS}, [3]any{w.VRF, w.LocalAS, w.PeerAS})
	}
	wantHR := w.HardReset != nil && *w.HardReset
	if got := g.HardReset || g.Code == 6 && g.Subcode == 9; wantHR && !got {
		bad("hard reset", got, wantHR)
	}
}

func compareOctets(t *testing.T, g *Event, w *expected) {
	t.Helper()
	if w.MessageHex != nil {
		if got := hex.EncodeToString(g.Octets); got != *w.MessageHex || g.Synthesised {
			t.Errorf("line %d: message is %s, want %s", w.Line, got, *w.MessageHex)
		}
		return
	}
	b := body(g.Octets)
	if w.DataHex == nil {
		if len(b) > 2 {
			t.Errorf("line %d: data is %x, want none", w.Line, b[2:])
		}
		return
	}
	if b == nil || hex.EncodeToString(b[2:]) != *w.DataHex {
		t.Errorf("line %d: data is %x, want %s", w.Line, b, *w.DataHex)
	}
	if w.Truncated && g.Truncated.By == "" && !g.Cut {
		t.Errorf("line %d: not marked as truncated", w.Line)
	}
	if !w.Truncated && g.Truncated.By != "" {
		t.Errorf("line %d: marked as truncated: %+v", w.Line, g.Truncated)
	}
}

// TestProvenance checks that every octet that was not rebuilt is accounted for by a place in the text.
func TestProvenance(t *testing.T) {
	for _, path := range samples(t) {
		log, err := os.ReadFile(strings.TrimSuffix(path, ".expected.jsonl") + ".log")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range Read(string(log), Options{}) {
			from := 0
			if e.Told != nil {
				continue // rebuilt from fields: no octet of it stands in the text
			}
			if e.Synthesised {
				from = codec.HeaderLen + 2
			}
			for _, s := range e.Pieces {
				if s.At != from || s.Offset < 0 || s.Offset >= len(log) || s.Line < 1 || s.Col < 1 {
					t.Errorf("%s line %d: source %+v, want At %d", filepath.Base(path), e.Line, s, from)
				}
				from += s.Len
			}
			if e.Octets != nil && from != len(e.Octets) {
				t.Errorf("%s line %d: %d of %d octets have a place", filepath.Base(path), e.Line, from, len(e.Octets))
			}
		}
	}
}
