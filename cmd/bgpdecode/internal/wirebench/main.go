// Command wirebench measures how much CPU bgpdecode takes to read a capture and write JSON Lines, beside the programs
// that others use: bgpdump for MRT, tshark for pcap. Both read the same file, which is made up here, and what they
// write is counted and thrown away. It is a measurement, not a test: it fails only when a program fails.
//
//	wirebench [-n updates] [-runs n] [-keep directory] PROGRAM
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
)

func main() {
	n := flag.Int("n", 200000, "messages in a file")
	runs := flag.Int("runs", 3, "runs of each program, of which the median counts")
	keep := flag.String("keep", "", "leave the files in this directory")
	flag.Parse()
	if flag.NArg() != 1 || *n < 1 || *runs < 1 {
		fmt.Fprintln(os.Stderr, "usage: wirebench [-n messages] [-runs n] [-keep directory] PROGRAM")
		os.Exit(2)
	}
	if err := run(os.Stdout, *n, *runs, *keep, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "wirebench:", err)
		os.Exit(1)
	}
}

// contest is one file and who reads it.
type contest struct {
	file  string
	make  func(w io.Writer, n int) error
	rival []string // FILE stands for the file
	aim   float64  // how many times the CPU the rival is to take, at least
	share int      // of the messages: slow rivals get fewer
}

var contests = []contest{
	{"updates.mrt", writeMRT, []string{"bgpdump", "-m", "FILE"}, 1, 1},
	{"session.pcap", writePcap, []string{"tshark", "-r", "FILE", "-T", "json"}, 50, 10},
}

func run(w io.Writer, n, runs int, dir, program string) error {
	if dir == "" {
		tmp, err := os.MkdirTemp("", "wirebench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	for _, c := range contests {
		if err := c.run(w, max(n/c.share, 1), runs, dir, program); err != nil {
			return err
		}
	}
	return nil
}

func (c *contest) run(w io.Writer, n, runs int, dir, program string) error {
	file := filepath.Join(dir, c.file)
	size, err := create(file, func(w io.Writer) error { return c.make(w, n) })
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: %d messages, %d octets\n", c.file, n, size)
	programs := [][]string{{program, "batch", "--jobs", "1", "--format", "jsonl", file}}
	if path, ok := peertest.Find(c.rival[0]); ok {
		args := append([]string{path}, c.rival[1:]...)
		args[slices.Index(args, "FILE")] = file
		programs = append(programs, args)
	}
	took, err := byTurns(w, runs, programs)
	if err != nil {
		return err
	}
	if len(took) == 1 {
		fmt.Fprintf(w, "  %s is not installed\n", c.rival[0])
		return nil
	}
	fmt.Fprintf(w, "  %s takes %.2f times the CPU (aim: %g at least)\n", c.rival[0], took[1].Seconds()/took[0].Seconds(), c.aim)
	return nil
}

func create(file string, fill func(io.Writer) error) (int64, error) {
	f, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	err = fill(f)
	info, bad := f.Stat()
	if err := errors.Join(err, bad, f.Close()); err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// byTurns runs programs one after the other, so that all feel the same load, and gives the CPU time, user and system, of
// the median run of each.
func byTurns(w io.Writer, runs int, programs [][]string) ([]time.Duration, error) {
	times, wrote := make([][]time.Duration, len(programs)), make([]counter, len(programs))
	for range runs {
		for i, args := range programs {
			var stderr bytes.Buffer
			wrote[i] = 0
			cmd := exec.Command(args[0], args[1:]...)
			cmd.Stdout, cmd.Stderr = &wrote[i], &stderr
			if err := cmd.Run(); err != nil {
				return nil, fmt.Errorf("%s: %w: %s", args[0], err, stderr.Bytes())
			}
			times[i] = append(times[i], cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		}
	}
	var medians []time.Duration
	for i, args := range programs {
		slices.Sort(times[i])
		m := times[i][runs/2]
		fmt.Fprintf(w, "  %6.2f s CPU, %d octets written: %s\n", m.Seconds(), int64(wrote[i]), filepath.Base(args[0]))
		medians = append(medians, m)
	}
	return medians, nil
}

// counter counts octets. Programs that write to nowhere may notice and do less.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
