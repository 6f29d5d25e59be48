package inject

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// expect plays a step that waits for something.
func (p *player) expect(e *Expectation) error {
	switch e.Thing {
	case SomeState:
		return p.expectState(e)
	case NoConnection:
		return p.expectEnd(e)
	case NoMessage:
		return p.expectNothing(e)
	case ByRFC:
		return p.expectReaction(e)
	}
	return p.expectMessage(e)
}

// expectState wants the session to be Established, and to stay.
func (p *player) expectState(e *Expectation) error {
	p.held = 0
	if err := p.reach(Established, e.Within); err != nil {
		return err
	}
	l := p.conn
	if err := p.pump(time.Now().Add(e.Time), func() bool { return l.end != nil || l.note >= 0 }); err != nil {
		return err
	}
	switch {
	case l.note >= 0:
		return p.fail(e.text(), "a NOTIFICATION", l.note)
	case l.end != nil:
		return p.fail(e.text(), l.end.Text(), l.note)
	}
	p.drop()
	return nil
}

// expectEnd wants the target to close the connection.
func (p *player) expectEnd(e *Expectation) error {
	if err := p.connected(); err != nil {
		return err
	}
	l := p.conn
	if err := p.pump(time.Now().Add(e.Within), func() bool { return l.end != nil }); err != nil {
		return err
	}
	if l.end == nil {
		return p.fail(e.text(), fmt.Sprintf("the connection stands after %s", e.Within), -1)
	}
	return nil
}

// expectNothing wants no message but KEEPALIVE.
func (p *player) expectNothing(e *Expectation) error {
	if err := p.connected(); err != nil {
		return err
	}
	if p.conn.note < 0 {
		p.drop()
	}
	l, until := p.conn, time.Now().Add(e.Time)
	for {
		for len(l.inbox) > 0 {
			m := l.inbox[0]
			l.inbox = l.inbox[1:]
			if !isType(m.octets, registry.MsgKeepalive) {
				return p.fail(e.text(), "a message", m.index)
			}
		}
		if l.end != nil {
			return p.fail(e.text(), l.end.Text(), l.note)
		}
		if !time.Now().Before(until) {
			return nil
		}
		if err := p.pump(until, func() bool { return l.end != nil || len(l.inbox) > 0 }); err != nil {
			return err
		}
	}
}

// drop forgets the messages that no step has looked at.
func (p *player) drop() { p.conn.inbox = nil }

// expectMessage wants a message. Of OPEN and NOTIFICATION the first one must be it; UPDATEs and others may come before.
func (p *player) expectMessage(e *Expectation) error {
	if err := p.connected(); err != nil {
		return err
	}
	l, until, near := p.conn, time.Now().Add(e.Within), -1
	for {
		for len(l.inbox) > 0 {
			m := l.inbox[0]
			l.inbox = l.inbox[1:]
			switch {
			case !isType(m.octets, e.Type):
				if isType(m.octets, registry.MsgNotification) {
					return p.fail(e.text(), "a NOTIFICATION", m.index)
				}
			case e.meets(&m):
				p.r.Steps[p.at].Got = m.index
				return nil
			case e.Type == registry.MsgOpen || e.Type == registry.MsgNotification:
				return p.fail(e.text(), "another one", m.index)
			default:
				near = m.index
			}
		}
		switch {
		case l.end != nil:
			return p.fail(e.text(), l.end.Text(), max(near, l.note))
		case !time.Now().Before(until):
			return p.fail(e.text(), e.missed(near), near)
		}
		if err := p.pump(until, func() bool { return l.end != nil || len(l.inbox) > 0 }); err != nil {
			return err
		}
	}
}

// missed says what there was in the place of what was expected.
func (e *Expectation) missed(near int) string {
	if near >= 0 {
		return fmt.Sprintf("only others in %s, the last:", e.Within)
	}
	return fmt.Sprintf("nothing of that kind in %s; the connection stands", e.Within)
}

// meets reports whether a message of the right type is what is expected.
func (e *Expectation) meets(m *received) bool {
	body := m.octets[min(codec.HeaderLen, len(m.octets)):]
	switch e.Type {
	case registry.MsgOpen:
		return e.meetsOpen(m.octets) && e.holds(body)
	case registry.MsgUpdate:
		return e.holds(body) && e.carries(m)
	case registry.MsgNotification:
		if len(body) < 2 {
			return len(e.Codes) == 0 && e.holds(nil)
		}
		return e.names(registry.ErrorCode(body[0]), body[1]) && e.holds(body[2:]) && e.says(body[2:])
	}
	return e.holds(body)
}

// names reports whether a code and a subcode are among those expected.
func (e *Expectation) names(code registry.ErrorCode, sub uint8) bool {
	return len(e.Codes) == 0 || slices.ContainsFunc(e.Codes, func(c Code) bool {
		return c.Code == code && (c.AnySub || c.Sub == sub)
	})
}

// holds compares octets with what is expected of them.
func (e *Expectation) holds(b []byte) bool {
	switch e.Match {
	case Equal:
		return bytes.Equal(b, e.Data)
	case Contains:
		return bytes.Contains(b, e.Data)
	}
	return true
}

// says compares the text of a NOTIFICATION with what is expected of it.
func (e *Expectation) says(data []byte) bool {
	if e.TextIs == Whatever {
		return true
	}
	if len(data) == 0 {
		return e.Text == ""
	}
	text := string(data[1:min(1+int(data[0]), len(data))])
	if e.TextIs == Contains {
		return strings.Contains(text, e.Text)
	}
	return text == e.Text
}

// meetsOpen reports whether an OPEN says what is expected.
func (e *Expectation) meetsOpen(msg []byte) bool {
	w := &e.Open
	if len(w.Given) == 0 {
		return true
	}
	o, ok := codec.ParseOpen(msg)
	if !ok {
		return false
	}
	v := &w.Value
	switch {
	case w.Given["as"] && o.AS != v.AS, w.Given["my-as"] && o.MyAS != v.MyAS, w.Given["hold"] && o.HoldTime != v.HoldTime,
		w.Given["id"] && o.ID != v.ID, w.Given["version"] && o.Version != v.Version:
		return false
	}
	want := slices.Clone(v.Capabilities)
	for _, f := range w.Families {
		want = append(want, codec.MultiprotocolCapability(f))
	}
	return !slices.ContainsFunc(want, func(c codec.Capability) bool {
		return !slices.ContainsFunc(o.Capabilities, func(d codec.Capability) bool {
			return c.Code == d.Code && (c.Value == nil || bytes.Equal(c.Value, d.Value))
		})
	})
}

// carries reports whether an UPDATE announces and withdraws the routes that are expected.
func (e *Expectation) carries(m *received) bool {
	if len(e.Routes) == 0 {
		return true
	}
	u, ok := codec.ParseUpdate(m.octets)
	if !ok {
		return false
	}
	announced, gone := routesOf(&u, m.ctx)
	for _, r := range e.Routes {
		list := announced
		if r.Gone {
			list = gone
		}
		if !slices.Contains(list, r.Prefix) {
			return false
		}
	}
	return true
}

// routesOf gives the prefixes that an UPDATE announces and withdraws.
func routesOf(u *codec.Update, ctx codec.Context) (announced, gone []netip.Prefix) {
	add := func(list []netip.Prefix, b []byte, f codec.Family) []netip.Prefix {
		if f.AddrBits() == 0 {
			return list
		}
		for n := range codec.NLRIs(b, f, ctx.AddPath.Has(f)) {
			list = append(list, n.Prefix(f))
		}
		return list
	}
	announced, gone = add(nil, u.NLRI, codec.IPv4Unicast), add(nil, u.Withdrawn, codec.IPv4Unicast)
	for a := range codec.Attrs(u.Attrs) {
		switch a.Code {
		case registry.AttrMPReach:
			if r, ok := codec.ParseMPReach(a.Value); ok {
				announced = add(announced, r.NLRI, r.Family)
			}
		case registry.AttrMPUnreach:
			if f, nlri, ok := codec.ParseMPUnreach(a.Value); ok {
				gone = add(gone, nlri, f)
			}
		}
	}
	return announced, gone
}

// text says in words what is expected.
func (e *Expectation) text() string {
	switch e.Thing {
	case SomeState:
		if e.Time > 0 {
			return fmt.Sprintf("a session that is established for %s", e.Time)
		}
		return "an established session"
	case NoConnection:
		return "the target to close the connection"
	case NoMessage:
		return fmt.Sprintf("no message but KEEPALIVE for %s", e.Time)
	}
	s := codec.EnumName(codec.EnumMessageType, uint64(e.Type))
	for i, c := range e.Codes {
		sep := " or "
		if i == 0 {
			sep = " "
		}
		if c.AnySub {
			s += fmt.Sprintf("%s%d/*", sep, c.Code)
		} else {
			s += fmt.Sprintf("%s%d/%d", sep, c.Code, c.Sub)
		}
	}
	for _, r := range e.Routes {
		s += map[bool]string{false: " that announces ", true: " that withdraws "}[r.Gone] + r.Prefix.String()
	}
	switch {
	case e.Match == Equal && len(e.Data) == 0:
		s += " without Data"
	case e.Match == Equal:
		s += fmt.Sprintf(" with Data %x", e.Data)
	case e.Match == Contains:
		s += fmt.Sprintf(" with %x in it", e.Data)
	}
	return s
}
