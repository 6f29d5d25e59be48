package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	src := t.TempDir()
	if err := os.CopyFS(filepath.Join(src, "iana"), os.DirFS("../diff/testdata/source")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(src, "overlay"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(src, "overlay", "shortened.csv"), []byte("table,column\nsample-subcodes,name\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const same, newer = "../diff/testdata/same", "../diff/testdata/newer"
	tests := []struct {
		name     string
		args     []string
		code     int
		out, err string
	}{
		{"same", []string{"-source", src, same}, 0, "4 tables compared, 0 differences", ""},
		{"same checked", []string{"-source", src, "-check", same}, 0, "0 differences", ""},
		{"newer", []string{"-source", src, newer}, 0, "+ 5 FIFTH", ""},
		{"newer checked", []string{"-source", src, "-check", newer}, 1, "table missing", ""},
		{"real tables", []string{"-source", "..", same}, 0, "not kept here", ""},
		{"no folder", []string{"-source", src, filepath.Join(src, "none")}, 1, "", filepath.Join(src, "none")},
		{"no XML", []string{"-source", src, filepath.Join(src, "overlay")}, 1, "", "no .xml file"},
		{"no source", []string{"-source", filepath.Join(src, "none"), same}, 1, "", "index.csv"},
		{"no argument", nil, 1, "", "usage"},
		{"empty argument", []string{""}, 1, "", "usage"},
		{"bad flag", []string{"-x"}, 1, "", "usage"},
	}
	for _, tt := range tests {
		var out, errs bytes.Buffer
		if code := run(tt.args, &out, &errs); code != tt.code {
			t.Errorf("%s: exit code %d, want %d: %s", tt.name, code, tt.code, errs.String())
		}
		if !strings.Contains(out.String(), tt.out) || !strings.Contains(errs.String(), tt.err) {
			t.Errorf("%s: output %q, errors %q", tt.name, out.String(), errs.String())
		}
	}
}
