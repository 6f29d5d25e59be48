package logline

import (
	"slices"
	"strings"
)

// joiner says how a view puts lines together.
type joiner uint8

const (
	joinBlank  joiner = iota // the line end stands for a blank
	joinNibble               // it stands for a blank, but for nothing between two halves of an octet
	joinFirst                // it stands for nothing where the line has the width of the first
	joinFull                 // it stands for nothing where the line has the record's full width
	joinLocal                // it stands for nothing where the line is at least as wide as its neighbours
	joinHard                 // it stands for nothing
	joinRows                 // it stays
	joiners
)

// Storage of views that is made at once.
const (
	mostJoinedText = 32 << 10 // octets
	mostSegs       = 1 << 10
)

// plain returns the text of a record that is one line, which can be read in one way only.
func (b *block) plain() (text string, src int, ok bool) {
	if len(b.lines) != 1 {
		return "", 0, false
	}
	b.lines[0].parse()
	ps := b.lines[0].env.body
	if len(ps) != 1 || strings.IndexByte(ps[0].text, '\n') >= 0 {
		return "", 0, false
	}
	return ps[0].text, ps[0].src, true
}

// multi reports whether a single input line holds several lines of text (an unescaped message).
func (b *block) multi() bool { return len(b.lines[0].env.body) > 1 }

// putter puts the rows of a record together. Its storage serves one record after the other.
type putter struct {
	rows   []row
	indent int // see commonIndent
	octets int // of all rows

	// Known when the rows have been measured.
	full  int  // the width of the widest row
	wide  int  // rows of that width
	keyed bool // see ofKeys

	cut   []bool   // for each row, whether a wrap may have cut a word in front of it; nil: anywhere
	tight []bool   // for each row, whether the one before it ends in the middle of a word
	tried [][]bool // the same of other ways

	pieces []piece
	bools  []bool
	vs     []*View
	views  []View
	segs   []seg
	text   strings.Builder // of views: one after the other
}

// flags returns storage for a flag of each row.
func (p *putter) flags() []bool {
	n := len(p.rows)
	if cap(p.bools)-len(p.bools) < n {
		p.bools = make([]bool, 0, max(64, int(joiners)*n))
	}
	k := len(p.bools)
	p.bools = p.bools[: k+n : cap(p.bools)]
	f := p.bools[k : k+n : k+n]
	clear(f)
	return f
}

// forget drops what belongs to a text, and storage that is too large to be kept.
func (p *putter) forget() {
	clear(p.rows[:cap(p.rows)])
	clear(p.pieces[:cap(p.pieces)])
	clear(p.vs[:cap(p.vs)])
	clear(p.views)
	if cap(p.rows) > mostViews || cap(p.pieces) > mostViews || cap(p.bools) > 8*mostViews {
		p.rows, p.pieces, p.bools = nil, nil, nil
	}
	if cap(p.views) > mostViews {
		p.views = nil
	}
	if cap(p.segs) > mostSegs {
		p.segs = nil
	}
	p.views, p.segs = p.views[:0], p.segs[:0]
	p.cut, p.tight, p.tried, p.text = nil, nil, nil, strings.Builder{}
}

// wraps returns the record put together in each way that gives another text.
func (p *putter) wraps(b *block, f *finder) []*View {
	p.vs = append(p.vs[:0], p.blank(b))
	if len(b.lines) == 1 && !b.multi() {
		return p.vs
	}
	if f.slow || p.cuts() {
		p.measure(b)
		if !f.slow {
			p.uncut()
		}
		for j := joinNibble; j <= joinHard; j++ {
			if p.decide(j) {
				p.another(j)
			}
		}
	}
	if f.rowsIn(p.vs[0].Text) {
		p.another(joinRows)
	}
	return p.vs
}

// blank takes a record and puts its lines together with blanks.
func (p *putter) blank(b *block) *View {
	p.take(b)
	p.cut, p.keyed = nil, false
	p.decide(joinBlank)
	return p.join(joinBlank)
}

// another makes a view unless there is one of the same text.
func (p *putter) another(j joiner) {
	v := p.join(j)
	for _, o := range p.vs {
		if o.Text == v.Text && o.rows == v.rows {
			return
		}
	}
	p.vs = append(p.vs, v)
}

// oneLine makes the view of a record that is one line.
func (p *putter) oneLine(text string, src, num int) *View {
	v := p.newView()
	v.Text = text
	v.one[0] = seg{src: src, num: num, first: true}
	v.segs = v.one[:]
	return v
}

// newView returns storage for a view.
func (p *putter) newView() *View {
	if len(p.views) == cap(p.views) {
		p.views = make([]View, 0, min(max(4, 2*cap(p.views)), mostViews))
	}
	p.views = append(p.views, View{})
	return &p.views[len(p.views)-1]
}

// decide finds out how a joiner ties the rows. It reports whether the text that this gives may be a new one.
func (p *putter) decide(j joiner) bool {
	if p.keyed && j != joinBlank {
		return false
	}
	p.tight = p.flags()
	for i := 1; i < len(p.rows); i++ {
		p.tight[i] = p.rows[i-1].soft || (p.cut == nil || p.cut[i]) && p.ties(j, i)
	}
	for _, o := range p.tried {
		if slices.Equal(o, p.tight) {
			return false
		}
	}
	p.tried = append(p.tried, p.tight)
	return true
}

// ties reports whether a joiner puts nothing between a row and the one before it.
func (p *putter) ties(j joiner, i int) bool {
	rs := p.rows
	switch j {
	case joinNibble:
		return halves(rs[i-1], rs[i])
	case joinFirst:
		return asWide(rs[i-1], rs[0])
	case joinFull:
		return rs[i-1].width == p.full
	case joinLocal:
		return (i < 2 || rs[i-1].width >= rs[i-2].width) && rs[i-1].width >= rs[i].width
	}
	return j == joinHard
}

// join makes the view of the way that was decided last.
func (p *putter) join(j joiner) *View {
	rs, t := p.rows, &p.text
	if most := p.octets + len(rs); t.Cap()-t.Len() < most {
		size := min(max(most, 2*t.Cap()), max(most, mostJoinedText))
		*t = strings.Builder{}
		t.Grow(size)
	}
	from := t.Len()
	if cap(p.segs)-len(p.segs) < len(p.pieces) {
		p.segs = make([]seg, 0, max(len(p.pieces), min(2*cap(p.segs), mostSegs)))
	}
	segs := p.segs[len(p.segs):]
	for i, r := range rs {
		first, tight := true, p.tight[i]
		for k, x := range r.pieces {
			if i > 0 && k == 0 && j != joinRows {
				n := blanks(x.text)
				switch {
				case rs[i-1].soft:
					n = 0
				case tight:
					n = min(n, p.indent)
				}
				x.text = x.text[n:]
				if x.src >= 0 {
					x.src += n
				}
				if !tight && t.Len() > from && !endsBlank(t) {
					t.WriteByte(' ')
				}
			} else if i > 0 && k == 0 {
				t.WriteByte('\n')
			}
			segs = append(segs, seg{at: t.Len() - from, src: x.src, num: r.num, first: first})
			first = false
			t.WriteString(x.text)
		}
	}
	p.segs = p.segs[:len(p.segs)+len(segs)]
	v := p.newView()
	v.Text, v.rows, v.segs = t.String()[from:], j == joinRows, segs[:len(segs):len(segs)]
	return v
}

// halves reports whether a wrap between two rows has cut an octet: both sides of it are hex digits, of odd number.
func halves(a, b row) bool {
	l, r := a.tail(), b.head()
	l = l[strings.LastIndexAny(l, " \t")+1:]
	r = word(r)
	return len(l)%2 == 1 && len(r)%2 == 1 && hexDigits(l) == len(l) && hexDigits(r) == len(r)
}

func endsBlank(t *strings.Builder) bool {
	s := t.String()
	return isBlank(s[len(s)-1])
}
