package inputs

import (
	"bytes"
	"io"
	"os"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// pollEach is how often a file that is followed is looked at while nothing comes from it.
const pollEach = 250 * time.Millisecond

// HeadOctets is how many of the first octets of a file tell it from others.
const HeadOctets = 256

// Tail reads a file as long as it is the one of its name, and waits at its end for more. It is a Source.
type Tail struct {
	in   *File
	f    *os.File
	off  int64  // octets read
	head []byte // the first of them
	p    Pace
	stop <-chan struct{}

	once    bool // the file is complete: it is not waited for more
	atEnd   bool // the file is looked at before it is read again
	others  int  // how often there was another file of the name, with nothing in it yet
	last    bool // there is another file of the name: what is left is read
	rewrote bool // the file was cut or written anew

	began  func(head []byte) // told the first octets, as they become more
	caught func()            // told when all that there was has been handed out
}

// NewTail follows an open file, which is that of in; its size and change are noted there as they come. began is told the
// first octets, HeadOctets at most, as they become more; caught, when all that there was has been handed out. Reading ends
// with ErrStopped when stop is closed.
func NewTail(in *File, f *os.File, stop <-chan struct{}, began func(head []byte), caught func()) *Tail {
	return &Tail{in: in, f: f, stop: stop, began: began, caught: caught}
}

// Rewritten reports whether the reading ended because the file was cut or written anew.
func (t *Tail) Rewritten() bool { return t.rewrote }

// Replaced reports whether the reading ended because there is another file of the name.
func (t *Tail) Replaced() bool { return t.last && !t.rewrote }

// Pace returns how the tail tells that it waits.
func (t *Tail) Pace() *Pace { return &t.p }

// Close closes the file.
func (t *Tail) Close() error { return t.f.Close() }

// Read reads on, or waits. It gives io.EOF when the file is not the one of its name any more and has been read.
func (t *Tail) Read(p []byte) (int, error) {
	for {
		select {
		case <-t.stop:
			return 0, ErrStopped
		default:
		}
		if t.rewrote || t.atEnd && t.look() {
			return 0, io.EOF
		}
		n, err := t.f.Read(p)
		if n > 0 {
			if t.rewrote = t.anew(); t.rewrote && t.holds(p[:n]) {
				continue // these octets are of the new file, which is read from its start
			}
			t.came(p[:n])
			return n, nil
		}
		if err != nil && err != io.EOF {
			return 0, err
		}
		if t.once || t.last {
			return 0, io.EOF
		}
		if t.atEnd = true; !t.wait(&err) {
			return 0, err
		}
	}
}

// came notes what was read.
func (t *Tail) came(b []byte) {
	if t.off < HeadOctets {
		t.head = append(t.head, b[:min(len(b), HeadOctets-int(t.off))]...)
		t.once = capture.SniffCompression(t.head) != capture.Plain
		t.began(t.head)
	}
	t.off += int64(len(b))
	t.atEnd, t.others = false, 0
	t.p.came(len(b))
}

// wait waits for a while. It reports false when the reader is to be told something, which err says then.
func (t *Tail) wait(err *error) bool {
	if t.p.Waits != nil {
		t.p.Waits()
	}
	if t.p.latest.After(t.in.Changed) && !t.in.Changed.IsZero() {
		t.p.latest = t.in.Changed // it is silent for that long already
	}
	pause := pollEach
	wait, why := t.p.due()
	if why != nil && wait <= 0 {
		t.p.told(why)
		*err = why
		return false
	}
	if why == nil {
		t.caught()
	} else {
		pause = min(pause, wait)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-t.stop:
	case <-timer.C:
	}
	return true
}

// look finds out whether the file is still to be read. It reports true when not.
func (t *Tail) look() bool {
	mine, err := t.f.Stat()
	if err != nil {
		return true
	}
	if t.rewrote = mine.Size() < t.off || t.anew(); t.rewrote {
		return true
	}
	t.in.Changed, t.in.Size = mine.ModTime(), mine.Size()
	named, err := os.Stat(t.in.Path)
	if err != nil || os.SameFile(named, mine) || !named.Mode().IsRegular() {
		t.others = 0
		return false // it may come back; meanwhile somebody may write to this one
	}
	// Who writes goes over to the new file some time after the old one was renamed.
	if t.others++; named.Size() > 0 || t.others > 8 {
		t.last = true
	}
	return false
}

// anew reports whether the file begins with something else than what was read of it.
func (t *Tail) anew() bool { return !t.same(0, t.head) }

// holds reports whether the file, as it is now, has octets behind those that were read.
func (t *Tail) holds(b []byte) bool { return t.same(t.off, b) }

// same reports whether the file has octets at an offset, as far as it can be read.
func (t *Tail) same(off int64, b []byte) bool {
	if len(b) == 0 {
		return true
	}
	buf := make([]byte, len(b))
	n, err := t.f.ReadAt(buf, off)
	return err != nil && err != io.EOF || bytes.Equal(buf[:n], b)
}
