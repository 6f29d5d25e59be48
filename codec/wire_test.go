package codec

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	wire "github.com/bgpdecode/bgpdecode/codec/internal/vector"
)

var update = flag.Bool("update", false, "rewrite the expected findings in testdata/wire")

const wireDir = "../testdata/wire"

// vector is one case of testdata/wire/*.txt, with its words understood.
type vector struct {
	file, name string
	line       int
	piece      Piece
	ctx        Context
	octets     []byte
	want       []string
}

var pieceWords = map[string]Piece{
	"message": PieceMessage, "open": PieceOpen, "update": PieceUpdate, "notification": PieceNotification,
	"attributes": PieceAttributes, "capabilities": PieceCapabilities, "aspath": PieceASPath, "refresh": PieceRefresh,
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
			v.ctx.Peer = PeerEBGP
		case "ibgp":
			v.ctx.Peer = PeerIBGP
		case "onelabel": // the OPENs did not agree on more
			v.ctx.LabelsKnown = true
		case "confed":
			v.ctx.Peer = PeerConfed
		default:
			if f, ok := ParseFamily(strings.TrimPrefix(w, "labels:")); ok && strings.HasPrefix(w, "labels:") {
				v.ctx.LabelsKnown, v.ctx.MultiLabel = true, v.ctx.MultiLabel.With(f)
				continue
			}
			f, ok := ParseFamily(strings.TrimPrefix(w, "addpath:"))
			if !ok {
				return fmt.Errorf("unknown option %q", w)
			}
			v.ctx.AddPath = v.ctx.AddPath.With(f)
		}
	}
	return nil
}

// vectors reads every case of the wire files.
func vectors(tb testing.TB) (out []vector) {
	tb.Helper()
	list, err := wire.Read(wireDir)
	if err != nil {
		tb.Fatal(err)
	}
	for _, w := range list {
		v := vector{file: w.File, name: w.Name, line: w.Line, piece: pieceWords[w.Piece], octets: w.Octets, want: w.Want}
		if err := v.options(w.Words); err != nil {
			tb.Fatalf("%s:%d: %v", v.file, v.line, err)
		}
		out = append(out, v)
	}
	return out
}

// assemble turns words into octets.
func assemble(src string) ([]byte, error) { return wire.Assemble(src) }

// findingLine writes a finding as the vectors do.
func findingLine(f *Finding) string {
	s := fmt.Sprintf("%s@%d+%d %s", f.Info().ID, f.Off, f.Len, f.Severity)
	if f.Note.Code != 0 {
		s += fmt.Sprintf(" %d/%d", uint8(f.Note.Code), f.Note.Subcode)
	}
	if f.Action != 0 {
		s += " " + f.Action.String()
	}
	if n := len(f.Note.Data); n > 16 {
		s += fmt.Sprintf(" data=%x..%d", f.Note.Data[:12], n)
	} else if n > 0 {
		s += fmt.Sprintf(" data=%x", f.Note.Data)
	}
	return s
}

func findingLines(fs []Finding) []string {
	if len(fs) == 0 {
		return []string{"none"}
	}
	var out []string
	for i := range fs {
		out = append(out, findingLine(&fs[i]))
	}
	return out
}

func TestVectors(t *testing.T) {
	var dc Decoder
	got := map[string]map[int][]string{}
	names := map[string]bool{}
	for _, v := range vectors(t) {
		tree := dc.Decode(v.piece, v.octets, v.ctx)
		lines := findingLines(tree.Findings)
		if got[v.file] == nil {
			got[v.file] = map[int][]string{}
		}
		got[v.file][v.line] = lines
		if key := v.file + v.name; names[key] {
			t.Errorf("%s:%d: the name %q is used twice", v.file, v.line, v.name)
		} else {
			names[key] = true
		}
		if !*update && strings.Join(lines, "\n") != strings.Join(v.want, "\n") {
			t.Errorf("%s:%d: %s (%+v)\n%.80x\ngot:\n  %s\nwant:\n  %s", v.file, v.line, v.name, v.ctx, v.octets,
				strings.Join(lines, "\n  "), strings.Join(v.want, "\n  "))
		}
	}
	if *update {
		rewriteVectors(t, got)
	}
}

// rewriteVectors puts the findings that were seen into the files; the difference is for a person to judge.
func rewriteVectors(t *testing.T, got map[string]map[int][]string) {
	for file, cases := range got {
		name := filepath.Join(wireDir, file)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var out, blanks []string
		var pending []string
		flush := func() {
			for _, l := range pending {
				out = append(out, "= "+l)
			}
			out = append(out, blanks...)
			pending, blanks = nil, nil
		}
		for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
			switch trimmed := strings.TrimSpace(line); {
			case strings.HasPrefix(trimmed, "= "):
			case trimmed == "" || trimmed[0] == '#':
				blanks = append(blanks, line)
			case strings.HasPrefix(trimmed, "== "):
				flush()
				out = append(out, line)
				pending = cases[i+1]
			default:
				out = append(append(out, blanks...), line)
				blanks = nil
			}
		}
		flush()
		if err := os.WriteFile(name, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
