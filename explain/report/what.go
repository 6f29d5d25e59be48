package report

import (
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
)

// what says what the event is, without who and when: "NOTIFICATION 3/4 UPDATE Message Error / Attribute Flags Error".
func (r *Report) what() string {
	ev := &r.Event
	switch {
	case ev.Kind == dump.KindUnparsed:
		return "Not decoded: " + ev.Err
	case ev.Kind == dump.KindState:
		return r.stateText()
	case r.messageType() == registry.MsgNotification:
		if code, sub, ok := r.errorPair(); ok {
			s := registry.MsgNotification.String() + " " + pairText(code, sub)
			if ev.HardReset {
				s += ", inside a " + registry.SubcodeName(uint8(registry.ErrCease), registry.SubHardReset)
			}
			return s
		}
		return registry.MsgNotification.String()
	case r.Tree == nil:
		if t := r.messageType(); t != 0 {
			return t.String()
		}
		if ev.Offender != nil || ev.Event.Kind == logline.KindOffender {
			return "Complaint about " + r.offenderText()
		}
		return "Message"
	case ev.Piece == codec.PieceMessage || r.messageType() != 0:
		return r.messageText()
	}
	return r.fragmentText()
}

// pairText writes code and subcode with their names.
func pairText(code, sub int) string {
	if code < 0 || code > 255 {
		return ""
	}
	s := strconv.Itoa(code)
	name := registry.TableErrorCodes.Name(uint64(code))
	if name == "" {
		name = "unassigned code"
	}
	if sub < 0 || sub > 255 {
		return s + " " + name
	}
	s += "/" + strconv.Itoa(sub) + " " + name
	if n := registry.SubcodeName(uint8(code), uint8(sub)); n != "" {
		return s + " / " + n
	}
	if sub != 0 {
		s += " / unassigned subcode"
	}
	return s
}

func (r *Report) stateText() string {
	ev := &r.Event
	if a := ev.Alarm; r.template() {
		maker, _, _ := strings.Cut(ev.Vendor, " ")
		return strings.TrimSpace(maker+" alarm ") + " " + a.Name + " (a line of documentation, nothing happened): " + a.Text
	}
	if s := r.happened(); s != "" {
		if ev.From != "" && ev.To != "" {
			s += " (from " + ev.From + " to " + ev.To + ")"
		}
		if (ev.Reason == logline.ReasonDown || r.Src.IsValid()) && ev.Words != "" { // who saw it on the wire has no words of a device
			s += ": " + ev.Words
		}
		return s
	}
	var s string
	switch {
	case ev.From != "" && ev.To != "":
		s = "Session went from " + ev.From + " to " + ev.To
	case ev.To != "":
		s = "Session went to " + ev.To
	case ev.Up:
		s = "Session came up"
	case r.again():
		s = "Another line about " + r.sameID()
	case r.complains():
		s = "Complaint about " + r.offenderText()
	case ev.Offender != nil && ev.Offender.ASPath != "":
		s = "AS path in the log: " + ev.Offender.ASPath
	case r.messageType() != 0:
		s = "Log line about " + r.messageType().String()
	default:
		s = "Log line"
	}
	if p := pairText(ev.Code, ev.Subcode); p != "" && ev.Code > 0 {
		s += ", last error " + p
	} else if ev.Words != "" {
		s += ": " + ev.Words
	} else if strings.HasPrefix(s, "Log line") && len(ev.Notes) > 0 {
		s += ": " + ev.Notes[0]
	} else if strings.HasPrefix(s, "Log line") && len(ev.Params) > 0 {
		s += ": " + strings.TrimSuffix(ev.Params[0].Key+" = "+ev.Params[0].Value, " = ")
	}
	return s
}

// complains reports whether the words call a message or an attribute faulty; they may also just tell of one.
func (r *Report) complains() bool {
	o := r.Event.Offender
	return o != nil && (o.Problem != "" || r.Event.Event.Kind == logline.KindOffender)
}

// template reports whether the event is a line of documentation.
func (r *Report) template() bool { return r.Event.Alarm != nil && r.Event.Alarm.Template }

// happened is what the explanation says of a session for a headline, "" where the event is something else.
func (r *Report) happened() string {
	x := r.Explanation
	switch {
	case r.Event.Kind != dump.KindState:
		return ""
	case x == nil && (r.again() || r.Event.Reason == ""):
		return ""
	case x == nil: // no verdict is wanted, but what happened is none
		x = explain.Explain(nil, r.evidence(&Options{}))
	}
	return x.Event(r.peer())
}

// offenderText names what the words complain about.
func (r *Report) offenderText() string {
	if o := r.Event.Offender; o != nil && o.AttrCode > 0 && o.AttrCode <= 255 {
		return registry.AttrCode(o.AttrCode).String()
	}
	if t := r.messageType(); t != 0 {
		return t.String()
	}
	return "a received message"
}

func (r *Report) sameID() string {
	if id := r.SameEvent(); id != "" {
		return id
	}
	return "an event"
}

// again reports whether the event only tells another one again.
func (r *Report) again() bool {
	return r.Event.Kind == dump.KindState && r.SameEvent() != ""
}

// mute reports whether the explanation has nothing to say: a state that names no error, or another line about an
// event already told.
func (r *Report) mute() bool { return r.again() || r.unjudged() }

// unjudged reports whether there was nothing to judge: a state or words that name no error.
func (r *Report) unjudged() bool {
	x := r.Explanation
	if x == nil || r.Tree != nil && r.Event.Kind != dump.KindState || r.again() || r.Event.Kind == dump.KindState && x.TellsSession() || r.Event.Alarm != nil || r.complains() {
		return false
	}
	v := &x.Verdict
	return v.Claim == explain.ClaimNone && v.Fault == explain.FaultUnknown && len(v.Causes) == 0 && len(v.Actions) == 0
}

// messageText tells the contents of a message that is no NOTIFICATION in a few words.
func (r *Report) messageText() string {
	t := r.Tree
	typ := r.messageType()
	if typ == 0 {
		if t.Find(0, codec.FieldType) >= 0 {
			return "Message of type 0"
		}
		return "Message, cut inside its header"
	}
	b := []byte(typ.String())
	switch typ {
	case registry.MsgOpen:
		b = appendOpen(b, t)
	case registry.MsgUpdate:
		b = appendUpdate(b, t)
	case registry.MsgRouteRefresh:
		n := t.Find(0, codec.FieldRefresh)
		if n < 0 {
			break
		}
		afi, ok1 := t.Val(n, codec.FieldAFI)
		safi, ok2 := t.Val(n, codec.FieldSAFI)
		if ok1 && ok2 {
			b = append(b, " for "...)
			b = append(b, registry.FamilyName(uint16(afi), uint8(safi))...)
		}
	}
	return string(b)
}

func appendOpen(b []byte, t *codec.Tree) []byte {
	n := t.Find(0, codec.FieldOpen)
	if n < 0 {
		return b
	}
	if v, ok := t.Val(n, codec.FieldEffectiveAS); ok {
		b = strconv.AppendUint(append(b, " of AS "...), v, 10)
	}
	if c := t.Find(n, codec.FieldBGPID); c >= 0 {
		b = t.AppendText(append(b, ", identifier "...), c)
	}
	if c := t.Find(n, codec.FieldHoldTime); c >= 0 {
		b = t.AppendText(append(b, ", hold time "...), c)
	}
	return b
}

func appendUpdate(b []byte, t *codec.Tree) []byte {
	n := t.Find(0, codec.FieldUpdate)
	if n < 0 {
		return b
	}
	if e := t.Child(n, codec.FieldEndOfRIB); e >= 0 {
		return t.AppendText(append(b, ": End-of-RIB for "...), e)
	}
	count := func(list, item codec.FieldID) int {
		k := 0
		if l := t.Child(n, list); l >= 0 {
			for c := t.FirstChild(l); c >= 0; c = t.Next(c) {
				if t.Nodes[c].Field == item {
					k++
				}
			}
		}
		return k
	}
	sep := ": "
	part := func(k int, one, more string) {
		if k == 0 {
			return
		}
		b = append(b, sep...)
		sep = ", "
		b = append(strconv.AppendInt(b, int64(k), 10), ' ')
		if k == 1 {
			b = append(b, one...)
		} else {
			b = append(b, more...)
		}
	}
	reach, unreach := multiprotocolRoutes(t, n)
	part(count(codec.FieldNLRIList, codec.FieldNLRI)+reach, "route", "routes")
	part(count(codec.FieldAttrs, codec.FieldAttr), "attribute", "attributes")
	part(count(codec.FieldWithdrawn, codec.FieldNLRI)+unreach, "route withdrawn", "routes withdrawn")
	return b
}

// multiprotocolRoutes counts the routes in MP_REACH_NLRI and MP_UNREACH_NLRI of the UPDATE at node n.
func multiprotocolRoutes(t *codec.Tree, n int32) (reach, unreach int) {
	list := t.Child(n, codec.FieldAttrs)
	if list < 0 {
		return 0, 0
	}
	for i := list + 1; i < t.Nodes[list].End; {
		nd := &t.Nodes[i]
		if nd.Field != codec.FieldNLRIList {
			i++
			continue
		}
		k := 0
		for c := t.FirstChild(i); c >= 0; c = t.Next(c) {
			if t.Nodes[c].Field == codec.FieldNLRI {
				k++
			}
		}
		if t.Nodes[nd.Parent].Field == codec.FieldMPUnreach {
			unreach += k
		} else {
			reach += k
		}
		i = nd.End
	}
	return reach, unreach
}

// fragmentText names the members of a list that stands alone.
func (r *Report) fragmentText() string {
	t := r.Tree
	s := "Fragment: " + r.Event.Piece.String()
	var names []string
	for i := range t.Nodes {
		switch t.Nodes[i].Field {
		case codec.FieldAttr, codec.FieldCapability:
			names = append(names, string(tree.AppendSummary(nil, t, int32(i))))
		case codec.FieldASPath:
			if t.Nodes[i].Parent == 0 {
				names = append(names, string(tree.AppendSummary(nil, t, int32(i))))
			}
		}
		if len(names) == 8 {
			names = append(names, "…")
			break
		}
	}
	if len(names) > 0 {
		s += ": " + strings.Join(names, ", ")
	}
	return s
}

// peer names the peer with its AS number.
func (r *Report) peer() string {
	peer := r.Event.PeerName()
	if r.PeerAS != 0 {
		as := "AS " + strconv.FormatUint(uint64(r.PeerAS), 10)
		if peer == "" {
			return as
		}
		peer += " (" + as + ")"
	}
	return peer
}

// who says which way the message went and between whom.
func (r *Report) who() string {
	ev := &r.Event
	peer := r.peer()
	switch {
	case r.happened() != "":
		return "" // it names the peer
	case ev.Kind == dump.KindState && peer != "":
		return "with " + peer
	case ev.Attempted:
		return strings.TrimSpace("that could not be delivered to " + peer)
	case r.Direction == logline.DirSent && peer != "":
		return "sent to " + peer
	case r.Direction == logline.DirReceived && peer != "":
		return "received from " + peer
	case r.Direction != logline.DirUnknown:
		return r.Direction.String()
	case peer != "":
		return "peer " + peer
	}
	return ""
}

// headline is the first line: what, who, which device, how often, when.
func (r *Report) headline() string {
	ev := &r.Event
	s := r.what()
	if w := r.who(); w != "" {
		s += ", " + w
	}
	var by []string
	if ev.Vendor != "" {
		maker, _, _ := strings.Cut(ev.Vendor, " (")
		by = append(by, maker)
	}
	if ev.Host != "" {
		by = append(by, "host "+ev.Host)
	}
	if len(by) > 0 {
		s += " [" + strings.Join(by, ", ") + "]"
	}
	if ev.Repeat > 1 {
		s += ", seen " + strconv.Itoa(ev.Repeat) + " times"
	}
	if t := r.when(); t != "" {
		s += ", " + t
	}
	return s
}

// when gives the time as the device printed it, or in full.
func (r *Report) when() string {
	if r.Event.TimeText != "" {
		return r.Event.TimeText
	}
	if r.Event.Time.IsZero() {
		return ""
	}
	return r.Event.Time.Format("2006-01-02 15:04:05.999 MST")
}

// culprit says who is at fault, in words of the place where the log was written.
func (r *Report) culprit(f explain.Fault) string {
	here, there := "", ""
	switch r.Direction {
	case logline.DirSent:
		here, there = ": this router", ": the peer"
	case logline.DirReceived:
		here, there = ": the peer", ": this router"
	}
	what := registry.MsgNotification.String()
	switch f {
	case explain.FaultSender:
		return "the sender of the " + what + here
	case explain.FaultReceiver:
		return "the receiver of the " + what + there
	case explain.FaultThirdParty:
		return "a third party: an AS further away made the route so"
	case explain.FaultConfiguration:
		return "the configuration, or an operator's command"
	case explain.FaultNetwork:
		return "the network between the two"
	case explain.FaultNone:
		return "nobody"
	}
	return "cannot be told from this"
}
