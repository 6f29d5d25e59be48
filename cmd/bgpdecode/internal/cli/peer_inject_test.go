//go:build unix

package cli

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestInject: faults and scripts against a speaker of our own, in all forms, with a capture beside.
func TestInject(t *testing.T) {
	needLoopbacks(t)
	a := launch(t, false, nil, "peer", "127.0.0.1", "--as", "64511", "--passive", "--listen", "127.0.0.2:0", "--strict-4271", "--reconnect")
	at := a.listening()
	dir := t.TempDir()
	good := write(t, dir, "good", "open as=64496 hold=30\nannounce 198.51.100.0/24 fault=origin.value\nexpect NOTIFICATION 3/6 data=400101 03\nexpect closed\n")
	bad := write(t, dir, "bad", "open as=64496\nexpect OPEN as=64511\nsend OPEN hold=2\nexpect NOTIFICATION 2/4\n")
	capture := filepath.Join(dir, "x.pcapng")
	play := func(want int, args ...string) *proc {
		t.Helper()
		p := launch(t, false, nil, append([]string{"peer", "127.0.0.2", "--port", port(at), "--local", "127.0.0.1", "--session-rate", "100"}, args...)...)
		p.wait(want)
		return p
	}
	p := play(ExitDone, "--inject", good, "--inject", "origin.value", "--strict-4271", "--write", capture)
	for _, want := range []string{"good to 127.0.0.2", ": as expected", "< NOTIFICATION 3/6 UPDATE Message Error / Invalid ORIGIN Attribute", "origin.value to "} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, p.out.String())
		}
	}
	if r := run(t, nil, "batch", capture, "--format", "jsonl"); strings.Count(r.out, `"code":3,`) < 2 {
		t.Errorf("the capture: %.500s", r.out)
	}
	p = play(ExitUnmet, "--inject", bad)
	for _, want := range []string{"NOT as expected", "expected: NOTIFICATION 2/4", "came:     another one, after", "NOTIFICATION 2/6", "Hold Time of the OPEN: 2 s"} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, p.out.String())
		}
	}
	p = play(ExitUnmet, "--inject", bad, "--inject", good, "--format", "junit")
	var suites struct {
		Suites []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Cases    []struct {
				Name    string  `xml:"name,attr"`
				Failure *string `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(p.out.Bytes(), &suites); err != nil || len(suites.Suites) != 1 {
		t.Fatalf("%v\n%s", err, p.out.String())
	}
	if s := suites.Suites[0]; s.Tests != 2 || s.Failures != 1 || s.Cases[0].Failure == nil || s.Cases[1].Failure != nil {
		t.Errorf("%+v", s)
	}
	matchesSchema(t, play(ExitUnmet, "--inject", bad, "--inject", good, "--json").objects(), "script", 2)
	p = play(ExitUnmet, "--inject", good, "--as", "64497", "--local", "127.0.0.9", "--connect-time", "1s")
	if !strings.Contains(p.out.String(), "Connection Rejected") {
		t.Errorf("a stranger: %s", p.out.String())
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// matchesSchema holds objects of a kind against the schema that the program prints.
func matchesSchema(t *testing.T, objects map[string][]map[string]any, kind string, n int) {
	t.Helper()
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
	if len(objects[kind]) != n {
		t.Errorf("%d objects of kind %s, want %d", len(objects[kind]), kind, n)
	}
	for _, o := range objects[kind] {
		if err := schema.Validate(any(o)); err != nil {
			t.Errorf("%v in %v", err, o)
		}
	}
}
