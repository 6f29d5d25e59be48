package interop

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/cli"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// atOnce is how many tests run at the same time: they wait for timers of daemons
// far more than they compute.
const atOnce = "10"

// asCommand makes the test program behave as the command.
const asCommand = "INTEROP_AS_BGPDECODE"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "1" {
		os.Exit(cli.Run(os.Args[1:], ui.System()))
	}
	flag.Parse()
	os.Exit(run(m))
}

// run runs the tests, then has others read what was captured.
func run(m *testing.M) int {
	if f := flag.Lookup("test.parallel"); f != nil && !given("test.parallel") {
		if err := flag.Set(f.Name, atOnce); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
	}
	var err error
	if captures, err = os.MkdirTemp("", "bgpcap"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if os.Getenv(keepVar) == "" {
		defer os.RemoveAll(captures)
	} else {
		fmt.Println("captures are kept in", captures)
	}
	code := m.Run()
	if err := readBack(captures); err != nil {
		fmt.Printf("--- FAIL: captures\n%v\nFAIL\n", err)
		return max(code, 1)
	}
	return code
}

// given reports whether the command line sets a flag.
func given(name string) (yes bool) {
	flag.Visit(func(f *flag.Flag) { yes = yes || f.Name == name })
	return yes
}
