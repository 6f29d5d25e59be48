package cli

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// TestPeerWords: what is wrong with a command line is said in words of the user.
func TestPeerWords(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
		code int
	}{
		{[]string{"192.0.2.1", "--count", "-1"}, "--count takes 1 at least", ExitUsage},
		{[]string{"192.0.2.1", "--hold", "-5"}, `"-5" is not a time`, ExitUsage},
		{[]string{"192.0.2.1:1790"}, "write 192.0.2.1 --port 1790", ExitUsage},
		{[]string{"[2001:db8::1]:1790"}, "write 2001:db8::1 --port 1790", ExitUsage},
		{[]string{"192.0.2.1", "192.0.2.1"}, "configured already: 192.0.2.1", ExitUsage},
		{[]string{"--interface", "nosuchif9"}, "there is no interface nosuchif9 now: waiting for it", ExitDone},
		{[]string{"192.0.2.1", "--interface", "nosuchif9"}, "interface nosuchif9 is not used", ExitDone},
	} {
		var out, errs strings.Builder
		code := Run(append([]string{"peer", "--as", "64500", "--check"}, c.args...), &ui.Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		if code != c.code || !strings.Contains(errs.String(), c.want) || strings.Contains(errs.String(), "\x00") || strings.Contains(errs.String(), "x00") {
			t.Errorf("%q: exit code %d, want %d; %q, want %q", c.args, code, c.code, errs.String(), c.want)
		}
	}
}
