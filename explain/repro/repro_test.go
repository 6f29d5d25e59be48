package repro

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

const marker = "ffffffffffffffffffffffffffffffff"

func octets(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// notice is the event of a NOTIFICATION with Data.
func notice(t *testing.T, code, sub byte, data string) *Event {
	t.Helper()
	d := octets(t, data)
	msg := append(codec.AppendHeader(nil, codec.HeaderLen+2+len(d), registry.MsgNotification), code, sub)
	var dc codec.Decoder
	g := codec.GuessContext(&dc, codec.PieceMessage, append(msg, d...), codec.Known{})
	tree := *new(codec.Decoder).Decode(codec.PieceMessage, append(msg, d...), g.Ctx)
	return &Event{Tree: &tree, Code: -1, Sub: -1}
}

func TestBuild(t *testing.T) {
	for _, tc := range []struct {
		name      string
		code, sub byte
		data      string
		means     Means
		script    []string // what it has
		want      string   // its last line
		made      bool     // a reconstruction
	}{
		{"legal attribute", 3, 4, "e0 07 08 0003 02ed 5bdc 3f01", Messages, []string{"reach established", "e007080003"}, "expect established 3s", false},
		{"wrong flags", 3, 4, "80 05 04 00000064", Messages, []string{"800504"}, "expect NOTIFICATION 3/4 within 5s", false},
		{"ORIGIN of no meaning", 3, 6, "40 01 01 07", Messages, []string{"40010107 400206"}, "expect NOTIFICATION 3/6 within 5s", false},
		{"missing attribute", 3, 3, "03", Messages, []string{"40010100 4002 06 0201 0000fbf0 18c63364"}, "expect NOTIFICATION 3/3 within 5s", true},
		{"attribute without flags", 3, 5, "01 02 00 00", Messages, []string{"4001020000"}, "expect NOTIFICATION 3/5 within 5s", true},
		{"counted twice", 3, 5, "50 02 0cde 02ff 00000cb9 000000ae 0004003e", Messages, nil, "expect NOTIFICATION 3/5 within 5s", true},
		{"no Data", 3, 5, "", NotEnough, nil, "", false},
		{"Data of no meaning", 3, 5, "000000000000000000", NotEnough, nil, "", false},
		{"two routes of IPv6", 3, 9, "80 0e 1a 0002 01 10 20010db8000000000000000000000001 00 2020010db9", Messages, []string{"families=ipv4-unicast,ipv6-unicast"}, "", false},
		{"marker", 1, 1, "", Messages, []string{"send raw 00ffff"}, "expect NOTIFICATION 1/1 within 5s", true},
		{"length", 1, 2, "0012", Messages, []string{"ff001204"}, "expect NOTIFICATION 1/2 within 5s", true},
		{"length without Data", 1, 2, "", NotEnough, nil, "", false},
		{"type", 1, 3, "63", Messages, []string{"ff001363"}, "expect NOTIFICATION 1/3 within 5s", true},
		{"unexpected UPDATE", 5, 1, "02", Messages, []string{"reach opensent", "send UPDATE"}, "expect NOTIFICATION 5/1 within 5s", false},
		{"unexpected ROUTE-REFRESH", 5, 2, "05", Messages, []string{"reach openconfirm", "send ROUTE-REFRESH"}, "expect NOTIFICATION 5/2 within 5s", false},
		{"unexpected, of which type is not told", 5, 3, "", Messages, []string{"reach established", "send OPEN"}, "expect NOTIFICATION 5/3 within 5s", true},
		{"unexpected, of a type that nobody knows", 5, 3, "63", NotEnough, nil, "", false},
		{"OPEN where it is expected", 5, 1, "01", Messages, []string{"reach opensent", "send OPEN"}, "expect established 3s", false},
		{"KEEPALIVE where it is expected", 5, 2, "04", Messages, []string{"reach openconfirm", "send KEEPALIVE"}, "expect established 3s", false},
		{"UPDATE where it is expected", 5, 3, "02", Messages, []string{"reach established", "send UPDATE"}, "expect established 3s", false},
		{"ROUTE-REFRESH where it is expected", 5, 3, "05", Messages, []string{"reach established", "send ROUTE-REFRESH"}, "expect established 3s", false},
		{"a second OPEN", 5, 2, "01", Messages, []string{"reach openconfirm", "send OPEN"}, "expect NOTIFICATION 5/2 within 5s", false},
		{"NOTIFICATION answered", 5, 1, "03", Messages, []string{"reach opensent", "send NOTIFICATION"}, "expect NOTIFICATION 5/1 within 5s", false},
		{"version", 2, 1, "0004", Messages, []string{"version=3"}, "expect NOTIFICATION 2/1 within 5s", true},
		{"peer AS", 2, 2, "fe14", Configuration, []string{"open as=65044", "send OPEN"}, "expect NOTIFICATION 2/2 within 5s", false},
		{"identifier", 2, 3, "00000000", Messages, []string{"id=0.0.0.0"}, "expect NOTIFICATION 2/3 within 5s", false},
		{"hold time", 2, 6, "0002", Messages, []string{"hold=2"}, "expect NOTIFICATION 2/6 within 5s", false},
		{"hold time too short for the target", 2, 6, "000a", Configuration, []string{"hold=10"}, "expect NOTIFICATION 2/6 within 5s", false},
		{"capability", 2, 7, "", Configuration, []string{"families=none cap=none"}, "expect NOTIFICATION 2/7 within 5s", false},
		{"hold timer", 4, 0, "", Timing, []string{"hold=3", "silence"}, "expect NOTIFICATION 4/0 within 5s", false},
		{"state machine", 5, 3, "", Messages, []string{"reach established\nsend OPEN"}, "expect NOTIFICATION 5/3 within 5s", true},
		{"state machine, unspecific", 5, 0, "", NotEnough, nil, "", false},
		{"prefix limit", 6, 1, "0001 01 00000003", Configuration, []string{"announce 198.51.100.0/32 as-path \"64496\"", "198.51.100.3/32"}, "expect NOTIFICATION 6/1 within 5s", false},
		{"prefix limit of IPv6", 6, 1, "0002 01 00000001", Configuration, []string{"announce 2001:db8:0:1::/64"}, "expect NOTIFICATION 6/1 within 5s", false},
		{"prefix limit of many", 6, 1, "0001 01 000f4240", Configuration, []string{"in the lab 1 will do"}, "expect NOTIFICATION 6/1 within 5s", false},
		{"shutdown", 6, 2, "", Operator, nil, "", false},
		{"collision", 6, 7, "", NotEnough, nil, "", false},
		{"refresh", 7, 1, marker + "0018050001000101", Messages, []string{"0018050001000101"}, "expect NOTIFICATION 7/1 within 5s", false},
		{"Hard Reset of 6/2", 6, 9, "0602", Operator, nil, "", false},
		{"code of no meaning", 99, 1, "", NotEnough, nil, "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := Build(notice(t, tc.code, tc.sub, tc.data), Options{})
			if p.Means != tc.means {
				t.Fatalf("%v, want %v: %+v", p.Means, tc.means, p)
			}
			if p.Reconstruction != tc.made {
				t.Errorf("a reconstruction: %v, want %v (%q)", p.Reconstruction, tc.made, p.Notes)
			}
			script := p.Script()
			if (script != "") != p.Playable() || tc.means == NotEnough && len(p.Missing) == 0 {
				t.Errorf("%+v", p)
			}
			plain := strings.NewReplacer(" ", "", "\\\n", "").Replace(script)
			for _, want := range tc.script {
				if !strings.Contains(plain, strings.ReplaceAll(want, " ", "")) {
					t.Errorf("%q is not in\n%s", want, script)
				}
			}
			if tc.want != "" && !strings.HasSuffix(script, "\n"+tc.want+"\n") {
				t.Errorf("the last line is not %q:\n%s", tc.want, script)
			}
		})
	}
}

// TestWho: who we are follows from who logged the event, and from the OPENs that were seen.
func TestWho(t *testing.T) {
	e := notice(t, 3, 6, "40010107")
	e.LocalAS, e.PeerAS = 64500, 64501
	for _, tc := range []struct {
		direction string
		opt       Options
		as        uint32
		target    uint32
	}{
		{"sent", Options{}, 64501, 64500}, {"received", Options{}, 64500, 64501}, {"received", Options{AS: 65001, TargetAS: 65002}, 65001, 65002},
	} {
		e.Direction = tc.direction
		p := Build(e, tc.opt)
		if p.Open.AS != tc.as || p.TargetAS != tc.target {
			t.Errorf("%+v: AS %d, target %d", tc, p.Open.AS, p.TargetAS)
		}
	}
	seen := codec.NewOpen(64500, 30, someID)
	seen.Capabilities = []codec.Capability{codec.MultiprotocolCapability(codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}), codec.AS4Capability(64500),
		codec.FlagCapability(registry.CapExtendedMessage)}
	e.Direction, e.Local = "received", &seen
	p := Build(e, Options{})
	if got := p.OpenLine(); got != "open as=64500 hold=30 id=192.0.2.1 families=ipv6-unicast cap=as4 cap=extended-message" {
		t.Error(got)
	}
}

func TestHopsCountedTwice(t *testing.T) {
	for declared, want := range map[int]int{3294: 567, 1022 + 6 + 1020: 256, 1022 + 1020: 255, 2 + 4*100: 0, 1022 + 6: 0, 0: 0, 1023: 0} {
		if got, ok := hopsCountedTwice(declared); got != want || ok != (want > 0) {
			t.Errorf("%d: %d, want %d", declared, got, want)
		}
	}
}

func TestShrink(t *testing.T) {
	var u codec.Update
	u.Attrs = octets(t, "40010107 40020a 0202 0000fbf4 0000fbf5 400304c0000201 800404 00000000 c0080c fbf40001 fbf40002 fbf40003")
	u.NLRI = octets(t, "18c63364 18cb0071 20c0000201")
	u.Withdrawn = octets(t, "18c63365")
	msg := u.AppendFaulty(nil, &codec.Lies{})
	ctx := codec.Context{AS4: true, Peer: codec.PeerEBGP}
	var dc codec.Decoder
	same := SameFinding(&dc, msg, ctx)
	small, tries, err := Shrink(msg, same, MostTries)
	if err != nil || tries == 0 {
		t.Fatal(err, tries)
	}
	found := dc.Check(codec.PieceMessage, small, ctx)
	if len(small) >= len(msg) || len(found) == 0 || found[0].ID != codec.FindOriginValue {
		t.Fatalf("%x: %v", small, found)
	}
	for _, gone := range []string{"fbf40001", "800404", "18cb0071", "18c63365"} {
		if bytes.Contains(small, octets(t, gone)) {
			t.Errorf("%s is still there: %x", gone, small)
		}
	}
	if s, tries, err := Shrink(msg, same, 3); err != nil || tries != 3 || len(s) > len(msg) {
		t.Errorf("with three tries: %d octets, %d tries, %v", len(s), tries, err)
	}
	if ok, _ := same(bytes.Replace(msg, []byte{0x40, 1, 1, 7}, []byte{0x40, 1, 1, 0}, 1)); ok {
		t.Error("a sound message is said to be the same")
	}
	sound := codec.Update{}
	if _, _, err := Shrink(msg, SameFinding(&dc, sound.AppendFaulty(nil, &codec.Lies{}), ctx), 10); err != ErrSound {
		t.Error(err)
	}
	if _, _, err := Shrink(msg[:20], same, 10); err != ErrShrink {
		t.Error(err)
	}
}

// TestStrongest: of two faults in a message the one is expected that ends the session.
func TestStrongest(t *testing.T) {
	msg := octets(t, marker+"0042 02 0000 001b 40010103 400206 0201 0000fbf4 400304 c0000201 800404 00000000 18c63364 18cb0071 18c00002 200a0000")
	tree := *new(codec.Decoder).Decode(codec.PieceMessage, msg, codec.Context{AS4: true})
	p := Build(&Event{Tree: &tree, Code: -1, Sub: -1}, Options{})
	if p.Want.Code != 3 || p.Want.Sub != 10 || p.Want.Action != registry.ActionSessionReset {
		t.Errorf("%+v", p.Want)
	}
}
