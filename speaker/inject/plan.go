package inject

import (
	"fmt"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Planned is a line of a plan: what a run would do.
type Planned struct {
	Step   int    // index in Script.Steps, -1 for what is done by itself
	Text   string // in words
	Octets []byte // what is sent, nil for nothing
	Ctx    codec.Context
}

// Plan says what a run would send and wait for, if the target agrees to all that our OPEN offers. Nothing is sent.
func (s *Script) Plan(o *Options) ([]Planned, error) {
	open, params, err := s.prepare(o.Params)
	if err != nil {
		return nil, err
	}
	params = withSession(params, o, nil, params.Context, o.Local.Addr())
	p := planner{s: s, open: open, params: params}
	p.to = &player{o: o, s: s, params: params}
	for i := range s.Steps {
		if err := p.step(i, &s.Steps[i]); err != nil {
			return nil, err
		}
	}
	return p.list, nil
}

// planner follows a script without a session.
type planner struct {
	s                   *Script
	open                codec.Open
	params              fault.Params
	to                  *player
	list                []Planned
	held                State
	connected           bool
	sentOpen, keepalive bool
	byScript            bool
}

func (p *planner) add(step int, text string, octets []byte) {
	p.list = append(p.list, Planned{step, text, octets, p.params.Context})
}

// reach plans the handshake as far as a state.
func (p *planner) reach(s State) error {
	if !p.connected {
		p.connected = true
		p.add(-1, "connect", nil)
	}
	if s >= OpenConfirm && !p.sentOpen {
		msg, err := p.open.Append(nil)
		if err != nil {
			return err
		}
		p.sentOpen = true
		p.add(-1, "send by itself", msg)
	}
	if s == Established && !p.keepalive {
		p.keepalive = true
		p.add(-1, "send by itself when the target's OPEN has come, and again as time passes", codec.AppendKeepalive(nil))
	}
	return nil
}

func (p *planner) step(i int, st *Step) (err error) {
	switch st.Kind {
	case Send:
		return p.send(i, &st.Send)
	case Inject:
		return p.inject(i, st.Fault)
	case Reach:
		p.held = 0
		if st.Reach != Established {
			p.held = st.Reach
		}
		p.add(i, "wait for "+st.Reach.text(), nil)
		return p.reach(st.Reach)
	case Expect:
		if st.Expect.Thing == SomeState {
			p.held = 0
			err = p.reach(Established)
		} else if p.held == 0 {
			err = p.reach(p.s.ahead(i, p.byScript))
		}
		p.add(i, "expect "+p.expected(&st.Expect), nil)
	case Wait:
		p.add(i, fmt.Sprintf("wait %s", st.Time), nil)
	case Silence:
		p.add(i, "send no KEEPALIVE"+lasting(st.Time), nil)
	case Close:
		p.add(i, "close the connection", nil)
	}
	return err
}

func lasting(d time.Duration) string {
	if d == 0 {
		return " from here on"
	}
	return " for " + d.String()
}

func (p *planner) send(i int, m *Message) error {
	if m.Routes != "" {
		p.held = 0
	}
	want := m.wants(p.byScript)
	if m.Type == registry.MsgOpen && p.sentOpen {
		want = OpenSent
	}
	if p.held == 0 {
		if err := p.reach(want); err != nil {
			return err
		}
	}
	steps, err := m.build(&p.open, p.params, p.to.session())
	if err != nil {
		return fmt.Errorf("line %d: %w", p.s.Steps[i].Line, err)
	}
	if m.Type == registry.MsgOpen {
		p.sentOpen, p.byScript = true, true
	}
	p.keepalive = p.keepalive || m.Type == registry.MsgKeepalive
	if f, ok := fault.Find(m.Fault); ok {
		p.to.remember(f, steps)
	}
	p.steps(i, steps)
	return nil
}

func (p *planner) inject(i int, id string) error {
	f, ok := fault.Find(id)
	if !ok {
		return checkFault(id)
	}
	if p.held == 0 {
		if err := p.reach(reachOf(id)); err != nil {
			return err
		}
	}
	p.held = 0
	steps, err := f.Steps(p.params)
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	p.sentOpen = p.sentOpen || f.Phase == fault.InOpen
	p.to.remember(f, steps)
	p.steps(i, steps)
	return nil
}

func (p *planner) steps(i int, steps []fault.Step) {
	for k := range steps {
		switch s := &steps[k]; s.Do {
		case fault.Send:
			p.add(i, "send", s.Octets)
		case fault.Wait:
			p.add(i, "send nothing, not even KEEPALIVEs, for "+s.Wait.String(), nil)
		default:
			p.add(i, "close the connection", nil)
		}
	}
}

// expected says in words what a step expects; what an RFC asks for as that of the fault that was sent.
func (p *planner) expected(e *Expectation) string {
	if e.Thing != ByRFC || p.to.sent == nil {
		return e.text()
	}
	want, rfc := &p.to.sent.Want7606, "RFC 7606"
	if e.Strict {
		want, rfc = &p.to.sent.Want4271, "RFC 4271"
	}
	s := wantText(want, p.to.sentStep, e.Time) + " (" + rfc + ": " + want.Action.String()
	if want.Why != "" {
		s += ", " + want.Why
	}
	return s + ")"
}
