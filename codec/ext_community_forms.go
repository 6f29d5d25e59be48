package codec

// extForm says how the extended communities of a type and sub-type read.
type extForm struct {
	typ, sub uint8
	name     string
	value    func(dst, v []byte) []byte     // of the 6 octets of value; nil: they are reserved
	parse    func(s string) ([6]byte, bool) // reads back what value writes; nil where that is not done
}

// extFormOf gives the form of a type and sub-type, nil where it has none of its own.
func extFormOf(typ, sub uint8) *extForm {
	for i := range extForms {
		if f := &extForms[i]; f.typ == typ && f.sub == sub {
			return f
		}
	}
	return nil
}

// adminValues write an administrator and a number: of a 2-octet AS, an address, a 4-octet AS.
var adminValues = [...]func(dst, v []byte) []byte{extAS2, extIPv4, extAS4}

// extForms has the communities whose value is laid out by an RFC (or the draft that is named), and short names for those
// that people type.
var extForms = [...]extForm{
	// RFC 4360 sections 4 and 5, RFC 5668
	{0x00, 0x02, "rt", extAS2, parseExtAS2},
	{0x01, 0x02, "rt", extIPv4, parseExtIPv4},
	{0x02, 0x02, "rt", extAS4, parseExtAS4},
	{0x00, 0x03, "soo", extAS2, parseExtAS2},
	{0x01, 0x03, "soo", extIPv4, parseExtIPv4},
	{0x02, 0x03, "soo", extAS4, parseExtAS4},
	{0x00, 0x04, "link-bandwidth", extRate, parseExtRate}, // RFC 10005: octets per second
	// RFC 4577 section 4.2; the types from 0x80 on are Cisco's older ones
	{0x00, 0x05, "ospf-domain-id", extAS2, parseExtAS2},
	{0x01, 0x05, "ospf-domain-id", extIPv4, parseExtIPv4},
	{0x02, 0x05, "ospf-domain-id", extAS4, parseExtAS4},
	{0x80, 0x05, "ospf-domain-id", extAS2, parseExtAS2},
	{0x01, 0x07, "ospf-router-id", extAddress, parseExtAddress},
	{0x80, 0x01, "ospf-router-id", extAddress, parseExtAddress},
	{0x03, 0x06, "ospf-route-type", extOSPFRoute, nil},
	{0x80, 0x00, "ospf-route-type", extOSPFRoute, nil},
	// RFC 6514 sections 4, 6074 section 3.2.1, 7524 section 4.1, 9081 section 4
	{0x00, 0x09, "source-as", extAS2, parseExtAS2},
	{0x02, 0x09, "source-as", extAS4, parseExtAS4},
	{0x00, 0x0a, "l2vpn-id", extAS2, parseExtAS2},
	{0x01, 0x0a, "l2vpn-id", extIPv4, parseExtIPv4},
	{0x01, 0x0b, "vrf-route-import", extIPv4, parseExtIPv4},
	{0x01, 0x0c, "redirect-to-ip", extRedirectIP, parseExtRedirect}, // draft-ietf-idr-flowspec-redirect-ip
	{0x01, 0x12, "segmented-next-hop", extIPv4, parseExtIPv4},
	{0x01, 0x20, "mvpn-sa-rp", extAddress, parseExtAddress},
	// the opaque ones
	{0x03, 0x01, "cost", extCost, nil},                              // draft-ietf-idr-custom-decision
	{0x03, 0x03, "cp-orf", nil, parseExtNothing},                    // RFC 7543 section 5
	{0x03, 0x04, "extranet-source", nil, parseExtNothing},           // RFC 7900 section 4.4
	{0x03, 0x05, "extranet-separation", nil, parseExtNothing},       // RFC 7900 section 4.5
	{0x03, 0x07, "pmsi-tunnel-flags", extPMSIFlags, nil},            // RFC 7902
	{0x03, 0x08, "label-space", extLabelSpace, nil},                 // RFC 9573 section 4.1
	{0x03, 0x0b, "color", extColor, parseExtColor},                  // RFC 9012 section 4.3
	{0x03, 0x0c, "encapsulation", extEncapsulation, parseExtLast16}, // RFC 9012 section 4.1
	{0x03, 0x0d, "default-gateway", nil, parseExtNothing},           // RFC 7432 section 10.1
	{0x03, 0x1b, "local-color-mapping", extLast32, parseExtLast32},  // RFC 9871
	{0x43, 0x00, "origin-validation", extValidation, parseExtValidation},
	{0x0a, 0x02, "transport-rt", extLast32, parseExtLast32}, // RFC 9832 section 4.3
	// EVPN
	{0x06, 0x00, "mac-mobility", extMACMobility, parseExtMobility}, // RFC 7432 section 7.7
	{0x06, 0x01, "esi-label", extESILabel, nil},                    // section 7.5, RFC 9746
	{0x06, 0x02, "es-import", extMAC, parseExtMAC},                 // section 7.6
	{0x06, 0x03, "router-mac", extMAC, parseExtMAC},                // RFC 9135 section 8.1
	{0x06, 0x04, "l2-attributes", extL2Attributes, nil},
	{0x06, 0x05, "e-tree", extETree, nil},
	{0x06, 0x06, "df-election", extDFElection, nil},
	{0x06, 0x08, "arp-nd", extARPND, nil},
	{0x06, 0x09, "multicast-flags", extMulticastFlags, nil},
	{0x06, 0x0a, "evi-rt", extAS2, parseExtAS2}, // RFC 9251 section 9.5
	{0x06, 0x0b, "evi-rt", extIPv4, parseExtIPv4},
	{0x06, 0x0c, "evi-rt", extAS4, parseExtAS4},
	{0x06, 0x0f, "service-carving-time", extCarvingTime, nil}, // RFC 9722 section 2.2
	{0x06, 0x10, "evpn-link-bandwidth", extEVPNBandwidth, nil},
	// RFC 8955 section 7
	{0x80, 0x06, "traffic-rate-bytes", extRate, parseExtRate},
	{0x80, 0x0c, "traffic-rate-packets", extRate, parseExtRate},
	{0x80, 0x07, "traffic-action", extTrafficAction, parseExtAction},
	{0x80, 0x08, "redirect", extAS2, parseExtAS2},
	{0x81, 0x08, "redirect", extIPv4, parseExtIPv4},
	{0x82, 0x08, "redirect", extAS4, parseExtAS4},
	{0x80, 0x09, "traffic-marking", extMarking, parseExtMarking},
	{0x07, 0x02, "interface-set", extInterfaceSet, nil}, // draft-ietf-idr-flowspec-interfaceset
	{0x08, 0x00, "redirect-to-next-hop", extCopy, nil},  // draft-simpson-idr-flowspec-redirect
	// others of the generic types
	{0x80, 0x04, "security-group", extAS2, parseExtAS2},
	{0x80, 0x0a, "layer2-info", extLayer2Info, nil},
	{0x80, 0x0b, "vpls-e-tree", extETreeInfo, nil},
	{0x0b, 0x01, "sfir-pool", extHex, nil},      // RFC 9015 section 3.1.1
	{0x0b, 0x02, "sfc-mpls", extSFCLabels, nil}, // RFC 9015 section 3.1.2
	{0x80, 0x0d, "sfc-classifier", extSFC, nil}, // RFC 9015 section 3.1.1
	{0x80, 0x84, "tag", extAS2, parseExtAS2},
	{0x82, 0x04, "security-group", extAS4, parseExtAS4},
	{0x82, 0x84, "tag", extAS4, parseExtAS4},
	{0x0c, 0x00, "mup", extAS2, parseExtAS2}, // a direct segment: draft-mpmz-bess-mup-safi
}
