// Package excerpt takes out of a text of any size the lines that may tell of BGP, each with the lines around it that may
// belong to it, in chunks that can be read apart. A search finds the words by which codec/logline knows its styles, and
// octets that may be a message's marker; what is found is read again by others.
//
//	blocks ── sieve ──> places ── lines around them ──> chunks that overlap
//
// The chunks depend on the text alone, and not on the blocks in which it comes. The package knows of a line no more than
// its looks, its sender and where it may go on; it reads no events.
package excerpt

import (
	"errors"
	"io"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"
)

// Options are what is to be read of a text, and how.
type Options struct {
	Block       int  // octets to read at a time
	Chunk       int  // octets of kept lines in a chunk's own part
	MaxLine     int  // octets of a line that are kept
	AtOnce      int  // parts of the text that are searched at the same time, 1 at least; what is found does not depend on it
	Ahead       bool // the text is read on while what was read is searched; it may not come in its own time
	Transitions bool // lines that tell the course of a session matter, too

	Wide  bool  // the text is from an input of UTF-16, in which it begins
	Start int64 // at this octet

	Emit   func(*Chunk) error      // takes a chunk; an error ends the reading
	Paused func(where int64) error // told when all has been handed out that was complete, up to an offset of the input; nil for nobody
}

// WholeInput is how many octets a text has at most that is handed out as it is, in one chunk.
const WholeInput = 64 << 10

// Counts are what was read, and left out.
type Counts struct {
	Octets    int64 // of the text
	Lines     int64
	LinesCut  int64 // lines longer than Options.MaxLine
	OctetsCut int64 // octets of them that were not looked at
	Where     int64 // offset of the text up to which all lines are done
}

// ErrIdle and ErrHold are what the reader of a live text gives while it has nothing: all that is there is to be handed
// out, or all but the last record. The next Read goes on.
var (
	ErrIdle = errors.New("nothing more for now")
	ErrHold = errors.New("hand out what is complete")
)

// Read reads a text to its end, or to an error of reading, or of Options.Emit and Options.Paused, which it returns. What
// was read before an error of reading is handed out all the same.
func Read(text io.Reader, o Options) (Counts, error) {
	s := &splitter{r: text, block: o.Block, atOnce: max(1, o.AtOnce), ahead: o.Ahead, longest: o.MaxLine, steps: o.Transitions, wideAt: o.Start, paused: o.Paused}
	s.out = newCollector(o.Chunk, o.Emit)
	s.out.wide = o.Wide
	err := s.run()
	s.n.Where = s.base + int64(s.pos)
	return s.n, err
}

// wideTo gives the offset in an input of UTF-16 of the octet of the buffer at n, 0 for other inputs. n may not go back
// further than lines are kept.
func (s *splitter) wideTo(n int) int64 {
	if s.out == nil || !s.out.wide {
		return 0
	}
	if from := int(s.wideOf - s.base); from < n {
		s.wideAt += wide.Octets(s.buf[from:n])
		s.wideOf = s.base + int64(n)
	}
	return s.wideAt
}
