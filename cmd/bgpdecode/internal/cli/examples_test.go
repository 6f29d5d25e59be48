package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// TestHelpExamples: what help shows works when it is copied.
func TestHelpExamples(t *testing.T) {
	prog, dir := program(t), folder(t)
	var walk func(c *cobra.Command)
	n := 0
	walk = func(c *cobra.Command) {
		if c.Runnable() && c.Name() != "help" && !c.HasParent() && c.Example == "" {
			t.Errorf("%s has no examples", c.CommandPath())
		}
		for line := range strings.SplitSeq(c.Example, "\n") {
			line = strings.TrimSpace(line)
			if !strings.HasPrefix(line, "bgpdecode") {
				if line != "" && c.Name() != "bash" && c.Name() != "zsh" && c.Name() != "fish" && c.Name() != "powershell" {
					t.Errorf("%s: example %q is no command line", c.CommandPath(), line)
				}
				continue
			}
			n++
			worksWhenCopied(t, dir, prog, line)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(NewCommand())
	if n < 15 {
		t.Errorf("only %d examples found", n)
	}
}

// worksWhenCopied runs a line and wants success and a result. What would go on until it is interrupted ends at the end
// of the input, and what would speak with a router says what it would do.
func worksWhenCopied(t *testing.T, dir, prog, line string) {
	t.Helper()
	line = strings.Replace(line, " --follow ", " ", 1)
	if strings.HasPrefix(line, "bgpdecode peer ") && !strings.Contains(line, "--check") {
		line = strings.Replace(line, "bgpdecode peer ", "bgpdecode peer --check ", 1)
	}
	if strings.HasPrefix(line, "bgpdecode repro ") && strings.Contains(line, " --run ") {
		line = strings.Replace(line, " --run ", " --dry-run --run ", 1)
	}
	if strings.HasPrefix(line, "bgpdecode probe ") && !strings.Contains(line, "--dry-run") {
		line = strings.Replace(line, "bgpdecode probe ", "bgpdecode probe --dry-run --faults 'state.*' ", 1)
	}
	var r result
	if strings.Contains(line, "--clipboard") || strings.Contains(line, "--copy") {
		text, err := os.ReadFile(filepath.Join(dir, "router.log"))
		if err != nil {
			t.Fatal(err)
		}
		t.Chdir(dir)
		r = run(t, &ui.Streams{Env: desktop, Clip: &clip{string(text)}}, strings.Fields(line)[1:]...)
	} else {
		r = shell(t, dir, prog, line)
	}
	if r.code != ExitDone || r.out == "" {
		t.Errorf("%s\nexit code %d, output %q, errors:\n%s", line, r.code, r.out, r.err)
	}
}
