package logline

import (
	"encoding/hex"
	"testing"
)

// TestMarks: what a writer puts around octets that matter loses none of them, wherever it stands.
func TestMarks(t *testing.T) {
	const head = "%NOTIFICATION: received from neighbor 10.0.0.1 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes "
	groups := []string{"c0", "08", "04", "fd", "e8", "00", "64"}
	marks := [][2]string{
		{"[", "]"}, {"(", ")"}, {"{", "}"}, {"*", "*"}, {"**", "**"}, {"_", "_"}, {"__", "__"}, {"`", "`"}, {">>", "<<"},
		{">>>", "<<<"}, {"|", "|"}, {"<b>", "</b>"}, {"<code>", "</code>"}, {`<span style="x">`, "</span>"}, {"-> ", " <-"},
	}
	for _, m := range marks {
		for from := range groups {
			for to := from; to < len(groups); to++ {
				if from == 0 && to == len(groups)-1 {
					continue // a list of the language that the brackets belong to
				}
				line := head
				for i, g := range groups {
					if i == from {
						g = m[0] + g
					}
					if i == to {
						g += m[1]
					}
					line += g + " "
				}
				evs := Scan(Split(line+"\n"), Options{})
				if len(evs) != 1 || hex.EncodeToString(octetsOf(&evs[0])) != "c00804fde80064" {
					t.Errorf("%s: %+v", line, evs)
				}
			}
		}
	}
}

// TestAnnounced: octets that are announced and not shown are cut off, not empty.
func TestAnnounced(t *testing.T) {
	for _, s := range []string{
		"%NOTIFICATION: received from neighbor 10.0.0.1 3/4 (UPDATE Message Error/Attribute Flags Error) 11 bytes",
		"%NOTIFICATION: received from neighbor 10.0.0.1 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes see below",
		"%BGP-3-NOTIFICATION: sent to neighbor 10.0.0.1 2/2 (peer in wrong AS) 2 bytes",
	} {
		evs := Scan(Split(s+"\n"), Options{})
		if len(evs) != 1 || evs[0].DataKnown || !evs[0].Cut {
			t.Errorf("%s: %+v", s, evs)
		}
	}
}
