package oracle

import (
	"bytes"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// need gives the path of a program; where it is missing the test is skipped, or fails if CI wants it.
func need(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		without(t, name+" is missing (make peers, as root, installs it)")
	}
	return path
}

// without ends a test that lacks something: as a failure if CI wants it, otherwise as a skip.
func without(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("BGPDECODE_REQUIRE_PEERS") == "1" {
		t.Fatalf("%s, and BGPDECODE_REQUIRE_PEERS=1 asks for it", what)
	}
	t.Skip("skipped: " + what)
}

// listed is the version of tshark that the lists are about: others know more, or less.
const listed = "4.0."

func sameVersion(t *testing.T, tshark string) {
	t.Helper()
	out, err := exec.Command(tshark, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	if !strings.Contains(line, " "+listed) {
		without(t, "the differences are those of tshark "+listed+"x, this is "+line)
	}
}

// writeCapture writes each message as a connection of its own, so that none changes how tshark reads the others. Handshakes
// have three packets: message i is in packet 4*i+4.
func writeCapture(t *testing.T, cases []Case) string {
	t.Helper()
	var b bytes.Buffer
	w, err := capture.NewPcapWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	dst := netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, 1}), 179)
	for i := range cases {
		src := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 40000)
		m := capture.Message{Src: src, Dst: dst, Octets: cases[i].Octets, Time: time.Unix(1700000000, int64(i)*1000000)}
		if err := w.Write(&m); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "cases.pcap")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// dissect runs tshark once over all cases.
func dissect(t *testing.T, tshark string, cases []Case, do func(i int, d *dissection)) {
	t.Helper()
	cmd := exec.Command(tshark, "-n", "-r", writeCapture(t, cases), "-o", "bgp.asn_len:4 octet", "-Y", "bgp", "-J", "bgp", "-T", "pdml")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	readErr := readPDML(out, func(n int, d *dissection) {
		if i := n/4 - 1; n%4 == 0 && i < len(cases) {
			seen++
			do(i, d)
		} else {
			t.Errorf("packet %d is none of ours", n)
		}
	})
	if err := cmd.Wait(); err != nil || readErr != nil {
		t.Fatalf("%v, %v: %s", err, readErr, stderr.Bytes())
	}
	if seen != len(cases) {
		t.Errorf("tshark read %d of %d messages", seen, len(cases))
	}
}
