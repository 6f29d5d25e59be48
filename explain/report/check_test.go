package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bgpdecode/bgpdecode/explain/report"
)

// schemas are the published schema, and the same without room for keys that it does not name.
type schemas struct{ published, strict *jsonschema.Schema }

var compiled = sync.OnceValues(func() (*schemas, error) {
	published, err := compile("published", false)
	if err != nil {
		return nil, err
	}
	s, err := compile("strict", true)
	return &schemas{published, s}, err
})

func strict(t testing.TB) *schemas {
	t.Helper()
	s, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func compile(name string, closed bool) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema()))
	if err != nil {
		return nil, err
	}
	if closed {
		closeObjects(doc)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	url := "https://example.net/" + name
	if err := c.AddResource(url, doc); err != nil {
		return nil, err
	}
	delete(doc.(map[string]any), "$id")
	return c.Compile(url)
}

// closeObjects forbids keys that are not named, in every object that names some.
func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"].(map[string]any); ok {
			if _, said := v["additionalProperties"]; !said {
				v["additionalProperties"] = false
			}
		}
		for _, x := range v {
			closeObjects(x)
		}
	case []any:
		for _, x := range v {
			closeObjects(x)
		}
	}
}

// check validates one line against both schemas and looks for repeated keys.
func (s *schemas) check(t testing.TB, line []byte) {
	t.Helper()
	v, err := parse(line)
	if err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	if bytes.IndexByte(line, '\n') >= 0 {
		t.Errorf("not one line: %q", line)
	}
	for name, one := range map[string]*jsonschema.Schema{"published": s.published, "strict": s.strict} {
		if err := one.Validate(v); err != nil {
			t.Fatalf("%s schema: %v\n%s", name, err, line)
		}
	}
}

// parse reads JSON strictly: a repeated key in an object is an error.
func parse(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	v, err := parseValue(d)
	if err == nil && d.More() {
		err = fmt.Errorf("something follows the value")
	}
	return v, err
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
			if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r == 0x2028 {
				t.Errorf("%U in %q", r, line)
			}
		}
	}
}

func TestSchemaIsOpen(t *testing.T) {
	s := strict(t)
	v, err := parse([]byte(`{"v":1,"kind":"message","id":"e1","later":{"more":1}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.published.Validate(v); err != nil {
		t.Errorf("the published schema must allow additions: %v", err)
	}
	if s.strict.Validate(v) == nil {
		t.Error("the strict schema must not")
	}
}
