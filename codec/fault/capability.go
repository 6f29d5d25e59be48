package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fillCapability has capabilities of lengths that they cannot have, and of values that mean nothing (RFC 5492).
func fillCapability(l *list) {
	for _, c := range []struct {
		name        string
		code        registry.CapCode
		sample      []byte
		short, long int // lengths; -1: none
		ref         string
	}{
		{"multiprotocol", registry.CapMultiprotocol, []byte{0, 1, 0, 1}, 3, 5, "RFC 4760 §8"},
		{"route_refresh", registry.CapRouteRefresh, nil, -1, 1, "RFC 2918 §2"},
		{"orf", registry.CapORF, []byte{0, 1, 0, 1, 1, 64, 3}, 4, -1, "RFC 5291 §5"},
		{"extended_next_hop", registry.CapExtendedNextHop, []byte{0, 1, 0, 1, 0, 2}, 5, 7, "RFC 8950 §4"},
		{"extended_message", registry.CapExtendedMessage, nil, -1, 1, "RFC 8654 §3"},
		{"bgpsec", registry.CapBGPsec, []byte{0, 0, 1}, 2, 4, "RFC 8205 §2.1"},
		{"multiple_labels", registry.CapMultipleLabels, []byte{0, 1, 4, 2}, 3, 5, "RFC 8277 §2.1"},
		{"role", registry.CapRole, []byte{4}, 0, 2, "RFC 9234 §4.1"},
		{"graceful_restart", registry.CapGracefulRestart, []byte{0, 120, 0, 1, 1, 0}, 1, 3, "RFC 4724 §3"},
		{"add_path", registry.CapAddPath, []byte{0, 1, 1, 1}, 3, 5, "RFC 7911 §4"},
		{"enhanced_refresh", registry.CapEnhancedRouteRefresh, nil, -1, 1, "RFC 7313 §3.1"},
		{"llgr", registry.CapLLGR, []byte{0, 1, 1, 0, 0, 0, 60}, 6, 8, "RFC 9494 §3.1"},
		{"fqdn", registry.CapFQDN, []byte{1, 'r', 0}, 1, -1, "draft-walton-bgp-hostname-capability"},
		{"software_version", registry.CapSoftwareVersion, []byte("test"), 0, -1, "draft-abraitis-bgp-version-capability"},
		{"paths_limit", registry.CapPathsLimit, []byte{0, 1, 1, 0, 8}, 4, 6, "draft-abraitis-idr-addpath-paths-limit"},
		{"bfd_strict", registry.CapBFDStrict, nil, -1, 1, "draft-ietf-idr-bgp-bfd-strict-mode"},
		{"link_local_next_hop", registry.CapLinkLocalNextHop, nil, -1, 1, "draft-white-linklocal-capability"},
	} {
		what := registry.TableCapabilities.Name(uint64(c.code)) + " capability"
		w := Want{Why: "no RFC says what it costs: most ignore the capability, some answer 2/0"}
		w.Also = []registry.Action{reset}
		resized := func(kind string, n int) {
			if n < 0 {
				return
			}
			v := append(slices.Clone(c.sample), make([]byte, max(n-len(c.sample), 0))...)[:n]
			l.oneCapability(c.name+"_"+kind, what+" with "+octetsOf(n), w, codec.FindCapLength, []string{c.ref, "RFC 5492 §4"}, c.code, v, 1)
		}
		resized("short", c.short)
		resized("long", c.long)
	}
	capabilityValues(l)
}

// octetsOf is "1 octet", "5 octets".
func octetsOf(n int) string {
	if n == 1 {
		return "1 octet"
	}
	return string(rune('0'+n)) + " octets" // lengths of this table have one digit
}

// oneCapability adds a fault of a capability, which stands behind the others of the OPEN; at is the offset of the octet that
// is wrong in it.
func (l *list) oneCapability(id, title string, w Want, find codec.FindingID, refs []string, code registry.CapCode, v []byte, at int) *Fault {
	return l.open(id, title, w, find, refs, func(p *Params) ([]Step, error) {
		m, err := soundOpen(p, func(o *codec.Open) {
			without(o, code)
			o.Capabilities = append(o.Capabilities, codec.Capability{Code: code, Value: v})
		})
		return []Step{{Octets: m, Faulty: true, At: len(m) - len(v) - 2 + at, Len: 1}}, err
	})
}

// capabilityValues has the 4-octet AS number, whose length matters, and values that mean nothing.
func capabilityValues(l *list) {
	wide := []string{"RFC 6793 §3", "RFC 5492 §4"}
	bad := openErr(0, DataNone)
	l.oneCapability("as4_short", "4-octet AS capability with 2 octets", bad, codec.FindCapAS4Length, wide, registry.CapAS4, []byte{0xfb, 0xf0}, 1).Needs.AS4 = With
	l.oneCapability("as4_long", "4-octet AS capability with 5 octets", bad, codec.FindCapAS4Length, wide, registry.CapAS4, []byte{0, 0, 0xfb, 0xf0, 0}, 1).Needs.AS4 = With
	l.oneCapability("as4_empty", "4-octet AS capability without a value", bad, codec.FindCapAS4Length, wide, registry.CapAS4, nil, 1).Needs.AS4 = With
	ignore := func(why string) Want { return quiet(nothing, why) }
	l.oneCapability("add_path_mode", "ADD-PATH with the Send/Receive value 0", ignore("RFC 7911 §4: the entry is ignored"), codec.FindAddPathMode,
		[]string{"RFC 7911 §4"}, registry.CapAddPath, []byte{0, 1, 1, 0}, 5)
	l.oneCapability("add_path_mode_4", "ADD-PATH with the Send/Receive value 4", ignore("RFC 7911 §4: the entry is ignored"), codec.FindAddPathMode,
		[]string{"RFC 7911 §4"}, registry.CapAddPath, []byte{0, 1, 1, 4}, 5)
	l.oneCapability("llgr_alone", "Long-Lived Graceful Restart without Graceful Restart", ignore("RFC 9494 §3: it is ignored"), codec.FindLLGRNoGR,
		[]string{"RFC 9494 §3"}, registry.CapLLGR, []byte{0, 1, 1, 0, 0, 0, 60}, 0)
	odd := quiet(nothing, "the names are for display only")
	odd.Also = []registry.Action{reset}
	l.oneCapability("fqdn_lengths", "the lengths inside the FQDN capability do not add up", odd, codec.FindCapInner,
		[]string{"draft-walton-bgp-hostname-capability"}, registry.CapFQDN, []byte{200, 'r', 0}, 2)
	l.oneCapability("fqdn_utf8", "a host name that is no UTF-8", odd, codec.FindCapText,
		[]string{"draft-walton-bgp-hostname-capability"}, registry.CapFQDN, []byte{2, 0xff, 0xfe, 0}, 3)
	l.oneCapability("multiprotocol_unknown", "a family that nobody knows is offered", ignore("RFC 5492 §3: it is ignored"), codec.FindNone,
		[]string{"RFC 4760 §8"}, registry.CapMultiprotocol, []byte{0x3f, 0xff, 0, 0xfe}, 2).build = func(_ *Fault, p *Params) ([]Step, error) {
		m, err := soundOpen(p, func(o *codec.Open) {
			o.Capabilities = append(o.Capabilities, codec.Capability{Code: registry.CapMultiprotocol, Value: []byte{0x3f, 0xff, 0, 0xfe}})
		})
		return []Step{{Octets: m, Faulty: true, At: len(m) - 4, Len: 4}}, err
	}
	long := make([]byte, 255)
	l.oneCapability("legal_255", "a capability that nobody knows, with 200 octets", ignore("it is legal"), codec.FindCapUnknown,
		[]string{"RFC 5492 §3"}, 237, long[:200], 0)
}
