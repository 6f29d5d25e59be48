package encode

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// TestRoutesByHand: routes written by a person, with what may be left out.
func TestRoutesByHand(t *testing.T) {
	for _, c := range []struct{ family, route, want string }{
		{"1,4", `{"prefix":"198.51.100.0/24","labels":[16]}`, "30 000101 c63364"},
		{"1,128", `{"prefix":"198.51.100.0/24","labels":[16],"rd":"64496:100"}`, "70 000101 0000fbf000000064 c63364"},
		{"25,70", `{"type":"Inclusive Multicast Ethernet Tag","rd":"64496:100","originating_router":"192.0.2.1"}`, "03 11 0000fbf000000064 00000000 20 c0000201"},
		{"25,70", `{"type":2,"rd":"64496:100","mac_address":"00:00:5e:00:53:01","labels":[16]}`,
			"02 21 0000fbf000000064 00000000000000000000 00000000 30 00005e005301 00 000101"},
		{"25,70", `{"type":2,"rd":"64496:100","mac_address":"00:00:5e:00:53:01","vni":10000}`,
			"02 21 0000fbf000000064 00000000000000000000 00000000 30 00005e005301 00 002710"},
		{"25,70", `{"type":5,"rd":"64496:100","prefix":"198.51.100.0/24","vni":10000}`,
			"05 22 0000fbf000000064 00000000000000000000 00000000 18 c6336400 00000000 002710"},
		{"1,5", `{"type":7,"rd":"64496:100","source_as":64496,"multicast_source":"198.51.100.1","multicast_group":"233.252.0.1"}`,
			"07 16 0000fbf000000064 0000fbf0 20 c6336401 20 e9fc0001"},
		{"1,5", `{"type":71,"rd":"64496:100","source_as":64496,"fec_type":6,"root":"198.51.100.1","lsp_id":1}`,
			"47 1d 0000fbf000000064 0000fbf0 06 0001 04 c6336401 0007 01 0004 00000001"},
		{"1,133", `{"components":[{"type":1,"prefix":"192.0.2.0/24"},{"type":3,"operators":[{"operator":1,"value":6}]}]}`, "08 01 18 c00002 03 81 06"},
		{"2,133", `{"components":[{"type":1,"prefix":"::1234:5678:0:0/64-104"}]}`, "08 01 68 40 1234567800"},
		{"25,134", `{"rd":"64496:100","components":[{"type":15,"mac":"00:00:5e:00:53:01"}]}`, "10 0000fbf000000064 0f 06 00005e005301"},
		{"25,65", `{"rd":"64496:100","pe_address":"192.0.2.1"}`, "000c 0000fbf000000064 c0000201"},
		{"25,65", `{"rd":"64496:100","ve_id":1,"ve_block_offset":1,"ve_block_size":8,"label_base":16}`, "0011 0000fbf000000064 0001 0001 0008 000101"},
		{"1,66", `{"rd":"64496:100","pe_address":"192.0.2.1","multicast_group":"233.252.0.1"}`, "80 0000fbf000000064 c0000201 e9fc0001"},
		{"2,73", `{"distinguisher":1,"color":100,"endpoint":"2001:db8::1"}`, "c0 00000001 00000064 20010db8000000000000000000000001"},
		{"1,83", `{"type":1,"prefix":"198.51.100.1/32","color":100,"tlvs":[{"type":"Label","labels":[16]},{"type":"Label-Index","label_index":7}]}`,
			"19 09 01 20 c6336401 00000064 01 03 000101 42 07 00 0000 00000007"},
		{"1,85", `{"type":1,"rd":"64496:100","prefix":"198.51.100.0/24"}`, "01 0001 0c 0000fbf000000064 18 c63364"},
		{"1,85", `{"type":4,"rd":"64496:100","endpoint_address":"192.0.2.1","teid":12345}`, "01 0004 11 0000fbf000000064 40 c0000201 00003039"},
		{"1,85", `{"type":4,"rd":"64496:100","endpoint_address":"192.0.2.1","teid_prefix":"1234"}`, "01 0004 0f 0000fbf000000064 30 c0000201 1234"},
		{"31,9", `{"type":2,"rd":"64496:100","spi":15}`, "0002 000b 0000fbf000000064 00000f"},
		{"25,6", `{"rd":"64496:100","global_id":64496,"pw_prefix":"192.0.2.1"}`, "80 0000fbf000000064 0000fbf0 c0000201"},
		{"1,7", `{"endpoint_address":"192.0.2.1"}`, "20 c0000201"},
		{"1,67", `{"prefix":"198.51.100.0/24"}`, "18 c63364"},
		{"1,64", `{"tunnel_id":7,"prefix":"192.0.2.1/32"}`, "30 0007 c0000201"},
		{"1,74", `{"port_local_id":7,"sdwan_color":100,"sdwan_node_id":"192.0.2.1"}`, "0001 000c 00000007 00000064 c0000201"},
	} {
		out, err := withdrawn(t, c.family, c.route)
		if got, want := hex.EncodeToString(out), strings.ReplaceAll(c.want, " ", ""); err != nil || !strings.HasSuffix(got, want) {
			t.Errorf("%s %s: %s, want %s\n%v", c.family, c.route, got, want, err)
		}
	}
}

// withdrawn builds an MP_UNREACH_NLRI with one route.
func withdrawn(t *testing.T, family, route string) ([]byte, error) {
	t.Helper()
	afi, safi, _ := strings.Cut(family, ",")
	v, err := Parse([]byte(`{"kind":"fragment","fragment":{"piece":"path attributes"},"attributes":[{"type":15,"value":{"afi":`+afi+`,"safi":`+safi+`,"nlri":[`+route+`]}}]}`), 1)
	if err != nil {
		t.Fatal(route, err)
	}
	r, err := Object(v, Options{})
	return r.Octets, err
}

// TestRoutesRefused: what makes no route is refused, and where it stands is said.
func TestRoutesRefused(t *testing.T) {
	for _, c := range []struct{ family, route, want string }{
		{"25,70", `{"rd":"64496:100"}`, "nlri[0]: type is missing"},
		{"25,70", `{"type":3}`, "no route of l2vpn-evpn"},
		{"25,70", `{"type":2,"mac_address":"00:00:5e","labels":[1]}`, "mac_address: expected octets in hex with colons"},
		{"25,70", `{"type":11,"route_key":{"type":11,"route_key":{"type":3}}}`, "has none itself"},
		{"25,70", `{"type":9,"region_id":"nonsense"}`, "expected an extended community"},
		{"1,133", `{"rule":"dst 192.0.2.0/24"}`, "components is missing"},
		{"1,133", `{"components":[{"type":1,"prefix":"2001:db8::/32"}]}`, "no route of ipv4-flowspec"},
		{"1,133", `{"components":[{"type":3,"operators":[{"operator":1}]}]}`, "value is missing"},
		{"2,133", `{"components":[{"type":1,"prefix":"::/x-y"}]}`, "expected a prefix such as"},
		{"25,65", `{"rd":"64496:100","ve_id":1}`, "label_base is missing"},
		{"1,66", `{"rd":"64496:100","pe_address":"192.0.2.1"}`, "multicast_group is missing"},
		{"1,73", `{"distinguisher":1,"color":100,"endpoint":"2001:db8::1"}`, "no route of ipv4-sr-policy"},
		{"1,83", `{"type":1,"color":100}`, "no route of ipv4-car"},
		{"1,83", `{"type":2,"prefix":"198.51.100.0/24","tlvs":[{"type":3,"sids":["192.0.2.1"]}]}`, "expected an IPv6 address"},
		{"1,85", `{"type":4,"rd":"64496:100","endpoint_address":"192.0.2.1","teid_prefix":"1234567890"}`, "four octets"},
		{"1,85", `{"type":4,"rd":"64496:100","endpoint_address":"192.0.2.1","endpoint_length":99}`, "bits of its address"},
		{"31,9", `{"type":2,"spi":99999999}`, "no route of sfc"},
		{"25,6", `{"global_id":1}`, "pw_prefix is missing"},
		{"25,6", `{"address_bits":"00112233445566778899aabbcc"}`, "12 octets"},
		{"1,67", `{}`, "prefix is missing"},
		{"1,67", `{"prefix":"2001:db8::/32"}`, "no route of ipv4-4over6"},
		{"1,85", `{"type":1,"path_id":7,"prefix":"198.51.100.0/24"}`, "no path identifiers"},
	} {
		if out, err := withdrawn(t, c.family, c.route); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %x, %v, want %q", c.family, c.route, out, err, c.want)
		}
	}
}

// TestOneLabel: a session that agreed on one label a route reads a second one as part of the prefix; what it says is built
// to the octets that it saw (RFC 8277 section 2.2).
func TestOneLabel(t *testing.T) {
	route := []byte{112, 0, 0x32, 0, 0, 0x32, 0x11, 0, 0, 0xfb, 0xf0, 0, 0, 0, 1} // label 800, and 801 or part of what follows
	octets := codec.AppendMPUnreach(nil, codec.Family{AFI: 1, SAFI: 128}, route)
	var dc codec.Decoder
	for _, known := range []bool{false, true} {
		v := object(t, &dc, codec.PieceAttributes, octets, codec.Context{AS4: true, LabelsKnown: known}, false)
		r, err := Object(v, Options{})
		if err != nil || !bytes.Equal(r.Octets, octets) {
			t.Errorf("LabelsKnown %v: %x, %v", known, r.Octets, err)
		}
	}
}
