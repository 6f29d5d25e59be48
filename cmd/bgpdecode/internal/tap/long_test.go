package tap

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestLong: extended messages (RFC 8654) are written whole, in as many segments as they need, and read by others.
func TestLong(t *testing.T) {
	dir := t.TempDir()
	var o Options
	for _, s := range Suffixes[:3] {
		o.Files = append(o.Files, filepath.Join(dir, "x"+s))
	}
	k := newTalk(1, "192.0.2.1:40000", "192.0.2.2:179", false)
	ext := codec.FlagCapability(registry.CapExtendedMessage)
	k.establish(append(as4(65001), ext), append(as4(4200000002), ext))
	const routes = 8000 // of one UPDATE bgpdump reads 8192 at most
	k.msg(false, update(routes, 4, false))
	k.msg(true, update(routes, 4, false))
	tap := open(t, o)
	for _, e := range k.all {
		tap.Event(e)
	}
	if err := tap.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range o.Files {
		msgs := messages(read(t, name))
		if n := len(msgs); n != 6 || len(msgs[5].Octets) < 30000 {
			t.Errorf("%s: %d messages", name, n)
		}
	}
	// Wireshark 4.0 calls every length over 4096 invalid; what TCP carries is right in its eyes.
	out, err := exec.Command(peertest.Need(t, "tshark"), "-r", o.Files[0], "-Y", "tcp.analysis.flags || bgp.length == "+strconv.Itoa(len(k.all[len(k.all)-1].Octets)),
		"-T", "fields", "-e", "tcp.analysis.flags", "-e", "tcp.reassembled.length").Output()
	if want := strconv.Itoa(len(k.all[len(k.all)-1].Octets)); err != nil || strings.Join(strings.Fields(string(out)), " ") != want+" "+want {
		t.Errorf("tshark: %v, %q", err, out)
	}
	if n := strings.Count(quietBgpdump(t, o.Files[2]), "|A|"); n != 2*routes {
		t.Errorf("bgpdump reads %d routes of %d", n, 2*routes)
	}
}
