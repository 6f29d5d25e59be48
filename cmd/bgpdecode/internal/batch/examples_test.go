package batch

import (
	"strings"
	"testing"
)

// TestExamples: a line of documentation tells nothing that happened; it is counted.
func TestExamples(t *testing.T) {
	text := "BGP/6/RECV_NOTIFY:The router received NOTIFICATION message from peer [peer-address]. (ErrorCode=[error-code], SubErrorCode=[sub-error-code], ErrorData=[data])\n" +
		"BGP/6/RECV_NOTIFY:The router received NOTIFICATION message from peer 192.0.2.7. (ErrorCode=6, SubErrorCode=4, ErrorData=NULL)\n"
	out, res := run(t, text, testOptions())
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, `"peer":"192.0.2.7"`) || res.Stats.Examples != 1 {
		t.Errorf("%d examples:\n%s", res.Stats.Examples, out)
	}
}
