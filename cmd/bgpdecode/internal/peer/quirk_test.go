package peer

import (
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker"
)

func TestQuirks(t *testing.T) {
	s := Lookup("quirk")
	for _, name := range speaker.Quirks() {
		if !slices.Contains(s.Words, name) || !strings.Contains(s.Help, name) {
			t.Errorf("%s is not offered", name)
		}
	}
	for _, name := range s.Words {
		if err := s.Check(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "nothing", "max-prefix=", "max-prefix=0"} {
		if s.Check(name) == nil {
			t.Errorf("%q is taken", name)
		}
	}
	var set Settings
	for _, v := range []string{"partial-is-error", "max-prefix=3"} {
		if err := set.setQuirk(v); err != nil {
			t.Fatal(err)
		}
	}
	if got := set.cfg.Quirks.String(); got != "partial-is-error,no-limit-data" || set.maxPrefix != 3 || set.maxPrefixOf[codec.IPv4Unicast] != 0 {
		t.Errorf("%s, %d", got, set.maxPrefix)
	}
}
