package batch

import (
	"io"
	"io/fs"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/redact"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// Options are what a run is to do. Form, Now and Location must be set; zero limits mean their defaults.
type Options struct {
	Jobs   int // workers, 1 at least
	Form   Form
	Filter Filter
	Base   report.Options   // what is known of all sessions
	Redact *redact.Redactor // replaces what identifies somebody, nil for nothing

	Correlate Correlate // whether and how events of different devices are compared

	Now      time.Time         // for stamps without a year
	Location *time.Location    // for stamps without a zone
	Zones    []Zone            // the same for some inputs; the last one that fits counts
	Dates    logline.DateOrder // of dates such as 01/02/2026

	Block       int   // octets of text read at a time; default 64 KiB, and 256 KiB for each of several workers, 1 MiB at most
	Chunk       int   // octets of kept lines that a worker reads at a time; default 96 KiB
	MaxLine     int   // octets of a line that are looked at; default 1 MiB
	MaxUnpacked int64 // octets of a compressed input when unpacked; default 1 TiB
	MaxWindow   int   // octets of history that a decompressor may ask for; default 128 MiB

	MaxCauses   int // causes that a summary keeps; default 4096
	MaxSessions int // sessions that a timeline keeps; default 2048

	First     int // number of the first event, less one
	Stdin     io.Reader
	StdinName string           // how the output calls it; default "stdin"
	Save      *Save            // also write the messages there; nil for no
	Output    fs.FileInfo      // the file to which the output goes, nil when it is none: it is not read
	Follow    bool             // go on reading what is added to files, until the run is interrupted
	Merge     bool             // put the events of all inputs in the order of time; not with Follow
	MaxFiles  int              // files open at a time when several are; default 256, with Merge 64
	Note      func(string)     // what is to be known of an input beside; called in the order of the output
	Failed    func(error)      // an input that could not be read; called in the order of the output
	Progress  func(p Progress) // from time to time, when set
}

// Progress is how far a run has come.
type Progress struct {
	Read, Total int64 // octets of the inputs as they lie on the disk; Total 0 when not known
	Events      int64
	Done        bool // nothing more will be read
}

// Result is what a run came to.
type Result struct {
	Stats    Stats
	Captures capture.Stats
	Where    string // when it was interrupted: the input, and the place in it up to which all events are written
}

func (o Options) withDefaults() Options {
	if o.Jobs < 1 {
		o.Jobs = 1
	}
	if o.Block <= 0 {
		o.Block = 64 << 10
		if o.Jobs > 1 { // each searches a part
			o.Block *= 4 * min(o.Jobs, 4)
		}
	}
	if o.Chunk <= 0 {
		o.Chunk = 96 << 10
	}
	if o.MaxLine <= 0 {
		o.MaxLine = 1 << 20
	}
	if o.MaxCauses <= 0 {
		o.MaxCauses = 4096
	}
	if o.MaxSessions <= 0 {
		o.MaxSessions = 2048
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = 256
		if o.Merge {
			o.MaxFiles = 64
		}
	}
	if o.Note == nil {
		o.Note = func(string) {}
	}
	if o.Failed == nil {
		o.Failed = func(error) {}
	}
	return o
}
