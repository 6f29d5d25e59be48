package fsm

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// String gives the event as a transcript has it: the name, then what goes with it. "BGPOpen hold=1m30s retain=restart".
func (e Event) String() string {
	b := append([]byte(nil), e.Kind.String()...)
	b = appendNote(b, " note=", e.Note)
	b = appendFlag(b, "hard", e.Hard)
	b = appendFlag(b, "stay", e.Stay)
	if e.Kind == BGPOpen || e.Kind == BGPOpenWithDelayOpenTimer || e.HoldTime != 0 {
		b = append(append(b, " hold="...), e.HoldTime.String()...)
	}
	b = appendFlag(b, "internal", e.Internal)
	b = appendWord(b, "retain", retainNames[:], int(e.Retain))
	b = appendWord(b, "collision", collisionNames[:], int(e.Collision))
	b = appendFlag(b, "unconfigured", e.Unconfigured)
	if e.Up != 0 {
		b = append(append(b, " up="...), e.Up.String()...)
	}
	return string(b)
}

var (
	retainNames    = [...]string{"none", "restart", "notification"}
	collisionNames = [...]string{"none", "won", "lost"}
)

// String gives "none", "restart" or "notification".
func (r Retain) String() string { return wordOf(retainNames[:], int(r)) }

// String gives "none", "won" or "lost".
func (c Collision) String() string { return wordOf(collisionNames[:], int(c)) }

func wordOf(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return strconv.Itoa(i)
}

func appendFlag(b []byte, word string, set bool) []byte {
	if set {
		b = append(append(b, ' '), word...)
	}
	return b
}

func appendWord(b []byte, key string, words []string, i int) []byte {
	if i == 0 {
		return b
	}
	return append(append(append(append(b, ' '), key...), '='), wordOf(words, i)...)
}

// appendNote writes "6/2", and ":" with the Data in hex if there is some. Nothing for code 0.
func appendNote(b []byte, key string, n codec.Notification) []byte {
	if n.Code == 0 && n.Subcode == 0 && len(n.Data) == 0 {
		return b
	}
	b = strconv.AppendUint(append(b, key...), uint64(n.Code), 10)
	b = strconv.AppendUint(append(b, '/'), uint64(n.Subcode), 10)
	if len(n.Data) > 0 {
		b = hex.AppendEncode(append(b, ':'), n.Data)
	}
	return b
}

// String gives the action as a transcript has it: "arm HoldTimer 4m0s".
func (a Action) String() string {
	b := append([]byte(nil), a.Kind.String()...)
	switch a.Kind {
	case ActArm:
		b = append(append(b, ' '), a.Timer.String()...)
		b = append(append(b, ' '), a.After.String()...)
		b = appendFlag(b, "jitter", a.Jitter)
		b = append(append(b, ", then "...), a.Event.String()...)
	case ActStop:
		b = append(append(b, ' '), a.Timer.String()...)
	case ActSendNotification, ActReject:
		b = appendNote(b, " ", a.Note)
		b = appendFlag(b, "if it can leave at once", a.Try)
	case ActReport:
		b = append(append(b, ": "...), a.Reason.String()...)
	}
	return string(b)
}

// ParseEvent reads what Event.String writes. The kind may also be its number: "1" for ManualStart.
func ParseEvent(text string) (Event, error) {
	var e Event
	kind, rest := cutKind(strings.TrimSpace(text))
	if kind == 0 {
		return e, errors.New("no event of RFC 4271, RFC 9687 or RouteRefreshMsg: " + strconv.Quote(text))
	}
	e.Kind = kind
	for _, field := range strings.Fields(rest) {
		key, value, _ := strings.Cut(field, "=")
		if err := e.set(key, value); err != nil {
			return e, errors.New(field + ": " + err.Error())
		}
	}
	return e, nil
}

// cutKind finds the longest name, or a number, that text begins with; names of events may have spaces in them.
func cutKind(text string) (kind EventKind, rest string) {
	first, after, _ := strings.Cut(text, " ")
	if n, err := strconv.ParseUint(first, 10, 8); err == nil && n > 0 && n < uint64(events) {
		return EventKind(n), after
	}
	for k := EventKind(1); k < events; k++ {
		name := k.String()
		if after, ok := strings.CutPrefix(text, name); ok && (after == "" || after[0] == ' ') && (kind == 0 || len(name) > len(kind.String())) {
			kind, rest = k, after
		}
	}
	return kind, rest
}

// set reads one word of an event.
func (e *Event) set(key, value string) (err error) {
	switch key {
	case "note":
		e.Note, err = parseNote(value)
	case "hard":
		e.Hard = true
	case "stay":
		e.Stay = true
	case "hold":
		e.HoldTime, err = time.ParseDuration(value)
	case "internal":
		e.Internal = true
	case "retain":
		var i int
		i, err = indexOf(retainNames[:], value)
		e.Retain = Retain(i)
	case "collision":
		var i int
		i, err = indexOf(collisionNames[:], value)
		e.Collision = Collision(i)
	case "unconfigured":
		e.Unconfigured = true
	case "up":
		e.Up, err = time.ParseDuration(value)
	default:
		err = errors.New("not known")
	}
	return err
}

func indexOf(words []string, w string) (int, error) {
	for i, word := range words {
		if word == w {
			return i, nil
		}
	}
	return 0, errors.New("not one of " + strings.Join(words, ", "))
}

// parseNote reads "6/2" or "6/2:0568656c6c6f".
func parseNote(text string) (codec.Notification, error) {
	pair, data, _ := strings.Cut(text, ":")
	code, sub, ok := strings.Cut(pair, "/")
	c, err1 := strconv.ParseUint(code, 10, 8)
	s, err2 := strconv.ParseUint(sub, 10, 8)
	if !ok || err1 != nil || err2 != nil {
		return codec.Notification{}, errors.New("want code/subcode or code/subcode:hex")
	}
	n := codec.Notification{Code: registry.ErrorCode(c), Subcode: uint8(s)}
	if data == "" {
		return n, nil
	}
	b, err := hex.DecodeString(data)
	n.Data = b
	return n, err
}
