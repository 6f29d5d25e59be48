package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestMain lets the test binary stand in for the programs that are measured.
func TestMain(m *testing.M) {
	switch os.Getenv("COLDBENCH_PLAY") {
	case "ok":
		os.Exit(0)
	case "fail":
		os.Exit(4)
	}
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("COLDBENCH_PLAY", "ok")
	var out bytes.Buffer
	if err := run(&out, 2, 1000, self, []string{self, "paste"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "within the bound of 1000 (2 runs each)") {
		t.Errorf("printed %q", out.String())
	}
	t.Setenv("COLDBENCH_PLAY", "fail")
	if err := run(&out, 1, 3, self, []string{self}); err == nil {
		t.Error("a failing program was measured")
	}
}

func TestMedian(t *testing.T) {
	if m := median([]float64{9, 1, 2}); m != 2 {
		t.Errorf("odd: %v", m)
	}
	if m := median([]float64{4, 1, 2, 9}); m != 3 {
		t.Errorf("even: %v", m)
	}
}
