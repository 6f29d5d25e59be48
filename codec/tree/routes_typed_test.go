package tree

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// TestRoutesWithTypes: the text and the JSON of routes that are more than a prefix.
func TestRoutesWithTypes(t *testing.T) {
	for _, c := range []struct{ family, route, text, json string }{
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
	} {
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
			continue
		}
		if got := string(AppendSummary(nil, tr, n)); got != c.text {
			t.Errorf("%s:\n got %s\nwant %s", c.route, got, c.text)
		}
		if got := string(AppendNode(nil, tr, n)); got != c.json {
			t.Errorf("%s:\n got %s\nwant %s", c.route, got, c.json)
		}
	}
}
