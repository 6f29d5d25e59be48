package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fillIncident has UPDATEs like those that took sessions down on the Internet. explain/incidents tells about each, by the name
// in Incident.
func fillIncident(l *list) {
	incidentPaths(l)
	incidentAttributes(l)
}

// incident adds an UPDATE of an incident.
func (l *list) incident(id, incident, title, ref string, w4271, w7606 Want, find codec.FindingID, attr registry.AttrCode, edit func(*draft) error) *Fault {
	return l.add(Fault{
		ID: id, Title: title, Phase: Established, Attr: attr, Refs: []string{ref}, Want4271: w4271, Want7606: w7606, Finding: find, Incident: incident, edit: edit,
	})
}

// incidentPaths has paths.
func incidentPaths(l *list) {
	ok := quiet(nothing, "it is legal")
	ok.Also = []registry.Action{withdraw} // what exceeds a limit of the receiver's own
	long := func(id, incident, title string, as uint32, n int) {
		f := l.incident(id, incident, title, "RFC 4271 §4.3", ok, ok, codec.FindNone, registry.AttrASPath, func(d *draft) error {
			a := codec.PathAttributes{ASPath: []codec.PathSegment{{Type: registry.SegASSequence, AS: slices.Repeat([]uint32{as}, n)}}}
			if d.p.Context.Peer == codec.PeerEBGP {
				a.Prepend(d.p.LocalAS, 1)
			}
			return d.value(wk, pathValue(d.p, a.ASPath), 0, 1)
		})
		f.Dangerous = true
		f.match = func(a *codec.Attr) bool { return a.Length > 2*n }
	}
	long("as_path_250", "as-path-long-2009", "AS_PATH with 252 times one AS number, as in February 2009", 47868, 252)
	f := l.incident("as_path_1000", "as-path-thousand-2009", "AS_PATH of more than a thousand AS numbers, as in July 2009", "RFC 4271 §4.3", ok, ok, codec.FindNone,
		registry.AttrASPath, func(d *draft) error {
			width := d.p.Context
			n := 1010 // with 4 octets each it would not fit a message
			if width.AS4 {
				n = 1005
			}
			return d.value(wk, pathValue(d.p, []codec.PathSegment{{Type: registry.SegASSequence, AS: slices.Repeat([]uint32{64500}, n)}}), 0, 1)
		})
	f.Dangerous = true
	f.match = func(a *codec.Attr) bool { return a.Length > 2000 }
	twice := upd(registry.SubAttributeLength, DataAttr)
	twice.Or = []uint8{registry.SubMalformedAttributeList, registry.SubMalformedASPath}
	l.incident("as_path_twice", "as-path-twice-2017", "AS_PATH whose length counts a full segment twice, as FRR sent it in 2017", "RFC 7606 §4", twice, Want{Action: withdraw},
		codec.FindAttrOverrun, registry.AttrASPath, func(d *draft) error {
			v := pathValue(d.p, []codec.PathSegment{{Type: registry.SegASSequence, AS: slices.Repeat([]uint32{64500}, 567)}})
			full := 255 * (len(v) - 6) / 567
			i := d.last(d.put(wk|codec.FlagExtended, registry.AttrASPath, v))
			d.attrs[i].said = len(v) + full
			d.mark(inLength, i, 0, 2)
			return nil
		})
	confed := quiet(nothing, "RFC 6793 §6: the segments are dropped, the rest is used")
	f = l.incident("as4_path_confed", "as4-path-confed-2009", "AS4_PATH with confederation segments, as in January 2009", "RFC 6793 §6", confed, confed, codec.FindAS4Confed,
		registry.AttrAS4Path, func(d *draft) error {
			return d.value(ot|codec.FlagPartial, []byte{3, 1, 0, 0, 0xfd, 0xe8, 2, 1, 0, 3, 0, 0x3a}, 0, 2)
		})
	f.Needs.AS4 = Without
	f.match = func(a *codec.Attr) bool { return len(a.Value) > 0 && a.Value[0] > 2 }
}

// incidentAttributes has attributes that somebody could not read.
func incidentAttributes(l *list) {
	legal := quiet(nothing, "it is legal: passed on with the Partial bit")
	put := func(flags uint8, code registry.AttrCode, v []byte) func(*draft) error {
		return func(d *draft) error {
			d.mark(inFlags, d.put(flags, code, v), 0, 1)
			return nil
		}
	}
	const partial = ot | codec.FlagPartial
	l.incident("attribute_99", "attribute-99-2010", "attribute 99 with 3000 octets, as in August 2010", "RFC 4271 §5", legal, legal, codec.FindNone, 99,
		put(partial|codec.FlagExtended, 99, make([]byte, 3000))).Dangerous = true
	l.incident("attribute_255", "attribute-255-2019", "attribute 255 with 32 octets, as in January 2019", "RFC 4271 §5", legal, legal, codec.FindNone, 255,
		put(partial, 255, make([]byte, 32))).Dangerous = true
	old := legal
	old.Also = []registry.Action{discard, withdraw}
	l.incident("attribute_28", "attribute-28-2023", "attribute 28 (entropy label) with 8 octets, as in June 2023", "RFC 7447", old, old, codec.FindAttrDeprecated, 28,
		func(d *draft) error {
			d.mark(inType, d.put(partial, 28, []byte{0, 1, 2, 3, 4, 5, 6, 7}), 0, 1)
			return nil
		}).Dangerous = true
	ext := upd(registry.SubAttributeLength, DataAttr)
	l.incident("attribute_25", "attribute-21-25-exos-2023", "a damaged attribute 25 with the Partial bit, as in 2023", "RFC 7606 §7.15", ext, Want{Action: withdraw},
		codec.FindAttrLength, registry.AttrIPv6ExtCommunities, put(partial, registry.AttrIPv6ExtCommunities, []byte{0, 2, 1})).Dangerous = true
	tunnel := upd(registry.SubOptionalAttribute, DataAttr)
	tunnel.Or = []uint8{registry.SubAttributeLength}
	l.incident("tunnel_encap", "tunnel-encap-frr-2023", "a damaged Tunnel Encapsulation with the Partial bit, as in 2023", "RFC 9012 §13", tunnel, Want{Action: withdraw},
		codec.FindTLVOverrun, registry.AttrTunnelEncap, func(d *draft) error {
			return d.value(partial, []byte{0, 8, 0, 200, 6, 0}, 2, 2)
		}).Dangerous = true
	low := quiet(nothing, "RFC 4271 §4.3: the bits must be ignored")
	l.incident("flags_low", "attribute-flags-low-bits-2012", "an unused flag bit on AGGREGATOR, as in 2012", "RFC 4271 §4.3", low, low, codec.FindAttrFlagsLow,
		registry.AttrAggregator, func(d *draft) error {
			d.mark(inFlags, d.put(ot|8, registry.AttrAggregator, aggregator(d.p)), 0, 1)
			return nil
		}).match = func(a *codec.Attr) bool { return a.Flags&0x0f != 0 }
	empty := upd(registry.SubUnrecognizedWellKnown, DataAttr)
	l.incident("null_attribute", "null-attribute-2023", "an attribute of three zero octets, as OpenBGPD sent it in 2023", "RFC 4271 §6.3", empty,
		empty.or("RFC 7606 does not say; some treat the routes as withdrawn", withdraw), codec.FindAttrUnknownWK, 0, put(0, 0, nil))
	otc := upd(registry.SubAttributeLength, DataAttr)
	l.incident("otc_1024", "otc-1024-2025", "Only to Customer with 1024 octets, as in 2025", "RFC 9234 §5", otc, Want{Action: withdraw}, codec.FindAttrLength,
		registry.AttrOTC, put(partial|codec.FlagExtended, registry.AttrOTC, make([]byte, 1024)))
	sid := upd(registry.SubOptionalAttribute, DataAttr)
	sid.Or = []uint8{registry.SubAttributeLength}
	l.incident("prefix_sid_zero", "prefix-sid-zero-2025", "Prefix-SID of 37 zero octets, as in 2025", "RFC 8669 §6", sid, Want{Action: discard}, codec.FindTLVHeader,
		registry.AttrPrefixSID, func(d *draft) error { return d.value(partial, make([]byte, 37), 36, 1) }).Dangerous = true
}
