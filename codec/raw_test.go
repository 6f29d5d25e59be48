package codec

import (
	"regexp"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// The tests of this file walk the tables of IANA: what has a published RFC is laid out, and what is not laid out is listed
// here with the reason. They fail for a code that IANA adds, and for a reason that no longer holds.

// publishedRFC finds an RFC that is out: "[RFC-ietf-...]" waits for its number.
var publishedRFC = regexp.MustCompile(`RFC ?\d+`)

// layoutLess are RFCs that name codes and lay out nothing: they reserve them, or say that they are used no more.
var layoutLess = regexp.MustCompile(`RFC ?(2042|8093|8810|4271|8277)\b`)

// rawCodes judges the codes of a table that stay octets by the list of reasons.
func rawCodes(t *testing.T, table *registry.Table, reasons map[uint8]string, laidOut func(uint8) bool) {
	for code := range 256 {
		var row registry.Row
		for _, r := range table.Rows {
			if r.First <= uint64(code) && uint64(code) <= r.Last {
				row = r
			}
		}
		open := row.Status == registry.StatusUnassigned || row.Name == ""
		reason, listed := reasons[uint8(code)]
		switch raw := !laidOut(uint8(code)); {
		case raw && !open && !listed:
			t.Errorf("%d %s %s is not laid out and not listed", code, row.Name, row.Ref)
		case listed && !raw:
			t.Errorf("%d %s is laid out, but listed: %s", code, row.Name, reason)
		case listed && open:
			t.Errorf("%d is listed, but not assigned: %s", code, reason)
		case listed && row.Name != "Reserved" && publishedRFC.MatchString(layoutLess.ReplaceAllString(row.Ref, "")):
			t.Errorf("%d %s has a published RFC: %s; %s", code, row.Name, row.Ref, reason)
		}
	}
}

// TestRawAttributes: which path attributes stay octets.
func TestRawAttributes(t *testing.T) {
	rawCodes(t, &registry.TablePathAttributes, map[uint8]string{
		0:   "reserved",
		30:  "deprecated by RFC 8093: no document says what was in it",
		31:  "deprecated by RFC 8093: no document says what was in it",
		42:  "Edge Metadata Path Attribute: the layouts of the draft's sub-TLVs change with its revisions",
		129: "deprecated by RFC 8093: no document says what was in it",
		241: "deprecated by RFC 8093: no document says what was in it",
		242: "deprecated by RFC 8093: no document says what was in it",
		243: "deprecated by RFC 8093: no document says what was in it",
		255: "for development (RFC 2042)",
	}, func(code uint8) bool {
		// The BGP-LS attribute is a grammar of its own (areaLS).
		return attrDecoder(registry.AttrCode(code)) != nil || registry.AttrCode(code) == registry.AttrBGPLS
	})
}

// TestRawCapabilities: which capabilities stay octets. Those that have no value have nothing to lay out.
func TestRawCapabilities(t *testing.T) {
	reasons := map[uint8]string{
		0:   "reserved",
		4:   "deprecated; RFC 8277 says only that RFC 3107 had defined a use that nobody made",
		72:  "Routing Policy Distribution: draft-ietf-idr-rpd",
		78:  "Edge Metadata: the draft's layout changes with its revisions",
		185: "OPERATIONAL: deprecated by RFC 8810, its draft expired",
		255: "reserved",
	}
	for code := 239; code <= 254; code++ {
		reasons[uint8(code)] = "for experiments (RFC 8810)"
	}
	rawCodes(t, &registry.TableCapabilities, reasons, func(code uint8) bool {
		r := registry.Cap(code)
		return capDecoders[code] != nil || r.Known && !r.LengthOK(1)
	})
}

// TestRawExtCommunities: which extended communities have a name and no layout. Those of the types 0 to 2 all have one
// (RFC 4360 section 3, RFC 5668).
func TestRawExtCommunities(t *testing.T) {
	reasons := map[int]string{
		0x0309: "draft-krierhorn-idr-upa", 0x030e: "no document", 0x030f: "no document", 0x0310: "no document",
		0x0314: "draft-ietf-bess-service-chaining", 0x0317: "draft-wlin-bess-group-policy-id-extended-community",
		0x03aa: "draft-ietf-bess-service-chaining",
		0x060d: "EVI-RT of an IPv6 route target, whose value has 18 octets (RFC 9251 section 9.5): what the 6 hold is not certain",
		0x060e: "draft-sajassi-bess-evpn-ac-aware-bundling", 0x0615: "draft-zzhang-idr-rt-derived-community",
		0x4302: "no document", 0x4315: "draft-zzhang-idr-rt-derived-community",
		0x8085: "of one vendor", 0x8285: "of one vendor",
	}
	for typ := range 256 {
		table := registry.ExtCommunitySubtypes(uint8(typ))
		if table == nil || typ&^0x40 <= 2 {
			continue
		}
		for _, r := range table.Rows {
			if r.Status != registry.StatusAssigned && r.Status != registry.StatusTemporary {
				continue
			}
			for sub := r.First; sub <= min(r.Last, 255); sub++ {
				form := extFormOf(uint8(typ), uint8(sub))
				if form == nil && typ&0xc0 == 0x40 {
					form = extFormOf(uint8(typ&^0x40), uint8(sub))
				}
				code := typ<<8 | int(sub)
				reason, listed := reasons[code]
				switch delete(reasons, code); {
				case form == nil && !listed:
					t.Errorf("%04x %s %s is not laid out and not listed", code, r.Name, r.Ref)
				case form != nil && listed:
					t.Errorf("%04x %s is laid out, but listed: %s", code, r.Name, reason)
				case listed && publishedRFC.MatchString(r.Ref) && code != 0x060d:
					t.Errorf("%04x %s has a published RFC: %s; %s", code, r.Name, r.Ref, reason)
				}
			}
		}
	}
	for code, reason := range reasons {
		t.Errorf("%04x is listed, but not assigned: %s", code, reason)
	}
}
