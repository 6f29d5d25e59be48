package cli

import (
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/batch"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		p     batch.Progress
		spent time.Duration
		want  string
	}{
		{batch.Progress{Read: 3 << 19, Events: 7}, 3 * time.Second, "1.5 MiB, 0.5 MiB/s, 7 events"},
		{batch.Progress{Read: 1 << 30, Total: 4 << 30, Events: 1}, 10 * time.Second, "1024 of 4096 MiB, 102 MiB/s, 1 events, 30s left"},
		{batch.Progress{Read: 50 << 20, Total: 200 << 20}, 100 * time.Second, "50.0 of 200 MiB, 0.5 MiB/s, 0 events, 5m0s left"},
		{batch.Progress{Read: 3 << 20, Total: 2 << 20}, time.Second, "3.0 of 3.0 MiB, 3.0 MiB/s, 0 events"}, // the file has grown
		{batch.Progress{Total: 2 << 20}, 0, "0.0 of 2.0 MiB, 0.0 MiB/s, 0 events"},
		{batch.Progress{Read: 1, Total: 1 << 50}, time.Hour, "0.0 of 1073741824 MiB, 0.0 MiB/s, 0 events"},
	} {
		if got := progressLine(c.p, c.spent); got != c.want {
			t.Errorf("%+v: %q, want %q", c.p, got, c.want)
		}
	}
}
