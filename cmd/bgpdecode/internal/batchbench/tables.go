package main

import (
	"compress/gzip"
	"fmt"
	"io"
)

// table is one comparison.
type table struct {
	name string
	make func(*bench) error
}

var tables = []table{
	{"mixed", sparse("mixed", 1)},
	{"syslog", sparse("syslog", 1)},
	{"json", sparse("json", 1)},
	{"long", sparse("long", 1)},
	{"hostile", sparse("hostile", 1)},
	{"noise", sparse("syslog", 0)},
	{"dense", (*bench).dense},
	{"gzip", (*bench).gzip},
	{"mrt", (*bench).mrt},
	{"pcap", (*bench).pcap},
}

func tableNames() (names []string) {
	for _, t := range tables {
		names = append(names, t.name)
	}
	return names
}

// The two literals that rivals look for in a log.
const twoWords = "NOTIFICATION|ADJCHANGE"

// sparse compares on a log in which percent lines of a hundred are BGP.
func sparse(mix string, percent int) func(*bench) error {
	return func(b *bench) error {
		name, err := b.log(mix, percent, b.size)
		if err != nil {
			return err
		}
		defer b.drop(name)
		return b.compare(fmt.Sprintf("%s log, %d %% BGP lines; rg -c of two literals = 1", mix, percent), []command{
			{title: "rg -c, two literals", argv: []string{"rg", "-c", twoWords, name}},
			{title: "bgpdecode batch, jsonl, 1 job", argv: b.batch("--jobs", "1", name), jobs: 1},
			{title: "bgpdecode batch, jsonl, 2 jobs", argv: b.batch("--jobs", "2", name), jobs: 2},
			{title: "cat", argv: []string{"cat", name}},
			{title: "grep -c, one literal", argv: []string{"grep", "-c", "NOTIFICATION", name}, piped: true},
			{title: "grep -c, two literals", argv: []string{"grep", "-cE", twoWords, name}, piped: true},
			{title: "perl", argv: []string{"perl", "-ne", perlProgram, name}, slow: true},
			{title: "python3, extracts", argv: []string{"python3", b.path("extract.py"), name}, slow: true},
		})
	}
}

// log makes a log.
func (b *bench) log(mix string, percent int, size int64) (string, error) {
	return b.file("a.log", func(w io.Writer) error {
		_, err := writeLog(w, mix, b.records, percent, size, b.seed)
		return err
	})
}

// batch is the command line of what is measured.
func (b *bench) batch(args ...string) []string {
	return append([]string{b.self, "batch", "--format", "jsonl"}, args...)
}

// dense compares on a log of nothing but BGP lines.
func (b *bench) dense() error {
	name, err := b.log("mixed", 100, b.size/16)
	if err != nil {
		return err
	}
	defer b.drop(name)
	return b.compare("log of nothing but BGP lines; python3 that only extracts = 1", []command{
		{title: "python3, extracts", argv: []string{"python3", b.path("extract.py"), name}},
		{title: "bgpdecode batch, jsonl, 1 job", argv: b.batch("--jobs", "1", name), jobs: 1},
		{title: "bgpdecode batch, jsonl, 2 jobs", argv: b.batch("--jobs", "2", name), jobs: 2},
		{title: "rg -c, two literals", argv: []string{"rg", "-c", twoWords, name}},
		{title: "perl", argv: []string{"perl", "-ne", perlProgram, name}},
	})
}

// gzip compares on a compressed log with one BGP line in a hundred.
func (b *bench) gzip() error {
	name, err := b.file("a.log.gz", func(w io.Writer) error {
		z := gzip.NewWriter(w)
		if _, err := writeLog(z, "syslog", b.records, 1, b.size/2, b.seed); err != nil {
			return err
		}
		return z.Close()
	})
	if err != nil {
		return err
	}
	defer b.drop(name)
	return b.compare("gzip of a syslog log, 1 % BGP lines; gzip -dc | grep -c = 1", []command{
		{title: "gzip -dc | grep -c, one literal", argv: []string{"sh", "-c", `gzip -dc "$0" | grep -c NOTIFICATION`, name}, piped: true, needs: "gzip"},
		{title: "gzip -dc", argv: []string{"gzip", "-dc", name}},
		{title: "bgpdecode batch, jsonl, 1 job", argv: b.batch("--jobs", "1", name), jobs: 1},
		{title: "bgpdecode batch, jsonl, 2 jobs", argv: b.batch("--jobs", "2", name), jobs: 2},
	})
}

// mrt compares on a file of updates.
func (b *bench) mrt() error {
	name, err := b.file("updates.mrt", func(w io.Writer) error { return writeMRT(w, b.size/8, b.seed) })
	if err != nil {
		return err
	}
	defer b.drop(name)
	return b.compare("MRT file of UPDATEs; bgpdump -m = 1", []command{
		{title: "bgpdump -m", argv: []string{"bgpdump", "-m", name}},
		{title: "bgpdecode batch, jsonl, 1 job", argv: b.batch("--jobs", "1", name), jobs: 1},
		{title: "bgpdecode batch, jsonl, 2 jobs", argv: b.batch("--jobs", "2", name), jobs: 2},
	})
}

// pcap compares on a capture of BGP sessions; it is small, for tshark is slow.
func (b *bench) pcap() error {
	name, err := b.file("sessions.pcap", func(w io.Writer) error { return writePcap(w, b.size/128, b.seed) })
	if err != nil {
		return err
	}
	defer b.drop(name)
	return b.compare("pcap of BGP sessions; tshark -T json = 1", []command{
		{title: "tshark -T json", argv: []string{"tshark", "-r", name, "-Y", "bgp", "-T", "json"}, slow: true},
		{title: "bgpdecode batch, jsonl, 1 job", argv: b.batch("--jobs", "1", name), jobs: 1},
		{title: "bgpdecode batch, jsonl, 2 jobs", argv: b.batch("--jobs", "2", name), jobs: 2},
	})
}
