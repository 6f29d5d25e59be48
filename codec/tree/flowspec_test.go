package tree

import (
	"encoding/hex"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// TestFlowSpec: the JSON and the summary of a flow specification in a VPN.
func TestFlowSpec(t *testing.T) {
	b, err := hex.DecodeString("800e1e" + "0001860000" + "18" + "0000fbf000000064" + "0118c00002" + "038106" + "040350c55a" + "0c8005")
	if err != nil {
		t.Fatal(err)
	}
	tree := new(codec.Decoder).Decode(codec.PieceAttributes, b, codec.Context{})
	const value = `{"rd":"64496:100","components":[{"type":1,"type_name":"Destination Prefix","prefix":"192.0.2.0/24"},` +
		`{"type":3,"type_name":"IP Protocol","operators":[{"operator":129,"value":6}]},` +
		`{"type":4,"type_name":"Port","operators":[{"operator":3,"value":80},{"operator":197,"value":90}]},` +
		`{"type":12,"type_name":"Fragment","operators":[{"operator":128,"value":5}]}],` +
		`"rule":"dst 192.0.2.0/24, proto =6, port >=80&<=90, fragment df+first"}`
	const summary = "64496:100 dst 192.0.2.0/24, proto =6, port >=80&<=90, fragment df+first"
	routes := 0
	for n := range tree.Nodes {
		if tree.Nodes[n].Field != codec.FieldNLRI {
			continue
		}
		routes++
		if got := string(AppendNode(nil, tree, int32(n))); got != value {
			t.Errorf("%s\nwant %s", got, value)
		}
		if got := string(AppendSummary(nil, tree, int32(n))); got != summary {
			t.Errorf("%q, want %q", got, summary)
		}
	}
	if routes != 1 {
		t.Errorf("%d routes", routes)
	}
}
