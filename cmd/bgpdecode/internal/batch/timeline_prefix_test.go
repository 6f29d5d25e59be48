package batch

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestTimelinePrefix: the course of a session is the same behind what orchestrators and pagers put in front of its lines.
func TestTimelinePrefix(t *testing.T) {
	text, err := os.ReadFile("../../../../testdata/logs/timeline/frr.log")
	if err != nil {
		t.Fatal(err)
	}
	want := timelineText(t, string(text), nil)
	for _, prefix := range []string{"edge-frr-1  | ", "[pod/frr-7xk2p/frr] ", "%6d\t", "/var/log/frr.log:%d:", "# "} {
		lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
		for i := range lines {
			if strings.Contains(prefix, "%") {
				lines[i] = fmt.Sprintf(prefix, i+1) + lines[i]
			} else {
				lines[i] = prefix + lines[i]
			}
		}
		if got := timelineText(t, strings.Join(lines, "\n")+"\n", nil); got != want {
			t.Errorf("behind %q:\n%s\nwant\n%s", prefix, got, want)
		}
	}
}
