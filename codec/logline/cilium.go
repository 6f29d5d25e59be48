package logline

import "strings"

// ciliumGobgp reads Cilium's BGP control plane, which is GoBGP with fields of its own: subsys, component, asn. asn is the
// local AS.
func ciliumGobgp() *Style {
	return &Style{
		Name:    "cilium-gobgp",
		Behind:  `-"`,
		Vendor:  "Cilium (GoBGP)",
		Anchors: []string{"notification", `"peer down"`, `"peer up"`},
		Scan:    scanCilium,
	}
}

func scanCilium(c *Cursor, ev *Event) bool {
	fs, ok := gobgpTextFields(c)
	if !ok || !cilium(fs) || !gobgpEvent(c, ev, fs, gobgpDecimal) {
		return false
	}
	if as, ok := fieldOf(fs, "asn"); ok {
		ev.LocalAS, _ = reading(as.val, 0).AS()
	}
	return true
}

// cilium reports whether the fields are those of Cilium.
func cilium(fs []logField) bool {
	if f, ok := fieldOf(fs, "subsys"); ok && strings.Contains(f.val, "bgp") {
		return true
	}
	f, ok := fieldOf(fs, "component")
	return ok && strings.HasPrefix(f.val, "gobgp")
}
