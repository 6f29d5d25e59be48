package interop

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// atOnce is how many tests run at the same time: they wait for timers of daemons
// far more than they compute.
const atOnce = "10"

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f != nil && !given("test.parallel") {
		if err := flag.Set(f.Name, atOnce); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}

// given reports whether the command line sets a flag.
func given(name string) (yes bool) {
	flag.Visit(func(f *flag.Flag) { yes = yes || f.Name == name })
	return yes
}
