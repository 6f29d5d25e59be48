package codec

// The routes of multicast in VPNs, SAFI 5 (RFC 6514 section 4), have the form of those of EVPN: nlri_typed.go reads them.
// Those of the range for mLDP (RFC 7441) stay octets.

// mvpnLeaf is the type of routes that name others by their NLRI.
const mvpnLeaf = 4

// mvpnForm gives the parts of a type of route, nil for types that are not defined.
func mvpnForm(t uint8) []part {
	if int(t) < len(mvpnForms) {
		return mvpnForms[t]
	}
	return nil
}

var mvpnForms = [...][]part{
	1:        {partRD, partOriginRest},
	2:        {partRD, partSourceAS},
	3:        {partRD, partSource, partGroup, partOriginRest},
	mvpnLeaf: {partKey},
	5:        {partRD, partSource, partGroup},
	6:        {partRD, partSourceAS, partSource, partGroup},
	7:        {partRD, partSourceAS, partSource, partGroup},
}
