// Command coldbench measures how long a program takes to answer a paste when it
// is started anew, beside a program that only links cobra. The two run by turns,
// so that both feel the same load, and the medians are compared. It is a
// measurement, not a test: it fails only when a program fails.
//
//	coldbench [-n runs] [-bound ratio] BASE PROGRAM ARG...
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

func main() {
	n := flag.Int("n", 101, "runs of each program")
	bound := flag.Float64("bound", 3, "ratio to stay within")
	flag.Parse()
	if flag.NArg() < 2 || *n < 1 {
		fmt.Fprintln(os.Stderr, "usage: coldbench [-n runs] [-bound ratio] BASE PROGRAM ARG...")
		os.Exit(2)
	}
	if err := run(os.Stdout, *n, *bound, flag.Arg(0), flag.Args()[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "coldbench:", err)
		os.Exit(1)
	}
}

// run measures base and program n times each, after a round that fills caches.
func run(w io.Writer, n int, bound float64, base string, program []string) error {
	var bases, programs, ratios []float64
	for i := range n + 1 {
		b, err := once([]string{base})
		if err != nil {
			return err
		}
		p, err := once(program)
		if err != nil {
			return err
		}
		if i > 0 {
			bases, programs, ratios = append(bases, b), append(programs, p), append(ratios, p/b)
		}
	}
	b, p := median(bases), median(programs)
	verdict := "within"
	if p/b > bound {
		verdict = "OVER"
	}
	_, err := fmt.Fprintf(w, "base     %7.2f ms median, %.2f best\nprogram  %7.2f ms median, %.2f best\nratio    %7.2f of medians, %.2f median of pairs; %s the bound of %g (%d runs each)\n",
		b, slices.Min(bases), p, slices.Min(programs), p/b, median(ratios), verdict, bound, n)
	return err
}

// once gives the wall time of one run in milliseconds. What is written is
// dropped; the exit code must be 0.
func once(args []string) (float64, error) {
	cmd := exec.Command(args[0], args[1:]...)
	start := time.Now()
	err := cmd.Run()
	took := time.Since(start)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", args[0], err)
	}
	return float64(took.Microseconds()) / 1000, nil
}

// median sorts v, which must not be empty.
func median(v []float64) float64 {
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
