package fsm

import (
	"errors"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Replay runs the events of a transcript through Step and gives the transcript with the actions and states that come out now. A
// transcript is true if Replay changes nothing in it. It is made of lines:
//
//	# a comment; empty lines are kept too
//	session DelayOpen DelayOpenTime=10s      a new session in Idle, with these attributes (Config.String)
//	> BGPOpen hold=1m30s                     an event (Event.String), or its number: "> 19 hold=1m30s"
//	> sent UPDATE                            a message was written: see Sent
//	    send KEEPALIVE                       indented: what came out. Not read, but written anew
//	    -> OpenConfirm                       the state after the event, and the ConnectRetryCounter unless it is 0
//
// So a session that lived can be replayed from its events alone: Transcript writes them.
func Replay(text string) (string, error) {
	var t Transcript
	var s Session
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if err := t.replayLine(&s, strings.TrimRight(line, " \t\r")); err != nil {
			return "", errors.New("line " + strconv.Itoa(i+1) + ": " + err.Error())
		}
	}
	return t.String(), nil
}

func (t *Transcript) replayLine(s *Session, line string) error {
	switch {
	case line == "" || line[0] == '#':
		t.line(line)
	case line[0] == ' ' || line[0] == '\t':
	case line == "session" || strings.HasPrefix(line, "session "):
		c, err := ParseConfig(line[len("session"):])
		if err != nil {
			return err
		}
		*s = New(c)
		t.Session(*s)
	case s.State == 0:
		return errors.New("an event before the first session line")
	case strings.HasPrefix(line, "> sent "):
		typ, err := messageType(line[len("> sent "):])
		if err != nil {
			return err
		}
		t.Sent(*s, typ)
	case line[0] == '>':
		e, err := ParseEvent(line[1:])
		if err != nil {
			return err
		}
		var out []Action
		*s, out = Step(*s, e)
		t.Step(e, *s, out)
	default:
		return errors.New("want an event (>), a session, a comment (#) or something indented")
	}
	return nil
}

// messageType reads IANA's name of a message type.
func messageType(name string) (registry.MessageType, error) {
	for t := registry.MsgOpen; t <= registry.MsgRouteRefresh; t++ {
		if t.String() == name {
			return t, nil
		}
	}
	return 0, errors.New("no message type: " + strconv.Quote(name))
}

// Transcript writes what Replay reads. Its zero value is empty.
type Transcript struct{ b strings.Builder }

// Session begins a session.
func (t *Transcript) Session(s Session) {
	t.line(strings.TrimRight("session "+s.Config.String(), " "))
}

// Step writes an event, the actions that came of it and the session as it is then.
func (t *Transcript) Step(e Event, after Session, out []Action) {
	t.line("> " + e.String())
	t.actions(out)
	state := "    -> " + after.State.String()
	if after.ConnectRetryCounter != 0 {
		state += ", ConnectRetryCounter " + strconv.FormatUint(uint64(after.ConnectRetryCounter), 10)
	}
	t.line(state)
}

// Sent writes that a message was sent, and which timers that restarted.
func (t *Transcript) Sent(s Session, typ registry.MessageType) {
	t.line("> sent " + typ.String())
	t.actions(Sent(s, typ))
}

// String gives the lines written so far.
func (t *Transcript) String() string { return t.b.String() }

func (t *Transcript) actions(out []Action) {
	for i := range out {
		t.line("    " + out[i].String())
	}
}

func (t *Transcript) line(s string) {
	t.b.WriteString(s)
	t.b.WriteByte('\n')
}
