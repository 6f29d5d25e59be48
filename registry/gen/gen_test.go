package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestGeneratedFilesAreCurrent regenerates in memory and compares with what is checked in.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	want, err := generate(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		have, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(have, text) {
			t.Errorf("%s is stale: run go generate ./registry", name)
		}
	}
	files, err := filepath.Glob("../*_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if want[filepath.Base(f)] == nil {
			t.Errorf("%s has no source any more: run go generate ./registry", f)
		}
	}
}

func TestGenerateIsDeterministic(t *testing.T) {
	first, err := generate(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := generate(os.DirFS(".."))
		if err != nil {
			t.Fatal(err)
		}
		for name := range first {
			if !bytes.Equal(first[name], again[name]) {
				t.Fatalf("%s differs from run to run", name)
			}
		}
	}
}

func TestLengthRule(t *testing.T) {
	good := map[string]string{
		"any":     "LengthRule{Step: 1}",
		"=0":      "LengthRule{Min: 0}",
		"=4":      "LengthRule{Min: 4}",
		">=5":     "LengthRule{Min: 5, Step: 1}",
		"even>=6": "LengthRule{Min: 6, Step: 2}",
		"12n":     "LengthRule{Min: 12, Step: 12}",
		"4k":      "LengthRule{Min: 0, Step: 4}",
		"2+4k":    "LengthRule{Min: 2, Step: 4}",
		"6|8":     "LengthRule{Min: 6, AS4: 8}",
		"7n|19n":  "LengthRule{Min: 7, Step: 7, Alt: 19}",
	}
	for in, want := range good {
		if got, err := lengthRule(in); err != nil || got != want {
			t.Errorf("lengthRule(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "4", "=", "=-1", "=x", ">=", ">5", "0n", "n", "2+4n", "k", "6|", "|8", "7n|19", "=70000"} {
		if got, err := lengthRule(in); err == nil {
			t.Errorf("lengthRule(%q) = %q, want an error", in, got)
		}
	}
}
