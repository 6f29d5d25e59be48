package report

import (
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
)

// decoded is what octets say, and how what they do not carry was decided. It follows from the octets, what they are a
// piece of, and what is known of the session; nothing else of an event may go in.
type decoded struct {
	serial   uint64 // of those that are remembered; 0 for none
	tree     codec.Tree
	guess    codec.Guess
	readings []Reading
	merged   *MergedPath
	json     [decodedParts][]byte // parts of the JSON that follow from the above, nil until they are wanted
}

// judged is what an event means. It follows from a decoded and the evidence.
type judged struct {
	*explain.Explanation
	json [judgedParts][]byte
	// What the evidence held of that which is not in its key, where it was read.
	localAS, peerAS uint32
	opens           [4]*codec.Tree
}

// opensOf gives the OPENs of evidence.
func opensOf(e *explain.Evidence) [4]*codec.Tree {
	return [4]*codec.Tree{e.LocalOpen, e.PeerOpen, e.SenderOpen, e.ReceiverOpen}
}

// decode guesses the context and fills Tree, Guess, Readings and Merged.
func (b *Builder) decode(r *Report, opt *Options) {
	ev := &r.Event
	known := opt.Known
	if ev.Known.ASWidthHow != codec.HowNone { // rebuilt octets are as they were built, whatever the session agreed
		base := known.Base
		known = ev.Known
		known.Base = base
	}
	if known.Base.Peer == codec.PeerUnknown {
		known.Base.Peer = r.PeerKind
	}
	known.Base.Cut = known.Base.Cut || r.truncated()
	var d *decoded
	if !opt.Borrow {
		d = b.own(ev.Piece, ev.Octets, known)
	} else {
		key := decodedKey{ev.Piece, known, ""}
		if d = b.memo.decoded(key, ev.Octets); d == nil && b.memo.again(ev.Octets) {
			d = b.own(ev.Piece, ev.Octets, known)
			b.memo.keep(key, d)
		}
		if r.decoded = d; d == nil {
			d = &b.one
			b.read(d, ev.Piece, ev.Octets, known)
		}
	}
	r.Tree, r.Guess, r.Readings, r.Merged = &d.tree, d.guess, d.readings, d.merged
}

// own gives a decoded that borrows nothing.
func (b *Builder) own(p codec.Piece, octets []byte, known codec.Known) *decoded {
	d := new(decoded)
	b.read(d, p, slices.Clone(octets), known)
	d.tree.Nodes, d.tree.Findings = slices.Clone(d.tree.Nodes), slices.Clone(d.tree.Findings)
	return d
}

// read fills d, which then borrows the octets and the decoder's arena.
func (b *Builder) read(d *decoded, p codec.Piece, octets []byte, known codec.Known) {
	var other Reading
	t, g := b.dec.DecodeGuess(p, octets, known, func(t *codec.Tree) { other = reading(t, 0) })
	*d = decoded{guess: g, tree: *t}
	if g.OtherOK {
		other.Score = -g.ASWidth.Margin
		d.readings = []Reading{reading(&d.tree, 0), other}
	}
	d.merged = mergedPath(&d.tree)
}

// reading keeps the part of a tree that depends on its context: the AS path.
func reading(t *codec.Tree, score int) Reading {
	rd := Reading{Ctx: t.Ctx, Score: score}
	n := t.Find(0, codec.FieldASPath)
	if n < 0 {
		return rd
	}
	rd.Path = string(tree.AppendPath(nil, t, n))
	rd.Value = tree.AppendNode(nil, t, n)
	rd.Text = string(tree.AppendSummary(nil, t, n))
	return rd
}

// explain fills Explanation.
func (b *Builder) explain(r *Report, opt *Options) {
	e := r.evidence(opt)
	if r.again() {
		r.Explanation = explain.Again(r.sameID(), e)
		return
	}
	serial, ok := r.serial(&e)
	if !opt.Borrow || !ok {
		r.Explanation = explain.Explain(r.Tree, e)
		return
	}
	if r.judged = b.memo.judged(serial, &e); r.judged != nil {
		r.Explanation = r.judged.Explanation
		return
	}
	if b.memo.keeps && e.Alarm != nil {
		e.Alarm = ownAlarm(e.Alarm)
	}
	r.Explanation = explain.Explain(r.Tree, e)
	r.judged = b.memo.keepJudged(r.Explanation, &e)
}

// ownAlarm copies an alarm without what it holds of the log: an explanation that is remembered may have parts of it.
func ownAlarm(a *explain.Alarm) *explain.Alarm {
	own := *a
	for _, s := range [...]*string{&own.Name, &own.Text, &own.Family, &own.Routes, &own.Interface} {
		*s = strings.Clone(*s)
	}
	return &own
}

// serial gives the number under which explanations of the tree are remembered; not ok where they are not.
func (r *Report) serial(e *explain.Evidence) (n uint64, ok bool) {
	const wellFormed = 1 << 63 // above those of octets
	if r.Tree == nil {
		return 0, true
	}
	if r.decoded != nil {
		return r.decoded.serial, true
	}
	kind, ok := explain.WellFormed(r.Tree, e)
	return wellFormed | uint64(kind), ok
}
