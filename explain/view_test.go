package explain

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// octets reads hex with blanks.
func octets(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return b
}

// notification decodes code, subcode and Data (in hex) the way the program does: with the width guessed.
func notification(t testing.TB, s string, cut bool) *codec.Tree {
	t.Helper()
	b := octets(t, s)
	var guess, dc codec.Decoder
	g := codec.GuessContext(&guess, codec.PieceNotification, b, codec.Known{Base: codec.Context{Cut: cut}})
	return dc.Decode(codec.PieceNotification, b, g.Ctx)
}
