package speaker_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// watch keeps what a speaker tells, in few words.
type watch struct {
	mu    sync.Mutex
	lines []string
	quiet bool // keep nothing, count only
	// opened and closed count connections.
	opened, closed int
	steps          map[uint64]*fsm.Transcript
	last           map[uint64]fsm.Session
	bad            []string
}

func newWatch() *watch {
	return &watch{steps: map[uint64]*fsm.Transcript{}, last: map[uint64]fsm.Session{}}
}

// event is Options.OnEvent.
func (w *watch) event(e *speaker.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e.Kind {
	case speaker.Opened:
		w.opened++
	case speaker.Closed:
		w.closed++
	}
	if w.quiet {
		return
	}
	name := "-"
	if e.Peer != nil {
		name = e.Peer.Name()
	}
	line := fmt.Sprintf("%s #%d %s", name, e.Conn.ID, e.Kind)
	switch e.Kind {
	case speaker.StateChange:
		line += fmt.Sprintf(" %s -> %s by %s", e.From, e.To, e.Cause)
	case speaker.Message:
		line += " " + messageText(e)
	case speaker.Closed, speaker.DialFailed:
		line += fmt.Sprintf(" %v reset=%t", e.Err, e.Reset)
	case speaker.Refused, speaker.Note, speaker.RoutesGone:
		line += " " + e.Text
	}
	if e.Kind == speaker.RoutesStale || e.Kind == speaker.RoutesGone || e.Kind == speaker.EndOfRIB {
		line += fmt.Sprintf(" %s %d", e.Family, e.Count)
	}
	w.lines = append(w.lines, line)
}

func messageText(e *speaker.Event) string {
	way := "<"
	if e.Sent {
		way = ">"
	}
	if len(e.Octets) < codec.HeaderLen {
		return fmt.Sprintf("%s %x", way, e.Octets)
	}
	t := registry.MessageType(e.Octets[codec.HeaderLen-1])
	text := way + " " + t.String()
	if b := e.Octets[codec.HeaderLen:]; t == registry.MsgNotification && len(b) >= 2 {
		text += fmt.Sprintf(" %d/%d", b[0], b[1])
		if len(b) > 2 {
			text += fmt.Sprintf(":%x", b[2:])
		}
	}
	return text
}

// trace is Options.Trace: what lived must replay.
func (w *watch) trace(_ *speaker.Peer, c speaker.ConnInfo, before fsm.Session, e fsm.Event, actions []fsm.Action, after fsm.Session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if got, out := fsm.Step(before, e); got != after || fmt.Sprint(out) != fmt.Sprint(actions) {
		w.bad = append(w.bad, fmt.Sprintf("#%d: %s is not what Step makes of it", c.ID, e))
	}
}

// hush keeps no lines from now on.
func (w *watch) hush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.quiet = true
}

// count tells how many lines have all of the words.
func (w *watch) count(words ...string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
lines:
	for _, l := range w.lines {
		for _, word := range words {
			if !strings.Contains(l, word) {
				continue lines
			}
		}
		n++
	}
	return n
}

// text is all that was told.
func (w *watch) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.lines, "\n")
}

// check reports what must never be: a step that is not one of the state machine, or more ends than beginnings.
func (w *watch) check(t testing.TB) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range w.bad {
		t.Error(b)
	}
	if w.closed > w.opened {
		t.Errorf("%d connections opened, %d closed", w.opened, w.closed)
	}
}

// until polls with a deadline. In a bubble the time is virtual.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", patience, what)
		}
	}
}
