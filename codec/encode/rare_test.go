package encode

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

func attrText(s string) string {
	return `{"kind":"fragment","fragment":{"piece":"path attributes"},"attributes":[` + s + `]}`
}

// TestRareAttributes: objects as people write them: names for numbers, lists and flags left out.
func TestRareAttributes(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"tunnel by names": {`{"symbol":"TUNNEL_ENCAP","value":[{"tunnel_type":"VXLAN Encapsulation","sub_tlvs":[
			{"type":"Encapsulation","flags":128,"vni":100,"mac":"00:00:5e:00:53:01"},{"type":6,"endpoint":"2001:db8::1"},{"type":6},
			{"type":4,"color":"color 100"}]}]}`,
			"c0173c0008" + "0038" + "010c80000064" + "00005e005301" + "0000" + "0616000000000002" + "20010db8000000000000000000000001" +
				"0606000000000000" + "0408030b000000000064"},
		"label stack":              {`{"type":23,"value":[{"tunnel_type":10,"sub_tlvs":[{"type":10,"label_stack":[{"label":16,"ttl":1},{"label":17,"bottom_of_stack":1,"ttl":0}]}]}]}`, "c0170e000a000a" + "0a08" + "00010001" + "00011100"},
		"binding SID of MPLS":      {`{"type":23,"value":[{"tunnel_type":15,"sub_tlvs":[{"type":13,"flags":0,"label":4000,"ttl":255}]}]}`, "c0170c000f00080d06000000fa00ff"},
		"binding SID, none":        {`{"type":23,"value":[{"tunnel_type":15,"sub_tlvs":[{"type":13,"flags":0}]}]}`, "c01708000f00040d020000"},
		"binding SID of SRv6":      {`{"type":23,"value":[{"tunnel_type":15,"sub_tlvs":[{"type":13,"flags":0,"sid":"fc00::1"}]}]}`, "c01718000f00140d120000fc000000000000000000000000000001"},
		"octets of a TLV":          {`{"type":23,"value":[{"tunnel_type":15,"sub_tlvs":[{"type":99,"raw":"cc"}]}]}`, "c01707000f00036301cc"},
		"PMSI by name":             {`{"type":22,"value":{"tunnel_type":"Ingress Replication","vni":100,"endpoint":"192.0.2.1"}}`, "c016090006000064c0000201"},
		"PMSI of another type":     {`{"type":22,"value":{"tunnel_type":8,"label":3,"identifier":"0102"}}`, "c0160700080000300102"},
		"PE labels of IPv6":        {`{"type":27,"value":[{"pe":"2001:db8::1","label":16}]}`, "c01b1320010db8000000000000000000000001000100"},
		"label index":              {`{"type":40,"value":[{"type":"Label-Index","flags":0,"label_index":7}]}`, "c0280a01000700000000000007"},
		"ATTR_SET":                 {`{"type":128,"value":{"origin_as":64496,"attributes":[{"type":2,"value":[{"type":2,"as":[64497]}]},{"type":5,"value":100}]}}`, "c080140000fbf0" + "400206" + "02010000fbf1" + "40050400000064"},
		"ORIGIN by number":         {`{"type":1,"value":1}`, "40010101"},
		"infinite bandwidth":       {`{"type":24,"value":[{"switching_capability":150,"encoding":8,"max_lsp_bandwidth":["+Inf",1,0,0,0,0,0,"0"]}]}`, "80182496080000" + "7f8000003f800000" + strings.Repeat("00", 24)},
		"wide community, no atoms": {`{"type":34,"value":[{"type":1,"community":1,"source_as":2,"context_as":3,"tlvs":[{"type":1,"atoms":[{"type":2,"prefixes":["192.0.2.0/24"]}]}]}]}`, "c0221c000100000016" + "000000010000000200000003" + "010007" + "020004" + "18c00002"},
		"BIER bits":                {`{"type":41,"value":[{"type":1,"sub_domain_id":0,"bfr_id":7,"sub_tlvs":[{"type":2,"max_si":0,"bs_len":3,"label":16}]}]}`, "c029100001000c00000700" + "00020004" + "00300010"},
		"IPv6 extended community":  {`{"type":25,"value":["rt 2001:db8::1:100",{"text":"soo 2001:db8::1:2"}]}`, "c019280002" + "20010db8000000000000000000000001" + "0064" + "0003" + "20010db8000000000000000000000001" + "0002"},
	} {
		if got, err := build(attrText(c.text), Options{}); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, c.want)
		}
	}
}

// TestRareErrors: what an object lacks or has too much of is said with its place.
func TestRareErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{"type":26,"value":[{"type":1}]}`:                                                                                                 "value[0]: metric is missing",
		`{"type":26,"value":[{"metric":"1"}]}`:                                                                                             "value[0]: type is missing",
		`{"type":26,"value":[{"type":1,"metric":"1","more":2}]}`:                                                                           "more: is not told by the octets",
		`{"type":26,"value":[{"type":2,"metric":"1"}]}`:                                                                                    "metric: is no member of a TLV of this type: it takes raw",
		`{"type":26,"value":[{"type":256,"raw":""}]}`:                                                                                      "does not fit",
		`{"type":40,"value":[{"type":"Label-Indexes","label_index":7}]}`:                                                                   `is no name in`,
		`{"type":40,"value":[{"type":1,"flags":65536,"label_index":7}]}`:                                                                   "from 0 to 65535",
		`{"type":22,"value":{"tunnel_type":6,"endpoint":"192.0.2"}}`:                                                                       "expected an address",
		`{"type":22,"value":{"tunnel_type":3,"root":"192.0.2.1","group":"ff05::1"}}`:                                                       "has 4 octets, not 16",
		`{"type":22,"value":{"label":3}}`:                                                                                                  "tunnel_type is missing",
		`{"type":23,"value":[{"tunnel_type":8,"sub_tlvs":[{"type":1,"flags":0,"vni":1,"mac":"00:00:5e:00:53"}]}]}`:                         "expected octets in hex with colons",
		`{"type":23,"value":[{"tunnel_type":15,"sub_tlvs":[{"type":10,"label_stack":[]}]}]}`:                                               "no elements",
		`{"type":23,"value":[{"tunnel_type":15,"sub_tlvs":[{"type":10,"label_stack":[{"label":1048576,"ttl":0}]}]}]}`:                      "from 0 to 1048575",
		`{"type":24,"value":[{"switching_capability":150,"encoding":8,"max_lsp_bandwidth":[1]}]}`:                                          "max_lsp_bandwidth has 8 numbers",
		`{"type":28,"value":false}`:                                                                                                        "expected true",
		`{"type":33,"value":{"secure_path":[{"pcount":1,"as":1}],"signature_blocks":[{"algorithm_suite":1,"signatures":[{"ski":"00"}]}]}}`: "ski has 20 octets",
		`{"type":36,"value":[{"domains":[]}]}`:                                                                                             "does not fit",
		`{"type":34,"value":[{"type":1,"community":1,"source_as":2,"context_as":3,"tlvs":[{"type":1,"atoms":[{"type":2,"prefixes":["2001:db8::/32"]}]}]}]}`: "no prefix of",
		`{"type":25,"value":["rt 192.0.2.1:1"]}`: "IPv6 extended community",
		`{"type":41,"value":[{"type":1,"bfr_id":7,"sub_domain_id":0,"sub_tlvs":[{"type":2,"max_si":0,"bs_len":16,"label":16}]}]}`: "from 0 to 15",
	} {
		if got, err := build(attrText(text), Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v (%s)\nwant %s", text, err, got, want)
		}
	}
}

// FuzzAttribute: what is decoded of a sound attribute builds an attribute that decodes to the same; what stands in its values
// is enough, unless the decoder says that it is not (incomplete).
func FuzzAttribute(f *testing.F) {
	var dc codec.Decoder
	for _, v := range vectors(f) {
		if v.piece == codec.PieceAttributes && len(v.octets) > 3 && !bad(dc.Check(v.piece, v.octets, v.ctx)) {
			f.Add(v.octets)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		ctx := codec.Context{AS4: true}
		if bad(dc.Check(codec.PieceAttributes, b, ctx)) {
			return
		}
		for a := range codec.Attrs(b) {
			if a.Code == registry.AttrMPReach || a.Code == registry.AttrMPUnreach {
				return // of routes, bits behind a prefix are built as 0
			}
		}
		v := object(t, &dc, codec.PieceAttributes, b, ctx, true)
		r, err := Object(v, Options{})
		if err == nil || strings.HasSuffix(err.Error(), "takes raw") || lost(v) {
			return
		}
		t.Fatalf("%x: %v (%x)", b, err, r.Octets)
	})
}

// lost reports whether octets that are not UTF-8 have become the sign for such.
func lost(v *Value) bool {
	for _, m := range v.Items {
		if lost(m) {
			return true
		}
	}
	return strings.Contains(v.Text, "\ufffd")
}
