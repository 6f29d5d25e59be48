package interop

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuirksAccuse: our own speaker plays the box of each seed, a reproduction of the seed's dump is played to it, and the
// NOTIFICATION on the wire is that of the seed.
func TestQuirksAccuse(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, dump string
		box        []string // of the box
		args       []string // of repro
		code       string   // exit code of repro
		says       string
		noteCode   uint8 // of the NOTIFICATION that the seed shows
		sub        uint8
		data       string // its Data, as far as the seed shows it
		dataOctets int    // all of the Data
	}{
		{name: "Ericsson", dump: "ericsson.txt", box: []string{"--quirk", "partial-is-error"}, args: []string{"--as", "65001"},
			code: "5", says: "with the Data of the dump too, although nothing is wrong", noteCode: 3, sub: 4, data: "e00708000302ed5bdc3f01", dataOctets: 11},
		{name: "FRR", dump: "frr-elided.txt", box: []string{"--quirk", "data-over-read"}, args: []string{"--as", "65001"},
			code: "0", says: "with Data of 3298 octets that begins as in the dump", noteCode: 3, sub: 5, data: "50020cde02ff00000cb9000000ae0004003e0004003e0004003500040035", dataOctets: 3298},
		{name: "Dell 2 2", dump: "dell.txt", box: []string{"--quirk", "peer-as-2-octets"}, args: []string{"--event", "e2"},
			code: "0", says: "with the Data of the dump", noteCode: 2, sub: 2, data: "fe14", dataOctets: 2},
		{name: "Dell 6 1", dump: "dell.txt", box: []string{"--quirk", "max-prefix=1"}, args: []string{"--event", "e1", "--as", "65001"},
			code: "0", says: "with the Data of the dump", noteCode: 6, sub: 1, data: ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			net4 := newNetwork()
			n := &neighbor{addr: net4.host(2), as: 65001}
			s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{n}}
			s.fill(t)
			file := filepath.Join(workDir(t), "box.pcapng")
			box := exec.Command(os.Args[0], append([]string{"peer", n.addr.String(), "--listen", n.local.String() + ":" + number(s.port), "--passive",
				"--as", "65002", "--peer-as", "65001", "--write", file}, tc.box...)...)
			box.Env = append(os.Environ(), asCommand+"=1")
			var said bytes.Buffer
			box.Stdout, box.Stderr = &said, &said
			if err := box.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- box.Wait() }()
			t.Cleanup(func() { _ = box.Process.Kill() })
			cmd, out, errs := reproCommand(s, n, tc.dump, tc.args...)
			_ = cmd.Run() // its exit code is compared
			all := out.String() + errs.String()
			if number(cmd.ProcessState.ExitCode()) != tc.code || !strings.Contains(all, tc.says) {
				t.Errorf("exit code %d, want %s and %q in:\n%s", cmd.ProcessState.ExitCode(), tc.code, tc.says, all)
			}
			poll(t, eventWait, "the box ends with its session", func() (bool, any) {
				select {
				case <-ended:
					return true, nil
				default:
					return false, nil
				}
			})
			list := notes(t, file)
			if len(list) != 1 || list[0].code != tc.noteCode || list[0].subcode != tc.sub ||
				!strings.HasPrefix(list[0].data, tc.data) || len(list[0].data) != 2*tc.dataOctets {
				t.Errorf("on the wire: %.200v, want %d/%d %s and %d octets of Data; the box said:\n%s", list, tc.noteCode, tc.sub, tc.data, tc.dataOctets, &said)
			}
		})
	}
}
