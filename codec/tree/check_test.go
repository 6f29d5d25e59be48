package tree_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

func indent(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return out.Bytes()
}

// parse reads JSON strictly: a repeated key in an object is an error.
func parse(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	v, err := parseValue(d)
	if err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("something follows the value")
	}
	return v, nil
}

func parseValue(d *json.Decoder) (any, error) {
	tok, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch tok {
	case json.Delim('{'):
		m := map[string]any{}
		for d.More() {
			k, err := d.Token()
			if err != nil {
				return nil, err
			}
			key := k.(string)
			if _, again := m[key]; again {
				return nil, fmt.Errorf("key %q appears twice in an object", key)
			}
			if m[key], err = parseValue(d); err != nil {
				return nil, err
			}
		}
		_, err = d.Token()
		return m, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := parseValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return tok, nil
}

// resolve follows a path as AppendPath writes it.
func resolve(v any, path string) (any, error) {
	for rest := path; rest != ""; {
		switch {
		case rest[0] == '[':
			num, after, _ := strings.Cut(rest[1:], "]")
			i, err := strconv.Atoi(num)
			list, ok := v.([]any)
			if err != nil || !ok || i >= len(list) {
				return nil, fmt.Errorf("%s: no element at %q", path, rest)
			}
			v, rest = list[i], after
		default:
			rest = strings.TrimPrefix(rest, ".")
			end := strings.IndexAny(rest, ".[")
			if end < 0 {
				end = len(rest)
			}
			m, ok := v.(map[string]any)
			if !ok {
				return nil, fmt.Errorf("%s: no object at %q", path, rest)
			}
			if v, ok = m[rest[:end]]; !ok {
				return nil, fmt.Errorf("%s: no member at %q", path, rest)
			}
			rest = rest[end:]
		}
	}
	return v, nil
}

// checkTree checks what must hold for the JSON of every tree.
func checkTree(t testing.TB, tr *codec.Tree) {
	t.Helper()
	value := tree.AppendValue(nil, tr)
	if slow := tree.AppendValueSlow(nil, tr); !bytes.Equal(value, slow) {
		t.Fatalf("typed form\n%s\nand without forms\n%s", value, slow)
	}
	v, err := parse(value)
	if err != nil {
		t.Fatalf("typed form: %v\n%s", err, value)
	}
	p := tree.Pather{Tree: tr}
	for n := range tr.Nodes {
		path := string(p.Append(nil, int32(n)))
		if alone := string(tree.AppendPath(nil, tr, int32(n))); alone != path {
			t.Fatalf("node %d: Pather gives %q, AppendPath %q", n, path, alone)
		}
		got, err := resolve(v, path)
		if err != nil {
			t.Fatalf("node %d (%s): %v\n%s", n, codec.FieldInfo(tr.Nodes[n].Field).Name, err, value)
		}
		checkScalar(t, tr, int32(n), path, got)
	}
	fields := tree.AppendFields(nil, tr)
	f, err := parse(fields)
	if err != nil {
		t.Fatalf("fields: %v\n%s", err, fields)
	}
	if end := checkTiling(t, f.(map[string]any), 0); end != len(tr.Bytes) {
		t.Fatalf("the leaves end at %d of %d octets", end, len(tr.Bytes))
	}
}

// checkScalar checks that the path of a scalar leads to its value.
func checkScalar(t testing.TB, tr *codec.Tree, n int32, path string, got any) {
	t.Helper()
	f := codec.FieldInfo(tr.Nodes[n].Field)
	if f.Shape != codec.ShapeScalar || f.Kind == codec.KindText || !strings.HasSuffix(path, f.Key) || f.Key == "" {
		return
	}
	if want := string(tr.AppendValue(nil, n)); fmt.Sprint(got) != want {
		t.Fatalf("%s is %v, node %d (%s) says %s", path, got, n, f.Name, want)
	}
}

// checkTiling checks that the leaves below f follow each other from octet at on, and gives the end.
func checkTiling(t testing.TB, f map[string]any, at int) int {
	t.Helper()
	num := func(k string) int {
		n, err := strconv.Atoi(fmt.Sprint(f[k]))
		if err != nil {
			t.Fatalf("%v has no number %s", f["name"], k)
		}
		return n
	}
	off, size := num("offset"), num("length")
	if f["derived"] == true {
		if size != 0 {
			t.Fatalf("%v is derived and has octets", f["name"])
		}
		return at
	}
	if off != at {
		t.Fatalf("%v starts at %d, the leaf before it ends at %d", f["name"], off, at)
	}
	if list, ok := f["fields"].([]any); ok {
		for _, c := range list {
			at = checkTiling(t, c.(map[string]any), at)
		}
	} else {
		at += size
	}
	if at != off+size {
		t.Fatalf("%v ends at %d, its leaves at %d", f["name"], off+size, at)
	}
	return at
}

// checkPage checks what must hold for every page of text.
func checkPage(t testing.TB, s string, width int) {
	t.Helper()
	if s != "" && !strings.HasSuffix(s, "\n") {
		t.Errorf("the last line has no end: %q", s)
	}
	for _, line := range strings.Split(s, "\n") {
		if strings.HasSuffix(line, " ") {
			t.Errorf("blanks at the end of %q", line)
		}
		if n := utf8.RuneCountInString(line); n > width {
			t.Errorf("%d columns, the page has %d: %q", n, width, line)
		}
		for _, r := range line {
			if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r == utf8.RuneError {
				t.Errorf("%U in %q", r, line)
			}
		}
	}
}
