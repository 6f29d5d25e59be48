package codec

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected findings in testdata/wire")

const wireDir = "../testdata/wire"

// vector is one case of testdata/wire/*.txt: octets, the context they are read in, and the findings.
//
//	== what is wrong | piece and context
//	40 01 01 03   ; a comment
//	= origin-value@3+1 error 3/6 treat-as-withdraw data=40010103
//
// Octets are hex. u8( ... ) and u16( ... ) put the length of what they enclose before it, msg1( ... ) a message
// header of type 1; 00*9 repeats, "text" is ASCII. "= none" says that nothing is found.
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
	"attributes": PieceAttributes, "routes": PieceAttributes, "capabilities": PieceCapabilities, "aspath": PieceASPath, "refresh": PieceRefresh,
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
				n := HeaderLen + len(body)
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

// vectors reads every case of the wire files.
func vectors(tb testing.TB) []vector {
	tb.Helper()
	files, err := filepath.Glob(wireDir + "/*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatal("no vectors", err)
	}
	var out []vector
	for _, f := range files {
		out = append(out, readVectors(tb, f)...)
	}
	return out
}

func readVectors(tb testing.TB, file string) []vector {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	var out []vector
	var src strings.Builder
	finish := func() {
		if len(out) == 0 {
			return
		}
		v := &out[len(out)-1]
		if v.octets, err = assemble(src.String()); err != nil {
			tb.Fatalf("%s:%d: %v", v.file, v.line, err)
		}
		src.Reset()
	}
	sc := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "== "):
			finish()
			name, opts, _ := strings.Cut(line[3:], " | ")
			v := vector{file: filepath.Base(file), line: n, name: strings.TrimSpace(name)}
			v.piece = pieceWords[strings.TrimSuffix(strings.TrimSuffix(v.file, ".txt"), "s")]
			for _, name := range []string{strings.TrimSuffix(v.file, ".txt"), v.file[:max(0, strings.IndexByte(v.file, '_'))]} {
				if p, ok := pieceWords[name]; ok {
					v.piece = p
				}
			}
			if err := v.options(opts); err != nil {
				tb.Fatalf("%s:%d: %v", v.file, n, err)
			}
			out = append(out, v)
		case strings.HasPrefix(line, "= "):
			out[len(out)-1].want = append(out[len(out)-1].want, line[2:])
		default:
			code, _, _ := strings.Cut(line, ";")
			src.WriteString(code + " ")
		}
	}
	finish()
	return out
}

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
