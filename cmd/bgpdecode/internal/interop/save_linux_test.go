package interop

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/tap"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// saver writes the captures of one speaker; files of all tests are looked at
// together when all have run (readers_linux_test.go).
type saver struct {
	path string // of the pcapng file
	tap  *tap.Tap
	errs []error
}

// captures is the folder of all captures of this run.
var captures string

func newSaver(t *testing.T) *saver {
	t.Helper()
	dir, err := os.MkdirTemp(captures, "c")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "test"), []byte(t.Name()), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &saver{path: filepath.Join(dir, "c.pcapng")}
	s.tap, err = tap.Open(tap.Options{
		Files: []string{s.path, filepath.Join(dir, "c.mrt")},
		Tell:  func(err error) { s.errs = append(s.errs, err) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *saver) event(e *speaker.Event) { s.tap.Event(e) }

func (s *saver) close() error {
	if err := s.tap.Close(); err != nil {
		return err
	}
	if len(s.errs) > 0 {
		return s.errs[0]
	}
	return nil
}

// tell writes an event for a person who looks for the reason of a failure.
func tell(b []byte, e *speaker.Event) []byte {
	name := "-"
	if e.Peer != nil {
		name = e.Peer.Name()
	}
	b = fmt.Appendf(b, "%s %s #%d %s", e.Time.Format(time.TimeOnly+".000"), name, e.Conn.ID, e.Kind)
	switch e.Kind {
	case speaker.Message:
		typ := "?"
		if len(e.Octets) >= codec.HeaderLen {
			typ = registry.MessageType(e.Octets[18]).String()
		}
		b = fmt.Appendf(b, " %s %s, %d octets", typ, way(e.Sent), len(e.Octets))
		if len(e.Octets) > codec.HeaderLen && len(e.Octets) < 100 {
			b = fmt.Appendf(b, " %x", e.Octets[codec.HeaderLen:])
		}
		for _, f := range e.Findings {
			b = fmt.Appendf(b, " [%v]", f)
		}
	case speaker.StateChange:
		b = fmt.Appendf(b, " %v -> %v: %v", e.From, e.To, e.Cause)
	default:
		if e.Err != nil {
			b = fmt.Appendf(b, " %v", e.Err)
		}
		if e.Family != (codec.Family{}) {
			b = fmt.Appendf(b, " %v %d", e.Family, e.Count)
		}
	}
	return append(append(append(b, ' '), e.Text...), '\n')
}
