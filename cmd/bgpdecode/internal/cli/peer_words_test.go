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

// TestAnnounceHelp: the words for routes that help names are those that are taken.
func TestAnnounceHelp(t *testing.T) {
	line := "198.51.100.0/24"
	for _, attr := range []string{"next-hop 192.0.2.9", "as-path \"64500 {64501 64502}\"", "origin igp", "med 5", "local-pref 100", "community 64500:1",
		"large-community 64500:1:2", "ext-community rt:64500:1", "aggregator 64500:192.0.2.1", "atomic-aggregate", "otc 64500", "originator-id 192.0.2.3",
		"cluster-list 192.0.2.4", "path-id 7", "multicast", "attribute 0xc0 200 1234"} {
		word, _, _ := strings.Cut(attr, " ")
		if !strings.Contains(peerLong, word) {
			t.Errorf("help does not name %s", word)
		}
		line += " " + attr
	}
	var out, errs strings.Builder
	if code := Run([]string{"peer", "192.0.2.1", "--as", "64500", "--check", "--family", "ipv4-multicast", "--announce", line}, &ui.Streams{In: strings.NewReader(""), Out: &out, Err: &errs}); code != ExitDone {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}
