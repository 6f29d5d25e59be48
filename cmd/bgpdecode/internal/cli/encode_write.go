package cli

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"time"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/tap"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/encode"
)

// encodeWrite is the captures of encode: files, and what objects and words do not say of their messages.
type encodeWrite struct {
	files          []string
	src, dst, time string
}

func (w *encodeWrite) register(f *pflag.FlagSet) {
	f.StringArrayVar(&w.files, "write", nil, "also write the messages to this `FILE`: .pcapng, .pcap or .mrt; may be repeated; one that is there is lost")
	f.StringVar(&w.src, "src", "192.0.2.1", "with --write: `ADDRESS` of the sender, with or without a port, where an object does not say it")
	f.StringVar(&w.dst, "dst", "192.0.2.2", "with --write: `ADDRESS` of the receiver, where an object does not say it")
	f.StringVar(&w.time, "time", "1970-01-01T00:00:00Z", "with --write: `TIME` of the first message where an object does not say it; later ones follow in steps of 1 ms")
}

func (w *encodeWrite) check() error {
	for _, name := range w.files {
		if suffix, err := tap.Suffix(name); err != nil || suffix == ".jsonl" {
			return usagef("--write: %q ends in none of .pcapng, .pcap and .mrt", name)
		}
	}
	_, err1 := addrPort(w.src)
	_, err2 := addrPort(w.dst)
	if err := errors.Join(err1, err2); err != nil {
		return usagef("--src and --dst: %w", err)
	}
	if _, err := time.Parse(time.RFC3339Nano, w.time); err != nil {
		return usagef("--time: %q is no time such as 2026-11-22T10:15:00Z", w.time)
	}
	return nil
}

// addrPort reads an address with or without a port.
func addrPort(s string) (netip.AddrPort, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.AddrPortFrom(a, 0), nil
	}
	p, err := netip.ParseAddrPort(s)
	if err != nil {
		return p, fmt.Errorf("%q is no address", s)
	}
	return p, nil
}

// encodeFiles are the captures that are open.
type encodeFiles struct {
	files    []*os.File
	writers  []capture.Writer
	src, dst netip.AddrPort
	now      time.Time
}

// open makes the files. One that is an input is refused.
func (w *encodeWrite) open(inputs []input) (*encodeFiles, error) {
	x := &encodeFiles{}
	x.src, _ = addrPort(w.src)
	x.dst, _ = addrPort(w.dst)
	x.now, _ = time.Parse(time.RFC3339Nano, w.time)
	for _, name := range w.files {
		if err := notAmong(name, inputs); err != nil {
			return nil, errors.Join(err, x.close())
		}
		f, err := os.Create(name)
		if err != nil {
			return nil, errors.Join(err, x.close())
		}
		x.files = append(x.files, f)
		kind := capture.KindPcapng
		switch suffix, _ := tap.Suffix(name); suffix {
		case ".pcap":
			kind = capture.KindPcap
		case ".mrt":
			kind = capture.KindMRT
		}
		cw, err := capture.NewWriter(kind, f)
		if err != nil {
			return nil, errors.Join(err, x.close())
		}
		x.writers = append(x.writers, cw)
	}
	return x, nil
}

func notAmong(name string, inputs []input) error {
	mine, err := os.Stat(name)
	if err != nil {
		return nil // it is not there
	}
	for _, in := range inputs {
		if theirs, err := os.Stat(in.name); err == nil && os.SameFile(mine, theirs) {
			return fmt.Errorf("%q is an input; it would be lost", name)
		}
	}
	return nil
}

func (x *encodeFiles) close() (err error) {
	for _, f := range x.files {
		err = errors.Join(err, f.Close())
	}
	x.files = nil
	return err
}

// message writes one message to all files.
func (x *encodeFiles) message(e *encoded) error {
	if e.Piece != codec.PieceMessage {
		return fmt.Errorf("a fragment (%s) is no message: captures have no place for it", e.Piece)
	}
	m := capture.Message{Time: x.now, Src: x.src, Dst: x.dst, Octets: e.Octets, ASWidth: 4,
		AddPath: e.Context.AddPath != 0}
	if !e.Context.AS4 {
		m.ASWidth = 2
	}
	if e.object != nil {
		if err := ends(&m, e.object); err != nil {
			return err
		}
	}
	x.now = m.Time.Add(time.Millisecond)
	for _, w := range x.writers {
		if err := w.Write(&m); err != nil {
			return err
		}
	}
	return nil
}

// ends takes time and ends of a message from its object: src and dst as captures have them, or local, peer and direction.
func ends(m *capture.Message, v *encode.Value) error {
	if t := v.Get("time"); t != nil {
		at, err := time.Parse(time.RFC3339Nano, t.Text)
		if err != nil {
			return fmt.Errorf("line %d: time: %q is no time", t.Line, t.Text)
		}
		m.Time = at
	}
	s := v.Get("session")
	src, dst, srcAS, dstAS := "local", "peer", "local_as", "peer_as"
	if d := s.Get("direction"); d != nil && d.Text == "received" {
		src, dst, srcAS, dstAS = dst, src, dstAS, srcAS
	}
	for _, x := range []struct {
		keys [2]string
		to   *netip.AddrPort
	}{{[2]string{"src", src}, &m.Src}, {[2]string{"dst", dst}, &m.Dst}} {
		for _, key := range x.keys {
			w := s.Get(key)
			if w == nil {
				continue
			}
			if a, err := addrPort(w.Text); err == nil {
				*x.to = a
				break
			}
		}
	}
	m.SrcAS, m.DstAS = asOf(s.Get(srcAS)), asOf(s.Get(dstAS))
	return nil
}

func asOf(v *encode.Value) (as uint32) {
	if v != nil {
		n, _ := parseNumber(v.Text)
		as = uint32(n)
	}
	return as
}
