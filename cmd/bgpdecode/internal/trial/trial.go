// Package trial writes what scripts and probes came to: as text, JSON of the contract, JUnit and HTML. What messages say
// comes from functions of the caller; targets and scripts are untrusted when they are shown.
//
// It plays nothing: that is speaker/inject's and speaker/probe's.
package trial

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// Texts are how messages are shown.
type Texts struct {
	Brief func(*inject.Event) string // in one line
	Full  func(*inject.Event) string // in several, each with its newline
}

// AppendText appends the result of a script for people. With verbose, all messages are shown; with more of it, what they consist
// of.
func AppendText(dst []byte, r *inject.Result, t *Texts, verbose int) []byte {
	dst = fmt.Appendf(dst, "%s to %s: %s\n", safe(r.Name), safe(r.Target), outcome(r))
	for i := range r.Steps {
		dst = appendStep(dst, r, i, t, verbose)
	}
	if f := r.Failure; f != nil {
		dst = appendFailure(dst, r, f, t)
	}
	if r.Err != nil {
		dst = fmt.Appendf(dst, "    %s\n", safe(r.Err.Error()))
	}
	if verbose > 0 {
		dst = appendMessages(dst, r, t, verbose)
	}
	return dst
}

func outcome(r *inject.Result) string {
	switch {
	case r.Err != nil:
		return "could not be played"
	case r.Failure != nil:
		return "NOT as expected"
	}
	return "as expected, in " + seconds(r.Took)
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) + " s" }

// appendStep writes a step, and the message that met it.
func appendStep(dst []byte, r *inject.Result, i int, t *Texts, verbose int) []byte {
	st := &r.Steps[i]
	dst = fmt.Appendf(dst, "%5d  %s\n", st.Line, safe(st.Text))
	if verbose == 0 && st.Got >= 0 && t.Brief != nil {
		dst = fmt.Appendf(dst, "       < %s\n", safe(t.Brief(&r.Messages[st.Got])))
	}
	return dst
}

func appendFailure(dst []byte, r *inject.Result, f *inject.Failure, t *Texts) []byte {
	dst = fmt.Appendf(dst, "    expected: %s\n    came:     %s", safe(f.Expected), safe(f.Came))
	if f.Message < 0 {
		return append(dst, '\n')
	}
	m := &r.Messages[f.Message]
	dst = fmt.Appendf(dst, ", after %s: %s\n", seconds(m.Time), safe(t.Brief(m)))
	return appendIndented(dst, t.Full(m))
}

func appendMessages(dst []byte, r *inject.Result, t *Texts, verbose int) []byte {
	for i := range r.Messages {
		m := &r.Messages[i]
		dst = fmt.Appendf(dst, "%11s %s %s\n", seconds(m.Time), arrow(m), safe(t.Brief(m)))
		if verbose > 1 {
			dst = appendIndented(dst, t.Full(m))
		}
	}
	if r.Lost > 0 {
		dst = fmt.Appendf(dst, "             and %d more received\n", r.Lost)
	}
	return dst
}

func arrow(m *inject.Event) string {
	if m.Sent {
		return ">"
	}
	return "<"
}

func appendIndented(dst []byte, text string) []byte {
	for line := range strings.Lines(text) {
		dst = append(append(dst, "      "...), line...)
	}
	return dst
}

// AppendPlan appends a plan for people: each message decoded.
func AppendPlan(dst []byte, name, target string, plan []inject.Planned, t *Texts) []byte {
	dst = fmt.Appendf(dst, "%s to %s would:\n", safe(name), safe(target))
	for i := range plan {
		p := &plan[i]
		dst = fmt.Appendf(dst, "  %s", safe(p.Text))
		if p.Octets == nil {
			dst = append(dst, '\n')
			continue
		}
		m := &inject.Event{Sent: true, Octets: p.Octets, Ctx: p.Ctx}
		dst = fmt.Appendf(dst, ": %s\n", safe(t.Brief(m)))
		dst = appendIndented(dst, t.Full(m))
	}
	return dst
}

// safe makes text of strangers harmless on a terminal.
func safe(s string) string { return safetext.String(s, safetext.Options{}) }
