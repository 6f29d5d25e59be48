package metrics

import (
	"slices"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// states are those of RFC 4271 section 8.2.2.
var states = [...]fsm.State{fsm.Idle, fsm.Connect, fsm.Active, fsm.OpenSent, fsm.OpenConfirm, fsm.Established}

// AppendText appends all counts in Prometheus's text format.
func (c *Counts) AppendText(dst []byte) []byte {
	c.mu.Lock()
	all := append(c.events(), c.program()...)
	list := slices.Clone(c.list)
	c.mu.Unlock()
	// The speaker is asked without the lock: it may be waiting for it in Event.
	return appendText(dst, append(all, peers(list)...))
}

// program gives what is no peer's.
func (c *Counts) program() []family {
	build := gauge("bgpdecode_build_info", "Always 1; the version of bgpdecode.", "version")
	build.add(1, c.opt.Version)
	start := gauge("bgpdecode_start_time_seconds", "When counting began, in seconds since 1970.")
	start.add(float64(c.start.UnixMilli()) / 1000)
	written := counter("bgpdecode_capture_octets_total", "Octets written to capture files, those of rotation together.", "file")
	if c.opt.Captures != nil {
		names, octets := c.opt.Captures()
		for i, name := range names {
			written.add(float64(octets[i]), name)
		}
	}
	forwarded := counter("bgpdecode_proxy_octets_total", "Octets that the proxy has forwarded.")
	lost := counter("bgpdecode_proxy_lost_octets_total", "Octets that the proxy has forwarded and could not capture.")
	if c.opt.Proxy != nil {
		f, l := c.opt.Proxy()
		forwarded.add(float64(f))
		lost.add(float64(l))
	}
	return []family{build, start, written, forwarded, lost}
}

func counter(name, help string, labels ...string) family {
	return family{name: name, help: help, kind: "counter", labels: labels}
}

func gauge(name, help string, labels ...string) family {
	return family{name: name, help: help, kind: "gauge", labels: labels}
}

// ways gives the names of the directions, received first.
func (c *Counts) ways() [2]string {
	if c.opt.Wire {
		return [2]string{"from-target", "to-target"}
	}
	return [2]string{"received", "sent"}
}

// events gives what events told.
func (c *Counts) events() []family {
	messages := counter("bgpdecode_messages_total", "BGP messages.", "direction", "peer", "type")
	octets := counter("bgpdecode_message_octets_total", "Octets of BGP messages, headers included.", "direction", "peer")
	notes := counter("bgpdecode_notifications_total", "NOTIFICATION messages; those of codes that IANA does not list are other.", "code", "direction", "peer", "subcode")
	findings := counter("bgpdecode_findings_total", "What is wrong or odd in messages, by the id of the finding.", "id", "peer", "severity")
	conns := counter("bgpdecode_connections_total", "TCP connections, and attempts at them, by what became of them.", "peer", "result")
	open := gauge("bgpdecode_connections_open", "TCP connections that are open.", "peer")
	changes := counter("bgpdecode_state_changes_total", "Changes of state of the peer's state machines.", "peer")
	up := counter("bgpdecode_established_total", "How often a session of the peer became Established.", "peer")
	eor := counter("bgpdecode_end_of_rib_total", "End-of-RIB markers of the peer.", "family", "peer")
	ways := c.ways()
	for _, p := range c.list {
		for way, name := range ways {
			for t, n := range p.messages[way] {
				messages.add(float64(n), name, p.name, typeName(t))
			}
			octets.add(float64(p.octets[way]), name, p.name)
		}
		for n, v := range p.notes {
			way := ways[0]
			if n.sent {
				way = ways[1]
			}
			code, sub := "other", "other"
			if n.known {
				code, sub = strconv.Itoa(int(n.code)), strconv.Itoa(int(n.subcode))
			}
			notes.add(float64(v), code, way, p.name, sub)
		}
		for id, v := range p.findings {
			k := codec.FindingInfo(id)
			findings.add(float64(v), k.ID, p.name, k.Severity.String())
		}
		for i, n := range p.conns {
			conns.add(float64(n), p.name, connKinds[i])
		}
		open.add(float64(p.open), p.name)
		for f, n := range p.endOfRIB {
			eor.add(float64(n), f.String(), p.name)
		}
		if p.source != nil {
			changes.add(float64(p.changes), p.name)
			up.add(float64(p.established), p.name)
		}
	}
	return []family{messages, octets, notes, findings, conns, open, changes, up, eor}
}

func typeName(t int) string {
	if t == 0 {
		return "other"
	}
	return registry.MessageType(t).String()
}

// peers gives what the speaker knows of its peers at this moment.
func peers(list []*peer) []family {
	state := gauge("bgpdecode_peer_state", "1 for the state that the most advanced state machine of the peer is in, 0 for the others.", "peer", "state")
	since := gauge("bgpdecode_peer_up_time_seconds", "When the session became Established, in seconds since 1970; 0: it is not.", "peer")
	held := gauge("bgpdecode_prefixes", "Routes of the peer that are held.", "family", "peer")
	routes := counter("bgpdecode_routes_total", "Routes in UPDATE messages of the peer.", "kind", "peer")
	collisions := counter("bgpdecode_collisions_total", "Connections closed by collision detection.", "peer")
	healed := counter("bgpdecode_update_errors_total", "UPDATE messages handled by RFC 7606, by what was done.", "action", "peer")
	for _, p := range list {
		if p.source == nil {
			continue
		}
		st := p.source.Stats()
		for _, s := range states {
			v := 0.0
			if s == st.State {
				v = 1
			}
			state.add(v, p.name, s.String())
		}
		at := 0.0
		if !st.Up.IsZero() {
			at = float64(st.Up.UnixMilli()) / 1000
		}
		since.add(at, p.name)
		for f, n := range st.Prefixes {
			held.add(float64(n), f.String(), p.name)
		}
		routes.add(float64(st.Announced), "announced", p.name)
		routes.add(float64(st.Withdrawn), "withdrawn", p.name)
		collisions.add(float64(st.Collisions), p.name)
		healed.add(float64(st.TreatedAsWithdrawn), registry.ActionTreatAsWithdraw.String(), p.name)
		healed.add(float64(st.Discarded), registry.ActionAttributeDiscard.String(), p.name)
	}
	return []family{state, since, held, routes, collisions, healed}
}
