package batch

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Save writes the messages of events to a file while the events themselves are written elsewhere. The file is valid at
// any time. Its use belongs to one run; Close ends it.
type Save struct {
	name  string
	file  *os.File
	out   io.Writer // file
	info  os.FileInfo
	kind  capture.Kind
	w     capture.Writer
	buf   []byte
	whole int64 // octets written, of whole messages
	lost  bool  // given up: what comes later is not written
	names names
}

// SaveKind says which format a file name asks for: .pcapng, .pcap or .mrt.
func SaveKind(name string) (capture.Kind, error) {
	for _, k := range [...]capture.Kind{capture.KindPcapng, capture.KindPcap, capture.KindMRT} {
		if strings.EqualFold(filepath.Ext(name), "."+k.String()) {
			return k, nil
		}
	}
	return capture.KindUnknown, fmt.Errorf("%q ends in none of .pcapng, .pcap and .mrt", name)
}

// OpenSave creates the file, or empties one that is there. It refuses one that the arguments name as an input, be it by
// another name, by a directory or as the file that standard input is.
func OpenSave(name string, args []string, stdin io.Reader) (*Save, error) {
	kind, err := SaveKind(name)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(name); err == nil {
		f := &inputs.Finder{Args: args, Stdin: stdin}
		if f.Finds(info) {
			return nil, fmt.Errorf("%q is an input; it would be lost", name)
		}
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return nil, fmt.Errorf("cannot write %q: %w", name, inputs.Reason(err))
	}
	s := &Save{name: name, file: f, out: f, kind: kind, names: newNames()}
	if s.info, err = f.Stat(); err == nil {
		if s.w, err = capture.NewWriter(kind, (*saveBuffer)(s)); err == nil {
			err = s.Flush()
		}
	}
	if err != nil {
		f.Close()
		return nil, s.failed(err)
	}
	return s, nil
}

func (s *Save) failed(err error) error {
	return fmt.Errorf("cannot write %q: %w", s.name, inputs.Reason(err))
}

// saveBuffer collects what the writer writes, so that the file grows by whole messages only.
type saveBuffer Save

func (b *saveBuffer) Write(p []byte) (int, error) {
	b.buf = append(b.buf, p...)
	if len(b.buf) < 64<<10 {
		return len(p), nil
	}
	return len(p), (*Save)(b).Flush()
}

// Flush writes what has been collected.
func (s *Save) Flush() error {
	if s == nil || len(s.buf) == 0 {
		return nil
	}
	_, err := s.out.Write(s.buf)
	if err != nil {
		return s.failed(err)
	}
	s.whole += int64(len(s.buf))
	s.buf = s.buf[:0]
	return nil
}

// giveUp keeps what is whole of a file that can be written no more.
func (s *Save) giveUp() {
	if !s.lost {
		s.lost, s.buf = true, nil
		s.file.Truncate(s.whole) // a pipe or a device has nothing to cut
	}
}

// Close writes the rest and closes the file.
func (s *Save) Close() error {
	err := s.Flush()
	if e := s.file.Close(); err == nil && e != nil {
		err = s.failed(e)
	}
	return err
}

// put writes the messages of a job, and counts them.
func (s *Save) put(all []saved, st *Stats) error {
	if s == nil || s.lost {
		return nil
	}
	for i := range all {
		m := &all[i]
		switch m.fate {
		case fateCut:
			st.SaveCut++
			continue
		case fateNone:
			st.SaveNone++
			continue
		}
		s.names.resolve(m)
		if m.Comment != "" {
			m.Comment += m.notes
		}
		err := s.w.Write(&m.Message)
		if errors.Is(err, capture.ErrEnds) {
			st.SaveEnds++
			continue
		}
		if err == nil && registry.MessageType(m.Octets[18]) == registry.MsgNotification {
			err = s.w.End(&capture.Ending{Time: m.Time, Src: m.Src, Dst: m.Dst}) // RFC 4271 section 6: its sender closes
		}
		if err != nil {
			return err
		}
		st.Saved++
	}
	return nil
}
