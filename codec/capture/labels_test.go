package capture

import (
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestLabelStacksAgreed: a session has routes of several labels for the families that both OPENs take them for, and one OPEN
// that takes none proves that there are none.
func TestLabelStacksAgreed(t *testing.T) {
	lu4, lu6 := codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFILabeledUnicast}, codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFILabeledUnicast}
	offer := func(list ...codec.MultipleLabels) *Offer {
		o := codec.NewOpen(64496, 90, netip.MustParseAddr("192.0.2.1"))
		o.Capabilities = append(o.Capabilities, codec.MultipleLabelsCapability(list...))
		got := OfferOf(&o)
		return &got
	}
	both, four, none := offer(codec.MultipleLabels{Family: lu4, Count: 2}, codec.MultipleLabels{Family: lu6, Count: 255}),
		offer(codec.MultipleLabels{Family: lu4, Count: 3}, codec.MultipleLabels{Family: lu6, Count: 1}), offer()
	for _, c := range []struct {
		name     string
		from, to *Offer
		set      codec.FamilySet
		known    bool
	}{
		{"both, the one with a count of 1", both, four, codec.FamilySet(0).With(lu4), true},
		{"both sides", both, both, codec.FamilySet(0).With(lu4).With(lu6), true},
		{"one side takes none", both, none, 0, true},
		{"only that one was seen", nil, none, 0, true},
		{"only one that takes some was seen", both, nil, 0, false},
		{"neither was seen", nil, nil, 0, false},
	} {
		k, _, _ := Negotiate(c.from, c.to)
		if k.Base.MultiLabel != c.set || k.Base.LabelsKnown != c.known {
			t.Errorf("%s: %b, %v", c.name, k.Base.MultiLabel, k.Base.LabelsKnown)
		}
	}
}
