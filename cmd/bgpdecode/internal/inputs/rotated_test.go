package inputs

import "testing"

// TestRotated: which names rotation gives.
func TestRotated(t *testing.T) {
	for _, c := range []struct {
		name, log string
		is        bool
	}{
		{"log.1", "log", true}, {"log.12.gz", "log", true}, {"log-20261121.gz", "log", true}, {"log.old", "log", true}, {"log.gz", "log", true},
		{"r-20261121.log", "r.log", true}, {"r.log-20261121T1200.xz", "r.log", true}, {"r.1.log", "r.log", true}, {"r.log.bak", "r.log", true},
		{"log", "log", false}, {"log2", "log", false}, {"logger", "log", false}, {"log.txt", "log", false}, {"other.1", "log", false},
		{"r.log", "r", false}, {"", "log", false}, {"log", "", false}, {".1", "", true},
	} {
		if Rotated(c.name, c.log) != c.is {
			t.Errorf("%q of %q: %v", c.name, c.log, !c.is)
		}
	}
}
