package tree

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestLSRoutes: the text and the JSON of routes of BGP-LS.
func TestLSRoutes(t *testing.T) {
	for _, c := range []routeText{
		{"bgp-ls", "0001 0027 02 0000000000000000 0100 001a 0200 0004 0000fbf0 0201 0004 00000000 0203 0006 192000002001",
			`node IS-IS Level 2 AS 64496 1920.0000.2001`,
			`{"type":1,"type_name":"Node NLRI","protocol_id":2,"protocol_id_name":"IS-IS Level 2","identifier":"0","tlvs":[{"type":256,"type_name":"Local Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":513,"type_name":"BGP-LS Identifier","bgp_ls_identifier":0},{"type":515,"type_name":"IGP Router-ID","igp_router_id":"1920.0000.2001"}]}]}`},
		{"bgp-ls", "0001 0025 03 0000000000000020 0100 0018 0200 0004 0000fbf0 0202 0004 00000001 0203 0004 c0000201",
			`node OSPFv2 identifier 32 AS 64496 area 0.0.0.1 192.0.2.1`,
			`{"type":1,"type_name":"Node NLRI","protocol_id":3,"protocol_id_name":"OSPFv2","identifier":"32","tlvs":[{"type":256,"type_name":"Local Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":514,"type_name":"OSPF Area-ID","ospf_area_id":"0.0.0.1"},{"type":515,"type_name":"IGP Router-ID","igp_router_id":"192.0.2.1"}]}]}`},
		{"bgp-ls", "0002 0045 02 0000000000000000 0100 0012 0200 0004 0000fbf0 0203 0006 192000002001 0101 0012 0200 0004 0000fbf0 0203 0006 192000002002 0103 0004 c6336401 0104 0004 c6336402",
			`link IS-IS Level 2 AS 64496 1920.0000.2001 to 1920.0000.2002, 198.51.100.1 to 198.51.100.2`,
			`{"type":2,"type_name":"Link NLRI","protocol_id":2,"protocol_id_name":"IS-IS Level 2","identifier":"0","tlvs":[{"type":256,"type_name":"Local Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":515,"type_name":"IGP Router-ID","igp_router_id":"1920.0000.2001"}]},{"type":257,"type_name":"Remote Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":515,"type_name":"IGP Router-ID","igp_router_id":"1920.0000.2002"}]},{"type":259,"type_name":"IPv4 interface address","address":"198.51.100.1"},{"type":260,"type_name":"IPv4 neighbor address","address":"198.51.100.2"}]}`},
		{"bgp-ls", "0002 003d 07 0000000000000000 0100 0010 0200 0004 0000fbf0 0204 0004 c0000201 0101 0010 0200 0004 0000fbf1 0204 0004 c0000202 0102 0008 0000000a 0000000b",
			`link BGP AS 64496 192.0.2.1 to AS 64497 192.0.2.2, link ids 10 to 11`,
			`{"type":2,"type_name":"Link NLRI","protocol_id":7,"protocol_id_name":"BGP","identifier":"0","tlvs":[{"type":256,"type_name":"Local Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":516,"type_name":"BGP Router-ID","bgp_router_id":"192.0.2.1"}]},{"type":257,"type_name":"Remote Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64497},{"type":516,"type_name":"BGP Router-ID","bgp_router_id":"192.0.2.2"}]},{"type":258,"type_name":"Link Local/Remote Identifiers","link_local_identifier":10,"link_remote_identifier":11}]}`},
		{"bgp-ls-vpn", "0003 0038 0000fbf000000064 03 0000000000000000 0100 0010 0200 0004 0000fbf0 0203 0004 c0000201 0107 0002 0000 0108 0001 01 0109 0004 18 c63364",
			`64496:100 prefix OSPFv2 AS 64496 192.0.2.1 198.51.100.0/24`,
			`{"type":3,"type_name":"IPv4 Topology Prefix NLRI","rd":"64496:100","protocol_id":3,"protocol_id_name":"OSPFv2","identifier":"0","tlvs":[{"type":256,"type_name":"Local Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":515,"type_name":"IGP Router-ID","igp_router_id":"192.0.2.1"}]},{"type":263,"type_name":"Multi-Topology Identifier","multi_topology_ids":[0]},{"type":264,"type_name":"OSPF Route Type","ospf_route_type":1},{"type":265,"type_name":"IP Reachability Information","prefix":"198.51.100.0/24"}]}`},
		{"bgp-ls", "0006 0033 02 0000000000000000 0100 0012 0200 0004 0000fbf0 0203 0006 192000002001 0206 0010 fc000000000100000000000000000000",
			`SRv6 SID IS-IS Level 2 AS 64496 1920.0000.2001 fc00:0:1::`,
			`{"type":6,"type_name":"SRv6 SID NLRI","protocol_id":2,"protocol_id_name":"IS-IS Level 2","identifier":"0","tlvs":[{"type":256,"type_name":"Local Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":515,"type_name":"IGP Router-ID","igp_router_id":"1920.0000.2001"}]},{"type":518,"type_name":"SRv6 SID Information","sid":"fc00:0:1::"}]}`},
		{"bgp-ls", "0005 0039 09 0000000000000000 0100 0010 0200 0004 0000fbf0 0204 0004 c0000201 022a 0018 03 00 0000 c6336401 00000064 0000fbf0 c0000201 00000001",
			`SR policy AS 64496 192.0.2.1 endpoint 198.51.100.1 color 100 discriminator 1`,
			`{"type":5,"type_name":"SR Policy Candidate Path NLRI","protocol_id":9,"protocol_id_name":"Segment Routing","identifier":"0","tlvs":[{"type":256,"type_name":"Local Node Descriptors","sub_tlvs":[{"type":512,"type_name":"Autonomous System","autonomous_system":64496},{"type":516,"type_name":"BGP Router-ID","bgp_router_id":"192.0.2.1"}]},{"type":554,"type_name":"SR Policy Candidate Path Descriptor","protocol_origin":3,"protocol_origin_name":"Configuration (CLI, YANG model via NETCONF, etc.)","flags":0,"endpoint":"198.51.100.1","color":100,"originator_asn":64496,"originator_address":"192.0.2.1","discriminator":1}]}`},
	} {
		c.check(t)
	}
}

// TestLSAttribute: the JSON of the attribute's TLVs, and the text of each.
func TestLSAttribute(t *testing.T) {
	for _, c := range []struct{ tlv, text, json string }{
		{"0402 0002 7231",
			`Node Name: r1`,
			`{"type":1026,"type_name":"Node Name","name":"r1"}`},
		{"0400 0001 c0",
			`Node Flag Bits: 0xc0 (O, A)`,
			`{"type":1024,"type_name":"Node Flag Bits","flags":192}`},
		{"0447 0002 ffff",
			`IGP Metric: 65535`,
			`{"type":1095,"type_name":"IGP Metric","metric":65535}`},
		{"0443 0020 4cee6b28 4cee6b28 4cee6b28 4cee6b28 4cee6b28 4cee6b28 4cee6b28 00000000",
			`Unreserved bandwidth`,
			`{"type":1091,"type_name":"Unreserved bandwidth","bandwidths":["1.25e+08","1.25e+08","1.25e+08","1.25e+08","1.25e+08","1.25e+08","1.25e+08","0"]}`},
		{"040a 000c c0 00 001f40 0489 0003 003e80",
			`SR Capabilities`,
			`{"type":1034,"type_name":"SR Capabilities","flags":192,"ranges":[{"range_size":8000,"sub_tlvs":[{"type":1161,"type_name":"SID/Label","label":16000}]}]}`},
		{"010a 0004 01 0a 29 03",
			`Node MSD`,
			`{"type":266,"type_name":"Node MSD","msds":[{"msd_type":1,"msd_type_name":"Base MPLS Imposition MSD","msd_value":10},{"msd_type":41,"msd_type_name":"SRH Max SL","msd_value":3}]}`},
		{"044c 000d 30 0a 0000 192000002002 005dc2",
			`LAN Adjacency SID`,
			`{"type":1100,"type_name":"LAN Adjacency SID","flags":48,"weight":10,"neighbor_id":"1920.0000.2002","label":24002}`},
		{"0462 0010 04 00 0000 10000000 0444 0004 00000014",
			`Application-Specific Link Attributes`,
			`{"type":1122,"type_name":"Application-Specific Link Attributes","sabm":"10000000","sub_tlvs":[{"type":1092,"type_name":"TE Default Metric","metric":20}]}`},
		{"0482 0008 000000000000000a",
			`IGP Extended Route Tag`,
			`{"type":1154,"type_name":"IGP Extended Route Tag","route_tags":["10"]}`},
		{"04e2 0004 0001 00 80",
			`SRv6 Endpoint Behavior`,
			`{"type":1250,"type_name":"SRv6 Endpoint Behavior","endpoint_behavior":1,"endpoint_behavior_name":"End","flags":0,"algorithm":128,"algorithm_name":"Flexible Algorithms"}`},
		{"04b1 000c 5000 0000 05dc0000 00000000",
			`SR Binding SID`,
			`{"type":1201,"type_name":"SR Binding SID","flags":20480,"label":24000,"ttl":0,"specified_label":0,"specified_ttl":0}`},
		{"0451 0002 2000",
			`RTM Capability: 2000`,
			`{"type":1105,"type_name":"RTM Capability","raw":"2000"}`},
		{"fde8 0000",
			`type 65000`,
			`{"type":65000}`},
	} {
		v, err := hex.DecodeString(strings.ReplaceAll(c.tlv, " ", ""))
		if err != nil {
			t.Fatal(c.tlv, err)
		}
		var dc codec.Decoder
		tr := dc.Decode(codec.PieceAttributes, codec.AppendAttr(nil, codec.FlagOptional, registry.AttrBGPLS, v), codec.Context{})
		n := tr.Find(0, codec.FieldTLV)
		if len(tr.Findings) > 0 || n < 0 {
			t.Errorf("%s: %d findings, node %d", c.tlv, len(tr.Findings), n)
			continue
		}
		if got := string(AppendSummary(nil, tr, n)); got != c.text {
			t.Errorf("%s:\n got %s\nwant %s", c.tlv, got, c.text)
		}
		if got := string(AppendNode(nil, tr, n)); got != c.json {
			t.Errorf("%s:\n got %s\nwant %s", c.tlv, got, c.json)
		}
	}
}
