package capture

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// forms are the ways in which tshark prints packets as JSON.
var tsharkForms = [][]string{{"-T", "json"}, {"-T", "json", "-x"}, {"-T", "jsonraw"}, {"-T", "ek"}, {"-T", "ek", "-x"}}

// TestTsharkJSON: a capture that tshark prints as JSON, in any form, tells the same messages with the same ends, times and falls
// as the capture itself.
func TestTsharkJSON(t *testing.T) {
	tshark := need(t, "tshark")
	all := newWire(t)
	for i, fill := range []func(w *wire){
		func(w *wire) { w.session(); w.flag('b', "FA"); w.flag('a', "FA") },
		func(w *wire) { w.a, w.b = ip6Port(1, 4711), ip6Port(2, 179); w.session(); w.flag('a', "RA") },
		func(w *wire) { // tags, and a packet that is lost
			w.vlan = []uint16{7, 9}
			w.session()
			w.packets, w.times = append(w.packets[:8:8], w.packets[9:]...), append(w.times[:8:8], w.times[9:]...)
		},
		func(w *wire) { w.session(); w.add(w.packets[5]) },                             // one again
		func(w *wire) { w.session(); w.packets, w.times = w.packets[5:], w.times[5:] }, // joined
	} {
		w := newWire(t)
		w.now, w.a = all.now, netip.AddrPortFrom(w.a.Addr(), uint16(4000+i))
		fill(w)
		all.packets, all.times, all.now = append(all.packets, w.packets...), append(all.times, w.times...), w.now
	}
	b := all.pcap(0)
	want, _ := readAll(t, b, Options{Falls: true})
	file := filepath.Join(t.TempDir(), "x.pcap")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, form := range tsharkForms {
		out, err := exec.Command(tshark, append([]string{"-r", file}, form...)...).Output()
		if err != nil {
			t.Fatal(err)
		}
		got, src := readAll(t, out, Options{Falls: true})
		if src.Kind != KindTshark {
			t.Fatalf("%v: %v", form, src.Kind)
		}
		if lines(got) != lines(want) {
			t.Errorf("%v: got\n%swant\n%s", form, lines(got), lines(want))
			continue
		}
		for i := range got {
			if jsonraw := form[1] == "jsonraw"; !bytes.Equal(got[i].Octets, want[i].Octets) || !got[i].Time.Equal(want[i].Time) && !jsonraw {
				t.Errorf("%v: record %d is % x at %v", form, i, got[i].Octets, got[i].Time)
			}
		}
	}
}

// tsharkPackets prints packets of one connection as -T json does, or with ek as -T ek; leave leaves fields out.
func tsharkPackets(ek bool, leave string, data ...[]byte) string {
	var out strings.Builder
	if !ek {
		out.WriteString("[\n")
	}
	seq := 77
	for i, d := range data {
		var fields []string
		add := func(layer, name, value string) {
			if strings.Contains(leave, name+" ") {
				return
			}
			if ek {
				name = layer + "_" + strings.ReplaceAll(name, ".", "_")
			}
			fields = append(fields, fmt.Sprintf("%q: %q", name, value))
		}
		add("frame", "frame.time_epoch", fmt.Sprintf("17000000%02d.25", i))
		add("ip", "ip.src", "192.0.2.77")
		add("ip", "ip.dst", "192.0.2.78")
		add("tcp", "tcp.srcport", "50177")
		add("tcp", "tcp.dstport", "179")
		add("tcp", "tcp.seq", fmt.Sprint(seq))
		add("tcp", "tcp.flags", "0x0008")
		add("tcp", "tcp.payload", strings.ReplaceAll(fmt.Sprintf("% x", d), " ", ":"))
		if ek {
			fmt.Fprintf(&out, "{\"index\":{\"_index\":\"packets-2026-01-01\",\"_type\":\"doc\"}}\n{\"timestamp\":\"17000000%02d250\",\"layers\":{\"bgp\":{\"text\":\"a \\\"}{ \\\\\"},%s}}\n", i, strings.Join(fields, ","))
		} else {
			fmt.Fprintf(&out, "  {\n    \"_index\": \"packets-2026-01-01\",\n    \"_source\": {\n      \"layers\": {\n        \"x\": [ \"}\", 1.5e3, null ],\n        %s\n      }\n    }\n  },\n", strings.Join(fields, ",\n        "))
		}
		seq += len(d)
	}
	return out.String()
}

// TestTsharkFields: octets that go over two packets are put together; where not all fields are there that this takes, messages are
// read out of each packet; the time and the ends are told as far as they are there.
func TestTsharkFields(t *testing.T) {
	big := update(60)
	data := [][]byte{append(open(65001), keepalive()...), big[:100], big[100:], keepalive()}
	for _, ek := range []bool{false, true} {
		for _, c := range []struct{ leave, types, first string }{
			{"", "1424", "192.0.2.77:50177>192.0.2.78:179 1700000000.25"},
			{"frame.time_epoch ", "1424", map[bool]string{true: "192.0.2.77:50177>192.0.2.78:179 1700000000.25", false: "192.0.2.77:50177>192.0.2.78:179 -"}[ek]},
			{"tcp.seq ", "1424", "192.0.2.77:50177>192.0.2.78:179 1700000000.25"},
			{"ip.src tcp.seq ", "1424", "invalid AddrPort>192.0.2.78:179 1700000000.25"},
			{"tcp.payload ", "", ""},
		} {
			all, src := readAll(t, []byte(tsharkPackets(ek, c.leave, data...)), Options{})
			if src.Kind != KindTshark {
				t.Fatal(src.Kind)
			}
			wantTypes(t, all, c.types)
			if c.types == "" {
				continue
			}
			stamp := "-"
			if !all[0].Time.IsZero() {
				stamp = fmt.Sprintf("%.2f", float64(all[0].Time.UnixMilli())/1000)
			}
			if got := fmt.Sprint(all[0].Src, ">", all[0].Dst, " ", stamp); got != c.first {
				t.Errorf("ek %v without %q: %s, want %s", ek, c.leave, got, c.first)
			}
			if whole := !strings.Contains(c.leave, "tcp.seq"); whole != (all[2].Lost == 0) || whole != bytes.Equal(all[2].Octets, big) {
				t.Errorf("ek %v without %q: %s", ek, c.leave, lines(all))
			}
		}
	}
	text := tsharkPackets(false, "", data...)
	for cut := range len(text) {
		all, _ := readAll(t, []byte(text[:cut]), Options{Kind: KindTshark})
		if n := len(all); cut > len(text)/2 && n == 0 {
			t.Fatalf("cut at %d: nothing", cut)
		}
	}
	p := tsharkPacket{}
	for s, want := range map[string]time.Time{"1700000000.000000001": time.Unix(1700000000, 1), "1700000000": time.Unix(1700000000, 0), "2023-11-14T22:13:20.5Z": time.Unix(1700000000, 5e8),
		"": {}, "x": {}, "-5.x": time.Unix(-5, 0)} {
		if p.fields[tsEpoch] = s; !p.time().Equal(want) {
			t.Errorf("%q is %v", s, p.time())
		}
	}
	for s, is := range map[string]bool{"\xef\xbb\xbf[\r\n {\t\"_index\": \"packets-": true, `{"index":{"_index":"packets-1`: true, `[{"_index":"logs-`: false, `[{"_index":"pack`: false, "": false} {
		if got, _ := sniffTshark([]byte(s)); got != is {
			t.Errorf("%q: %v", s, got)
		}
	}
	if a := netip.MustParseAddr("192.0.2.1"); hexOctets(nil, []byte("c0:00:02:01"))[3] != a.As4()[3] || len(hexOctets(nil, []byte("0"))) != 0 {
		t.Error("hex")
	}
}

// TestTsharkHostile: strings, escapes and brackets without an end take neither memory nor time, and what follows is read.
func TestTsharkHostile(t *testing.T) {
	good := tsharkPackets(true, "", keepalive())
	for name, s := range map[string]string{
		"layers":   strings.Repeat(`"layers":{"frame_raw":"ff`, 40000),
		"brackets": strings.Repeat(`[{`, 500000),
		"escapes":  `"` + strings.Repeat(`\"`, mostString) + `"`,
		"long":     `"layers":{"tcp.payload":"` + strings.Repeat(`ff:`, mostString) + `"}}`,
		"quotes":   strings.Repeat(`""`, 500000),
		"cut":      `"layers":{"tcp.payload":"\`,
	} {
		all, src := readAll(t, []byte(good+`{"_index":`+s), Options{})
		if len(all) == 0 || all[0].Kind != RecordMessage || src.Stats().Messages != 1 {
			t.Errorf("%s: %s", name, lines(all))
		}
	}
}

func FuzzTsharkJSON(f *testing.F) {
	f.Add([]byte(tsharkPackets(false, "", keepalive(), update(3))))
	f.Add([]byte(tsharkPackets(true, "tcp.seq ", keepalive(), update(3))))
	f.Add([]byte(`[{"_index":"packets-","_source":{"layers":{"frame_raw":["450000`))
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b, KindTshark) })
}
