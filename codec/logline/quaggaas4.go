package logline

import (
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// quaggaAS4 reads the debug and error lines of Quagga's AS4 support ("debug bgp as4", "debug bgp as4 segment"). Each line may
// begin with [AS4] and the neighbor's address; a manual prints "<neighbor ip>" there and folds the lines.
//
// Its OPEN errors were answered with Cease (6/0, 6/5); RFC 6793 and RFC 4271 ask for 2/0 and 2/2. The lines that take one path
// segment apart are put together to one event.
func quaggaAS4() *Style {
	return &Style{
		Name:   "quagga-as4",
		Vendor: "Quagga, Zebra with AS4 support",
		Anchors: []string{
			"fiddling with", "got as_path", "result of synth", "rcv open w/", "open peeking", "about to set cap", "set cap peer_cap",
			"as4pathmangle", "bgp as4 capable", "bgp not as4", "parse aspath", "capability lengt", "bad open, got", "fewer hops in",
		},
		Scan: scanQuaggaAS4,
	}
}

func scanQuaggaAS4(c *Cursor, ev *Event) bool {
	if strings.HasSuffix(strings.TrimRight(c.Before(), " "), "%s") {
		return false // the format string in a program
	}
	as4head(c, ev)
	c.i = c.at
	ev.Direction = DirReceived
	for _, f := range [...]func(*Cursor, *Event) bool{as4Merge, as4Open, as4Attributes, as4Errors, as4Segments} {
		if f(c, ev) {
			return true
		}
	}
	return false
}

// as4head reads "[AS4] 192.0.2.9 " or "[AS4] <neighbor ip> " in front of the anchor; each part may be missing.
func as4head(c *Cursor, ev *Event) {
	s := strings.TrimRight(c.Before(), " \t\n")
	base := max(c.floor, c.at-512)
	if peer, _, at, ok := AddrBefore(s); ok {
		ev.Peer = peer
		c.From(base + at)
		s = strings.TrimRight(s[:at], " \t\n")
	} else if k := strings.LastIndexByte(s, '<'); k >= 0 && strings.HasSuffix(s, ">") && len(s)-k < 24 {
		c.From(base + k)
		s = strings.TrimRight(s[:k], " \t\n")
	}
	if k := suffixFold(s, "[as4]"); k >= 0 {
		c.From(base + k)
	}
}

// value reads a number, an address in memory or a manual's "<placeholder>", which gives "".
func value(c *Cursor) (string, bool) {
	if c.Peek() == '<' {
		_, ok := c.Until(">", 64)
		return "", ok
	}
	s, ok := c.Token(",")
	if !ok || digits(s) != len(s) && (len(s) < 3 || s[0] != '0' || hexDigits(s[2:]) != len(s)-2) {
		return "", false
	}
	return s, true
}

// path reads an AS path as Quagga prints it: numbers, "{1,2}" sets, "(1 2)" confederations, or a placeholder.
func path(c *Cursor) (string, bool) {
	if c.Peek() == '<' {
		_, ok := c.Until(">", 64)
		return "", ok
	}
	i := c.ws()
	k, n := i, 0
	for k < len(c.t) && k < i+4096 {
		b := c.t[k]
		if !isBlank(b) && (b < '0' || b > '9') && strings.IndexByte("{}(),[]", b) < 0 {
			break
		}
		n++
		k++
	}
	for k > i && isBlank(c.t[k-1]) {
		k--
	}
	c.i = k
	return strings.Join(strings.Fields(c.t[i:k]), " "), n > 0
}

func (ev *Event) param(key, value, meaning string) {
	if ev.Params == nil {
		ev.Params = make([]Param, 0, 4)
	}
	ev.Params = append(ev.Params, Param{Key: key, Value: value, Meaning: meaning})
}

// as4Merge reads the lines about putting AS_PATH and AS4_PATH together.
func as4Merge(c *Cursor, ev *Event) bool {
	ev.Kind = KindState
	switch {
	case c.Lit("fiddling with aspath and newaspath, hopnumdifference is "):
		v, ok := value(c)
		ev.param("hopnumdifference", v, "hops that AS_PATH has more than AS4_PATH")
		return ok
	case c.Lit("got as_path "):
		old, ok := path(c)
		if !ok || !c.Lit("and as4_path ") {
			return false
		}
		now, ok := path(c)
		ev.param("AS_PATH", old, "as received, 2-octet AS numbers")
		ev.param("AS4_PATH", now, "as received, 4-octet AS numbers")
		c.Lit("synthesizing now")
		return ok
	case c.Lit("result of synthesizing is "):
		p, ok := path(c)
		ev.Offender = &Offender{AttrCode: Unknown, AttrFlags: Unknown, AttrLen: Unknown, ASPath: p}
		ev.param("AS path", p, "merged from AS_PATH and AS4_PATH (RFC 6793 §4.2.3)")
		return ok
	case c.Lit("as4pathmangle: "):
		return as4Mangle(c, ev)
	case c.Lit("fewer hops in as_path than as4_path, ignoring as4_path"):
		c.Paren()
		return ev.as4("as4-path-longer", 17, "AS4_PATH has more hops than AS_PATH and is ignored, as RFC 6793 §4.2.3 asks")
	}
	return false
}

func as4Mangle(c *Cursor, ev *Event) bool {
	if !c.Lit("as_confed_sequence would have been cut in two, taking as_path instead of mangling") &&
		!c.Lit("as_confed_sequence falls across 2/4 asn boundary somewhere, broken..") {
		return false
	}
	if c.amongFormats() {
		return false
	}
	return ev.as4("as4-path-splits-confed", 17, "AS_PATH and AS4_PATH do not fit together: the merge would cut a confederation segment; AS_PATH is used")
}

// as4 makes the event a complaint about an attribute.
func (ev *Event) as4(problem string, attr int, note string) bool {
	ev.Kind = KindOffender
	ev.Offender = &Offender{AttrCode: attr, AttrFlags: Unknown, AttrLen: Unknown, Problem: problem}
	ev.Notes = append(ev.Notes, note)
	return true
}

// as4Open reads the lines about the capabilities of an OPEN that is fine.
func as4Open(c *Cursor, ev *Event) bool {
	ev.Kind, ev.MessageType = KindState, 1
	var ok bool
	var v string
	switch {
	case c.Lit("rcv open w/ option parameter len: "):
		v, ok = value(c)
		ev.param("OPTION parameter len", v, "octets of optional parameters in the OPEN")
		// Without this, or the mark in front, it is a line of ordinary debugging.
		return ok && (c.Lit(", peeking for as4") || equalFold(c.t[c.start:min(len(c.t), c.start+5)], "[as4]"))
	case c.Lit("open peeking found as4 capability"):
		ev.Notes = append(ev.Notes, "the OPEN carries the capability for 4-octet AS numbers (65)")
		return true
	case c.Lit("about to set cap peer_cap_as4_rcv at address "), c.Lit("set cap peer_cap_as4_rcv at address "):
	default:
		ev.MessageType = Unknown
		return false
	}
	if v, ok = value(c); !ok || !c.Lit(", value now ") {
		return false
	}
	ev.param("address", v, "a place in Quagga's memory")
	if v, ok = value(c); !ok {
		return false
	}
	ev.param("value", v, "capability bits of the peer; 256 is AS4 received")
	if c.Lit(", as4cap is ") {
		if v, ok = value(c); !ok {
			return false
		}
		ev.param("as4cap", v, "the peer's AS number from its capability")
		ev.PeerAS = as32(v)
	}
	return true
}

func as32(s string) uint32 {
	v, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return 0
	}
	return uint32(v)
}

// as4Attributes reads the lines about attributes that the peer should not have sent or that do not count.
func as4Attributes(c *Cursor, ev *Event) bool {
	switch {
	case c.Lit("bgp as4 capable peer send as4_path"):
		return ev.as4("as4-path-from-as4-speaker", 17, "the attribute is discarded and the session stays up (RFC 6793 §4.1, §6); the peer has a bug")
	case c.Lit("bgp as4 capable peer send as4_aggregator"):
		return ev.as4("as4-aggregator-from-as4-speaker", 18, "the attribute is discarded and the session stays up (RFC 6793 §4.1, §6); the peer has a bug")
	case !c.Lit("bgp not as4 capable peer send"):
		return false
	}
	c.Lit("as4_aggregator")
	switch {
	case c.Lit("but no aggregator, will take it as if aggregator with as_trans had been there"):
		return ev.as4("as4-aggregator-without-aggregator", 18, "AS4_AGGREGATOR came without AGGREGATOR; it is used as if AGGREGATOR with AS_TRANS had been there")
	case c.Lit("but aggregator != as_trans,"):
	}
	c.Lit(",")
	if !c.Lit("so ignore as4_aggregator and as4_path") {
		return false
	}
	return ev.as4("as4-aggregator-ignored", 18, "AGGREGATOR is not AS_TRANS: a 2-octet speaker aggregated again, so AS4_AGGREGATOR and AS4_PATH do not count (RFC 6793 §4.2.3)")
}

// as4Errors reads the errors that end a session. The lines carry no code: what Quagga sent and what the RFC asks for are Params.
func as4Errors(c *Cursor, ev *Event) bool {
	ev.Kind, ev.MessageType = KindOffender, 1
	switch {
	case c.Lit("capability length error "):
		v, ok := value(c)
		ev.param("length", v, "length of the capability, 4 is right")
		return ok && ev.as4Error("as4-capability-length", "6/0", "2/0", "the capability for 4-octet AS numbers has a wrong length")
	case c.Lit("bad open, got as_trans but no as4 capability"):
		return as4NoCapability(c, ev)
	case c.Lit("bad open, got as4 capability, but remote_as "):
		return as4Mismatch(c, ev)
	}
	ev.MessageType = Unknown
	return false
}

func as4NoCapability(c *Cursor, ev *Event) bool {
	if c.Lit("address ") || c.Lit("peer->cap") {
		c.Lit("peer->cap ")
		c.Lit("is ")
		if v, ok := value(c); ok {
			ev.param("address", v, "a place in Quagga's memory")
		}
		if c.Lit(", value ") {
			v, _ := value(c)
			ev.param("value", v, "capability bits of the peer")
		}
	}
	return ev.as4Error("as-trans-without-capability", "6/5", "2/2", "the OPEN has AS 23456 (AS_TRANS) but no capability for 4-octet AS numbers")
}

func as4Mismatch(c *Cursor, ev *Event) bool {
	cap4, ok := value(c)
	if !ok || !c.Lit("mismatch with 16bit 'myasn' ") {
		return false
	}
	field, ok := value(c)
	if !ok || !c.Lit("in open") {
		return false
	}
	ev.PeerAS = as32(cap4)
	ev.param("remote_as", cap4, "AS number in the capability")
	ev.param("myasn", field, "AS number in the OPEN's 2-octet field")
	return ev.as4Error("as-field-and-capability-differ", "6/5", "2/2", "AS number of the OPEN and of its capability differ")
}

func (ev *Event) as4Error(problem, sent, rfc, note string) bool {
	ev.Offender = &Offender{AttrCode: Unknown, AttrFlags: Unknown, AttrLen: Unknown, Problem: problem}
	ev.param("NOTIFICATION sent by Quagga", sent, "as its manual says; the line itself carries no code")
	ev.param("NOTIFICATION by RFC 4271 and RFC 6793", rfc, "")
	ev.Notes = append(ev.Notes, note)
	return true
}

// as4Segments reads "Parse aspath segment:" lines and puts those of one path together.
func as4Segments(c *Cursor, ev *Event) bool {
	p := segments{ev: ev}
	if !p.line(c) {
		return false
	}
	for n := 0; n < 8192 && !p.full(); n++ {
		if p.next(c) {
			continue
		}
		text, take, ok := c.Following(0)
		k := strings.Index(strings.ToLower(text), "parse aspath segment:")
		if !ok || k < 0 || k > 64 {
			break
		}
		if !p.line(&Cursor{v: &View{Text: text}, t: text, i: k}) {
			break
		}
		take()
	}
	ev.Kind = KindState
	ev.Offender = &Offender{AttrCode: 2, AttrFlags: Unknown, AttrLen: p.total, ASPath: p.text()}
	return true
}

// segments collects the lines of one path.
type segments struct {
	ev    *Event
	total int
	lines int
	now   int
	parts []segment
}

type segment struct {
	kind, length int
	as           []string
}

// next reads a further line in the same text.
func (p *segments) next(c *Cursor) bool {
	old := c.i
	c.Lit("[as4]")
	if !p.line(c) {
		c.i = old
		return false
	}
	return true
}

// line reads one line. A second "got total" belongs to another path.
func (p *segments) line(c *Cursor) bool {
	old := c.i
	if !c.Lit("parse aspath segment: ") || !p.words(c) {
		c.i = old
		return false
	}
	p.lines++
	return true
}

func (p *segments) words(c *Cursor) bool {
	switch {
	case c.Lit("got total byte length "):
		v, ok := value(c)
		if !ok || p.lines > 0 {
			return false
		}
		p.total = Unknown
		if v != "" {
			p.total = atoi(v)
		}
		p.ev.param("total byte length", v, "octets of the whole AS_PATH")
		return true
	case c.Lit("got type "):
		v, ok := value(c)
		if !ok || !c.Lit(", length ") {
			return false
		}
		l, ok := value(c)
		p.parts = append(p.parts, segment{kind: atoi(v), length: atoi(l)})
		p.ev.param("segment", v, "type "+registry.SegmentType(min(atoi(v), 255)).String()+", length "+l)
		return ok
	case c.Lit("read "):
		v, ok := value(c)
		if !ok || !c.Lit("into this segment") {
			return false
		}
		if len(p.parts) == 0 {
			p.parts = append(p.parts, segment{kind: 2})
		}
		s := &p.parts[len(p.parts)-1]
		s.as = append(s.as, v)
		return true
	case c.Lit("bytes now: "):
		v, ok := value(c)
		p.now = atoi(v)
		return ok
	}
	return false
}

// full reports whether all octets announced have been read.
func (p *segments) full() bool { return p.total > 0 && p.now >= p.total }

// text writes the path as routers do: sets in braces, confederations in parentheses.
func (p *segments) text() string {
	var b strings.Builder
	for _, s := range p.parts {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		switch s.kind {
		case 1:
			b.WriteString("{" + strings.Join(s.as, ",") + "}")
		case 3:
			b.WriteString("(" + strings.Join(s.as, " ") + ")")
		case 4:
			b.WriteString("[" + strings.Join(s.as, ",") + "]")
		default:
			b.WriteString(strings.Join(s.as, " "))
		}
	}
	return strings.TrimSpace(b.String())
}
