package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestPublishedSchema: what the program prints keeps to the schema that the program prints.
func TestPublishedSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(run(t, nil, "schema").out))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(root + "/testdata/dumps/*/*.*")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".jsonl") {
			continue
		}
		for _, flag := range []string{"--json", "--fields"} {
			for line := range strings.Lines(run(t, nil, flag, file).out) {
				v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
				if err == nil {
					err = schema.Validate(v)
				}
				if err != nil {
					t.Errorf("%s %s: %v\n%.300s", filepath.Base(file), flag, err, line)
				}
				n++
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d objects were checked", n)
	}
}
