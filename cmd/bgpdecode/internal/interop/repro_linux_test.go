package interop

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// reproCommand prepares a run of "bgpdecode repro" against a daemon, of a dump in testdata/dumps/seeds.
func reproCommand(s *setup, n *neighbor, dump string, args ...string) (cmd *exec.Cmd, out, errs *bytes.Buffer) {
	all := append([]string{"repro", "--run", n.local.String() + ":" + number(s.port), "--local", n.addr.String()}, args...)
	cmd = exec.Command(os.Args[0], append(all, "../../../../testdata/dumps/seeds/"+dump)...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = out, errs
	return cmd, out, errs
}

// TestReproSeeds: each dump of the seeds against each daemon, with the outcome that it has there: a daemon that does
// not reproduce one is a result, too.
func TestReproSeeds(t *testing.T) {
	for _, tc := range []struct {
		dump     string
		args     []string
		neighbor neighbor
		want     map[string]string // by daemon; "" is that of the others
		without  []string
	}{
		{dump: "ericsson.txt", args: []string{"--as", "65001"}, want: map[string]string{"": "0 the session stays up, as it must"}},
		{dump: "junos-posted-as-cisco.txt", args: []string{"--as", "65001"}, want: map[string]string{"": "0 the session stays up, as it must"}},
		{dump: "frr-elided.txt", args: []string{"--as", "65001"}, want: map[string]string{
			"": "5 not reproduced: the session stays up, which is right: RFC 7606 asks for treat-as-withdraw",
			// Both close the session over an attribute that runs past its UPDATE, which RFC 7606 section 4 would withdraw.
			"FRR": "0 reproduced: the target sends NOTIFICATION 3/5", "OpenBGPD": "0 reproduced: the target sends NOTIFICATION 3/5",
		}},
		{dump: "dell.txt", args: []string{"--event", "e1", "--as", "65001"}, neighbor: neighbor{max: 1}, want: map[string]string{"": "0 reproduced: the target sends NOTIFICATION 6/1"},
			without: []string{"ExaBGP: has no limit"}},
		{dump: "dell.txt", args: []string{"--event", "e2"}, want: map[string]string{"": "0 reproduced: the target sends NOTIFICATION 2/2"}},
	} {
		t.Run(strings.TrimSuffix(tc.dump, ".txt")+strings.Join(tc.args, ""), func(t *testing.T) {
			each(t, func(t *testing.T, k kind) {
				net4 := newNetwork()
				n := tc.neighbor
				n.addr, n.as = net4.host(2), 65001
				s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{&n}}
				d := k.launch(t, s)
				cmd, out, errs := reproCommand(s, &n, tc.dump, tc.args...)
				_ = cmd.Run() // its exit code is compared
				code, text, _ := strings.Cut(orElse(tc.want[k.name], tc.want[""]), " ")
				all := out.String() + errs.String()
				if number(cmd.ProcessState.ExitCode()) != code || !strings.Contains(all, text) {
					t.Errorf("exit code %d, want %s and %q in:\n%slast of the log:\n%s", cmd.ProcessState.ExitCode(), code, text, all, d.proc().tail(tailLines))
				}
				t.Log(k.name, all)
			}, tc.without...)
		})
	}
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// TestReproShrink: the message at fault becomes smaller, with the same reaction of a daemon and within the sessions that are allowed.
func TestReproShrink(t *testing.T) {
	k := kindOf(t, "OpenBGPD")
	t.Parallel()
	net4 := newNetwork()
	n := &neighbor{addr: net4.host(2), as: 65001}
	s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{n}}
	d := k.launch(t, s)
	cmd, out, errs := reproCommand(s, n, "frr-elided.txt", "--as", "65001", "--shrink", "--tries", "8")
	err := cmd.Run()
	all := out.String() + errs.String()
	var now, before, sessions int
	line := all[max(strings.Index(all, "the UPDATE has"), 0):]
	if _, e := fmt.Sscanf(line, "the UPDATE has %d octets now, it had %d (%d sessions)", &now, &before, &sessions); e != nil || err != nil {
		t.Fatalf("%v, %v in:\n%s\nlast of the log:\n%s", err, e, all, d.proc().tail(tailLines))
	}
	if now*2 > before || sessions > 8 || !strings.Contains(out.String(), "reproduced: the target sends NOTIFICATION 3/5") || !strings.Contains(out.String(), "send raw") {
		t.Errorf("%d octets of %d after %d sessions:\n%s", now, before, sessions, all)
	}
}
