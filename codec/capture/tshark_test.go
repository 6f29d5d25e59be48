package capture

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAgainstTshark compares the messages found with those of Wireshark, where it is installed.
func TestAgainstTshark(t *testing.T) {
	tshark := need(t, "tshark")
	all := newWire(t)
	port := uint16(4000)
	for _, fill := range []func(w *wire){
		func(w *wire) { w.session() },
		func(w *wire) { w.vlan = []uint16{5, 6}; w.session() },
		func(w *wire) { w.a, w.b = ip6Port(1, w.a.Port()), ip6Port(2, w.b.Port()); w.session() },
		func(w *wire) { // out of order
			w.session()
			n := len(w.packets)
			w.packets[n-2], w.packets[n-3] = w.packets[n-3], w.packets[n-2]
		},
		func(w *wire) { // again
			w.session()
			w.add(w.packets[5])
			w.add(w.packets[7])
		},
		func(w *wire) { // small segments
			w.connect()
			for b := append(open(65001, capAS4(65001)), append(keepalive(), update(30)...)...); len(b) > 0; {
				n := min(13, len(b))
				w.send('a', b[:n])
				b = b[n:]
			}
		},
	} {
		w := newWire(t)
		w.now = all.now
		port++
		w.a = netip.AddrPortFrom(w.a.Addr(), port)
		fill(w)
		all.packets, all.times, all.now = append(all.packets, w.packets...), append(all.times, w.times...), w.now
	}
	for name, b := range map[string][]byte{"pcap": all.pcap(0), "pcapng": all.pcapng()} {
		records, _ := readAll(t, b, Options{})
		var mine []string
		for _, g := range records {
			mine = append(mine, fmt.Sprint(g.Src.Port(), " ", g.Dst.Port(), " ", g.Octets[18]))
		}
		theirs := runTshark(t, tshark, b)
		slices.Sort(mine)
		slices.Sort(theirs)
		if len(mine) == 0 || !slices.Equal(mine, theirs) {
			t.Errorf("%s: ports and types %q, tshark %q", name, mine, theirs)
		}
	}
}

func ip6Port(n byte, port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom16([16]byte{0x20, 1, 0x0d, 0xb8, 15: n}), port)
}

// runTshark gives source port, destination port and type of each BGP message.
func runTshark(t *testing.T, tshark string, b []byte) (out []string) {
	file := filepath.Join(t.TempDir(), "capture")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(tshark, "-r", file, "-o", "tcp.reassemble_out_of_order:TRUE", "-Y", "bgp", "-T", "fields",
		"-e", "tcp.srcport", "-e", "tcp.dstport", "-e", "bgp.type")
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.Bytes())
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			t.Fatalf("tshark printed %q", line)
		}
		for typ := range strings.SplitSeq(f[2], ",") {
			out = append(out, f[0]+" "+f[1]+" "+typ)
		}
	}
	return out
}
