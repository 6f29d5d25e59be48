package report_test

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

// everyForm writes a report in all ways.
func everyForm(t *testing.T, r *report.Report) []byte {
	t.Helper()
	b := report.AppendJSON(nil, r, report.JSONOptions{})
	b = append(b, '\n')
	b = append(report.AppendJSON(b, r, report.JSONOptions{Fields: true}), '\n')
	var w bytes.Buffer
	if err := report.Text(&w, r, tree.Style{}, report.TextOptions{Width: 100, Details: true, Hex: true}); err != nil {
		t.Fatal(err)
	}
	if err := report.Brief(&w, r, tree.Style{}, 0); err != nil {
		t.Fatal(err)
	}
	return append(b, w.Bytes()...)
}

// changed varies an event in one respect or in several.
func changed(r *rand.Rand, ev dump.Event) dump.Event {
	octet := func() { // one octet of the message, wherever it stands
		if n := len(ev.Octets); n > 0 {
			ev.Octets = slices.Clone(ev.Octets)
			ev.Octets[n-1-r.IntN(min(n, 24))] ^= 1 << r.IntN(8)
		}
	}
	for range 1 + r.IntN(3) {
		switch r.IntN(16) {
		case 0:
			ev.Peer = [...]string{"", "192.0.2.1", "fe80::1%eth0"}[r.IntN(3)]
		case 1:
			ev.PeerAS = [...]uint32{0, 64500, 64501, 23456, 70000}[r.IntN(5)]
		case 2:
			ev.LocalAS = [...]uint32{0, 64500, 64501}[r.IntN(3)]
		case 3:
			ev.Direction = logline.Direction(r.IntN(3))
		case 4:
			ev.Repeat = r.IntN(6)
		case 5:
			ev.Attempted = !ev.Attempted
		case 6:
			ev.Truncated = dump.Truncation{Have: len(ev.Octets), Want: len(ev.Octets) + r.IntN(9), By: "input"}
		case 7:
			ev.DataKnown = !ev.DataKnown
		case 8:
			ev.Kind = dump.Kind(r.IntN(4))
		case 9:
			ev.Style, ev.Vendor = "huawei-vrp", "Huawei VRP"
		case 10:
			ev.PeerKind = [...]string{"", "ebgp", "ibgp", "confed"}[r.IntN(4)]
		case 11:
			ev.HasText, ev.Text = !ev.HasText, [...]string{"", "bye"}[r.IntN(2)]
		case 12:
			ev.HardReset = !ev.HardReset
		case 13:
			ev.Piece = codec.Piece(r.IntN(8))
		case 14:
			ev.Code, ev.Subcode = r.IntN(10)-1, r.IntN(13)-1
		default:
			octet()
		}
	}
	return ev
}

// TestRememberedAndNew: what a builder remembers cannot be told from what it makes anew, whatever came in between.
func TestRememberedAndNew(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	samples := sampleEvents(t)
	var ob report.Builder
	var opens []*codec.Tree
	for _, o := range []string{"04fbf4005ac0000201080206010400010001", "045ba000060000000216021401040002000102004104fa56ea02450400010101"} {
		b, err := hex.DecodeString(o)
		if err != nil {
			t.Fatal(err)
		}
		opens = append(opens, ob.Build(event(codec.PieceOpen, b), report.Options{}).Tree)
	}
	type given struct {
		ev  dump.Event
		opt report.Options
	}
	var all []given
	// What the AS numbers of the session decide about.
	for _, o := range []string{"0202fbf4", "02020000fbf5", "030305", "030b5002000602010000fbf4", "030b40020602010000fbf5"} {
		b, err := hex.DecodeString(o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 27 {
			ev := *event(codec.PieceNotification, b)
			ev.Direction = logline.Direction(i % 3)
			ev.LocalAS, ev.PeerAS = [...]uint32{0, 64500, 64501}[i/3%3], [...]uint32{0, 64500, 64501}[i/9]
			all = append(all, given{ev: ev})
		}
	}
	for _, ev := range samples {
		all = append(all, given{ev: ev})
		for range 6 {
			g := given{ev: changed(r, ev)}
			if r.IntN(3) == 0 {
				g.opt.Known.ASWidth, g.opt.Known.ASWidthHow = 2+2*r.IntN(2), codec.HowNegotiated
			}
			if r.IntN(3) == 0 {
				g.opt.Known.AddPath, g.opt.Known.AddPathHow = codec.FamilySet(r.Uint64())&codec.AllFamilies, codec.HowFlag
			}
			if r.IntN(3) == 0 {
				g.opt.PeerKind, g.opt.Direction = codec.PeerKind(r.IntN(4)), logline.Direction(r.IntN(3))
			}
			if r.IntN(3) == 0 {
				g.opt.LocalOpen, g.opt.PeerOpen = opens[r.IntN(2)], opens[r.IntN(2)]
			}
			if r.IntN(9) == 0 {
				g.opt.Links = []report.Link{{Rel: "same-event", ID: "e77"}}
			}
			g.opt.NoVerdict = r.IntN(9) == 0
			all = append(all, g)
		}
	}
	want := make([][]byte, len(all))
	for i := range all {
		var b report.Builder
		want[i] = everyForm(t, b.Build(&all[i].ev, all[i].opt))
	}
	var b report.Builder
	var buf []byte // octets are lent only until the next event
	for round := range 4 {
		for n, i := range r.Perm(len(all)) {
			if round == 3 && n%3 > 0 {
				i = n // neighbours are alike
			}
			ev, opt := all[i].ev, all[i].opt
			opt.Borrow = true
			buf = append(buf[:0], ev.Octets...)
			ev.Octets = buf[:len(buf):len(buf)]
			if got := everyForm(t, b.Build(&ev, opt)); !bytes.Equal(got, want[i]) {
				t.Fatalf("round %d: event %d\n%s\n%s", round, i, got, want[i])
			}
		}
	}
}

// TestWellFormed: messages that come only once, and in which nothing is found, are explained as they are by a builder that
// remembers nothing.
func TestWellFormed(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 6))
	var b report.Builder
	found := 0
	for i := range 20000 {
		ev := *event(codec.PieceMessage, wellFormed(r))
		if i%4 > 0 {
			ev = changed(r, ev)
		}
		opt := report.Options{Direction: logline.Direction(r.IntN(3))}
		opt.Known.Base.Cut = r.IntN(8) == 0
		if r.IntN(3) == 0 {
			opt.Known.ASWidth, opt.Known.ASWidthHow = 4, codec.HowEvidence
		}
		var fresh report.Builder
		want := everyForm(t, fresh.Build(&ev, opt))
		opt.Borrow = true
		got := b.Build(&ev, opt)
		if len(got.Tree.Findings) == 0 {
			found++
		}
		if got := everyForm(t, got); !bytes.Equal(got, want) {
			t.Fatalf("event %d\n%s\n%s", i, got, want)
		}
	}
	if found < 8000 {
		t.Errorf("only %d messages are well-formed", found)
	}
}

// wellFormed makes up a message that breaks no rule, of any type but NOTIFICATION; KEEPALIVEs have nothing to vary.
func wellFormed(r *rand.Rand) []byte {
	var body []byte
	typ := registry.MsgUpdate
	switch r.IntN(6) {
	case 0:
		typ = registry.MsgKeepalive
	case 1:
		typ, body = registry.MsgRouteRefresh, []byte{0, byte(1 + r.IntN(2)), 0, byte(1 + r.IntN(2))}
	case 2:
		typ, body = registry.MsgOpen, []byte{4, 0xfb, byte(r.IntN(256)), 0, 90, 192, 0, byte(r.IntN(256)), byte(1 + r.IntN(200)), 0}
	default:
		var path []byte
		for range 2 + r.IntN(4) {
			path = append(path, 0, byte(r.IntN(2)), byte(1+r.IntN(200)), byte(r.IntN(256)))
		}
		attrs := codec.AppendAttr(nil, 0x40, 1, []byte{0})
		attrs = codec.AppendAttr(attrs, 0x40, 2, append([]byte{2, byte(len(path) / 4)}, path...))
		attrs = codec.AppendAttr(attrs, 0x40, 3, []byte{192, 0, 2, byte(r.IntN(256))})
		body = append([]byte{0, 0, 0, byte(len(attrs))}, attrs...)
		body = append(body, 24, 198, byte(r.IntN(256)), byte(r.IntN(256)))
	}
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), typ), body...)
}
