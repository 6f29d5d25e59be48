package batch

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
)

// cause is what events have in common that have the same reason. It holds nothing that is particular to a peer.
type cause struct {
	code, sub int               // of the NOTIFICATION, -1 when there is none
	way       logline.Direction // of the NOTIFICATION, as the device that logged it sees it; unknown where both sides tell of it
	hard      bool              // a Hard Reset encloses it
	attr      uint8
	flags     int16           // of the attribute where the complaint is about them, -1 when not known
	finding   codec.FindingID // the worst one; valid with found
	found     bool
	claim     explain.Claim
	down      bool   // a session went down, and no line tells of a NOTIFICATION
	limit     bool   // a limit of prefixes was passed, and no line tells that the session went down
	what      string // for what has no code: why it could not be decoded, what a down was said to be for
}

// fact is what the summary keeps of an event.
type fact struct {
	cause   cause
	down    bool   // the session fell
	group   string // of the peer
	hosts   []string
	act     string // who must do what
	story   *story // what both sides say, nil when events are not compared
	counts  bool   // the event has a cause
	other   string // what it is when it has none
	again   bool   // a further line about an event
	times   int64
	time    time.Time
	peer    string
	host    string
	id      string // of the event
	example string
	verdict string
}

// mostExample bounds what is kept of an example.
const mostExample = 400

func factOf(e *entry, j *job) fact {
	ev := &e.Event
	f := fact{times: int64(max(ev.Repeat, 1)), time: ev.Time, peer: strings.Clone(ev.PeerName()), host: strings.Clone(ev.Host), again: e.again() || answered(e.Report), id: e.ID}
	if f.peer == "" && e.Src.IsValid() {
		f.peer = e.Src.Addr().String()
	}
	if f.again {
		return f
	}
	f.group = groupOf(f.peer, e.PeerAS)
	f.cause, f.counts = causeOf(e)
	if t := e.ties; t != nil {
		f.times, f.hosts, f.story = max(f.times, int64(t.times)), t.hosts, t.story
		if t.counts {
			f.cause, f.counts = t.cause, true
		}
		if t.correlation != nil && len(t.correlation.Sides) > 0 {
			f.cause.way = logline.DirUnknown
		}
	}
	f.down = (f.cause.down || f.cause.code >= 0 && !ev.Attempted) && f.cause.endsSession()
	if !f.counts {
		f.other = otherOf(e)
		return f
	}
	f.example = exampleOf(e, j)
	switch {
	case ev.Kind == dump.KindUnparsed:
		f.verdict = ev.Err
	case e.Explanation != nil:
		v := &e.Explanation.Verdict
		f.verdict = v.Summary
		if len(v.Actions) > 0 && v.Fault != explain.FaultNone {
			f.act = v.Actions[0].Do
			if who := v.Actions[0].Who; who != "" {
				f.act = who + ": " + f.act
			}
		}
		if s := f.story; s != nil && s.judged.summary != "" {
			f.verdict = s.judged.summary
			if s.judged.first != "" {
				f.act = s.judged.first
			}
		}
	}
	return f
}

// endsSession reports whether an established session can have ended so.
func (c *cause) endsSession() bool {
	return !noSession(c.code, c.sub) && !strings.HasPrefix(c.what, "connect-")
}

// causeOf normalises what an event is about. ok is false for what is no trouble: a session that came up, a KEEPALIVE.
func causeOf(e *entry) (c cause, ok bool) {
	ev := &e.Event
	c.code, c.sub, c.flags = -1, -1, -1
	if ev.Kind == dump.KindUnparsed {
		c.what = normal(ev.Err)
		return c, true
	}
	if e.Explanation != nil {
		c.claim = e.Explanation.Verdict.Claim
	}
	if e.Tree != nil {
		for _, f := range e.Tree.Findings {
			if f.Severity == codec.SeverityError && (!c.found || f.Attr != 0 && c.attr == 0) {
				c.finding, c.attr, c.found = f.ID, f.Attr, true
			}
		}
		if a := e.Tree.Find(0, codec.FieldNotification); a >= 0 && c.attr == 0 {
			c.attr = attrOf(e.Tree, a)
		}
	}
	if o := ev.Offender; o != nil && c.attr == 0 && o.AttrCode > 0 && o.AttrCode < 256 {
		c.attr = uint8(o.AttrCode)
	}
	if ev.Code > 0 || ev.Code == 0 && ev.Event.Kind == logline.KindNotification {
		c.code, c.sub, c.hard, c.way = ev.Code, ev.Subcode, ev.HardReset, e.Direction
		c.enclosed(e.Tree)
		if c.code == int(registry.ErrUpdate) && c.sub == int(registry.SubAttributeFlags) {
			c.flags = flagsOf(e)
		}
		return c, true
	}
	switch {
	case ev.Kind == dump.KindState && ev.Offender == nil:
		if !downed(ev) {
			return c, false
		}
		if ev.Reason == logline.ReasonOverLimit {
			c.limit, c.what = true, ev.Reason
			return c, true
		}
		if c.down, c.what = true, ev.Reason; c.what == "" || c.what == logline.ReasonDown {
			c.what = normal(ev.Words)
		}
		return c, true
	case ev.Kind == dump.KindMessage && ev.Event.Kind == logline.KindNotification && len(ev.Octets) == 0:
		// A NOTIFICATION of which the words give no code.
		c.down, c.what = true, "NOTIFICATION"
		if e.Direction != logline.DirUnknown {
			c.what += " " + e.Direction.String()
		}
		if w := normal(ev.Words); w != "" {
			c.what += ", " + w
		}
		return c, true
	case c.found || ev.Offender != nil:
		return c, true
	}
	return c, false
}

// attrOf gives the type of the first attribute below a node, 0 if there is none.
func attrOf(t *codec.Tree, node int32) uint8 {
	n := t.Find(node, codec.FieldAttr)
	if n < 0 {
		return 0
	}
	c := t.Find(n, codec.FieldAttrType)
	if c < 0 {
		return 0
	}
	return uint8(t.Nodes[c].Val)
}

// enclosed takes code and subcode from what a Hard Reset encloses (RFC 8538 section 3): some devices print that, some what
// is around it.
func (c *cause) enclosed(t *codec.Tree) {
	if t == nil || c.code != int(registry.ErrCease) || c.sub != int(registry.SubHardReset) {
		return
	}
	n := t.Find(0, codec.FieldHardReset)
	if code, ok := t.Val(n, codec.FieldCode); ok {
		c.hard, c.code, c.sub = true, int(code), -1
		if sub, ok := t.Val(n, codec.FieldSubcode); ok {
			c.sub = int(sub & 0xff)
		}
	}
}

// flagsOf gives the flags of the attribute in the Data of a NOTIFICATION, -1 when it shows none.
func flagsOf(e *entry) int16 {
	if o := e.Event.Offender; o != nil && o.AttrFlags >= 0 && o.AttrFlags < 256 {
		return int16(o.AttrFlags)
	}
	if e.Tree == nil {
		return -1
	}
	n := e.Tree.Find(e.Tree.Find(0, codec.FieldNotification), codec.FieldAttr)
	if v, ok := e.Tree.Val(n, codec.FieldAttrFlags); ok {
		return int16(v & 0xff)
	}
	return -1
}

// normal takes out of a text what differs from event to event: numbers of two digits or more, and what holds a digit
// and a dot or a colon.
func normal(s string) string {
	words := strings.Fields(s[:min(len(s), 200)])
	for i, w := range words {
		digits, marks := 0, 0
		for k := range len(w) {
			switch c := w[k]; {
			case c >= '0' && c <= '9':
				digits++
			case c == '.' || c == ':':
				marks++
			}
		}
		if digits >= 2 || digits > 0 && marks > 0 {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}

// otherOf names what has no cause, for the last line of the summary.
func otherOf(e *entry) string {
	ev := &e.Event
	switch {
	case ev.Kind == dump.KindState && ev.Up:
		return "session came up"
	case ev.Kind == dump.KindState:
		return "state"
	case ev.Kind == dump.KindFragment:
		return "fragment"
	}
	if t := typeName(e.Report); t != "" {
		return t
	}
	return "message"
}

// exampleOf gives the text of an event, or its octets.
func exampleOf(e *entry, j *job) string {
	ev := &e.Event
	if ev.Style != "" && ev.EndOffset > 0 {
		if text := j.textOf(ev, mostExample); text != "" {
			return strings.Join(strings.Fields(text), " ")
		}
	}
	return hex.EncodeToString(ev.Octets[:min(len(ev.Octets), mostExample/2)])
}

// textOf gives the text of an event, at most so much of it; "" when the job does not have it.
func (j *job) textOf(ev *dump.Event, most int) string {
	// EndOffset is that of the chunk's text, as the event was read.
	if i := j.local(ev); i >= 0 && i < ev.EndOffset && ev.EndOffset <= len(j.chunk.Text) {
		return j.chunk.Text[i:min(ev.EndOffset, i+most)]
	}
	return ""
}

// local gives the offset of an event in the chunk's text, -1 when it is not there.
func (j *job) local(ev *dump.Event) int {
	if j.chunk == nil {
		return -1
	}
	return j.chunk.At(int64(ev.Offset))
}

// title names a cause.
func (c *cause) title() string {
	var s string
	switch {
	case c.code >= 0:
		s = registry.MsgNotification.String() + " " + pair(c.code, c.sub)
		if n := registry.TableErrorCodes.Name(uint64(c.code)); n != "" {
			s += " " + n
		}
		if n := registry.SubcodeName(uint8(c.code), uint8(max(c.sub, 0))); n != "" && c.sub >= 0 {
			s += " / " + n
		}
	case c.limit:
		s = "Limit of prefixes passed"
	case c.down && c.what != "":
		if s = "Session down: " + c.what; strings.HasPrefix(c.what, "connect-") {
			s = "Session did not come up: " + c.what
		}
	case c.down:
		s = "Session down without a NOTIFICATION"
	case c.what != "":
		s = "Not decoded: " + c.what
	default:
		s = "Malformed message"
	}
	if c.attr != 0 {
		s += ", " + registry.AttrCode(c.attr).String() + " (" + strconv.Itoa(int(c.attr)) + ")"
	}
	if c.flags >= 0 {
		s += ", flags 0x" + strconv.FormatInt(int64(c.flags)|0x100, 16)[1:]
	}
	if c.way != logline.DirUnknown {
		s += ", " + c.way.String()
	}
	if c.hard {
		s += ", inside a Hard Reset"
	}
	if c.found {
		s += ", " + codec.FindingInfo(c.finding).ID
	}
	if c.claim != explain.ClaimNone {
		s += ": " + c.claim.String()
	}
	return s
}

func findingID(id codec.FindingID) string { return codec.FindingInfo(id).ID }
