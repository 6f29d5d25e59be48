// Command bench measures what one message costs: the codec beside a walk over headers and TLVs that does nothing else, and
// beside GoBGP's packet library, on the same octets in one run. It prints nanoseconds and allocations for each message and
// the ratios to the walk. It judges nothing.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 7, "rounds, of which the fastest counts")
	slice := flag.Duration("time", 5*time.Millisecond, "time of one measurement")
	only := flag.String("only", "", "measure the messages whose name has this in it")
	step := flag.String("step", "", "measure the steps whose name has this in it")
	flag.Parse()
	for _, m := range messages() {
		if strings.Contains(m.name, *only) {
			measure(m, *rounds, *slice, *step)
		}
	}
}

// result is the best of all rounds.
type result struct {
	name   string
	ns     float64
	allocs float64
	octets int
}

// measure runs all steps of a message by turns, so that what else the machine does meets all of them.
func measure(m message, rounds int, slice time.Duration, only string) {
	var out []result
	var run []func(n int) int
	for _, s := range steps(m) {
		if strings.Contains(s.name, only) || s.name == walkName {
			out = append(out, result{name: s.name})
			run = append(run, s.run)
		}
	}
	for range rounds {
		for i := range out {
			ns, allocs, octets := once(run[i], slice)
			if out[i].ns == 0 || ns < out[i].ns {
				out[i].ns = ns
			}
			out[i].allocs, out[i].octets = allocs, octets
		}
	}
	fmt.Printf("%s, %d octets\n", m.name, len(m.octets))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "ns\twalk=1\tallocations\tJSON octets\t \t")
	for _, r := range out {
		octets := ""
		if r.octets > 0 {
			octets = fmt.Sprint(r.octets)
		}
		fmt.Fprintf(w, "%.1f\t%.1f\t%.1f\t%s\t%s\t\n", r.ns, r.ns/out[0].ns, r.allocs, octets, r.name)
	}
	w.Flush()
	ratios(out)
	fmt.Println()
}

// ratios says what the aims are about.
func ratios(out []result) {
	find := func(name string) float64 {
		for _, r := range out {
			if r.name == name {
				return r.ns
			}
		}
		return 0
	}
	for _, p := range [][2]string{{gobgpName, checkName}, {gobgpJSONName, jsonName}} {
		if a, b := find(p[0]), find(p[1]); a > 0 && b > 0 {
			fmt.Printf("%s takes %.1f times %s\n", p[0], a/b, p[1])
		}
	}
}

// once runs a step for about the time given.
func once(run func(n int) int, slice time.Duration) (ns, allocs float64, octets int) {
	n := 1
	for {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		octets = run(n)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if took >= slice || n >= 1<<28 {
			return float64(took.Nanoseconds()) / float64(n), float64(after.Mallocs-before.Mallocs) / float64(n), octets
		}
		n = max(n*2, min(n*100, int(float64(n)*1.2*float64(slice)/float64(took+1))))
	}
}
