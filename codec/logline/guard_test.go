package logline

import "testing"

// TestCodeGuard: "code " counts where a style may want it, be its number wrapped, and not in front of other numbers.
func TestCodeGuard(t *testing.T) {
	for text, want := range map[string]bool{
		"code 3/4 (update": true, "code 3 (Update Message Error)": true, "code 6\n(Cease)": true, "code 2\n5/0": true, "code \n  > 4/0": true,
		"code 3": true, "code ": true, "code 255/1": true, `code 3\n(Cease)`: true, "code 4<br>(Hold": true, "code 6 =\n(Cease)": true,
		"code 774, 33358 bytes": false, "code 2000/1": false, "code 256/1": false, "code 12 bytes": false, "code x": false,
	} {
		if got := AnchorAt(text, 0, "code "); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
