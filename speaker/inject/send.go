package inject

import (
	"fmt"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
	"github.com/bgpdecode/bgpdecode/speaker/shortform"
)

// send plays a step that sends.
func (p *player) send(m *Message) error {
	if m.Routes != "" {
		p.held = 0 // a router announces when the session stands
	}
	want := m.wants(p.conn != nil && p.conn.byScript)
	if m.Type == registry.MsgOpen && p.conn != nil && p.conn.sentOpen != nil {
		want = OpenConfirm // a second one
	}
	if err := p.ready(want); err != nil {
		return err
	}
	steps, err := m.build(&p.open, p.params, p.session())
	if err != nil {
		return fmt.Errorf("line %d: %w", p.s.Steps[p.at].Line, err)
	}
	if f, ok := fault.Find(m.Fault); ok {
		p.remember(f, steps)
	}
	return p.playFault(steps)
}

// ready takes the handshake as far as a message wants it, unless the script keeps it where it is.
func (p *player) ready(s State) error {
	if p.held != 0 || p.conn != nil && p.conn.end != nil {
		return nil
	}
	if s == OpenConfirm { // the script has the handshake in its hands
		return p.connected()
	}
	return p.reach(s, DefaultWithin)
}

// transmit sends octets of the script.
func (p *player) transmit(msg []byte) error {
	if err := p.pump(p.o.Limiter.message(), nil); err != nil {
		return err
	}
	l := p.conn
	if l.end != nil {
		if p.expectsMore() {
			return nil // what ended the session is what the script waits for
		}
		return p.fail("a session to send on", l.end.Text(), l.note)
	}
	l.touched = true
	if isType(msg, registry.MsgOpen) {
		l.byScript = true
	}
	p.write(msg)
	return nil
}

// expectsMore reports whether a later step expects something.
func (p *player) expectsMore() bool {
	for i := p.at + 1; i < len(p.s.Steps); i++ {
		if p.s.Steps[i].Kind == Expect {
			return true
		}
	}
	return false
}

// inject plays a fault: what it sends, when it wants to be sent.
func (p *player) inject(id string) error {
	f, ok := fault.Find(id)
	if !ok {
		return checkFault(id)
	}
	if p.held == 0 {
		if err := p.reach(reachOf(id), DefaultWithin); err != nil {
			return err
		}
	}
	steps, err := f.Steps(p.params)
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	p.held = 0
	p.remember(f, steps)
	return p.playFault(steps)
}

// playFault does the steps of a fault.
func (p *player) playFault(steps []fault.Step) (err error) {
	for i := 0; i < len(steps) && err == nil; i++ {
		switch s := &steps[i]; s.Do {
		case fault.Send:
			err = p.transmit(s.Octets)
		case fault.Wait:
			err = p.silence(s.Wait)
		default:
			err = p.play(&Step{Kind: Close})
		}
	}
	return err
}

// session is how routes are said on the session.
func (p *player) session() *routes.Session {
	s := routes.Session{Ctx: p.params.Context, Max: codec.MaxLen, LocalAS: p.params.LocalAS,
		NextHop4: p.params.NextHop, NextHop6: p.params.NextHop6, LinkLocalAlone: true}
	s.Carried = codec.AllFamilies // what the script says is sent, whether it was agreed or not
	if p.params.Context.ExtMsg {
		s.Max = codec.MaxExtLen
	}
	if p.conn != nil && p.conn.agreed != nil {
		for _, f := range p.conn.agreed.NextHop6 {
			s.ExtendedNextHop = s.ExtendedNextHop.With(f)
		}
	}
	return &s
}

// build makes the steps that send a message; open is the OPEN of the script.
func (m *Message) build(open *codec.Open, p fault.Params, to *routes.Session) ([]fault.Step, error) {
	var list [][]byte
	var err error
	switch {
	case m.Octets != nil:
		list = [][]byte{m.Octets}
	case m.Fault != "" && m.Routes == "" && m.Line == "":
		return faultSteps(m.Fault, p)
	case m.Routes != "":
		list, err = m.announce(to)
	case m.Type == registry.MsgOpen:
		o, _ := m.Open.apply(p)
		if !m.Open.Given["families"] && !m.Open.Given["cap"] {
			o.Capabilities = open.Capabilities
		}
		m.Open.rest(&o, open)
		list = make([][]byte, 1)
		list[0], err = o.Append(nil)
	default:
		list, err = shortform.Parse(m.Line, p.Context)
	}
	if err != nil {
		return nil, err
	}
	if m.Fault != "" {
		s, err := damage(list, m.Fault, p)
		if err != nil {
			return nil, err
		}
		return []fault.Step{*s}, nil
	}
	steps := make([]fault.Step, len(list))
	for i := range list {
		steps[i].Octets = list[i]
	}
	return steps, nil
}

// announce makes the UPDATEs of routes.
func (m *Message) announce(to *routes.Session) ([][]byte, error) {
	var set routes.Set
	if err := set.Parse(m.Routes); err != nil {
		return nil, err
	}
	for why, n := range set.Skipped(to) {
		return nil, fmt.Errorf("%d of the routes cannot be sent: %s", n, why)
	}
	messages := set.Announce(to)
	if m.Gone {
		messages = set.Withdraw(to)
	}
	var list [][]byte
	for msg := range messages {
		list = append(list, append([]byte(nil), msg...))
	}
	return list, nil
}

// faultSteps gives the steps of a fault.
func faultSteps(id string, p fault.Params) ([]fault.Step, error) {
	f, ok := fault.Find(id)
	if !ok {
		return nil, checkFault(id)
	}
	steps, err := f.Steps(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	return steps, nil
}
