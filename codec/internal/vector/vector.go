// Package vector reads the cases of testdata/wire for tests: octets, the context that they are read in, and what is found
// in them. It knows no BGP beyond what the notation needs to put lengths and headers before octets; what the words of a case
// mean is the reader's affair.
package vector

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Vector is one case of testdata/wire/*.txt.
//
//	== what is wrong | piece and context
//	40 01 01 03   ; a comment
//	= origin-value@3+1 error 3/6 treat-as-withdraw data=40010103
//
// Octets are in the notation of Assemble. "= none" says that nothing is found.
type Vector struct {
	File, Name string // base name of the file
	Line       int
	Piece      string   // what the octets are: "message", "attributes", ...
	Words      []string // the context, without the piece
	Octets     []byte
	Want       []string // the findings, a line each
}

// pieces are the words for pieces of a message. A file is named after what its cases are, with or without a word behind "_".
var pieces = map[string]string{
	"message": "message", "open": "open", "update": "update", "notification": "notification", "attributes": "attributes",
	"routes": "attributes", "capabilities": "capabilities", "aspath": "aspath", "refresh": "refresh",
}

// Read reads all cases of the folder's *.txt.
func Read(dir string) ([]Vector, error) {
	files, err := filepath.Glob(dir + "/*.txt")
	if err != nil {
		return nil, err
	}
	var out []Vector
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		list, err := Parse(filepath.Base(f), string(data))
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	if len(out) == 0 {
		return nil, errors.New("no vectors in " + dir)
	}
	return out, nil
}

// Parse reads the cases of one file.
func Parse(file, text string) ([]Vector, error) {
	var out []Vector
	var src strings.Builder
	finish := func() (err error) {
		if len(out) == 0 {
			return nil
		}
		v := &out[len(out)-1]
		if v.Octets, err = Assemble(src.String()); err != nil {
			return fmt.Errorf("%s:%d: %w", file, v.Line, err)
		}
		src.Reset()
		return nil
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "== "):
			if err := finish(); err != nil {
				return nil, err
			}
			out = append(out, head(file, line[3:], n))
		case len(out) == 0:
			return nil, fmt.Errorf("%s:%d: octets before the first case", file, n)
		case strings.HasPrefix(line, "= "):
			v := &out[len(out)-1]
			v.Want = append(v.Want, line[2:])
		default:
			code, _, _ := strings.Cut(line, ";")
			src.WriteString(code + " ")
		}
	}
	return out, finish()
}

// head reads the line that begins a case.
func head(file, line string, n int) Vector {
	name, opts, _ := strings.Cut(line, " | ")
	v := Vector{File: file, Name: strings.TrimSpace(name), Line: n}
	stem := strings.TrimSuffix(file, ".txt")
	for _, w := range []string{strings.TrimSuffix(stem, "s"), stem, stem[:max(0, strings.IndexByte(stem, '_'))]} {
		if p, ok := pieces[w]; ok {
			v.Piece = p
		}
	}
	for _, w := range strings.Fields(opts) {
		if p, ok := pieces[w]; ok {
			v.Piece = p
		} else {
			v.Words = append(v.Words, w)
		}
	}
	return v
}
