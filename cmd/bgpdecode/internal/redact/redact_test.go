package redact

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

func TestASIsOneToOneWithinItsRange(t *testing.T) {
	r := New("k")
	seen := make(map[uint32]uint32, 1<<16)
	for n := uint32(0); n <= 65535; n++ {
		to := r.AS(n)
		if was, ok := seen[to]; ok {
			t.Fatalf("%d and %d both become %d", was, n, to)
		}
		seen[to] = n
		if private(n) != private(to) || to > 65535 {
			t.Fatalf("%d becomes %d", n, to)
		}
	}
	for _, stays := range []uint32{0, 23456, 65535, 4294967295} {
		if r.AS(stays) != stays {
			t.Errorf("%d becomes %d", stays, r.AS(stays))
		}
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		n := rnd.Uint32() | 1<<16
		if to := r.AS(n); private(n) != private(to) || n < 1<<32-1 && to>>16 == 0 {
			t.Fatalf("%d becomes %d", n, to)
		}
	}
}

func private(n uint32) bool { return n >= 64512 && n <= 65534 || n >= 4200000000 && n <= 4294967294 }

func TestPrefixesStayPrefixes(t *testing.T) {
	r := New("k")
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, width := range []int{4, 16} {
		for range 5000 {
			a := make([]byte, width)
			for i := range a {
				a[i] = byte(rnd.Uint32())
			}
			if width == 16 {
				a[0] = 0x20 | a[0]&0x1f
			}
			b := bytes.Clone(a)
			cut := rnd.IntN(width * 8)
			b[cut/8] ^= 0x80 >> (cut % 8)
			for i := cut/8 + 1; i < width; i++ {
				b[i] = byte(rnd.Uint32())
			}
			if want, got := shared(a, b), shared(to(r, a), to(r, b)); want != got && !special(a) && !special(b) {
				t.Fatalf("%v and %v share %d bits, what replaces them %d", a, b, want, got)
			}
			if ka, kb := kept(addr(a)), kept(addr(to(r, a))); ka != kb {
				t.Fatalf("%v becomes %v, of another class", addr(a), addr(to(r, a)))
			}
		}
	}
}

// special reports whether all of an address stays.
func special(b []byte) bool { return kept(addr(b)) >= len(b)*8 }

func addr(b []byte) netip.Addr { a, _ := netip.AddrFromSlice(b); return a }

func to(r *Redactor, b []byte) []byte { return r.Addr(addr(b)).AsSlice() }

func shared(a, b []byte) int {
	for i := range len(a) * 8 {
		if (a[i/8]^b[i/8])>>(7-i%8)&1 == 1 {
			return i
		}
	}
	return len(a) * 8
}

func TestWordsOfALine(t *testing.T) {
	r := New("k")
	host := [2]string{"edge1", "host-x"}
	a, a6, as := r.Addr(netip.MustParseAddr("198.51.100.7")).String(), r.Addr(netip.MustParseAddr("2001:db8::7")).String(), r.AS(64500)
	for in, want := range map[string]string{
		"peer 198.51.100.7: gone":                           "peer " + a + ": gone",
		"peer 198.51.100.7:179 gone.":                       "peer " + a + ":179 gone.",
		"198.51.100.7.179 > 2001:db8::7.":                   a + ".179 > " + a6 + ".",
		"[2001:db8::7]:179":                                 "[" + a6 + "]:179",
		"at 12:34:56 edge1 said":                            "at 12:34:56 host-x said",
		"(AS 64500) remote-as 64500, AS64500 bad":           fmt.Sprintf("(AS %d) remote-as %d, AS%d bad", as, as, as),
		"expected AS: 64500; got 64500 routes":              fmt.Sprintf("expected AS: %d; got 64500 routes", as),
		"as number mismatch expected 64500, received 64500": fmt.Sprintf("as number mismatch expected %d, received %d", as, as),
		"wrong AS (got 64500, configured 64500)":            fmt.Sprintf("wrong AS (got %d, configured %d)", as, as),
		"bad as expected 64500, received 4 octets":          "bad as expected 64500, received 4 octets",
		"edge12 is not edge1":                               "edge12 is not host-x",
		"rde_attr.c:12 cease/admin":                         "rde_attr.c:12 cease/admin",
		"mac 02:00:5e:10:00:01":                             "mac 02:00:5e:10:00:01",
	} {
		if got := r.Text(in, host); got != want {
			t.Errorf("%q\nbecomes %q\nwanted  %q", in, got, want)
		}
	}
	if got := r.Text("see core7.lab.example.net now"); strings.Contains(got, "lab") || !strings.HasPrefix(got, "see host-") {
		t.Errorf("a host's name in words becomes %q", got)
	}
}

// TestSamplesDecodeAlike redacts every sample: the findings and the verdict stay, and nothing that names a network is left.
func TestSamplesDecodeAlike(t *testing.T) {
	files, _ := filepath.Glob("../../../../testdata/dumps/*/*.*")
	if len(files) < 50 {
		t.Fatalf("only %d samples found", len(files))
	}
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, ".jsonl") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n += redactedAlike(t, name, string(text))
	}
	if n < 300 {
		t.Errorf("only %d events were seen", n)
	}
}

func redactedAlike(t *testing.T, name, text string) int {
	evs := dump.Read(text, dump.Options{Log: logline.Options{Now: time.Unix(1.8e9, 0), Location: time.UTC}})
	r := New(name)
	var before, after report.Builder
	for i := range evs {
		ev := evs[i]
		was := before.Build(&ev, report.Options{SourceName: "stdin"})
		red := evs[i]
		known := r.Event(&red, codec.Known{})
		now := after.Build(&red, report.Options{SourceName: "stdin", Known: known})
		where := fmt.Sprintf("%s line %d", name, ev.Line)
		if a, b := essence(was), essence(now); a != b {
			t.Errorf("%s:\nwas %s\nnow %s\n%x\n%x", where, a, b, ev.Octets, red.Octets)
		}
		out := string(report.AppendJSON(nil, now, report.JSONOptions{Fields: true}))
		for _, secret := range secrets(was) {
			if containsWord(out, secret) {
				t.Errorf("%s: %q is still there:\n%s", where, secret, out)
			}
		}
	}
	return len(evs)
}

// essence is what a redacted event must keep.
func essence(r *report.Report) string {
	var b strings.Builder
	fmt.Fprint(&b, r.Event.Code, "/", r.Event.Subcode, " ", len(r.Event.Octets), " ", r.Direction)
	if x := r.Explanation; x != nil {
		fmt.Fprint(&b, " ", x.Verdict.Claim, " ", x.Verdict.Fault, " ", x.Verdict.Side)
	}
	if r.Tree != nil {
		for _, f := range r.Tree.Findings {
			fmt.Fprint(&b, " ", codec.FindingInfo(f.ID).ID, "@", f.Off)
		}
	}
	return b.String()
}

// secrets are the names, addresses and AS numbers of an event.
func secrets(r *report.Report) (list []string) {
	ev := &r.Event
	add := func(s string) {
		if a, err := netip.ParseAddr(s); err == nil && kept(a.WithZone("")) >= a.BitLen() || isInterface(s) || len(s) < 4 || s == "host" || s == "OS10" { // a key, and a product
			return
		}
		list = append(list, s)
	}
	add(ev.Peer)
	add(ev.Local)
	add(ev.Host)
	for _, as := range []uint32{ev.PeerAS, ev.LocalAS} {
		if as > 999 && as != 23456 && as != 65535 {
			add(strconv.Itoa(int(as)))
		}
	}
	if r.Tree == nil {
		return list
	}
	for i, n := range r.Tree.Nodes {
		b := r.Tree.Octets(int32(i))
		switch codec.FieldInfo(n.Field).Kind {
		case codec.KindIPv4, codec.KindIPv6:
			if len(b) == 4 || len(b) == 16 {
				add(addr(b).String())
			}
		}
	}
	return list
}

func containsWord(s, w string) bool {
	return replaceWord(s, w, "\x00") != s
}

func TestNames(t *testing.T) {
	r := New("k")
	for _, s := range []string{"swp12", "eth0", "ge-0/0/1.0", "Ethernet1/1", "peerlink.4094", "GigabitEthernet0/1/0", "et-0/0/3", "enp3s0"[:4] + "3"} {
		if r.Peer(s) != s {
			t.Errorf("the interface %s becomes %s", s, r.Peer(s))
		}
	}
	for _, s := range []string{"peer41", "AMSIX_rs1", "transit_b", "up1", "acme-berlin", "toR2", "de-cix1"} {
		if r.Peer(s) == s {
			t.Errorf("the name %s stays", s)
		}
	}
	for key, value := range map[string]string{"protocol": "up1", "neighbor_name": "peer_eth1", "name": "toR2", "Group": "ebgp-acme", "data": "c00805fde80064ff", "myasn": "64497"} {
		if p := (logline.Param{Key: key, Value: value}); r.param(&p, func(s string) string { return s }) == value {
			t.Errorf("%s %s stays", key, value)
		}
	}
}

// TestOneAddress wants the peer of an event to be the same in every part of it.
func TestOneAddress(t *testing.T) {
	r := New("k")
	ev := dump.Event{}
	ev.Host, ev.Peer, ev.Local, ev.Words = "198.51.100.3", "198.51.100.7", "198.51.100.3", "198.51.100.7 left 198.51.100.3"
	ev.Notes = []string{"[198.51.100.7]"}
	r.Words(&ev)
	if want := ev.Peer + " left " + ev.Local; ev.Words != want || ev.Notes[0] != "["+ev.Peer+"]" || ev.Host != ev.Local {
		t.Errorf("%q beside %q and %q", ev.Words, ev.Peer, ev.Local)
	}
}

func FuzzText(f *testing.F) {
	f.Add("peer 198.51.100.7:179 AS 64500 edge1.example.net ::1 1::")
	f.Fuzz(func(t *testing.T, s string) {
		r := New("k")
		if a, b := r.Text(s, [2]string{"x", "y"}), r.Text(s, [2]string{"x", "y"}); a != b {
			t.Fatalf("%q and %q", a, b)
		}
	})
}

func FuzzOctets(f *testing.F) {
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x1b\x03\x03\x04\xe0\x07\x04\x00\x01\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := New("k")
		ev := dump.Event{Octets: b, Kind: dump.KindMessage}
		r.Octets(&ev, codec.Known{})
		if len(ev.Octets) != len(b) {
			t.Fatalf("%d octets became %d", len(b), len(ev.Octets))
		}
	})
}

// TestReasons: what an operator wrote is hidden also where a device prints it as a reason; why a device itself sent
// something stays to be read.
func TestReasons(t *testing.T) {
	for _, x := range []struct {
		line string
		stay bool
	}{
		{"Nov 20 03:14:09 mx1 rpd[7]: bgp_read_v4_message:10656: NOTIFICATION received from 198.51.100.9+179 (External AS 64999): code 6 (Cease) subcode 2 (Administrative Shutdown), Reason: ask jane about CHG0815", false},
		{"Nov 20 03:14:09 mx1 rpd[7]: bgp_peer_close:6210: NOTIFICATION sent to 198.51.100.9+179 (External AS 64999): code 6 (Cease) subcode 4 (Administratively Reset), Reason: ask jane about CHG0815", false},
		{"Nov 20 03:14:09 mx1 rpd[7]: bgp_process_open:3998: NOTIFICATION sent to 198.51.100.9+179 (proto): code 2 (Open Message Error) subcode 2 (bad peer AS number), Reason: ask jane about CHG0815", true},
	} {
		evs := dump.Read(x.line, dump.Options{Log: logline.Options{Now: time.Unix(1.8e9, 0), Location: time.UTC}})
		if len(evs) != 1 || len(evs[0].Params) == 0 {
			t.Fatalf("%d events of %s", len(evs), x.line)
		}
		New("k").Event(&evs[0], codec.Known{})
		if got := fmt.Sprint(evs[0].Params, evs[0].Words, evs[0].Text, evs[0].Notes); strings.Contains(got, "jane about CHG0815") != x.stay {
			t.Errorf("%s\nbecomes %s", x.line, got)
		}
	}
}

// TestClassE: addresses of 240.0.0.0/4 are used in networks; masks are none.
func TestClassE(t *testing.T) {
	r := New("k")
	for s, stays := range map[string]bool{"240.64.112.200": false, "254.1.2.3": false, "255.255.255.0": true, "255.255.255.255": true, "224.0.0.5": true} {
		a := netip.MustParseAddr(s)
		if to := r.Addr(a); (to == a) != stays || to.As4()[0]>>4 != a.As4()[0]>>4 {
			t.Errorf("%s becomes %s", a, to)
		}
	}
}
