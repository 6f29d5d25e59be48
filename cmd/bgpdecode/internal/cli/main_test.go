package cli

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

var update = flag.Bool("update", false, "rewrite scripts and README.md with what the program prints now")

// root is the root of the source tree. Tests change folders, so it is found once.
var root = func() string {
	dir, err := filepath.Abs("../../../..")
	if err != nil {
		panic(err)
	}
	return dir
}()

// noWait keeps programs under the race detector from idling for a second before they end.
const noWait = "atexit_sleep_ms=0"

// TestMain makes the test binary the program itself when it is called by that name, so that tests run the real one.
func TestMain(m *testing.M) {
	os.Setenv("GORACE", noWait)
	testscript.Main(m, map[string]func(){"bgpdecode": func() { os.Exit(Run(os.Args[1:], ui.System())) }})
}

// result is what a run left behind.
type result struct {
	code     int
	out, err string
}

// run runs the program in this process.
func run(t *testing.T, s *ui.Streams, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	if s == nil {
		s = &ui.Streams{}
	}
	if s.Out == nil {
		s.Out = &out
	}
	if s.Err == nil {
		s.Err = &errs
	}
	code := Run(args, s)
	return result{code, out.String(), errs.String()}
}

// program makes a folder with the program in it, under its name, and gives the path of the program.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "bgpdecode")
	if err := os.Symlink(self, name); err != nil {
		t.Skipf("skipped: no symbolic links here: %v", err)
	}
	return name
}

// shell runs a command line as a person would type it, in a folder with the files that examples name, and gives what
// came out. Clipboards are out of reach.
func shell(t *testing.T, dir, prog, line string) result {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: command lines are for a POSIX shell")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.WaitDelay = time.Second
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(prog)+string(os.PathListSeparator)+os.Getenv("PATH"), "DISPLAY=", "WAYLAND_DISPLAY=")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("%s does not end", line)
	}
	code := 0
	if exit, ok := err.(*exec.ExitError); ok {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return result{code, out.String(), errs.String()}
}

// folder makes a folder with the files that examples name.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text, err := os.ReadFile(filepath.Join(root, "testdata/dumps/seeds/dell.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"router.log": string(text),
		"peers.conf": "as = 64500\n[192.0.2.1]\npeer-as = 64496\n",
		"routes.txt": "198.51.100.0/24 next-hop 192.0.2.9\n",
		"md5.key":    "not a secret\n",
		"update.hex": "ffffffffffffffffffffffffffffffff 0046 02 0004 18cb0071 0027 40010104 50020006 0201 0000fbf4 400304c0000201 80040400000064 c00808fbf40064ffffff01 18c63364\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// clip is a clipboard in memory.
type clip struct{ text string }

func (c *clip) Supported() bool            { return true }
func (c *clip) ReadAll() (string, error)   { return c.text, nil }
func (c *clip) WriteAll(text string) error { c.text = text; return nil }

// desktop is the environment of somebody with a screen.
func desktop(name string) string { return map[string]string{"DISPLAY": ":0", "TERM": "xterm"}[name] }

func contains(s string, words ...string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}
