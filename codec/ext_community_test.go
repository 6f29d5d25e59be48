package codec

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// extTexts pairs octets with their words; those that can be read back begin with "=".
var extTexts = []struct{ octets, text string }{
	// RFC 4360, RFC 5668
	{"0002fbf000000064", "=rt 64496:100"},
	{"0102c00002010007", "=rt 192.0.2.1:7"},
	{"0202fa56ea020064", "=rt 4200000002:100"},
	{"02020000fbf00064", "=rt 64496L:100"},
	{"0003fbf000000001", "=soo 64496:1"},
	{"4002fbf000000064", "=rt 64496:100 non-transitive"},
	{"00fffbf000000064", "sub-type 0xff 64496:100"},
	{"0010fbf000000001", "Cisco VPN-Distinguisher 64496:1"},
	{"02070000fbf00001", "sub-type 0x07 64496L:1"},
	// RFC 10005: 125000000 octets per second are 1 Gbit/s
	{"4004fbf04cee6b28", "=link-bandwidth 64496:125000000 non-transitive"},
	{"0004fbf04cee6b28", "=link-bandwidth 64496:125000000"},
	// RFC 4577
	{"0005fbf000000200", "=ospf-domain-id 64496:512"},
	{"0105c00002010200", "=ospf-domain-id 192.0.2.1:512"},
	{"0107c00002010000", "=ospf-router-id 192.0.2.1"},
	{"0107c00002010001", "ospf-router-id 192.0.2.1 reserved 0x0001"},
	{"0306000000010300", "ospf-route-type area 0.0.0.1 type 3 (inter-area)"},
	{"0306000000000501", "ospf-route-type area 0.0.0.0 type 5 (external) metric-type 2"},
	{"8000000000000204", "ospf-route-type area 0.0.0.0 type 2 (intra-area) options 0x04"},
	{"0306000000000700", "ospf-route-type area 0.0.0.0 type 7 (NSSA)"},
	{"0306000000008100", "ospf-route-type area 0.0.0.0 type 129 (sham link)"},
	// multicast, layer 2
	{"0009fbf000000000", "=source-as 64496:0"},
	{"010bc00002010005", "=vrf-route-import 192.0.2.1:5"},
	{"000afbf000000005", "=l2vpn-id 64496:5"},
	{"0112c00002010000", "=segmented-next-hop 192.0.2.1:0"},
	{"0307000000000001", "pmsi-tunnel-flags 0x000000000001 (DCB)"},
	// opaque
	{"0301800100000064", "cost 128:1:100 (absolute value)"},
	{"0301810100000064", "cost 129:1:100 (behind the IGP cost)"},
	{"4301820200000001", "cost 130:2:1 non-transitive"},
	{"030b000000000064", "=color 100"},
	{"030b400000000064", "=color 100 color-only 1"},
	{"030b000100000064", "color 100 flags 0x01"},
	{"030c000000000008", "=encapsulation 8 (VXLAN Encapsulation)"},
	{"030c00000000ffee", "=encapsulation 65518"},
	{"030c00000001000a", "encapsulation 10 (MPLS Encapsulation) reserved 0x00000001"},
	{"030d000000000000", "=default-gateway"},
	{"031b000000000007", "=local-color-mapping 7"},
	{"4300000000000000", "=origin-validation valid"},
	{"4300000000000001", "=origin-validation not-found"},
	{"4300000000000002", "=origin-validation invalid"},
	{"4300000000000009", "origin-validation 9"},
	{"0a02000000000064", "=transport-rt 100"},
	// EVPN
	{"0600000000000005", "=mac-mobility 5"},
	{"0600010000000005", "=mac-mobility 5 sticky"},
	{"0601000000000100", "esi-label label 16 all-active"},
	{"0601010000000101", "esi-label label 16 single-active"},
	{"0601620000000100", "esi-label label 16 redundancy 2 local-bias dcb"},
	{"0601800000000100", "esi-label label 16 all-active esi-label-filtering"},
	{"0601c40000000100", "esi-label label 16 all-active split-horizon 3 reserved 0x040000"},
	{"060200005e005301", "=es-import 00:00:5e:00:53:01"},
	{"060300005e005301", "=router-mac 00:00:5e:00:53:01"},
	{"0604000205dc0000", "l2-attributes flags 0x02 (P) mtu 1500"},
	{"0605010000000100", "e-tree leaf label 16"},
	{"0605000000000100", "e-tree label 16"},
	{"0606000000000000", "df-election algorithm 0 (Default DF Election)"},
	{"060602c000000064", "df-election algorithm 2 (Highest-Preference Algorithm) capabilities 0xc000 (D (Don't Preempt) Capability, AC-DF Capability) preference 100"},
	{"0608010000000000", "arp-nd flags 0x01 (Router Flag (R))"},
	{"0609000300000000", "multicast-flags 0x0003 (MLD Proxy Support, IGMP Proxy Support)"},
	{"060afbf000000064", "=evi-rt 64496:100"},
	{"060bc00002010007", "=evi-rt 192.0.2.1:7"},
	{"060cfa56ea020064", "=evi-rt 4200000002:100"},
	{"060fe9b2c4008000", "service-carving-time ntp 3920806912+32768/65536"},
	{"06100000000003e8", "evpn-link-bandwidth 1000 Mbit/s"},
	{"0610010000000003", "evpn-link-bandwidth 3 (generalized weight)"},
	{"0610070000000003", "evpn-link-bandwidth 3 units 7"},
	{"060e000000000003", "EVPN Attachment Circuit Extended Community 0x000000000003"},
	// RFC 8955 section 7
	{"8006fbf000000000", "=traffic-rate-bytes 64496:0"},
	{"8006fbf0461c4000", "=traffic-rate-bytes 64496:10000"},
	{"800c00007f800000", "=traffic-rate-packets 0:+Inf"},
	{"8007000000000003", "=traffic-action sample terminal"},
	{"8007000000000000", "=traffic-action none"},
	{"8007000000000005", "traffic-action terminal reserved 0x000000000004"},
	{"8008fbf000000064", "=redirect 64496:100"},
	{"8108c00002010064", "=redirect 192.0.2.1:100"},
	{"8208fa56ea020064", "=redirect 4200000002:100"},
	{"800900000000002e", "=traffic-marking dscp 46"},
	{"010cc00002010001", "=redirect-to-ip 192.0.2.1 copy"},
	{"010cc00002010000", "=redirect-to-ip 192.0.2.1"},
	{"0800000000000000", "redirect-to-next-hop move"},
	{"0800000000000001", "redirect-to-next-hop copy"},
	{"07020000fbf04007", "interface-set 64496:7 input"},
	{"47020000fbf0c007", "interface-set 64496:7 input output non-transitive"},
	// others
	{"800a130205dc0000", "layer2-info encapsulation 19 (VPLS) flags 0x02 (C) mtu 1500"},
	{"800a040005dc0064", "layer2-info encapsulation 4 (Ethernet (VLAN) Tagged Mode) flags 0x00 mtu 1500 preference 100"},
	{"800d000001ff0001", "sfc-classifier spi 1 si 255 sft 1"},
	{"8004fbf000000001", "=security-group 64496:1"},
	{"0c00000a0000000a", "=mup 10:10"},
	{"0b01000000000001", "sfir-pool 0x000000000001"},
	{"0b02000640000c80", "sfc-mpls context label 100 sf label 200"},
	{"0b02000647000c80", "sfc-mpls context label 100 sf label 200 reserved 0x0700"},
	{"0303000000000000", "=cp-orf"},
	{"0304000000000000", "=extranet-source"},
	{"0305000000000001", "extranet-separation reserved 0x000000000001"},
	{"0308000000064000", "label-space label 100"},
	{"4308000000064001", "label-space label 100 reserved 0x0001 non-transitive"},
	{"0308000100064000", "label-space id-type 1 0x64000"},
	{"800b006400650000", "vpls-e-tree root-vlan 100 leaf-vlan 101"},
	{"800b106400650003", "vpls-e-tree root-vlan 100 leaf-vlan 101 leaf-only vlan-mapping reserved 0x10000000"},
	{"0400010203040506", "QoS Marking sub-type 0x00 0x010203040506"},
	{"8fff010203040506", "type 0x8f sub-type 0xff 0x010203040506"},
}

func TestExtCommunityTexts(t *testing.T) {
	for _, c := range extTexts {
		b, err := hex.DecodeString(c.octets)
		if err != nil {
			t.Fatal(err)
		}
		text, back := strings.CutPrefix(c.text, "=")
		if got := string(AppendExtCommunity(nil, b)); got != text {
			t.Errorf("%s: %q, want %q", c.octets, got, text)
		}
		if got, ok := ParseExtCommunity(text); ok != back || ok && !bytes.Equal(got[:], b) {
			t.Errorf("%q: %x, %v", text, got, ok)
		}
	}
	if got, ok := ParseExtCommunity("rt:64496:100"); !ok || got != [8]byte{0, 2, 0xfb, 0xf0, 0, 0, 0, 100} {
		t.Errorf("rt:64496:100: %x", got)
	}
	if got, ok := ParseExtCommunity("43000000000000ff"); !ok || got != [8]byte{0x43, 0, 0, 0, 0, 0, 0, 0xff} {
		t.Errorf("hex: %x", got)
	}
	for _, s := range []string{"", "rt", "rt 1", "rt 65536:65536", "rt 1:4294967296", "rt 1.2.3.4:65536", "rt -1:1", "soo 1L:70000",
		"color", "color 1 color-only 4", "color 1 color-only 0", "traffic-marking dscp 64", "router-mac 00-00-5e-00-53-01",
		"default-gateway 1", "xx 1:2", "redirect 1:2 non-transitive", "430000000000000g", "traffic-action all"} {
		if c, ok := ParseExtCommunity(s); ok {
			t.Errorf("%q was read as %x", s, c)
		}
	}
}

// TestExtCommunityNames: no type or sub-type that the registry knows reads as numbers alone.
func TestExtCommunityNames(t *testing.T) {
	for typ := range 256 {
		sub := registry.ExtCommunitySubtypes(uint8(typ))
		for s := range 256 {
			if sub == nil || sub.Name(uint64(s)) == "" {
				continue
			}
			text := string(AppendExtCommunity(nil, []byte{byte(typ), byte(s), 1, 2, 3, 4, 5, 6}))
			if strings.Contains(text, "type 0x") {
				t.Errorf("%02x%02x (%s): %q", typ, s, sub.Name(uint64(s)), text)
			}
			if len(text) > 200 {
				t.Errorf("%02x%02x: %q is long", typ, s, text)
			}
		}
	}
}

// FuzzExtCommunity: words that can be read back give octets of the same words; no words for no octets.
func FuzzExtCommunity(f *testing.F) {
	for _, c := range extTexts {
		b, _ := hex.DecodeString(c.octets)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text := string(AppendExtCommunity(nil, b))
		if text == "" && len(b) > 0 {
			t.Fatalf("%x has no text", b)
		}
		if len(b) != 8 {
			return
		}
		if c, ok := ParseExtCommunity(text); ok && !bytes.Equal(c[:], b) && string(AppendExtCommunity(nil, c[:])) != text {
			t.Fatalf("%x is %q, which reads as %x", b, text, c)
		}
	})
}
