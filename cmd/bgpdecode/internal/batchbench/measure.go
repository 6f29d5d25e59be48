package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// command is a program that is measured.
type command struct {
	title string
	argv  []string
	needs string // the program that must be there, if not the first of argv
	piped bool   // its output is read: grep stops at the first match when nobody does
	slow  bool   // it runs once only
	jobs  int    // of ours: the output must be the same whatever it is
}

// result is what its runs took.
type result struct {
	cpu, wall []float64 // seconds
	rss       int64     // octets, the most of all runs; 0 when the system does not tell
	sum       string    // of the output, when it was read
}

// compare runs commands by turns and writes a table. The first that is there is 1.
func (b *bench) compare(title string, commands []command) error {
	fmt.Fprintf(b.w, "\n%s\n", title)
	var there []command
	for _, c := range commands {
		name := c.needs
		if name == "" {
			name = c.argv[0]
		}
		if _, err := exec.LookPath(name); err != nil {
			fmt.Fprintf(b.w, "  %-32s missing: %s is not installed\n", c.title, name)
			continue
		}
		there = append(there, c)
	}
	results := make([]result, len(there))
	for run := range b.runs {
		for i, c := range there {
			if c.slow && run > 0 {
				continue
			}
			// The output of ours is read once, to compare it.
			if err := results[i].once(c, c.piped || c.jobs > 0 && run == 0); err != nil {
				return fmt.Errorf("%s: %w", strings.Join(c.argv, " "), err)
			}
		}
	}
	base := 0.0
	for i, c := range there {
		if c.title == commands[0].title {
			base = median(results[i].cpu)
		}
	}
	var first, last *result
	for i, c := range there {
		r := &results[i]
		cpu := median(r.cpu)
		line := fmt.Sprintf("  %-32s %8.3f s CPU", c.title, cpu)
		if base > 0 {
			line += fmt.Sprintf(" %8.2f", cpu/base)
		}
		line += fmt.Sprintf(" %8.3f s wall", median(r.wall))
		if r.rss > 0 {
			line += fmt.Sprintf(" %6d MB", r.rss>>20)
		}
		fmt.Fprintln(b.w, line)
		if c.jobs > 0 {
			if first == nil {
				first = r
			}
			last = r
		}
	}
	if first == last {
		return nil
	}
	if first.sum != last.sum {
		return errors.New("the output depends on --jobs")
	}
	fmt.Fprintf(b.w, "  two jobs are %.2f times as fast as one; their output is the same\n", median(first.wall)/median(last.wall))
	return nil
}

// once runs a command. An exit code of 1 is no failure: grep finds nothing.
func (r *result) once(c command, read bool) error {
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	var said strings.Builder
	cmd.Stderr = &said
	sum := sha256.New()
	var out io.ReadCloser
	var err error
	if read {
		if out, err = cmd.StdoutPipe(); err != nil {
			return err
		}
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	if read {
		if _, err := io.Copy(sum, out); err != nil {
			return err
		}
	}
	err = cmd.Wait()
	wall := time.Since(start)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 && c.jobs == 0 {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("%w: %.300s", err, said.String())
	}
	if read {
		r.sum = fmt.Sprintf("%x", sum.Sum(nil))
	}
	r.cpu = append(r.cpu, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
	r.wall = append(r.wall, wall.Seconds())
	r.rss = max(r.rss, peak(cmd.ProcessState))
	return nil
}

// median sorts v, which must not be empty.
func median(v []float64) float64 {
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
