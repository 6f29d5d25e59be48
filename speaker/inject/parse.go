package inject

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Words are the words that lines of a script begin with.
var Words = [...]string{"open", "announce", "withdraw", "send", "inject", "reach", "expect", "wait", "silence", "close"}

// Read reads a script; name is that of its file. All errors about what stands in it are *Error.
func Read(r io.Reader, name string) (*Script, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxScript+1))
	if err != nil {
		return nil, err
	}
	return Parse(name, string(text))
}

// Parse is Read for a text. A line that ends in a backslash goes on in the next one.
func Parse(name, text string) (*Script, error) {
	s := &Script{Name: name}
	if len(text) > MaxScript {
		return nil, &Error{name, 1, 1, fmt.Sprintf("the script has more than %d octets", MaxScript)}
	}
	text = strings.TrimPrefix(text, "\ufeff") // editors put a byte order mark there
	line, n := "", 0
	for at := 1; text != ""; at++ {
		var one string
		one, text, _ = strings.Cut(text, "\n")
		if n == 0 {
			n = at
		}
		if head, more := strings.CutSuffix(strings.TrimRight(one, " \t\r"), `\`); more {
			line += head + " "
			if text != "" {
				continue
			}
			one = ""
		}
		if err := s.line(line+one, n); err != nil {
			return nil, err
		}
		line, n = "", 0
	}
	if len(s.Steps) == 0 {
		return nil, &Error{name, 1, 1, "the script has no steps"}
	}
	return s, nil
}

// line reads one line.
func (s *Script) line(line string, n int) error {
	words, err := split(line)
	if err == nil && len(words) > 0 {
		p := parser{line: line, words: words[1:], after: s.faults() > 0, step: Step{Line: n, Col: words[0].col, Text: textOf(line, words)}}
		err = p.read(s, words[0])
	}
	if err == nil {
		return nil
	}
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Text: err.Error()}
	}
	e.File, e.Line, e.Col = s.Name, n, max(e.Col, 1)
	return e
}

// textOf is a line without its comment.
func textOf(line string, words []word) string { return line[words[0].at:words[len(words)-1].end] }

// parser reads the words of one line.
type parser struct {
	line  string
	words []word // those that were not read
	after bool   // a fault is sent before this line
	step  Step
}

func (p *parser) read(s *Script, first word) error {
	var err error
	switch first.text {
	case "open":
		if s.Open.Given != nil {
			return at(first, errors.New("there is one open line already"))
		}
		if len(s.Steps) > 0 {
			return at(first, errors.New("open says what our OPEN is, and comes first; an OPEN of a moment is \"send OPEN\""))
		}
		s.Open, err = p.open(nil)
		return err
	case "announce", "withdraw":
		p.step.Kind = Send
		err = p.routes(first.text == "withdraw")
	case "send":
		p.step.Kind = Send
		err = p.send(first)
	case "inject":
		p.step.Kind = Inject
		if p.step.Fault, err = p.fault(first); err == nil {
			err = p.end()
		}
	case "reach":
		p.step.Kind = Reach
		err = p.reach(first)
	case "expect":
		p.step.Kind = Expect
		err = p.expect(first)
	case "wait", "silence":
		p.step.Kind = Wait
		if first.text == "silence" {
			p.step.Kind = Silence
		}
		if first.text == "wait" || len(p.words) > 0 {
			p.step.Time, err = p.time(first)
		}
		if err == nil {
			err = p.end()
		}
	case "close":
		p.step.Kind = Close
		err = p.end()
	default:
		return at(first, fmt.Errorf("unknown word %s: expected one of %s", shown(first.text), strings.Join(Words[:], ", ")))
	}
	if err == nil && len(s.Steps) == MaxSteps {
		err = at(first, fmt.Errorf("more than %d steps", MaxSteps))
	}
	s.Steps = append(s.Steps, p.step)
	return err
}

// at says at which word an error is.
func at(w word, err error) error {
	var e *Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return &Error{Col: w.col, Text: err.Error()}
}

// next takes a word; after is the one before it.
func (p *parser) next(after word, what string) (word, error) {
	if len(p.words) == 0 {
		return word{}, &Error{Col: after.col, Text: fmt.Sprintf("%s: %s is missing", after.text, what)}
	}
	w := p.words[0]
	p.words = p.words[1:]
	return w, nil
}

// end refuses words that nothing was done with.
func (p *parser) end() error {
	if len(p.words) > 0 {
		return at(p.words[0], fmt.Errorf("nothing may follow here, got %s", shown(p.words[0].text)))
	}
	return nil
}

// time reads a time such as 500ms, 5s, 2m.
func (p *parser) time(after word) (time.Duration, error) {
	w, err := p.next(after, "a time such as 5s")
	if err != nil {
		return 0, err
	}
	d, err := time.ParseDuration(w.text)
	if err != nil || d < 0 || d > MaxTime {
		return 0, at(w, fmt.Errorf("%s is no time from 0s to %s, such as 500ms or 5s", shown(w.text), MaxTime))
	}
	return d, nil
}

// fault reads the ID of a fault.
func (p *parser) fault(after word) (string, error) {
	w, err := p.next(after, "the name of a fault")
	if err != nil {
		return "", err
	}
	return w.text, at(w, checkFault(w.text))
}

func (p *parser) reach(first word) error {
	w, err := p.next(first, "a state")
	if err != nil {
		return err
	}
	for s := OpenSent; s <= Established; s++ {
		if w.text == s.String() {
			p.step.Reach = s
			return p.end()
		}
	}
	return at(w, fmt.Errorf("%s is not opensent, openconfirm or established", shown(w.text)))
}

// rest gives the words from one on as they stand in the line, and takes them.
func (p *parser) rest() string {
	if len(p.words) == 0 {
		return ""
	}
	text := p.line[p.words[0].at:p.words[len(p.words)-1].end]
	p.words = nil
	return text
}

// takeFault takes the word fault= out of what follows.
func (p *parser) takeFault() (id string, err error) {
	for i, w := range p.words {
		if w.op != "=" || w.key != "fault" {
			continue
		}
		if id != "" {
			return "", at(w, errors.New("fault= stands twice"))
		}
		if id = w.value; id == "" {
			return "", at(w, errors.New("fault=: the name of a fault is missing"))
		}
		if err := checkFault(id); err != nil {
			return "", at(w, err)
		}
		if i != len(p.words)-1 {
			return "", at(w, errors.New("fault= comes last"))
		}
		p.words = p.words[:i]
	}
	return id, nil
}

// octets reads hex digits with or without spaces between them.
func octets(digits string) ([]byte, error) {
	b, err := hex.DecodeString(digits)
	if err != nil {
		return nil, fmt.Errorf("%s: expected octets in hex, two digits each", shown(digits))
	}
	return b, nil
}
