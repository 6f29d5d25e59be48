package fault_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/fault"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Each row says what its readers rely on.
func TestRows(t *testing.T) {
	id := regexp.MustCompile(`^[a-z0-9_]+\.[a-z0-9_]+$`)
	seen := map[string]bool{}
	each(t, func(t *testing.T, f *fault.Fault) {
		switch {
		case seen[f.ID]:
			t.Error("there are two faults with this ID")
		case !id.MatchString(f.ID) || !strings.HasPrefix(f.ID, f.Group+"."):
			t.Error("a bad ID")
		case f.Title == "" || strings.HasSuffix(f.Title, ".") || len(f.Title) > 110:
			t.Errorf("a bad title %q", f.Title)
		case len(f.Refs) == 0:
			t.Error("no references")
		case f.Want4271.Code == 0 && f.Want4271.Action != 0 && f.Want4271.Why == "":
			t.Error("it does not say why no NOTIFICATION is due")
		}
		seen[f.ID] = true
		if g, ok := fault.Find(f.ID); !ok || g.ID != f.ID {
			t.Error("Find does not find it")
		}
	})
}

func TestSimilar(t *testing.T) {
	for asked, want := range map[string]string{"origin.vaule": "origin.value", "ORIGIN.value": "origin.value", "hold_silence": "timing.hold_silence", "marker": "header.marker"} {
		if got := fault.Similar(asked); !slices.Contains(got, want) {
			t.Errorf("Similar(%q) = %v, want %s among them", asked, got, want)
		}
	}
	if got := fault.Similar("zzzzzzzzzzzz"); got != nil {
		t.Errorf("Similar found %v", got)
	}
}
