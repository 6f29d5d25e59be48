package encode

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
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
	"attributes": codec.PieceAttributes, "routes": codec.PieceAttributes, "capabilities": codec.PieceCapabilities,
	"aspath": codec.PieceASPath, "refresh": codec.PieceRefresh,
}

func (v *vector) options(s string) error {
	for _, w := range strings.Fields(s) {
		if p, ok := pieceWords[w]; ok {
			v.piece = p
			continue
		}
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

// assemble turns the tokens of a vector into octets.
func assemble(src string) ([]byte, error) {
	type open struct {
		kind string
		at   int
	}
	var out []byte
	var stack []open
	for src = strings.TrimSpace(src); src != ""; src = strings.TrimSpace(src) {
		if src[0] == '"' {
			end := strings.IndexByte(src[1:], '"') + 1
			if end == 0 {
				return nil, fmt.Errorf("text without an end")
			}
			out, src = append(out, src[1:end]...), src[end+1:]
			continue
		}
		w, rest, _ := strings.Cut(src, " ")
		src = rest
		switch {
		case strings.HasSuffix(w, "("):
			stack = append(stack, open{w[:len(w)-1], len(out)})
		case w == ")":
			if len(stack) == 0 {
				return nil, fmt.Errorf("unbalanced )")
			}
			o := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			body := append([]byte(nil), out[o.at:]...)
			out = out[:o.at]
			switch {
			case o.kind == "u8":
				out = append(out, byte(len(body)))
			case o.kind == "u16":
				out = append(out, byte(len(body)>>8), byte(len(body)))
			case strings.HasPrefix(o.kind, "msg"):
				t, err := strconv.Atoi(o.kind[3:])
				if err != nil {
					return nil, err
				}
				n := codec.HeaderLen + len(body)
				out = append(out, bytes.Repeat([]byte{0xff}, 16)...)
				out = append(out, byte(n>>8), byte(n), byte(t))
			default:
				return nil, fmt.Errorf("unknown %q", o.kind)
			}
			out = append(out, body...)
		default:
			digits, count, repeat := strings.Cut(w, "*")
			b, err := hex.DecodeString(digits)
			if err != nil {
				return nil, err
			}
			n := 1
			if repeat {
				if n, err = strconv.Atoi(count); err != nil {
					return nil, err
				}
			}
			out = append(out, bytes.Repeat(b, n)...)
		}
	}
	if len(stack) > 0 {
		return nil, fmt.Errorf("unbalanced (")
	}
	return out, nil
}

// vectors reads every case of testdata/wire.
func vectors(t *testing.T) (out []vector) {
	t.Helper()
	files, _ := filepath.Glob("../../testdata/wire/*.txt")
	if len(files) == 0 {
		t.Fatal("no vectors")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		for _, c := range strings.Split("\n"+string(data), "\n== ")[1:] {
			head, body, _ := strings.Cut(c, "\n")
			title, opts, _ := strings.Cut(head, " | ")
			v := vector{file: name, name: strings.TrimSpace(title)}
			stem := strings.TrimSuffix(name, ".txt")
			for _, w := range []string{strings.TrimSuffix(stem, "s"), stem, name[:max(0, strings.IndexByte(name, '_'))]} {
				if p, ok := pieceWords[w]; ok {
					v.piece = p
				}
			}
			if err := v.options(opts); err != nil {
				t.Fatalf("%s: %s: %v", name, title, err)
			}
			var src strings.Builder
			for line := range strings.Lines(body) {
				if line = strings.TrimSpace(line); line == "" || line[0] == '#' || strings.HasPrefix(line, "= ") {
					continue
				}
				code, _, _ := strings.Cut(line, ";")
				src.WriteString(code + " ")
			}
			if v.octets, err = assemble(src.String()); err != nil {
				t.Fatalf("%s: %s: %v", name, title, err)
			}
			out = append(out, v)
		}
	}
	return out
}
