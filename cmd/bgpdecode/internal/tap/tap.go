// Package tap writes what a speaker or a proxy tells, its speaker.Event values, to capture files: pcapng, pcap, MRT and
// JSON Lines, several at once. A record is in its file (write(2) has returned) before Event does, so that whoever kills
// the process loses one record at most and finds whole files.
//
//	t, err := tap.Open(tap.Options{Files: []string{"live.pcapng", "live.mrt"}, Tell: say})
//	speaker.Options{OnEvent: t.Event}
//	err = t.Close()
//
// The formats are those of codec/capture, JSON objects come from the caller. The package knows no flags and judges
// nothing.
package tap

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Options say what is written, and where.
type Options struct {
	// Files are the names of the files. The suffix chooses the format: .pcapng, .pcap, .mrt or .jsonl.
	Files []string
	// Inputs are files that are read: they are not written to, under whatever name.
	Inputs []string
	// RotateSize is the number of octets behind which the next record goes to a new file; RotateTime is how long one file
	// is written to. 0: no limit. With either, each file has the time of its beginning and a number in its name, and
	// none that is there is touched.
	RotateSize int64
	RotateTime time.Duration
	// Sync waits after each record until the disk has it (fsync).
	Sync bool
	// Wire says that nobody's view is told: a proxy saw the messages pass. MRT records are then those of the receiver.
	Wire bool
	// Lines appends the JSON objects for an event to dst, each with its newline; nothing for events that have none. It is
	// needed for .jsonl, and called once for each event that comes while such a file is written.
	Lines func(dst []byte, e *speaker.Event) []byte
	// Comment gives the comment of a message's packet in pcapng; nil or "": none. It is called once for each message
	// that comes while such a file is written.
	Comment func(e *speaker.Event) string
	// Tell is told what went wrong while events came; nil: nobody is. It is called during Event.
	Tell func(error)
}

// Tap writes events to files. Event must be called by one goroutine at a time.
type Tap struct {
	opt   Options
	files []*file
	live  conversations
	said  said
}

// said is what the caller says of the event at hand. It is asked once, whatever the number of files, because who gives
// JSON numbers it.
type said struct {
	opt                 *Options
	lines               []byte
	comment             string
	hasLines, commented bool
}

func (s *said) json(e *speaker.Event) []byte {
	if !s.hasLines {
		s.lines, s.hasLines = s.opt.Lines(s.lines, e), true
	}
	return s.lines
}

func (s *said) text(e *speaker.Event) string {
	if !s.commented && s.opt.Comment != nil {
		s.comment, s.commented = s.opt.Comment(e), true
	}
	return s.comment
}

// ErrIncomplete says that a file lacks records: the disk was full, the folder is gone.
var ErrIncomplete = errors.New("not all was written")

// Open creates the files, or empties those that are there. It fails for a name that says no format, one that is an
// input, and two for one file.
func Open(opt Options) (*Tap, error) {
	t := &Tap{opt: opt, live: conversations{}}
	for _, name := range opt.Files {
		f, err := newFile(name, &t.opt, &t.said)
		if err == nil {
			t.files = append(t.files, f)
			err = f.first(t.files[:len(t.files)-1])
		}
		if err != nil {
			for _, f := range t.files {
				f.close()
			}
			return nil, err
		}
	}
	return t, nil
}

// Event writes an event to all files. When it returns, what the event gave is in them. A file that cannot be written
// to is told of once and left as it is, with whole records; the others go on, and so does the session. With rotation a
// new file is tried a minute later.
func (t *Tap) Event(e *speaker.Event) {
	c := t.live.of(e)
	t.said = said{opt: &t.opt, lines: t.said.lines[:0]}
	for _, f := range t.files {
		f.event(c, e, t.live)
	}
	t.live.note(c, e)
}

// Octets gives how many octets have been written to each of Options.Files, all its files together. It may be called
// from any goroutine.
func (t *Tap) Octets() []int64 {
	n := make([]int64, len(t.files))
	for i, f := range t.files {
		n[i] = f.octets.Load()
	}
	return n
}

// Written says for people what is where: one line for each of Options.Files.
func (t *Tap) Written() []string {
	var all []string
	for _, f := range t.files {
		all = append(all, f.summary())
	}
	return all
}

// Close closes the files. Its error wraps ErrIncomplete when records are missing in one.
func (t *Tap) Close() error {
	var first error
	for _, f := range t.files {
		if err := f.close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// tell passes on what went wrong.
func (o *Options) tell(err error) {
	if o.Tell != nil {
		o.Tell(err)
	}
}

// counter is a number that other goroutines may read.
type counter struct{ atomic.Int64 }

// count words a number of things.
func count(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// unwritable reports whether an error is only that the ends of a connection cannot be written.
func unwritable(err error) bool { return errors.Is(err, capture.ErrEnds) }
