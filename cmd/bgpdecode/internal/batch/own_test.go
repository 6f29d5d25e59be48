package batch

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestReadsItsOwnJSON: what was written for the samples of all styles is read again line by line, and tells the same.
func TestReadsItsOwnJSON(t *testing.T) {
	compared := 0
	all := samples(t)
	for _, name := range keys(all) {
		first, _ := run(t, all[name], testOptions())
		second, _ := run(t, first, testOptions())
		again := map[int]map[string]any{}
		for _, o := range ownObjects(t, second) {
			again[int(o["source"].(map[string]any)["line"].(float64))] = o
		}
		for i, o := range ownObjects(t, first) {
			if kind := o["kind"]; kind != "message" && kind != "state" {
				continue
			}
			o2 := again[i+1]
			if o2 == nil {
				t.Errorf("%s: line %d is not read again: %v", filepath.Base(name), i+1, o)
				continue
			}
			compared++
			for _, at := range []string{"kind", "time", "time_text", "host", "session", "repeated", "raw", "type", "notification", "open", "update", "derived.reason", "derived.words", "derived.offender", "derived.params"} {
				if a, b := member(o, at), member(o2, at); !reflect.DeepEqual(a, b) {
					t.Errorf("%s: line %d: %s: %v, read again %v", filepath.Base(name), i+1, at, a, b)
				}
			}
		}
	}
	if compared < 350 {
		t.Errorf("only %d events were compared", compared)
	}
}

// ownObjects reads JSON lines.
func ownObjects(t *testing.T, lines string) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(lines) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
	return all
}

// member gives what stands at a path of keys.
func member(o map[string]any, path string) any {
	key, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		return o[key]
	}
	in, _ := o[key].(map[string]any)
	return member(in, rest)
}
