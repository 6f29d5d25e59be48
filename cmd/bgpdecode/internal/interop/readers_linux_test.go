package interop

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
)

// readBack has tshark and bgpdump read all captures of the run, and gives their
// complaints. A reader that is missing is said, and is a complaint where that is
// asked for. Files of one kind may stand one after the other in one file: one
// call for all is much cheaper than one for each.
func readBack(dir string) error {
	if all, err := filepath.Glob(filepath.Join(dir, "*", "c.*")); err != nil || len(all) == 0 {
		return err
	}
	for _, r := range []struct {
		tool, suffix string
		check        func(tool, path string) error
	}{{"tshark", "pcapng", tsharkReads}, {"bgpdump", "mrt", bgpdumpReads}} {
		path, ok := peertest.Find(r.tool)
		if !ok {
			if peertest.Required() {
				return fmt.Errorf("%s is missing (make peers, as root, installs it)", r.tool)
			}
			fmt.Printf("not read back: %s is missing (make peers, as root, installs it)\n", r.tool)
			continue
		}
		files, err := filepath.Glob(filepath.Join(dir, "*", "c."+r.suffix))
		if err != nil {
			return err
		}
		whole := filepath.Join(dir, "all."+r.suffix)
		if err := joinFiles(whole, files); err != nil {
			return err
		}
		if err := r.check(path, whole); err == nil {
			continue
		}
		for _, f := range files { // which of them?
			if err := r.check(path, f); err != nil {
				name, _ := os.ReadFile(filepath.Join(filepath.Dir(f), "test"))
				return fmt.Errorf("%s, %s: %w", r.tool, name, err)
			}
		}
		return r.check(path, whole)
	}
	return nil
}

// joinFiles writes files one after the other.
func joinFiles(path string, files []string) error {
	var all bytes.Buffer
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		all.Write(b)
	}
	return os.WriteFile(path, all.Bytes(), 0o600)
}

// tsharkReads: nothing malformed, nothing wrong with TCP, each message found.
func tsharkReads(tool, path string) error {
	// The system may use a port again soon, which is true and no complaint.
	const wrong = "(tcp.analysis.flags && !tcp.analysis.reused_ports) || tcp.checksum.status == 0 || ip.checksum.status == 0 || _ws.malformed || _ws.expert.severity == error"
	cmd := exec.Command(tool, "-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y", wrong)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, errs.String())
	}
	if len(out) > 0 {
		return fmt.Errorf("complains about\n%s", first(string(out), 20))
	}
	return nil
}

// bgpdumpReads: no word of complaint.
func bgpdumpReads(tool, path string) error {
	cmd := exec.Command(tool, "-m", path)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, errs.String())
	}
	var bad []string
	for l := range strings.Lines(errs.String()) {
		if !strings.Contains(l, "logging to syslog") {
			bad = append(bad, l)
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("complains: %s", first(strings.Join(bad, ""), 20))
	}
	if len(out) == 0 {
		return fmt.Errorf("finds nothing in %s", path)
	}
	return nil
}

// first gives the first n lines of a text.
func first(text string, n int) string {
	lines := strings.SplitAfter(text, "\n")
	if len(lines) > n {
		lines = append(lines[:n], "...")
	}
	return strings.Join(lines, "")
}
