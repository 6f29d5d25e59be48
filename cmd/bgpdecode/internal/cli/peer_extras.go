package cli

import (
	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// peerExtra is something of "bgpdecode peer" beside the view: capture files, metrics, a proxy in place of the speaker. It
// lives in a file of its own; the list below is the only place that names it here.
type peerExtra interface {
	// register adds its flags. They are keys of the file of --config as well.
	register(*pflag.FlagSet)
	// open begins its work, if a flag asks for that; otherwise all results are nil. sink gets all events, in order, from one
	// goroutine at a time, before the view does; what they refer to is borrowed. done ends its work, after the last event; its
	// error makes the exit code 1.
	open(a *app, w *peerWork) (sink func(*speaker.Event), done func() error, err error)
}

// peerWork is what an extra may want to know of a run.
type peerWork struct {
	peers   []*speaker.Peer                            // those that are configured
	engine  peer.Engine                                // what makes the events
	failed  func(error)                                // ends the run with an error
	note    func(string)                               // writes a line to standard error; any goroutine may call it
	lines   func() func([]byte, *speaker.Event) []byte // makes what appends JSON objects, see peer.Lines
	comment func() func(*speaker.Event) string         // makes what comments on a message, see peer.Comments
}

// peerEngine is a peerExtra that makes the events itself, in place of a speaker.
type peerEngine interface {
	peerExtra
	// engine gives what makes the events, nil when no flag asks for it.
	engine(a *app, onEvent func(*speaker.Event)) (peer.Engine, error)
}

// peerExtras are the extras of one run, among them the proxy: a run with one has no peers.
func peerExtras() (list []peerExtra, p *peerProxy) {
	p = new(peerProxy)
	w := &peerWrite{wire: p.wire}
	return []peerExtra{p, w, &peerMetrics{write: w, proxy: p}}, p
}

// peerExtrasLong is what help says about them.
const peerExtrasLong = `

--write writes the session to files, in the format of their suffixes: .pcapng and .pcap for Wireshark, with each connection as
the conversation that it was, .mrt for bgpdump, .jsonl as --json. Each record is written before the next message is handled:
kill -9 loses one at most, and the files stay whole but for that one. A file that cannot be written to is told of, and the session goes on
without it; the exit code is 1 then. With --rotate-size or --rotate-time each file has a time and a number in its name and
can be read by itself; when one cannot be written to, a new one is tried each minute.

--proxy sits between two routers in place of speaking: what calls at its address is connected to the one argument, and octets
are forwarded untouched, shown and written. TCP ends at the proxy: each router sees an address of the proxy (--local is that
for the target) and has that one as its neighbor, TCP MD5 and TCP-AO need the key of the routers here too, and GTSM counts the
hops to the proxy. What is shown and written too slowly is forwarded all the same, and told of as not captured. The passive
way is to read a capture: tcpdump -U -w - port 179 | bgpdecode batch -

--metrics serves counts as text for Prometheus, to this machine only unless --metrics-public is given: nothing protects it.`

// openExtras opens the extras of a run, and gives their sinks and what closes them.
func openExtras(a *app, list []peerExtra, w *peerWork) (sinks []func(*speaker.Event), closers []func() error, err error) {
	for _, x := range list {
		sink, done, err := x.open(a, w)
		if err != nil {
			closeExtras(closers)
			return nil, nil, err
		}
		if sink != nil {
			sinks = append(sinks, sink)
		}
		if done != nil {
			closers = append(closers, done)
		}
	}
	return sinks, closers, nil
}

// closeExtras closes what was opened, the last one first, and gives the first error.
func closeExtras(closers []func() error) (err error) {
	for i := len(closers) - 1; i >= 0; i-- {
		if e := closers[i](); err == nil {
			err = e
		}
	}
	return err
}
