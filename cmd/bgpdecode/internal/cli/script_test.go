package cli

import (
	"errors"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs testdata/script: command lines with what they print. With -update what they print is taken.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 root + "/testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", noWait)
			env.Setenv("DISPLAY", "")
			env.Setenv("WAYLAND_DISPLAY", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitcode,
			"clean":    clean,
		},
	})
}

// exitcode N PROGRAM ARG... runs a program that must end with exit code N.
func exitcode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode N program arg...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// clean FILE... fails when a file holds a control character other than a newline.
func clean(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		for _, c := range ts.ReadFile(name) {
			if (c < ' ' || c >= 0x7f && c < 0xa0) && c != '\n' {
				ts.Fatalf("%s holds %q", name, c)
			}
		}
	}
}
