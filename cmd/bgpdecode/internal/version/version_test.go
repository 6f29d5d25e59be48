package version

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestFrom(t *testing.T) {
	vcs := []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"},
		{Key: "vcs.time", Value: "2026-01-02T03:04:05Z"},
		{Key: "vcs.modified", Value: "true"},
	}
	for _, tc := range []struct {
		name, stamp string
		bi          *debug.BuildInfo
		want        string
	}{
		{"nothing known", "", nil, "devel go1."},
		{"stamped", "v1.2.3", nil, "v1.2.3 go1."},
		{"go install", "", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, "v1.2.3 go1."},
		{"working tree", "", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: vcs}, "devel (0123456789ab, modified) go1."},
		{"stamp beats the module", "v2", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, "v2 go1."},
	} {
		if got := from(tc.stamp, tc.bi).String(); !strings.HasPrefix(got, tc.want) {
			t.Errorf("%s: %q, want %q...", tc.name, got, tc.want)
		}
	}
	if Get().Go == "" {
		t.Error("no Go version")
	}
}
