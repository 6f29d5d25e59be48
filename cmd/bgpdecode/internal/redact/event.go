package redact

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Event replaces what identifies somebody in an event. known is what is known of its session, by which its octets are
// read; what is returned is to be used in its place. The slices of the event are replaced, not changed.
func (r *Redactor) Event(ev *dump.Event, known codec.Known) codec.Known {
	r.Words(ev)
	return r.Octets(ev, known)
}

// Words replaces what stands in the words of an event: all but its octets.
func (r *Redactor) Words(ev *dump.Event) {
	var names [][2]string
	for _, n := range [...][2]string{{ev.Host, r.Host(ev.Host)}, {ev.Peer, r.Peer(ev.Peer)}, {ev.Session, r.session(ev.Session)}, {ev.Local, r.Peer(ev.Local)}} {
		// Addresses are found in words without help.
		if _, err := netip.ParseAddr(n[0]); err != nil && n[0] != n[1] {
			names = append(names, n)
		}
	}
	if vrf := r.vrf(ev.VRF); vrf != ev.VRF {
		names = append(names, [2]string{ev.VRF, vrf})
	}
	text := func(s string) string { return r.Text(s, names...) }
	ev.Host, ev.Peer, ev.Local, ev.VRF = r.Host(ev.Host), r.Peer(ev.Peer), r.Peer(ev.Local), r.vrf(ev.VRF)
	ev.Session = r.session(ev.Session)
	ev.LocalAS, ev.PeerAS = r.AS(ev.LocalAS), r.AS(ev.PeerAS)
	ev.Connection = text(ev.Connection)
	ev.Words, ev.Err, ev.RunnerUp = text(ev.Words), text(ev.Err), text(ev.RunnerUp)
	ev.Text = string(mask(nil, []byte(ev.Text)))
	ev.Notes, ev.Remarks = texts(ev.Notes, text), texts(ev.Remarks, text)
	ev.Params = slices.Clone(ev.Params)
	for i := range ev.Params {
		p := &ev.Params[i]
		if registry.ErrorCode(ev.Code) == registry.ErrCease && tellsWhy(p.Key) { // the operator's words, not the device's
			p.Value = string(mask(nil, []byte(p.Value)))
			continue
		}
		p.Value = r.param(p, text)
	}
	if o := ev.Offender; o != nil {
		c := *o
		c.Prefix, c.ASPath = text(o.Prefix), r.path(o.ASPath)
		ev.Offender = &c
	}
	if a := ev.Alarm; a != nil {
		c := *a
		c.Text, c.Interface = text(a.Text), text(a.Interface)
		ev.Alarm = &c
	}
	if st := ev.Step; st != nil {
		c := *st
		c.Other, c.Cause = text(st.Other), text(st.Cause)
		if o := st.Open; o != nil {
			open := *o
			open.AS, open.ID, open.Capabilities = r.AS(o.AS), r.Peer(o.ID), ""
			c.Open = &open
		}
		ev.Step = &c
	}
	ev.Dump, ev.EndOffset = logline.Dump{}, 0 // nobody is to find the text again
}

func texts(list []string, text func(string) string) []string {
	list = slices.Clone(list)
	for i := range list {
		list[i] = text(list[i])
	}
	return list
}

// session gives what replaces a device's name for a session.
func (r *Redactor) session(s string) string {
	if s == "" {
		return s
	}
	return r.tag("peer", s)
}

// vrf gives what replaces the name of a VRF; that of the table that every device has stays.
func (r *Redactor) vrf(s string) string {
	switch strings.ToLower(s) {
	case "", "default", "master", "inet.0", "inet6.0", "0", "base", "global", "_public_", "public":
		return s
	}
	return r.tag("vrf", s)
}

// tellsWhy reports whether a parameter is a reason in words. With a Cease it may be a shutdown communication (RFC 9003), or
// what an operator wrote.
func tellsWhy(key string) bool {
	key = strings.ToLower(key)
	for _, w := range [...]string{"reason", "communication", "message", "text", "comment", "notifyinfo"} {
		if strings.Contains(key, w) {
			return true
		}
	}
	return false
}

// param replaces the value of a parameter of a vendor. What it is, its key says.
func (r *Redactor) param(p *logline.Param, text func(string) string) string {
	key := strings.ToLower(p.Key)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(key, w) {
				return true
			}
		}
		return false
	}
	_, notAddr := netip.ParseAddr(p.Value)
	switch {
	case has("group", "descr", "user", "customer"):
		return r.tag("name", p.Value)
	case key == "protocol" || strings.HasSuffix(key, "name") && !has("vpn", "vrf", "instance", "alarm", "code") && notAddr != nil:
		return r.tag("peer", p.Value)
	case key == "data" && strings.Trim(p.Value, "0123456789abcdefABCDEF") == "":
		return strings.Repeat("0", len(p.Value))
	case has("host", "router", "nodename", "sysname"):
		return r.Peer(p.Value)
	case has("vrf", "instance", "vpn", "table"):
		return r.vrf(p.Value)
	}
	if key == "as" || strings.HasSuffix(key, "as") || strings.HasSuffix(key, "asn") {
		if to, ok := r.asNumber(p.Value); ok {
			return to
		}
	}
	return text(p.Value)
}
