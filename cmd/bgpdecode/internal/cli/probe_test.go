//go:build unix

package cli

import (
	"encoding/xml"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

// TestProbe probes a speaker of our own that resets by RFC 4271, in all forms.
func TestProbe(t *testing.T) {
	needLoopbacks(t)
	a := launch(t, false, nil, "peer", "127.0.0.1", "--as", "64511", "--peer-as", "64496", "--passive", "--listen", "127.0.0.2:0", "--strict-4271", "--reconnect")
	at := a.listening()
	play := func(want int, args ...string) *proc {
		t.Helper()
		p := launch(t, false, nil, append([]string{"probe", at.String(), "--local", "127.0.0.1", "--as", "64496", "--session-rate", "1000", "--settle", "500ms",
			"--faults", "open.version,origin.value,med.length_short,origin.flags_low,open.id_own"}, args...)...)
		p.wait(want)
		return p
	}
	p := play(ExitUnmet)
	for _, want := range []string{"open.version      2/1", "2/1 +2\n", "3/6 +4 !\n", "kept ?\n", "RFC 4271: 100 %", "1 not played: open.id_own", "what became of them is not known"} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, p.out.String())
		}
	}
	matchesSchema(t, play(ExitUnmet, "--format", "json").objects(), "probe", 6)
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	p = play(ExitUnmet, "--format", "junit")
	if err := xml.Unmarshal(p.out.Bytes(), &suites); err != nil || suites.Tests != 5 || suites.Failures != 2 || suites.Skipped != 2 {
		t.Errorf("%v %+v\n%s", err, suites, p.out.String())
	}
	p = play(ExitUnmet, "--format", "html")
	for _, want := range []string{"<!DOCTYPE html>", `<td class="wrong">3/6 +4 !`, "</html>"} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("%q is missing in\n%.2000s", want, p.out.String())
		}
	}
	if strings.Contains(p.out.String(), "<script") || strings.Contains(p.out.String(), "://") {
		t.Error("the page wants something from elsewhere")
	}
}

// TestProbeInterrupted: Ctrl-C prints what there is.
func TestProbeInterrupted(t *testing.T) {
	needLoopbacks(t)
	a := launch(t, true, nil, "peer", "127.0.0.1", "--as", "64511", "--passive", "--listen", "127.0.0.2:0", "--reconnect")
	at := a.listening()
	p := launch(t, false, nil, "probe", at.String(), "--local", "127.0.0.1", "--as", "64496", "--session-rate", "5", "--settle", "10ms", "--faults", "header.*,open.*,origin.*")
	waitFor(t, a.pipe, "NOTIFICATION")
	go io.Copy(io.Discard, a.pipe)
	p.cmd.Process.Signal(syscall.SIGINT)
	p.wait(ExitInterrupted)
	if s := p.out.String(); !strings.Contains(s, "Interrupted: the rest was not played.") || !strings.Contains(s, "not played: interrupted") {
		t.Errorf("%s%s", s, p.stderr())
	}
}

// TestProbeVerdict: a target that was not reached is no success, whatever the others did.
func TestProbeVerdict(t *testing.T) {
	right := probe.Column{Target: "192.0.2.1", By7606: probe.Score{Right: 3}}
	wrong := probe.Column{Target: "192.0.2.2", By7606: probe.Score{Right: 2, Wrong: 1}}
	gone := probe.Column{Target: "192.0.2.3", By7606: probe.Score{NotPlayed: 3}, Cells: []probe.Cell{{Why: "connection refused"}}}
	for _, c := range []struct {
		columns []probe.Column
		want    int
	}{
		{[]probe.Column{right}, ExitDone},
		{[]probe.Column{right, wrong}, ExitUnmet},
		{[]probe.Column{right, gone}, ExitFailed},
		{[]probe.Column{gone, wrong}, ExitFailed},
	} {
		if got := exitCode(probeVerdict(&probe.Report{Columns: c.columns})); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.columns, got, c.want)
		}
	}
}
