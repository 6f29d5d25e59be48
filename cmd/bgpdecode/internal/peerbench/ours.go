package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/tap"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// startOurs starts this program as a receiver.
func startOurs(kind string) func(string, uint16) (*exec.Cmd, error) {
	return func(_ string, port uint16) (*exec.Cmd, error) {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		return exec.Command(self, "-serve", kind, "-port", strconv.Itoa(int(port))), nil
	}
}

// countOurs reads the count that the receiver writes when all routes are there.
func countOurs(dir string, _ uint16) (int, error) {
	b, err := os.ReadFile(filepath.Join(dir, "count"))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(b)))
}

// receive is the receiver: a speaker with one passive peer and an Adj-RIB-In, capturing to a file if kind is a suffix.
func receive(kind string, port uint16, profile string) error {
	var t *tap.Tap
	if kind != "rib" {
		var err error
		if t, err = tap.Open(tap.Options{Files: []string{"capture." + kind}}); err != nil {
			return err
		}
		defer t.Close()
	}
	s, err := speaker.New(speaker.Options{
		Listen: []string{netip.AddrPortFrom(receiverAddr, port).String()},
		OnEvent: func(e *speaker.Event) {
			if t != nil {
				t.Event(e)
			}
			if e.Kind == speaker.EndOfRIB {
				n := 0
				e.Peer.RIB(func(r *rib.RIB) { n = r.Count(codec.IPv4Unicast) })
				if err := os.WriteFile("count", []byte(strconv.Itoa(n)), 0o600); err != nil {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		},
	})
	if err != nil {
		return err
	}
	peer := speaker.PeerConfig{Remote: netip.AddrFrom4([4]byte{127, 0, 0, 1}), LocalAS: receiverAS, PeerAS: senderAS, Passive: true,
		Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast), RIB: true}
	if _, err := s.Add(peer); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if profile != "" {
		f, err := os.Create(profile + kind + ".prof")
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if err := s.Start(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.Shutdown(end, 2, ""); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
