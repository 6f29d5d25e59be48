package tree

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// TestCommunityNames: the names of communities stand in JSON as they are, and only communities of AS 0 and AS 65535 have one:
// the others are written without looking for it.
func TestCommunityNames(t *testing.T) {
	for _, r := range registry.TableWellKnownCommunities.Rows {
		for _, v := range []uint64{r.First, r.Last} {
			name := registry.CommunityName(uint32(v))
			if !IsPlain(name) {
				t.Errorf("%#x: %q is not plain", v, name)
			}
			if hi := v >> 16; name != "" && hi != 0 && hi != 0xffff {
				t.Errorf("%#x: %q: AppendValue looks for names of AS 0 and AS 65535 only", v, name)
			}
		}
	}
}
