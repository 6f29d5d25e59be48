package main

import (
	"bytes"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

func records(t *testing.T) []record {
	t.Helper()
	all, err := loadRecords("../../../../testdata/dumps")
	if err != nil || len(all) < 100 {
		t.Fatalf("%d records, %v", len(all), err)
	}
	return all
}

func events(text string) []dump.Event {
	return dump.Read(text, dump.Options{Log: logline.Options{Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Location: time.UTC, AllStates: true}})
}

// TestRecords: all styles that the samples have are there, and a changed record still tells an event of its style.
func TestRecords(t *testing.T) {
	styles, kept := map[string]bool{}, 0
	all := records(t)
	var b []byte
	for _, r := range all {
		styles[r.style] = true
		b = appendChanged(b[:0], newRand(1), r.text)
		if got := events(string(b)); len(got) > 0 && got[0].Style == r.style {
			kept++
		}
		if bytes.Count(b, []byte("\n")) != r.lines {
			t.Errorf("%q has other lines than %q", b, r.text)
		}
	}
	if len(styles) < 35 || kept*100 < len(all)*85 {
		t.Errorf("%d styles; %d of %d records are read in their style when changed", len(styles), kept, len(all))
	}
}

// TestLogs: a log is the same for the same seed, has the size and share that were asked for, and its noise tells nothing.
func TestLogs(t *testing.T) {
	all := records(t)
	for _, mix := range []string{"mixed", "syslog", "json", "long", "hostile"} {
		var a, b, noise bytes.Buffer
		n, err := writeLog(&a, mix, all, 1, 1<<20, 7)
		if err != nil {
			t.Fatal(err)
		}
		writeLog(&b, mix, all, 1, 1<<20, 7)
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: the same seed gives two logs", mix)
		}
		lines := 0
		for _, ev := range events(a.String()) {
			lines += ev.LineEnd - ev.Line + 1
		}
		share := float64(lines) / float64(bytes.Count(a.Bytes(), []byte("\n")))
		if a.Len() < 1<<20 || a.Len() > 1<<20+64<<10 || n == 0 || share < 0.003 || share > 0.03 {
			t.Errorf("%s: %d octets, %d records, %.4f of the lines in events", mix, a.Len(), n, share)
		}
		writeLog(&noise, mix, all, 0, 256<<10, 7)
		for _, ev := range events(noise.String()) {
			t.Errorf("%s: %s in noise, line %d: %.120q", mix, ev.Style, ev.Line, noise.String()[ev.Offset:])
			break
		}
	}
}

// TestCaptures: the captures are read without damage, each octet as a message of BGP.
func TestCaptures(t *testing.T) {
	for name, write := range map[string]func(io.Writer, int64, uint64) error{"mrt": writeMRT, "pcap": writePcap} {
		var b bytes.Buffer
		if err := write(&b, 64<<10, 3); err != nil {
			t.Fatal(err)
		}
		src, err := capture.Open(&b, capture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for rec, err := range src.Records() {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if rec.Kind != capture.RecordMessage {
				continue
			}
			n++
			var d codec.Decoder
			if bad := d.Check(codec.PieceMessage, rec.Octets, codec.Context{AS4: true}); len(bad) > 0 {
				t.Fatalf("%s: message %d: %v", name, n, bad)
			}
		}
		if n < 300 || src.Kind.String() != name {
			t.Errorf("%s: %d messages of a %v", name, n, src.Kind)
		}
		src.Close()
	}
}

// TestCompare: the table has medians and ratios, names what is missing, and finds output that differs.
func TestCompare(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh")
	}
	var out strings.Builder
	b := &bench{options: options{runs: 2}, w: &out}
	sh := func(s string) []string { return []string{"sh", "-c", s} }
	err := b.compare("title; a = 1", []command{{title: "a", argv: sh("echo x"), piped: true}, {title: "none", argv: []string{"no-such-program-here"}},
		{title: "one", argv: sh("echo y"), jobs: 1}, {title: "two", argv: sh("echo y"), jobs: 2}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"title; a = 1", "no-such-program-here is not installed", "their output is the same"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if b.compare("", []command{{argv: sh("echo 1"), jobs: 1}, {argv: sh("echo 2"), jobs: 2}}) == nil {
		t.Error("two outputs pass as one")
	}
	if b.compare("", []command{{argv: sh("exit 3")}}) == nil {
		t.Error("a failure is no failure")
	}
}
