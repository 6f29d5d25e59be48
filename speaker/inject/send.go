package inject

import (
	"errors"
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
	list, err := m.build(&p.open, p.params, p.session())
	if err != nil {
		return fmt.Errorf("line %d: %w", p.s.Steps[p.at].Line, err)
	}
	for _, msg := range list {
		if err := p.transmit(msg); err != nil {
			return err
		}
	}
	return nil
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
	for i := range steps {
		if err := p.faulty(&steps[i]); err != nil {
			return err
		}
	}
	p.held = 0
	return nil
}

func (p *player) faulty(s *fault.Step) error {
	switch s.Do {
	case fault.Send:
		return p.transmit(s.Octets)
	case fault.Wait:
		return p.silence(s.Wait)
	}
	return p.play(&Step{Kind: Close})
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

// build makes the octets of a message; open is the OPEN of the script.
func (m *Message) build(open *codec.Open, p fault.Params, to *routes.Session) ([][]byte, error) {
	switch {
	case m.Octets != nil:
		return [][]byte{m.Octets}, nil
	case m.Routes != "":
		return m.announce(p, to)
	case m.Fault != "" && m.Line == "":
		return faultSteps(m.Fault, p)
	case m.Type == registry.MsgOpen:
		o, _ := m.Open.apply(p)
		if !m.Open.Given["families"] && !m.Open.Given["cap"] {
			o.Capabilities = open.Capabilities
		}
		msg, err := o.Append(nil)
		return [][]byte{msg}, err
	}
	list, err := shortform.Parse(m.Line, p.Context)
	if err != nil || m.Fault == "" {
		return list, err
	}
	return damage(list, m.Fault, p)
}

// announce makes the UPDATEs of routes.
func (m *Message) announce(p fault.Params, to *routes.Session) ([][]byte, error) {
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
	if m.Fault != "" {
		return damage(list, m.Fault, p)
	}
	return list, nil
}

// damage puts a fault into an UPDATE.
func damage(list [][]byte, id string, p fault.Params) ([][]byte, error) {
	f, ok := fault.Find(id)
	switch {
	case !ok:
		return nil, checkFault(id)
	case len(list) != 1:
		return nil, fmt.Errorf("%s is put into one UPDATE, and the routes make %d", id, len(list))
	}
	u, ok := codec.ParseUpdate(list[0])
	if !ok {
		return nil, errors.New("the fault cannot be put into this message")
	}
	s, err := f.Apply(u, p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	return [][]byte{s.Octets}, nil
}

// faultSteps gives the messages of a fault, without its pauses.
func faultSteps(id string, p fault.Params) ([][]byte, error) {
	f, ok := fault.Find(id)
	if !ok {
		return nil, checkFault(id)
	}
	steps, err := f.Steps(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	var list [][]byte
	for i := range steps {
		if steps[i].Do == fault.Send {
			list = append(list, steps[i].Octets)
		}
	}
	return list, nil
}
