package encode

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	wire "github.com/bgpdecode/bgpdecode/codec/internal/vector"
)

// vector is a case of testdata/wire, in the notation that the tests of package codec describe.
type vector struct {
	file, name string
	piece      codec.Piece
	ctx        codec.Context
	octets     []byte
}

var pieceWords = map[string]codec.Piece{
	"message": codec.PieceMessage, "open": codec.PieceOpen, "update": codec.PieceUpdate, "notification": codec.PieceNotification,
	"attributes": codec.PieceAttributes, "capabilities": codec.PieceCapabilities,
	"aspath": codec.PieceASPath, "refresh": codec.PieceRefresh,
}

func (v *vector) options(words []string) error {
	for _, w := range words {
		switch w {
		case "as4":
			v.ctx.AS4 = true
		case "extmsg":
			v.ctx.ExtMsg = true
		case "cut":
			v.ctx.Cut = true
		case "width?":
			v.ctx.WidthUnknown = true
		case "ebgp":
			v.ctx.Peer = codec.PeerEBGP
		case "ibgp":
			v.ctx.Peer = codec.PeerIBGP
		case "onelabel": // the OPENs did not agree on more
			v.ctx.LabelsKnown = true
		case "confed":
			v.ctx.Peer = codec.PeerConfed
		default:
			if f, ok := codec.ParseFamily(strings.TrimPrefix(w, "labels:")); ok && strings.HasPrefix(w, "labels:") {
				v.ctx.LabelsKnown, v.ctx.MultiLabel = true, v.ctx.MultiLabel.With(f)
				continue
			}
			f, ok := codec.ParseFamily(strings.TrimPrefix(w, "addpath:"))
			if !ok {
				return fmt.Errorf("unknown option %q", w)
			}
			v.ctx.AddPath = v.ctx.AddPath.With(f)
		}
	}
	return nil
}

// vectors reads every case of testdata/wire.
func vectors(t testing.TB) (out []vector) {
	t.Helper()
	list, err := wire.Read("../../testdata/wire")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range list {
		v := vector{file: w.File, name: w.Name, piece: pieceWords[w.Piece], octets: w.Octets}
		if err := v.options(w.Words); err != nil {
			t.Fatalf("%s:%d: %v", w.File, w.Line, err)
		}
		out = append(out, v)
	}
	return out
}
