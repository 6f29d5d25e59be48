package encode

import (
	"encoding/hex"
	"strings"
	"testing"
)

// TestLSByHand: routes and TLVs of BGP-LS written by a person, names for types, what is 0 left out.
func TestLSByHand(t *testing.T) {
	for _, c := range []struct{ family, route, want string }{
		{"16388,71", `{"type":"Node NLRI","protocol_id":"IS-IS Level 2","tlvs":[{"type":"Local Node Descriptors","sub_tlvs":[
			{"type":"Autonomous System","autonomous_system":64496},{"type":515,"igp_router_id":"1920.0000.2001"}]}]}`,
			"0001 001f 02 0000000000000000 0100 0012 0200 0004 0000fbf0 0203 0006 192000002001"},
		{"16388,71", `{"type":1,"protocol_id":3,"identifier":"18446744073709551615","tlvs":[{"type":256,"sub_tlvs":[{"type":515,"igp_router_id":"192.0.2.1:198.51.100.1"}]}]}`,
			"0001 0019 03 ffffffffffffffff 0100 000c 0203 0008 c0000201 c6336401"},
		{"16388,72", `{"type":3,"rd":"64496:100","protocol_id":3,"tlvs":[{"type":265,"prefix":"198.51.100.0/22"}]}`,
			"0003 0019 0000fbf000000064 03 0000000000000000 0109 0004 16 c63364"},
		{"16388,71", `{"type":5,"protocol_id":9,"tlvs":[{"type":554,"protocol_origin":3,"flags":64,"endpoint":"198.51.100.1","color":100,
			"originator_asn":64496,"originator_address":"2001:db8::1","discriminator":1}]}`,
			"0005 0031 09 0000000000000000 022a 0024 03 40 0000 c6336401 00000064 0000fbf0 20010db8000000000000000000000001 00000001"},
		{"16388,71", `{"type":65001,"raw":"0102"}`, "fde9 0002 0102"},
	} {
		out, err := withdrawn(t, c.family, c.route)
		if got, want := hex.EncodeToString(out), strings.ReplaceAll(c.want, " ", ""); err != nil || !strings.HasSuffix(got, want) {
			t.Errorf("%s %s: %s, want %s\n%v", c.family, c.route, got, want, err)
		}
	}
	for _, c := range []struct{ tlv, want string }{
		{`{"type":"IGP Metric","metric":300}`, "0447 0002 012c"},
		{`{"type":"Adjacency SID","flags":48,"weight":10,"label":24000}`, "044b 0007 30 0a 0000 005dc0"},
		{`{"type":"LAN Adjacency SID","flags":0,"weight":0,"neighbor_id":"1920.0000.2002","index":7}`, "044c 000e 00 00 0000 192000002002 00000007"},
		{`{"type":"SR Capabilities","flags":128,"ranges":[{"range_size":8000,"sub_tlvs":[{"type":1161,"label":16000}]}]}`, "040a 000c 80 00 001f40 0489 0003 003e80"},
		{`{"type":1122,"sabm":"10000000","sub_tlvs":[{"type":1092,"metric":20}]}`, "0462 0010 04 00 0000 10000000 0444 0004 00000014"},
		{`{"type":1206,"segment_type":"Type C Segment","flags":0,"label":16000,"ttl":0,"algorithm":128,"node_address":"192.0.2.2"}`, "04b6 000d 03 00 0000 03e80000 80 c0000202"},
		{`{"type":1208,"include_any":[1,2]}`, "04b8 000c 00 02 00 00 00000001 00000002"},
		{`{"type":1027,"isis_area_id":"49.0001"}`, "0403 0003 490001"},
		{`{"type":1089,"bandwidth":"1.25e+08"}`, "0441 0004 4cee6b28"},
	} {
		out, err := lsAttribute(t, c.tlv)
		if got, want := hex.EncodeToString(out), strings.ReplaceAll(c.want, " ", ""); err != nil || !strings.HasSuffix(got, want) {
			t.Errorf("%s: %s, want %s\n%v", c.tlv, got, want, err)
		}
	}
}

// TestLSErrors: what makes no TLV is refused, with the place.
func TestLSErrors(t *testing.T) {
	for tlv, want := range map[string]string{
		`{"type":1095,"metric":16777216}`:                                   "metric",
		`{"type":1099,"flags":0,"weight":0,"label":16777216}`:               "label",
		`{"type":1100,"flags":0,"weight":0,"neighbor_id":"1920","index":7}`: "neighbor_id",
		`{"type":1100,"flags":0,"weight":0,"neighbor_id":"zz","index":7}`:   "neighbor_id",
		`{"type":1206,"flags":0}`:                                           "segment_type",
		`{"type":1208,"include_any":[4294967296]}`:                          "include_any",
		`{"type":265}`: "prefix",
		`{"type":1034,"flags":0,"ranges":[{"sub_tlvs":[]}]}`: "range_size",
		`{"type":"No Such TLV"}`:                             "type",
		`{"type":1089,"bandwidth":"fast"}`:                   "bandwidth",
	} {
		if _, err := lsAttribute(t, tlv); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", tlv, err, want)
		}
	}
	for route, want := range map[string]string{
		`{"protocol_id":1}`: "type",
		`{"type":1}`:        "protocol_id",
		`{"type":1,"protocol_id":"No Such Protocol"}`:                            "protocol_id",
		`{"type":3,"protocol_id":1,"tlvs":[{"type":265,"prefix":"198.51.100"}]}`: "prefix",
		`{"type":3,"protocol_id":1,"identifier":"18446744073709551616"}`:         "identifier",
	} {
		if _, err := withdrawn(t, "16388,71", route); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", route, err, want)
		}
	}
}

func lsAttribute(t *testing.T, tlv string) ([]byte, error) {
	t.Helper()
	v, err := Parse([]byte(`{"kind":"fragment","fragment":{"piece":"path attributes"},"attributes":[{"type":29,"value":[`+tlv+`]}]}`), 1)
	if err != nil {
		t.Fatal(tlv, err)
	}
	r, err := Object(v, Options{})
	return r.Octets, err
}
