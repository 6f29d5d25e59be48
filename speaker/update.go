package speaker

import (
	"fmt"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// update is an UPDATE that was judged and waits for the machine to say that it is processed.
type update struct {
	msg      []byte
	withdraw bool   // treat its routes as withdrawn
	rewrite  []byte // its attributes without some of them; nil: as they are
	leak     bool   // its routes are a leak, marked by otc
	otc      uint32
}

// judgeUpdate decides about an UPDATE by the codec's findings (RFC 7606).
func (c *conn) judgeUpdate(msg []byte, findings []codec.Finding) (fsm.Event, codec.Action) {
	c.todo = update{}
	if c.s.State() != fsm.Established {
		return fsm.Event{Kind: fsm.UpdateMsg}, registry.ActionNone // unexpected; the machine knows what to do
	}
	return c.reactTo(msg, findings)
}

// reactTo is judgeUpdate for a session that is up.
func (c *conn) reactTo(msg []byte, findings []codec.Finding) (fsm.Event, codec.Action) {
	if n, why := c.quirky(msg, findings); n.Code != 0 {
		c.remark = why
		return fsm.Event{Kind: fsm.UpdateMsgErr, Note: n}, registry.ActionSessionReset
	}
	body := split(msg)
	if len(findings) == 0 && !body.mp && body.otc == nil && !c.p.cfg.EnforceFirstAS {
		c.todo.msg = msg
		return fsm.Event{Kind: fsm.UpdateMsg}, registry.ActionNone
	}
	action, guilty := c.worst(findings)
	if a, f, why := c.ownRules(&body); a > action {
		action, guilty, c.remark = a, f, why
	}
	if c.canDisable(action, guilty) {
		action = registry.ActionSessionReset
		if c.disable(guilty) {
			action = registry.ActionAFISAFIDisable
		}
	}
	switch action {
	case registry.ActionSessionReset:
		n := codec.Notification{Code: registry.ErrUpdate}
		if guilty != nil {
			n = guilty.Note
		}
		return fsm.Event{Kind: fsm.UpdateMsgErr, Note: n}, action
	case registry.ActionAFISAFIDisable:
	default:
		c.todo = update{msg: msg, withdraw: action == registry.ActionTreatAsWithdraw}
		if action == registry.ActionAttributeDiscard {
			c.todo.rewrite = discarded(body.attrs, findings)
			body.attrs = c.todo.rewrite
		}
		c.todo.otc, c.todo.leak = c.leaked(&body)
		if rest, any := c.uncarried(&body); any {
			c.todo.rewrite = rest
		}
	}
	return fsm.Event{Kind: fsm.UpdateMsg}, action
}

// worst gives the strongest action of the findings and the finding whose NOTIFICATION goes with it. By RFC 4271 alone
// any error resets the session, and the first one counts.
func (c *conn) worst(findings []codec.Finding) (codec.Action, *codec.Finding) {
	action := registry.ActionNone
	var guilty, softer *codec.Finding
	for i := range findings {
		f := &findings[i]
		a := f.Action
		// The Partial bit is an error of RFC 4271 section 6.3 that RFC 7606 section 3 (c) no longer sees as one.
		wrong := f.Severity == codec.SeverityError || f.ID == codec.FindAttrPartial
		if c.p.cfg.Strict4271 && wrong && f.Note.Code != 0 {
			a = registry.ActionSessionReset
		}
		if f.Note.Code != 0 && a > registry.ActionNone && (softer == nil || a > softer.Action) {
			softer = f
		}
		if a > action {
			action, guilty = a, nil
		}
		if a == action && guilty == nil && f.Note.Code != 0 {
			guilty = f
		}
	}
	if guilty == nil { // an error without routes that could be withdrawn: what it would have been
		guilty = softer
	}
	return action, guilty
}

// ownRules judges what only the session knows: next hops of another family without RFC 8950, the first AS number.
// What is wrong is no finding of the codec, so it is told in words.
func (c *conn) ownRules(body *sections) (codec.Action, *codec.Finding, string) {
	if body.mp && c.badNextHop(body) {
		f := &codec.Finding{ID: codec.FindMPNextHopLen, Severity: codec.SeverityError, Action: registry.ActionSessionReset,
			Attr: uint8(registry.AttrMPReach), Node: -1,
			Note: codec.Notification{Code: registry.ErrUpdate, Subcode: registry.SubOptionalAttribute, Data: body.reachTLV}}
		return f.Action, f, "an IPv6 next hop for routes of IPv4, which was not agreed (RFC 8950)"
	}
	if c.p.cfg.EnforceFirstAS && c.agreed.Kind == codec.PeerEBGP && body.announces() && !c.firstAS(body) {
		f := &codec.Finding{ID: codec.FindPathEmptyEBGP, Severity: codec.SeverityError, Action: registry.ActionTreatAsWithdraw,
			Attr: uint8(registry.AttrASPath), Node: -1,
			Note: codec.Notification{Code: registry.ErrUpdate, Subcode: registry.SubMalformedASPath}}
		if c.p.cfg.Strict4271 {
			f.Action = registry.ActionSessionReset
		}
		return f.Action, f, fmt.Sprintf("the AS_PATH does not begin with the peer's AS %d", c.agreed.PeerAS)
	}
	return registry.ActionNone, nil, ""
}

// badNextHop reports whether routes of IPv4 have a next hop of IPv6 that was not agreed (RFC 8950 section 4).
func (c *conn) badNextHop(body *sections) bool {
	r, ok := codec.ParseMPReach(body.reach)
	if !ok || r.Family.AFI != registry.AFIIPv4 || slices.Contains(c.agreed.NextHop6, r.Family) {
		return false
	}
	switch r.Family.SAFI {
	case registry.SAFIUnicast, registry.SAFIMulticast, registry.SAFILabeledUnicast:
		return len(r.NextHop) == 16 || len(r.NextHop) == 32
	case registry.SAFIVPN:
		return len(r.NextHop) == 24 || len(r.NextHop) == 48
	}
	return false
}

// firstAS reports whether the AS_PATH begins with the peer's AS number.
func (c *conn) firstAS(body *sections) bool {
	for s := range codec.Segments(body.path, c.receive.AS4) {
		return s.Type == registry.SegASSequence && s.Count > 0 && s.ASN(0) == c.agreed.PeerAS
	}
	return false
}

// canDisable reports whether an error may cost a family instead of the session: what is wrong is inside a multiprotocol
// attribute, not around it.
func (c *conn) canDisable(action codec.Action, guilty *codec.Finding) bool {
	if action == registry.ActionAFISAFIDisable {
		return true
	}
	return action == registry.ActionSessionReset && c.p.cfg.FamilyDisable && !c.p.cfg.Strict4271 && guilty != nil && guilty.ID != codec.FindMPTwice &&
		(guilty.Attr == uint8(registry.AttrMPReach) || guilty.Attr == uint8(registry.AttrMPUnreach))
}

// disable stops using the family of a multiprotocol attribute that cannot be read (RFC 7606 section 2). It reports
// false when the family is not known, or nothing would be left.
func (c *conn) disable(f *codec.Finding) bool {
	if f == nil || len(f.Note.Data) == 0 {
		return false
	}
	a, ok := codec.ParseAttr(f.Note.Data)
	if !ok || len(a.Value) < 3 {
		return false
	}
	family := codec.Family{AFI: registry.AFI(uint16(a.Value[0])<<8 | uint16(a.Value[1])), SAFI: registry.SAFI(a.Value[2])}
	if !c.agreed.has(family) || len(c.disabled)+1 >= len(c.agreed.Families) || slices.Contains(c.disabled, family) {
		return false
	}
	c.disabled = append(c.disabled, family)
	c.p.dropFamily(c, family, "the family was disabled")
	c.p.emit(c, Event{Kind: FamilyDisabled, Family: family})
	return true
}

// carried reports whether routes of a family are taken on this connection.
func (c *conn) carried(f codec.Family) bool {
	return c.agreed.has(f) && !slices.Contains(c.disabled, f)
}

// sections are the parts of an UPDATE whose lengths are sound.
type sections struct {
	attrs, nlri    []byte
	mp             bool
	reach, unreach []byte // values of the first MP_REACH_NLRI and MP_UNREACH_NLRI
	reachTLV       []byte
	path           []byte // value of the first AS_PATH
	otc            []byte // value of the first OTC
}

// split finds the parts of an UPDATE.
func split(msg []byte) (s sections) {
	u, ok := codec.ParseUpdate(msg)
	if !ok {
		return s
	}
	s.attrs, s.nlri = u.Attrs, u.NLRI
	for rest := s.attrs; len(rest) > 0; {
		a, ok := codec.ParseAttr(rest)
		if !ok {
			break
		}
		n := a.HeaderLen + len(a.Value)
		switch {
		case a.Code == registry.AttrMPReach && s.reach == nil:
			s.reach, s.reachTLV, s.mp = a.Value, rest[:n:n], true
		case a.Code == registry.AttrMPUnreach && s.unreach == nil:
			s.unreach, s.mp = a.Value, true
		case a.Code == registry.AttrASPath && s.path == nil:
			s.path = a.Value
		case a.Code == registry.AttrOTC && s.otc == nil:
			s.otc = a.Value
		}
		rest = rest[n:]
	}
	return s
}

// announces reports whether the UPDATE announces routes.
func (s *sections) announces() bool {
	if len(s.nlri) > 0 {
		return true
	}
	r, ok := codec.ParseMPReach(s.reach)
	return ok && len(r.NLRI) > 0
}
