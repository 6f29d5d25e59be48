package report

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Report is everything that is known of one event.
type Report struct {
	ID          string // stable within one run: "e1"
	SourceName  string // file name, "stdin", "clipboard", "args"; "" when unknown
	Event       dump.Event
	Direction   logline.Direction // of the message, as the device that logged it sees it
	PeerKind    codec.PeerKind
	LocalAS     uint32 // 0 when unknown
	PeerAS      uint32
	Src, Dst    netip.AddrPort // who sent the message to whom, where nobody's log tells; invalid when unknown
	Tree        *codec.Tree    // nil when only words are known
	Guess       codec.Guess
	Readings    []Reading            // two or more when more than one reading of the octets survives, best first
	Merged      *MergedPath          // AS_PATH and AS4_PATH put together, nil when there is no AS4_PATH to merge
	Explanation *explain.Explanation // nil when none was wanted
	Correlation *Correlation         // what other events say about this one, nil for nothing; the caller fills it
	Links       []Link               // in the order of their discovery, each relation to each event once

	decoded *decoded // what Tree is part of when that is remembered, else nil
	judged  *judged  // likewise Explanation
}

// Link ties a report to another one.
type Link struct {
	Rel string // "same-event", "other-side", "offender", "answer"
	ID  string
}

// Reading is one way to read the octets that survives.
type Reading struct {
	Ctx   codec.Context
	Score int    // penalty points by which it is worse than the best, negative; 0 for the best
	Path  string // JSON path of the part that differs
	Value []byte // that part under this reading, as JSON
	Text  string // the same for people
}

// Options is what is known beside the event.
type Options struct {
	// Links are ties to other events beside those that the event itself tells. An event may have several, of one relation
	// as well. ID gives the ids.
	Links      []Link
	Src, Dst   netip.AddrPort    // ends of the connection that the message was seen on
	Known      codec.Known       // AS width and ADD-PATH as negotiated or given by flags
	SourceName string            // where the text came from
	IDPrefix   string            // stands before the number of the event; "" is "e"
	Direction  logline.Direction // used where the text gives none
	PeerKind   codec.PeerKind    // likewise
	LocalAS    uint32            // likewise
	PeerAS     uint32            // likewise
	LocalOpen  *codec.Tree       // the OPEN of the device that logged it, nil when not seen
	PeerOpen   *codec.Tree       // the OPEN of its peer, nil when not seen
	// SenderOpen and ReceiverOpen are the OPENs of the two that the message went between, where no device tells of it (it has
	// no direction), nil when not seen.
	SenderOpen, ReceiverOpen *codec.Tree
	// SilentMS is how long before a NOTIFICATION its receiver was last heard, in milliseconds, 0 when that was not seen.
	SilentMS int
	// Complaint is the message that a NOTIFICATION answers, nil when it was not seen.
	Complaint *explain.Complaint
	// Borrow makes the report and its tree borrow the event's octets and the builder's memory: they are valid until the next
	// Build, and must not be written by several goroutines at a time. The explanation stays, but must not be changed: the
	// builder may give it out again.
	Borrow bool
	// NoVerdict leaves out what the event means: the report then has no explanation.
	NoVerdict bool
}

// Builder makes reports and keeps its decoder from one to the next, and what it made of events that it has seen before.
// The zero value is ready. It is not safe for use by several goroutines.
type Builder struct {
	dec    codec.Decoder
	memo   *memo   // nil until a report borrows
	report Report  // the one that borrows
	one    decoded // likewise, of octets that are not remembered
}

// Build decodes and explains one event. The report keeps the event's strings and slices, which must not be changed.
func (b *Builder) Build(ev *dump.Event, opt Options) *Report {
	var r *Report
	if opt.Borrow {
		r = &b.report
		links := r.Links[:0]
		*r = Report{}
		r.Links = links
	} else {
		r = new(Report)
	}
	r.Event = *ev
	r.SourceName, r.Src, r.Dst = opt.SourceName, opt.Src, opt.Dst
	r.Direction, r.LocalAS, r.PeerAS = ev.Direction, ev.LocalAS, ev.PeerAS
	if r.Direction == logline.DirUnknown {
		r.Direction = opt.Direction
	}
	if r.LocalAS == 0 {
		r.LocalAS = opt.LocalAS
	}
	if r.PeerAS == 0 {
		r.PeerAS = opt.PeerAS
	}
	r.PeerKind = peerKind(ev.PeerKind, opt.PeerKind, r.LocalAS, r.PeerAS)
	r.ID = ID(opt.IDPrefix, ev.Index)
	r.link(ev, &opt)
	if opt.Borrow && b.memo == nil {
		b.memo = newMemo()
	}
	if len(ev.Octets) > 0 && !r.onlyWords() {
		b.decode(r, &opt)
	}
	if !opt.NoVerdict {
		b.explain(r, &opt)
	}
	return r
}

// onlyWords reports whether the octets of the event say nothing but code and subcode, which the words gave.
func (r *Report) onlyWords() bool {
	ev := &r.Event
	return ev.Synthesised && !ev.DataKnown && ev.Piece == codec.PieceMessage && len(ev.Octets) <= codec.HeaderLen+2
}

// peerKind prefers what the text says, then what the caller says, then what the AS numbers show.
func peerKind(word string, given codec.PeerKind, local, peer uint32) codec.PeerKind {
	for _, k := range [...]codec.PeerKind{codec.PeerEBGP, codec.PeerIBGP, codec.PeerConfed} {
		if word == "" {
			break
		}
		if word == k.String() {
			return k
		}
	}
	switch {
	case given != codec.PeerUnknown || local == 0 || peer == 0:
		return given
	case local == peer:
		return codec.PeerIBGP
	}
	return codec.PeerUnknown // different AS numbers: external, or of one confederation
}

// Ends names the two ends of a message that was seen on the wire, the sender first; "" where the event has a peer instead.
func (r *Report) Ends() string {
	if !r.Src.IsValid() {
		return ""
	}
	return r.Src.String() + " > " + r.Dst.String()
}

// ID gives the id of the event with that index, from 0. prefix "" is "e".
func ID(prefix string, index int) string {
	if prefix == "" {
		prefix = "e"
	}
	var buf [24]byte
	return string(strconv.AppendInt(append(buf[:0], prefix...), int64(index)+1, 10))
}

// link gathers the links that the event tells, then those of the options.
func (r *Report) link(ev *dump.Event, opt *Options) {
	add := func(l Link) {
		if l.Rel != "" && l.ID != "" && l.ID != r.ID && !slices.Contains(r.Links, l) {
			r.Links = append(r.Links, l)
		}
	}
	if ev.SameAs >= 0 {
		add(Link{"same-event", ID(opt.IDPrefix, ev.SameAs)})
	}
	for _, l := range ev.Links {
		add(Link{l.Rel, ID(opt.IDPrefix, l.To)})
	}
	for _, l := range opt.Links {
		add(l)
	}
}

// SameEvent gives the id of the event that this one tells again, "" if none.
func (r *Report) SameEvent() string {
	for _, l := range r.Links {
		if l.Rel == "same-event" {
			return l.ID
		}
	}
	return ""
}

// truncated reports whether octets are known to be missing behind the last one.
func (r *Report) truncated() bool {
	ev := &r.Event
	return ev.Cut || ev.Truncated.By != "" || ev.Truncated.Want > ev.Truncated.Have
}

// evidence gathers what explain wants to know.
func (r *Report) evidence(opt *Options) explain.Evidence {
	ev := &r.Event
	e := explain.Evidence{
		Code: ev.Code, Subcode: ev.Subcode, Direction: r.Direction.String(), PeerKind: r.PeerKind,
		Style: ev.Style, Vendor: ev.Vendor, LocalAS: r.LocalAS, PeerAS: r.PeerAS,
		DataKnown: ev.DataKnown || r.Tree != nil, Truncated: r.truncated(), HardReset: ev.HardReset, Attempted: ev.Attempted,
		HasText: ev.HasText && ev.Text != "", ASWidth: r.Guess.ASWidth,
		LocalOpen: opt.LocalOpen, PeerOpen: opt.PeerOpen, SenderOpen: opt.SenderOpen, ReceiverOpen: opt.ReceiverOpen, Repeat: ev.Repeat,
		Reason: ev.Reason, Complaint: opt.Complaint, SilentMS: opt.SilentMS,
	}
	if code, sub, ok := r.errorPair(); ok {
		e.Code, e.Subcode = code, sub
		if ev.Kind == dump.KindMessage && !ev.Attempted && (ev.Event.Kind == logline.KindNotification || r.Direction != logline.DirUnknown) {
			e.BoxAction = registry.ActionSessionReset.String()
		}
	}
	e.ASWidth.Margin, e.ASWidth.Weighed = 0, false // nothing that is said depends on them
	if o := ev.Offender; o != nil {
		e.Offender = &explain.Offender{AttrCode: o.AttrCode, AttrFlags: o.AttrFlags, AttrLen: o.AttrLen, Problem: o.Problem}
	}
	if a := ev.Alarm; a != nil {
		e.Alarm = &explain.Alarm{Name: a.Name, Text: a.Text, Template: a.Template, Limit: a.Limit, Percent: a.Percent, Count: a.Count,
			Family: a.Family, Routes: a.Routes, Interface: a.Interface}
	}
	return e
}

// errorPair gives code and subcode of the NOTIFICATION, from the octets or else from the words; -1 for a subcode
// that is not known.
func (r *Report) errorPair() (code, sub int, ok bool) {
	if r.Tree != nil {
		n := r.Tree.Find(0, codec.FieldNotification)
		if n < 0 {
			return logline.Unknown, logline.Unknown, false
		}
		c, s := r.Tree.Child(n, codec.FieldCode), r.Tree.Child(n, codec.FieldSubcode)
		if c < 0 {
			return logline.Unknown, logline.Unknown, false
		}
		code, sub = int(r.Tree.Nodes[c].Val), logline.Unknown
		if s >= 0 {
			sub = int(r.Tree.Nodes[s].Val & 0xff)
		}
		return code, sub, true
	}
	return r.Event.Code, r.Event.Subcode, r.Event.Code > 0
}

// messageType gives the type of the message, or 0.
func (r *Report) messageType() registry.MessageType {
	if r.Tree != nil {
		if h := r.Tree.Child(0, codec.FieldHeader); h >= 0 {
			if c := r.Tree.Child(h, codec.FieldType); c >= 0 {
				return registry.MessageType(r.Tree.Nodes[c].Val)
			}
			return 0
		}
		switch r.Event.Piece {
		case codec.PieceOpen:
			return registry.MsgOpen
		case codec.PieceUpdate:
			return registry.MsgUpdate
		case codec.PieceNotification:
			return registry.MsgNotification
		case codec.PieceRefresh:
			return registry.MsgRouteRefresh
		}
		return 0
	}
	switch ev := &r.Event; {
	case ev.MessageType > 0 && ev.MessageType < 256:
		return registry.MessageType(ev.MessageType)
	case ev.Kind == dump.KindMessage && ev.Code > 0:
		return registry.MsgNotification
	}
	return 0
}
