package redact

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// TestTypedAddresses: addresses inside tunnels, route distinguishers and VPN routes are replaced as others are.
func TestTypedAddresses(t *testing.T) {
	for src, hidden := range map[string][]string{
		"c016090006002710cb007107": {"cb007107"},
		"800e210001800c0000000000000000cb007107007000010100019ac0020a0064c63364": {"cb007107", "9ac0020a", "c63364"},
		"c0280564 0002cb00": {"cb00"},
	} {
		b, err := hex.DecodeString(string(bytes.ReplaceAll([]byte(src), []byte(" "), nil)))
		if err != nil {
			t.Fatal(err)
		}
		tree := new(codec.Decoder).Decode(codec.PieceAttributes, b, codec.Context{AS4: true})
		out := bytes.Clone(b)
		New("x").nodes(tree, out)
		for _, h := range hidden {
			if s := hex.EncodeToString(out); bytes.Contains([]byte(s), []byte(h)) {
				t.Errorf("%s: %s still holds %s", src, s, h)
			}
		}
	}
}
