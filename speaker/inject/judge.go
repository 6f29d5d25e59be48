package inject

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Reaction is what a target did about a fault, as far as its session shows it.
type Reaction struct {
	Ended bool // the connection
	Noted bool // a NOTIFICATION came: Code, Sub and Data
	Code  registry.ErrorCode
	Sub   uint8
	Data  []byte
}

// Grade says how a reaction compares with what is asked for.
type Grade uint8

// The grades, from good to bad.
const (
	Right     Grade = iota // what is asked for
	OtherData              // the right NOTIFICATION, with other Data
	OtherCode              // the session was reset, as it should, with another code or without a NOTIFICATION
	Wrong                  // the session was reset where it should stay, or stayed where it should not
)

// String gives the grade as "right", "other-data", "other-code" or "wrong".
func (g Grade) String() string {
	return [...]string{"right", "other-data", "other-code", "wrong"}[g&3]
}

// Judge compares a reaction with what is asked of who receives step s.
func Judge(w *fault.Want, s *fault.Step, r Reaction) Grade {
	stays, falls := choices(w)
	switch {
	case !r.Ended && stays:
		return Right
	case !r.Ended, !falls:
		return Wrong
	case w.Code == 0:
		return Right // how it ends is not said
	case !r.Noted || r.Code != w.Code || r.Sub != w.Sub && !slices.Contains(w.Or, r.Sub):
		return OtherCode
	case r.Sub != w.Sub:
		return Right // what another subcode carries is not said
	}
	if data, exact := w.Octets(s); exact && !bytes.Equal(data, r.Data) {
		return OtherData
	}
	return Right
}

// choices says whether the session may stay, and whether it may end.
func choices(w *fault.Want) (stays, falls bool) {
	for _, a := range append([]registry.Action{w.Action}, w.Also...) {
		if a == registry.ActionSessionReset {
			falls = true
		} else {
			stays = true
		}
	}
	return stays, falls
}

// wantText says in words what is asked for.
func wantText(w *fault.Want, s *fault.Step, stay time.Duration) string {
	stays, falls := choices(w)
	text := ""
	if falls {
		text = "the target to close the connection"
		if w.Code != 0 {
			text = fmt.Sprintf("NOTIFICATION %d/%d", w.Code, w.Sub)
			for _, sub := range w.Or {
				text += fmt.Sprintf(" or %d/%d", w.Code, sub)
			}
			if data, exact := w.Octets(s); exact && len(data) > 0 {
				text += fmt.Sprintf(" with Data %x", data)
			} else if exact {
				text += " without Data"
			}
		}
	}
	if stays {
		if falls {
			text += ", or "
		}
		text += fmt.Sprintf("a session that is established for %s", stay)
	}
	return text
}

// reaction is what the target did so far.
func (l *link) reaction(r *Result) Reaction {
	out := Reaction{Ended: l.end != nil}
	if l.note >= 0 {
		out.Ended, out.Noted = true, true
		if b := r.Messages[l.note].Octets; len(b) >= codec.HeaderLen+2 {
			out.Code, out.Sub, out.Data = registry.ErrorCode(b[codec.HeaderLen]), b[codec.HeaderLen+1], b[codec.HeaderLen+2:]
		}
	}
	return out
}

// expectReaction wants what an RFC asks of who receives the fault that was sent last.
func (p *player) expectReaction(e *Expectation) error {
	w := &p.sent.Want7606
	if e.Strict {
		w = &p.sent.Want4271
	}
	l := p.conn
	ended := func() bool { return l.end != nil || l.note >= 0 }
	stays, _ := choices(w)
	limit := e.Within
	if stays {
		limit = e.Time
		if l.end == nil && l.note < 0 && !l.silent {
			p.held = 0
			if err := p.awaitUp(e.Within, ended); err != nil {
				return err
			}
		}
	}
	if err := p.pump(time.Now().Add(limit), ended); err != nil {
		return err
	}
	r := l.reaction(p.r)
	if Judge(w, p.sentStep, r) == Right {
		p.r.Steps[p.at].Got = l.note
		return nil
	}
	came := fmt.Sprintf("the session stands after %s", limit)
	if r.Noted {
		came = "a NOTIFICATION"
	} else if r.Ended {
		came = l.end.Text()
	}
	return p.fail(wantText(w, p.sentStep, e.Time), came, l.note)
}

// awaitUp takes the handshake to its end, unless the target ends it.
func (p *player) awaitUp(within time.Duration, ended func() bool) error {
	p.goal = Established
	defer func() { p.goal = 0 }()
	l := p.conn
	return p.pump(time.Now().Add(within), func() bool { return ended() || l.up() })
}
