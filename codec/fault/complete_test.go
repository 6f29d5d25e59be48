package fault_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// noFaults are attributes and families without faults of their own, and why.
var noFaults = map[string]string{
	registry.Attr(uint8(registry.AttrBGPsecPath)).Symbol: "it takes the place of AS_PATH, on sessions that nobody has",
}

// Whatever the registry knows the rules of has faults, and whatever routes the decoder reads.
func TestComplete(t *testing.T) {
	groups := fault.Groups()
	about := map[registry.AttrCode]bool{}
	for _, f := range fault.All() {
		about[f.Attr] = true
	}
	for code := range 256 {
		r := registry.Attr(uint8(code))
		if r.Known && !about[registry.AttrCode(code)] && noFaults[r.Symbol] == "" {
			t.Errorf("attribute %d %s has no faults", code, r.Symbol)
		}
	}
	for _, f := range codec.KnownFamilies() {
		name := strings.ReplaceAll(f.String(), "-", "_")
		if !slices.Contains(groups, name) && f != codec.IPv4Unicast && noFaults[f.String()] == "" { // its routes are those of "update"
			t.Errorf("%s has no faults", f)
		}
	}
}

// What is said to be dangerous is in the catalogue, with the report that says so.
func TestDangerous(t *testing.T) {
	reports := 0
	for _, f := range fault.All() {
		if n := len(f.Refs); f.Dangerous && strings.HasPrefix(f.Refs[n-1], "CVE-") {
			reports++
		} else if f.Dangerous && f.Incident == "" {
			t.Errorf("%s: who says so?", f.ID)
		}
	}
	if reports < 9 {
		t.Errorf("only %d are told by a report: an ID of the table is not in the catalogue", reports)
	}
}

// Groups of several attributes say which.
func TestGroupsSayTheirAttributes(t *testing.T) {
	for _, f := range fault.All() {
		if f.Group != "unknown_attribute" && f.Group != "incident" || f.Finding == codec.FindNone {
			continue
		}
		x := codec.Finding{ID: f.Finding, Attr: uint8(f.Attr), Note: codec.Notification{Code: f.Want4271.Code}}
		if !slices.Contains(fault.ForFinding(&x, nil), f) {
			t.Errorf("%s: attribute %d is not one of its group's", f.ID, f.Attr)
		}
	}
}

// The catalogue is as large as is said of it.
func TestSize(t *testing.T) {
	all, plain := fault.All(), 0
	for _, f := range all {
		n := f.Needs
		if (n.Peer == codec.PeerUnknown || n.Peer == codec.PeerEBGP) && n.Family == (codec.Family{}) && n.AddPath != fault.With && n.Role != fault.With {
			plain++
		}
	}
	if len(all) < 700 || plain < 400 {
		t.Errorf("%d faults, %d for any external session with IPv4 routes", len(all), plain)
	}
}
