package cli

import (
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/tap"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// peerWrite is the capture files of peer.
type peerWrite struct {
	files  []string
	size   size
	after  time.Duration
	sync   bool
	wire   func() bool // a proxy makes the events
	flags  *pflag.FlagSet
	opened *tap.Tap
}

// leastRotation is the least that may be asked for: more files than that are of no use to anybody.
const (
	leastRotateSize = 4 << 10
	leastRotateTime = time.Second
)

func (x *peerWrite) register(f *pflag.FlagSet) {
	x.flags = f
	f.StringArrayVar(&x.files, "write", nil, "also write the session to this `FILE`: .pcapng, .pcap, .mrt or .jsonl; may be repeated; one that is there is lost")
	f.Var(&x.size, "rotate-size", "begin a new file before one has this `SIZE`: 100MiB; names get time and number, as live-20261122T101500Z-0001.pcapng")
	f.DurationVar(&x.after, "rotate-time", 0, "begin a new file after this `TIME`: 1h")
	f.BoolVar(&x.sync, "sync", false, "wait after each record until it is on the disk (fsync)")
}

func (x *peerWrite) open(_ *app, w *peerWork) (func(*speaker.Event), func() error, error) {
	switch {
	case len(x.files) == 0 && (x.size != 0 || x.after != 0 || x.sync):
		return nil, nil, usagef("--rotate-size, --rotate-time and --sync go with --write")
	case len(x.files) == 0:
		return nil, nil, nil
	case x.size != 0 && x.size < leastRotateSize:
		return nil, nil, usagef("--rotate-size takes 4 KiB at least")
	case x.after != 0 && x.after < leastRotateTime:
		return nil, nil, usagef("--rotate-time takes 1s at least")
	}
	opt := tap.Options{Files: x.files, Inputs: x.inputs(), RotateSize: int64(x.size), RotateTime: x.after, Sync: x.sync, Wire: x.wire(),
		Tell: func(err error) { w.note(err.Error()) }}
	for _, name := range x.files {
		suffix, err := tap.Suffix(name)
		if err != nil {
			return nil, nil, usagef("--write: %w", err)
		}
		switch {
		case suffix == ".jsonl" && opt.Lines == nil:
			opt.Lines = w.lines()
		case suffix == ".pcapng" && opt.Comment == nil:
			opt.Comment = w.comment()
		}
	}
	t, err := tap.Open(opt)
	if err != nil {
		return nil, nil, err
	}
	x.opened = t
	return t.Event, func() error {
		err := t.Close()
		for _, line := range t.Written() {
			w.note("written " + line)
		}
		return err
	}, nil
}

// inputs are the files that the command line reads, which must not be written to.
func (x *peerWrite) inputs() []string {
	names := []string{x.flags.Lookup("config").Value.String()}
	for _, s := range peer.All() {
		if f := x.flags.Lookup(s.Key); s.Files && f != nil {
			if v, ok := f.Value.(*settingFlag); ok {
				names = append(names, v.values...)
			}
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return s == "" })
}

// octets gives what was written to each file so far, for metrics; nil when nothing is written.
func (x *peerWrite) octets() func() ([]string, []int64) {
	if x.opened == nil {
		return nil
	}
	return func() ([]string, []int64) { return x.files, x.opened.Octets() }
}
