package interop

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// command prepares a run of "bgpdecode peer" as the other end of a neighbor.
func command(s *setup, n *neighbor, args ...string) (cmd *exec.Cmd, out, errs *bytes.Buffer) {
	all := append([]string{"peer", n.local.String(), "--port", number(s.port), "--local", n.addr.String(), "--as", number(n.as)}, args...)
	cmd = exec.Command(os.Args[0], all...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = out, errs
	return cmd, out, errs
}

// TestCommand: the command has a session with each daemon until that has sent all
// its routes, announces one of its own, and tells it all as JSON.
func TestCommand(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		n := &neighbor{addr: net4.host(2), as: 65001, restart: 60}
		s := &setup{as: 65002, addr: net4.host(1), routes: few, neighbors: []*neighbor{n}}
		d := k.launch(t, s)
		file := filepath.Join(workDir(t), "c.pcapng")
		cmd, out, errs := command(s, n, "--json", "--gr", "60", "--until", "eor,45s", "--write", file, "--announce", "30.0.0.0/24 next-hop 192.0.2.1")
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v: %s; last of the log:\n%s", err, errs, d.proc().tail(tailLines))
		}
		kinds, prefixes := map[string]int{}, map[string]bool{}
		for l := range bytes.Lines(out.Bytes()) {
			var e struct {
				Kind    string `json:"kind"`
				Session struct {
					Direction string `json:"direction"`
				} `json:"session"`
				Update struct {
					NLRI []struct {
						Prefix string `json:"prefix"`
					} `json:"nlri"`
				} `json:"update"`
			}
			if err := json.Unmarshal(l, &e); err != nil {
				t.Fatalf("%v in %s", err, l)
			}
			kinds[e.Kind]++
			for _, r := range e.Update.NLRI {
				prefixes[e.Session.Direction+" "+r.Prefix] = true
			}
		}
		if kinds["negotiated"] != 1 || kinds["summary"] != 1 || kinds["message"] < 6 {
			t.Errorf("kinds %v in:\n%s", kinds, out)
		}
		for _, want := range []string{"received 20.1.0.0/24", "received 20.2.0.0/16", "sent 30.0.0.0/24"} {
			if !prefixes[want] {
				t.Errorf("no route %s in %v", want, prefixes)
			}
		}
		// With the N bit on both sides it is a Hard Reset (RFC 8538).
		if list := notes(t, file); len(list) != 1 || list[0].code != 6 || list[0].subcode != 2 && !(list[0].subcode == 9 && list[0].data == "0602") {
			t.Errorf("NOTIFICATIONs in the capture: %v", list)
		}
	})
}

// TestCommandIsShutDown: a session that the daemon shuts down with a text ends the
// command with 6, and the text is told.
func TestCommandIsShutDown(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		n := &neighbor{addr: net4.host(2), as: 65001}
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{n}}
		d := k.launch(t, s)
		cmd, out, errs := command(s, n)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		poll(t, eventWait, k.name+" says Established", func() (bool, any) {
			state, err := d.state(n)
			return err == nil && state == "Established", state
		}, d.proc())
		if err := d.shutdown(n, saying); err != nil {
			t.Fatal(err)
		}
		var err error
		poll(t, eventWait, "the command ends", func() (bool, any) {
			select {
			case err = <-done:
				return true, nil
			default:
				return false, nil
			}
		}, d.proc())
		if code := cmd.ProcessState.ExitCode(); code != 6 {
			t.Errorf("exit code %d (%v): %s%s", code, err, out, errs)
		}
		text := saying
		if k.name == "ExaBGP" {
			text = "Administrative Shutdown"
		}
		if all := out.String() + errs.String(); !strings.Contains(all, text) || !strings.Contains(all, "6/2") {
			t.Errorf("the text is not told:\n%s", all)
		}
	})
}
