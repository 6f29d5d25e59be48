package tree

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// TestRoutesWithTypes: the text and the JSON of routes that are more than a prefix.
func TestRoutesWithTypes(t *testing.T) {
	for _, c := range []routeText{
		{"l2vpn-vpls", "000c 0000fbf000000064 c0000201",
			`64496:100 PE 192.0.2.1`,
			`{"rd":"64496:100","pe_address":"192.0.2.1"}`},
		{"l2vpn-vpls", "0011 0000fbf000000064 0001 0001 0008 000101",
			`64496:100 VE 1 block 1+8 label base 16`,
			`{"rd":"64496:100","ve_id":1,"ve_block_offset":1,"ve_block_size":8,"label_base":16}`},
		{"l2vpn-vpls", "0013 0000fbf000000064 0001 0003 000101 01 0005 f8",
			`64496:100 CE 1 block 3 label base 16`,
			`{"rd":"64496:100","ce_id":1,"label_block_offset":3,"label_base":16,"tlvs":[{"type":1,"type_name":"Circuit Status Vector","length":5,"value":"f8"}]}`},
		{"ipv4-mdt", "80 0000fbf000000064 c0000201 e9fc0001",
			`64496:100 PE 192.0.2.1 group 233.252.0.1`,
			`{"rd":"64496:100","pe_address":"192.0.2.1","multicast_group":"233.252.0.1"}`},
		{"l2vpn-evpn", "01190001c0000201006401 00005e0053010007 00 ffffffff 000000",
			`Ethernet Auto-discovery 192.0.2.1:100 ESI 01:00:00:5e:00:53:01:00:07:00 tag MAX-ET label 0 (VNI 0)`,
			`{"type":1,"type_name":"Ethernet Auto-discovery","rd":"192.0.2.1:100","esi":"01:00:00:5e:00:53:01:00:07:00","ethernet_tag_id":4294967295,"labels":[0],"vni":0}`},
		{"l2vpn-evpn", "02 25 0001c00002010064 00000000000000000000 0000000a 30 00005e005301 20 c6336401 002710",
			`MAC/IP Advertisement 192.0.2.1:100 tag 10 00:00:5e:00:53:01 198.51.100.1 label 625 (VNI 10000)`,
			`{"type":2,"type_name":"MAC/IP Advertisement","rd":"192.0.2.1:100","esi":"00:00:00:00:00:00:00:00:00:00","ethernet_tag_id":10,"mac_address":"00:00:5e:00:53:01","ip_address":"198.51.100.1","labels":[625],"vni":10000}`},
		{"l2vpn-evpn", "03 11 0001c00002010064 00000000 20 c0000201",
			`Inclusive Multicast Ethernet Tag 192.0.2.1:100 from 192.0.2.1`,
			`{"type":3,"type_name":"Inclusive Multicast Ethernet Tag","rd":"192.0.2.1:100","ethernet_tag_id":0,"originating_router":"192.0.2.1"}`},
		{"l2vpn-evpn", "04 17 0001c00002010000 04c00002010000000700 20 c0000201",
			`Ethernet Segment 192.0.2.1:0 ESI 04:c0:00:02:01:00:00:00:07:00 from 192.0.2.1`,
			`{"type":4,"type_name":"Ethernet Segment","rd":"192.0.2.1:0","esi":"04:c0:00:02:01:00:00:00:07:00","originating_router":"192.0.2.1"}`},
		{"l2vpn-evpn", "05 22 0001c00002010064 00000000000000000000 0000000a 18 c6336400 c0000209 002710",
			`IP Prefix 192.0.2.1:100:198.51.100.0/24 tag 10 gateway 192.0.2.9 label 625 (VNI 10000)`,
			`{"type":5,"type_name":"IP Prefix","rd":"192.0.2.1:100","esi":"00:00:00:00:00:00:00:00:00:00","ethernet_tag_id":10,"prefix":"198.51.100.0/24","gateway_ip_address":"192.0.2.9","labels":[625],"vni":10000}`},
		{"l2vpn-evpn", "08 27 0001c00002010064 04c00002010000000700 00000000 00 20 e9fc0001 20 c0000201 00000000 0a 0c",
			`Multicast Leave Synch Route 192.0.2.1:100 ESI 04:c0:00:02:01:00:00:00:07:00 (*, 233.252.0.1) from 192.0.2.1`,
			`{"type":8,"type_name":"Multicast Leave Synch Route","rd":"192.0.2.1:100","esi":"04:c0:00:02:01:00:00:00:07:00","ethernet_tag_id":0,"multicast_group":"233.252.0.1","originating_router":"192.0.2.1","max_response_time":10,"flags":12}`},
		{"l2vpn-evpn", "09 14 0001c00002010064 00000000 0009fbf000000007",
			`Per-Region I-PMSI A-D route 192.0.2.1:100 region source-as 64496:7`,
			`{"type":9,"type_name":"Per-Region I-PMSI A-D route","rd":"192.0.2.1:100","ethernet_tag_id":0,"region_id":"source-as 64496:7"}`},
		{"l2vpn-evpn", "0b 22 0a 1b 0001c00002010064 00000000 20 c6336401 20 e9fc0001 20 c0000201 20 c0000202",
			`Leaf A-D route for [S-PMSI A-D route 192.0.2.1:100 (198.51.100.1, 233.252.0.1) from 192.0.2.1] from 192.0.2.2`,
			`{"type":11,"type_name":"Leaf A-D route","route_key":{"type":10,"type_name":"S-PMSI A-D route","rd":"192.0.2.1:100","ethernet_tag_id":0,"multicast_source":"198.51.100.1","multicast_group":"233.252.0.1","originating_router":"192.0.2.1"},"originating_router":"192.0.2.2"}`},
		{"ipv4-mvpn", "07 16 0001c00002010064 0000fbf0 20 c6336401 20 e9fc0001",
			`Source Tree Join route 192.0.2.1:100 AS 64496 (198.51.100.1, 233.252.0.1)`,
			`{"type":7,"type_name":"Source Tree Join route","rd":"192.0.2.1:100","source_as":64496,"multicast_source":"198.51.100.1","multicast_group":"233.252.0.1"}`},
		{"ipv4-mvpn", "04 24 03 1e 0001c00002010064 00 80 20010db8000000000000000000000001 c0000201 c0000202",
			`Leaf A-D route for [S-PMSI A-D route 192.0.2.1:100 (*, 2001:db8::1) from 192.0.2.1] from 192.0.2.2`,
			`{"type":4,"type_name":"Leaf A-D route","route_key":{"type":3,"type_name":"S-PMSI A-D route","rd":"192.0.2.1:100","multicast_group":"2001:db8::1","originating_router":"192.0.2.1"},"originating_router":"192.0.2.2"}`},
		{"ipv4-mvpn", "43 1d 0001c00002010064 06 0001 04 c6336401 0007 01 0004 00000001 c0000201",
			`S-PMSI A-D route for C-multicast mLDP 192.0.2.1:100 mLDP root 198.51.100.1 LSP 1 from 192.0.2.1`,
			`{"type":67,"type_name":"S-PMSI A-D route for C-multicast mLDP","rd":"192.0.2.1:100","fec_type":6,"root":"198.51.100.1","lsp_id":1,"originating_router":"192.0.2.1"}`},
		{"l2vpn-mcast-vpls", "03 16 0001c00002010064 20 c6336401 20 e9fc0001 c0000201",
			`S-PMSI A-D route 192.0.2.1:100 (198.51.100.1, 233.252.0.1) from 192.0.2.1`,
			`{"type":3,"type_name":"S-PMSI A-D route","rd":"192.0.2.1:100","multicast_source":"198.51.100.1","multicast_group":"233.252.0.1","originating_router":"192.0.2.1"}`},
		{"ipv4-mup", "01 0001 0c 0001c00002010064 18 c63364",
			`Interwork Segment Discovery route 192.0.2.1:100:198.51.100.0/24`,
			`{"architecture_type":1,"architecture_name":"3gpp-5g","type":1,"type_name":"Interwork Segment Discovery route","rd":"192.0.2.1:100","prefix":"198.51.100.0/24"}`},
		{"ipv4-mup", "01 0002 0c 0001c00002010064 c0000201",
			`Direct Segment Discovery route 192.0.2.1:100 192.0.2.1`,
			`{"architecture_type":1,"architecture_name":"3gpp-5g","type":2,"type_name":"Direct Segment Discovery route","rd":"192.0.2.1:100","address":"192.0.2.1"}`},
		{"ipv4-mup", "01 0003 1c 0001c00002010064 20 c6336401 00003039 09 20 c0000201 20 c0000202",
			`Type 1 Session Transformed (ST) route 192.0.2.1:100:198.51.100.1/32 TEID 12345 QFI 9 endpoint 192.0.2.1 source 192.0.2.2`,
			`{"architecture_type":1,"architecture_name":"3gpp-5g","type":3,"type_name":"Type 1 Session Transformed (ST) route","rd":"192.0.2.1:100","prefix":"198.51.100.1/32","teid":12345,"qfi":9,"endpoint_length":32,"endpoint_address":"192.0.2.1","source_length":32,"source_address":"192.0.2.2"}`},
		{"ipv4-mup", "01 0004 0f 0001c00002010064 30 c0000201 1234",
			`Type 2 Session Transformed (ST) route 192.0.2.1:100 endpoint 192.0.2.1 TEID from 0x1234`,
			`{"architecture_type":1,"architecture_name":"3gpp-5g","type":4,"type_name":"Type 2 Session Transformed (ST) route","rd":"192.0.2.1:100","endpoint_length":48,"endpoint_address":"192.0.2.1","teid_prefix":"1234"}`},
		{"l2vpn-vpn-flowspec", "1a 0000fbf000000064 0e 91 0800 0f 06 00005e005301 15 03 00 d5 0fff",
			`64496:100 ethertype =0x800, src-mac 00:00:5e:00:53:01, vlan >=0&<=4095`,
			`{"rd":"64496:100","components":[{"type":14,"operators":[{"operator":145,"value":2048}]},{"type":15,"mac":"00:00:5e:00:53:01"},{"type":21,"operators":[{"operator":3,"value":0},{"operator":213,"value":4095}]}],"rule":"ethertype =0x800, src-mac 00:00:5e:00:53:01, vlan >=0&<=4095"}`},
		{"ipv4-car", "19 09 01 20 c6336401 00000064 01 03 000101 42 07 00 0000 00000007",
			`Color-Aware Route 198.51.100.1/32 color 100 label 16`,
			`{"type":1,"type_name":"Color-Aware Route","prefix":"198.51.100.1/32","color":100,"tlvs":[{"type":1,"type_name":"Label","flags":0,"labels":[16]},{"type":2,"type_name":"Label-Index","flags":64,"index_flags":0,"label_index":7}]}`},
		{"ipv6-vpn-car", "29 15 02 60 0000fbf000000064 20010db80000000000000001 03 10 20010db8000000000000000000000001",
			`IP Prefix 64496:100:2001:db8::1:0:0/96`,
			`{"type":2,"type_name":"IP Prefix","rd":"64496:100","prefix":"2001:db8::1:0:0/96","tlvs":[{"type":3,"type_name":"SRv6 SID","flags":0,"sids":["2001:db8::1"]}]}`},
		{"sfc", "0001 000a 0001c00002010064 0029",
			`Service Function Instance Route 192.0.2.1:100 function type 41`,
			`{"type":1,"type_name":"Service Function Instance Route","rd":"192.0.2.1:100","service_function_type":41}`},
		{"sfc", "0002 000b 0001c00002010064 00000f",
			`Service Function Path Route 192.0.2.1:100 SPI 15`,
			`{"type":2,"type_name":"Service Function Path Route","rd":"192.0.2.1:100","spi":15}`},
		{"l2vpn-ms-pw", "a0 0001c00002010064 0000fbf0 c0000201 00000007",
			`192.0.2.1:100 global ID 64496 prefix 192.0.2.1 AC ID 7`,
			`{"rd":"192.0.2.1:100","global_id":64496,"pw_prefix":"192.0.2.1","ac_id":7}`},
		{"l2vpn-ms-pw", "52 0001c00002010064 000040",
			`192.0.2.1:100`,
			`{"rd":"192.0.2.1:100","address_bits":"000040","prefix_length":82}`},
		{"ipv6-encapsulation", "80 20010db8000000000000000000000001",
			`tunnel endpoint 2001:db8::1`,
			`{"endpoint_address":"2001:db8::1"}`},
		{"ipv4-tunnel", "30 0007 c0000201",
			`tunnel 7 192.0.2.1/32`,
			`{"tunnel_id":7,"prefix":"192.0.2.1/32"}`},
		{"ipv4-sd-wan", "0001 000c 00000007 00000064 c0000201",
			`SD-WAN underlay port 7 color 100 node 192.0.2.1`,
			`{"type":1,"type_name":"SD-WAN underlay","length":12,"port_local_id":7,"sdwan_color":100,"sdwan_node_id":"192.0.2.1"}`},
		{"ipv4-classful-transport", "78 000101 0000fbf000000064 c6336401",
			`64496:100:198.51.100.1/32 label 16`,
			`{"labels":[16],"rd":"64496:100","prefix":"198.51.100.1/32"}`},
		{"ipv4-4over6", "18 c63364", `198.51.100.0/24`, `{"prefix":"198.51.100.0/24"}`},
	} {
		c.check(t)
	}
}

// routeText is what is shown of a route, in hex.
type routeText struct{ family, route, text, json string }

func (c routeText) check(t *testing.T) {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(c.route, " ", ""))
	if err != nil {
		t.Fatal(c.route, err)
	}
	f, _ := codec.ParseFamily(c.family)
	var dc codec.Decoder
	tr := dc.Decode(codec.PieceAttributes, codec.AppendMPUnreach(nil, f, b), codec.Context{})
	n := tr.Find(0, codec.FieldNLRI)
	if len(tr.Findings) > 0 || n < 0 {
		t.Errorf("%s: %d findings, node %d", c.route, len(tr.Findings), n)
		return
	}
	if got := string(AppendSummary(nil, tr, n)); got != c.text {
		t.Errorf("%s:\n got %s\nwant %s", c.route, got, c.text)
	}
	if got := string(AppendNode(nil, tr, n)); got != c.json {
		t.Errorf("%s:\n got %s\nwant %s", c.route, got, c.json)
	}
}
