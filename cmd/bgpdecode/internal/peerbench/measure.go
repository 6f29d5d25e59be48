package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

// result is what a process took: seconds of CPU, octets of resident memory.
type result struct {
	user, system float64
	rss          int64
}

func (r result) cpu() float64 { return r.user + r.system }

func (r result) String() string {
	return fmt.Sprintf("%.3f s CPU (%.2f user, %.2f system), %d octets", r.cpu(), r.user, r.system, r.rss)
}

// ticks are those of /proc, in a second: USER_HZ is 100 on all architectures that Go knows.
const ticks = 100

// usage reads what a process has taken so far.
func usage(pid int) (result, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return result{}, fmt.Errorf("the receiver is gone, or there is no /proc: %w", err)
	}
	f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:]) // from the third field on
	if len(f) < 22 {
		return result{}, errors.New("/proc/PID/stat cannot be read")
	}
	number := func(i int) float64 {
		v, _ := strconv.ParseFloat(string(f[i]), 64)
		return v
	}
	return result{user: number(11) / ticks, system: number(12) / ticks, rss: int64(number(21)) * int64(os.Getpagesize())}, nil
}

// settled waits until a process has taken no CPU time for a while.
func settled(pid int, quiet time.Duration) (result, error) {
	last, err := usage(pid)
	since := time.Now()
	for deadline := time.Now().Add(patience); err == nil && time.Since(since) < quiet; {
		if time.Now().After(deadline) {
			return last, errors.New("the receiver does not come to rest")
		}
		time.Sleep(100 * time.Millisecond)
		var now result
		if now, err = usage(pid); now.cpu() > last.cpu()+1.5/ticks {
			since = time.Now()
			last = now
		}
	}
	if err != nil {
		return last, err
	}
	return usage(pid)
}
