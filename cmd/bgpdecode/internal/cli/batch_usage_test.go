package cli

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// TestBatchUsage: wrong flags of batch are named as they were written, and the help of batch is pointed to.
func TestBatchUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--correlate-window", "-3h"}, "above 0"},
		{[]string{"--correlate-window", "soon"}, `"soon"`},
		{[]string{"--code", "256"}, `"256"`},
		{[]string{"--format", "xml"}, `"xml"`},
		{[]string{"--style", "refused"}, `no style "refused"`}, // its events have the daemons' styles
	} {
		var out, err strings.Builder
		code := Run(append([]string{"batch"}, c.args...), &ui.Streams{In: strings.NewReader(""), Out: &out, Err: &err})
		if text := err.String(); code != ExitUsage || !strings.Contains(text, c.want) || !strings.Contains(text, "bgpdecode batch --help") {
			t.Errorf("%v: %d %s", c.args, code, text)
		}
	}
}
