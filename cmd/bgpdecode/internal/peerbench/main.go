// Command peerbench measures what it takes to receive a table: the same routes, packed into UPDATEs by speaker/routes, go
// over loopback to our speaker with an Adj-RIB-In, to the same while it captures, to BIRD, to BIRD while it writes MRT, and
// to GoBGP. All is told as CPU time of the receiver, user and system, medians of runs by turns, as ratios to BIRD, and as
// resident memory that the table takes. A daemon that is not installed is named. It is a measurement, not a test: it fails
// only when a session fails or routes are missing. It needs /proc.
//
//	peerbench [-prefixes n] [-sets n] [-runs n] [-only name,...] [-v] [BGPDECODE]
//
// With the path of the program, "bgpdecode peer" is measured, too.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

func main() {
	var o options
	serve := flag.String("serve", "", "internal: be the receiver of this kind")
	port := flag.Uint("port", 0, "internal: the port of -serve")
	flag.IntVar(&o.prefixes, "prefixes", 500000, "routes in the table")
	flag.IntVar(&o.sets, "sets", 50000, "distinct sets of attributes among them")
	flag.IntVar(&o.runs, "runs", 3, "runs of each receiver")
	flag.StringVar(&o.profile, "profile", "", "prefix of CPU profiles that our receivers write")
	flag.BoolVar(&o.verbose, "v", false, "tell each run")
	only := flag.String("only", "", "receivers to measure (default: all): "+strings.Join(names(), ", "))
	flag.Parse()
	if *serve != "" {
		fail(receive(*serve, uint16(*port), o.profile))
		return
	}
	if o.prefixes < 1 || o.sets < 1 || o.runs < 1 || flag.NArg() > 1 {
		flag.Usage()
		os.Exit(2)
	}
	o.bin = flag.Arg(0)
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	fail(o.run(os.Stdout))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "peerbench:", err)
		os.Exit(1)
	}
}

type options struct {
	prefixes, sets, runs int
	only                 []string
	profile, bin         string
	verbose              bool
}

// run measures all receivers by turns.
func (o *options) run(w io.Writer) error {
	t := newTable(o.prefixes, o.sets)
	fmt.Fprintf(w, "%d routes with %d sets of attributes, %d UPDATEs, %d octets\n\n", o.prefixes, t.sets, t.messages, t.octets)
	var there []receiver
	for _, r := range receivers {
		if len(o.only) > 0 && !slices.Contains(o.only, r.name) {
			continue
		}
		if r.command != nil && o.bin == "" {
			continue
		}
		if r.program != "" {
			if _, err := exec.LookPath(r.program); err != nil {
				fmt.Fprintf(w, "%-22s %s is not installed\n", r.name, r.program)
				continue
			}
		}
		there = append(there, r)
	}
	results := make([][]result, len(there))
	for n := range o.runs {
		for i, r := range there {
			if r.slow && n > 0 {
				continue
			}
			x, err := o.once(&r, t)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			if o.verbose {
				fmt.Fprintf(w, "%-22s %s\n", r.name, x)
			}
			results[i] = append(results[i], x)
		}
	}
	report(w, there, results, o.prefixes)
	return nil
}

// report writes the table; BIRD is 1.
func report(w io.Writer, there []receiver, results [][]result, prefixes int) {
	base := 0.0
	for i, r := range there {
		if r.name == "bird" {
			base = median(results[i], result.cpu)
		}
	}
	fmt.Fprintf(w, "%-22s %9s %9s %9s %7s %16s\n", "receiver", "CPU", "user", "system", "ratio", "octets a route")
	for i, r := range there {
		x := results[i]
		cpu := median(x, result.cpu)
		ratio := "-"
		if base > 0 {
			ratio = fmt.Sprintf("%.2f", cpu/base)
		}
		fmt.Fprintf(w, "%-22s %7.3f s %7.3f s %7.3f s %7s %16.0f\n", r.name, cpu,
			median(x, func(r result) float64 { return r.user }), median(x, func(r result) float64 { return r.system }), ratio,
			median(x, func(r result) float64 { return float64(r.rss) })/float64(prefixes))
	}
}

func median(all []result, f func(result) float64) float64 {
	v := make([]float64, 0, len(all))
	for _, r := range all {
		v = append(v, f(r))
	}
	slices.Sort(v)
	return v[len(v)/2]
}
