package codec

// The routes of multicast in VPNs, SAFI 5 (RFC 6514 section 4), have the form of those of EVPN: nlri_typed.go reads them.
// The types of customers' mLDP (RFC 7441 section 2) have a FEC element in the place of source and group. Multicast in VPLS,
// AFI 25 SAFI 8 (RFC 7117 section 13), has two of the types.

// The types of routes that name others by their NLRI.
const (
	mvpnLeaf     = 4
	mvpnLeafMLDP = 0x44
)

// mvpnForm gives the parts of a type of route, nil for types that are not defined.
func mvpnForm(t uint8) []part {
	switch {
	case int(t) < len(mvpnForms):
		return mvpnForms[t]
	case t >= mvpnMLDP && int(t-mvpnMLDP) < len(mvpnMLDPForms):
		return mvpnMLDPForms[t-mvpnMLDP]
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

// mvpnMLDP is the start of the range of types for mLDP.
const mvpnMLDP = 0x40

var mvpnMLDPForms = [...][]part{
	3:                       {partRD, partFEC, partOriginRest},
	mvpnLeafMLDP - mvpnMLDP: {partKey},
	7:                       {partRD, partSourceAS, partFEC},
}

// mcastVPLSForm gives the parts of a type of route of multicast in VPLS.
func mcastVPLSForm(t uint8) []part {
	if t == 3 || t == mvpnLeaf {
		return mvpnForms[t]
	}
	return nil
}
