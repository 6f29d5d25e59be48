// Command batchbench measures "bgpdecode batch" beside other programs, on logs and captures that it makes itself in a
// temporary folder: what a log of noise with one BGP line in a hundred takes, a log of nothing else, the same compressed,
// an MRT file and a pcap. All is told as CPU time, user and system, medians of runs by turns, and as a ratio to the rival
// named in the title of each table; a rival that is not installed is named. It is a measurement, not a test: it fails only
// when a program fails or when the output depends on --jobs.
//
//	batchbench [-size octets] [-runs n] [-only name,...] BGPDECODE
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	o := options{}
	flag.Int64Var(&o.size, "size", 512<<20, "octets of each log with noise")
	flag.IntVar(&o.runs, "runs", 3, "runs of each program")
	flag.Uint64Var(&o.seed, "seed", 1, "of what is random in the inputs")
	flag.StringVar(&o.samples, "samples", "testdata/dumps", "folder with the samples that BGP lines are made of")
	flag.StringVar(&o.keep, "keep", "", "a folder for the inputs, which stay there: for a profile")
	only := flag.String("only", "", "tables to make: "+strings.Join(tableNames(), ", ")+" (default: all)")
	flag.Parse()
	if flag.NArg() != 1 || o.runs < 1 || o.size < 1 {
		fmt.Fprintln(os.Stderr, "usage: batchbench [-size octets] [-runs n] [-only name,...] BGPDECODE")
		os.Exit(2)
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	if err := o.run(os.Stdout, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "batchbench:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	size    int64
	runs    int
	seed    uint64
	samples string
	keep    string
	only    []string
}

// bench is what the tables share.
type bench struct {
	options
	w       io.Writer
	dir     string // temporary
	self    string // the program that is measured
	records []record
	kept    int // how many inputs stay
}

// drop removes an input.
func (b *bench) drop(name string) {
	if b.keep == "" {
		os.Remove(name)
	}
}

// run makes the tables, one after another; what a table needs is gone before the next is made.
func (o options) run(w io.Writer, program string) error {
	self, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	b := &bench{options: o, w: w, self: self}
	if b.records, err = loadRecords(o.samples); err != nil {
		return err
	}
	if len(b.records) == 0 {
		return fmt.Errorf("no samples in %q", o.samples)
	}
	if b.dir, err = os.MkdirTemp("", "batchbench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if err := os.WriteFile(b.path("extract.py"), extractor, 0o600); err != nil {
		return err
	}
	for _, t := range tables {
		if len(o.only) > 0 && !slices.Contains(o.only, t.name) {
			continue
		}
		if err := t.make(b); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// file makes a file of the temporary folder.
func (b *bench) file(name string, write func(io.Writer) error) (string, error) {
	where := b.path(name)
	if b.keep != "" {
		b.kept++
		where = filepath.Join(b.keep, fmt.Sprint(b.kept, "-", name))
	}
	f, err := os.Create(where)
	if err != nil {
		return "", err
	}
	err = write(f)
	if e := f.Close(); err == nil {
		err = e
	}
	return f.Name(), err
}
