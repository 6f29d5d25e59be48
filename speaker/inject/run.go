package inject

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// DefaultConnect is how long a target is tried that does not take a connection, or closes it before it sends an OPEN: routers
// stay away for a while from peers that they had trouble with.
const DefaultConnect = 75 * time.Second

// Options say who the target is, and who we are.
type Options struct {
	Target Target
	// Local is the address and port to connect from; the zero value leaves it to the system.
	Local     netip.AddrPort
	Transport transport.Options
	// Accept takes the connection of the target, where we do not connect; nil: we connect.
	Accept *Acceptor
	// Connect is how long to try; 0 stands for DefaultConnect.
	Connect time.Duration
	// Params are what OPENs and faults are made of, where the script does not say. PeerAS 0: what the target's OPEN says.
	Params fault.Params
	// NextHopSet says that the next hops of Params are meant; otherwise our own address is one where it can be.
	NextHopSet bool
	// Limiter bounds how fast it goes; nil: nothing does.
	Limiter *Limiter
	// OnEvent is told what happens, as package speaker tells it, from the goroutine of Run; nil: nobody is. What the event
	// refers to is borrowed.
	OnEvent func(*speaker.Event)
	// Dial opens a connection; nil: package transport does.
	Dial func(ctx context.Context, local, remote netip.AddrPort, o transport.Options) (net.Conn, error)
}

// errStop ends a run whose result is complete.
var errStop = errors.New("the script ends here")

// Run plays a script. It returns when the script is at its end, an expectation was not met, or the context has ended, and has
// closed its connection then. The errors of the session are in the result.
func Run(ctx context.Context, s *Script, o *Options) *Result {
	r := &Result{Name: s.Name, Target: o.Target.String(), Started: time.Now()}
	p := &player{ctx: ctx, s: s, o: o, r: r}
	err := p.begin()
	for i := 0; err == nil && i < len(s.Steps); i++ {
		err = p.step(i)
	}
	if err != nil && err != errStop {
		r.Err = err
	}
	p.finish()
	r.Took = time.Since(r.Started)
	return r
}

// player is a script that is being played.
type player struct {
	ctx      context.Context
	s        *Script
	o        *Options
	r        *Result
	open     codec.Open   // ours
	params   fault.Params // as the session has them
	at       int          // the step under way
	held     State        // where the script keeps the handshake; 0: it does not
	goal     State        // where a step wants it to be, while that is waited for
	sent     *fault.Fault // the last one, and its step that is wrong
	sentStep *fault.Step
	conn     *link
	conns    int
	came     int // messages received
}

// begin prepares what does not need a session.
func (p *player) begin() (err error) {
	p.open, p.params, err = p.s.prepare(p.o.Params)
	if err == nil {
		_, err = p.open.Append(nil)
	}
	return err
}

// finish closes the connection. A session that stands is ended with 6/2 (Administrative Shutdown).
func (p *player) finish() {
	l := p.conn
	if l == nil {
		return
	}
	if l.end != nil {
		p.r.End = l.end
		return
	}
	p.goal = Established // nothing more of the handshake is asked of the script
	if l.sentOpen != nil && l.peerOpen != nil && l.note < 0 {
		l.silent = true
		p.write(codec.AppendNotification(nil, uint8(registry.ErrCease), registry.SubAdministrativeShutdown, nil, 0))
		if c, ok := l.conn.(interface{ CloseWrite() error }); ok && l.end == nil && c.CloseWrite() == nil && p.ctx.Err() == nil {
			_ = p.pump(time.Now().Add(flushTime), func() bool { return l.end != nil })
		}
	}
	p.closed(&End{Ours: true, Note: -1})
}

// step plays one step.
func (p *player) step(i int) error {
	st := &p.s.Steps[i]
	p.at = i
	start := time.Now()
	p.r.Steps = append(p.r.Steps, StepResult{Line: st.Line, Text: st.Text, Got: -1})
	err := p.ctx.Err()
	if err == nil {
		err = p.play(st)
	}
	res := &p.r.Steps[i]
	res.Took, res.OK = time.Since(start), err == nil
	return err
}

func (p *player) play(st *Step) error {
	switch st.Kind {
	case Send:
		return p.send(&st.Send)
	case Inject:
		return p.inject(st.Fault)
	case Reach:
		p.held = 0
		err := p.reach(st.Reach, DefaultWithin)
		if st.Reach != Established {
			p.held = st.Reach
		}
		return err
	case Expect:
		return p.expect(&st.Expect)
	case Wait:
		if err := p.connected(); err != nil {
			return err
		}
		return p.pump(time.Now().Add(st.Time), nil)
	case Silence:
		return p.silence(st.Time)
	case Close:
		if p.conn != nil && p.conn.end == nil {
			p.closed(&End{Ours: true, Note: -1})
		}
		return nil
	}
	return fmt.Errorf("line %d: unknown step", st.Line)
}

// silence sends no KEEPALIVE for a time, or from here on.
func (p *player) silence(d time.Duration) error {
	if err := p.connected(); err != nil {
		return err
	}
	p.conn.silent = true
	if d == 0 {
		return nil
	}
	err := p.pump(time.Now().Add(d), func() bool { return p.conn.end != nil })
	p.conn.silent = false
	return err
}

// fail ends the run: an expectation was not met.
func (p *player) fail(expected, came string, message int) error {
	p.r.Failure = &Failure{Step: p.at, Expected: expected, Came: came, Message: message}
	return errStop
}
