package logline

import (
	"slices"
	"strings"
)

// View is the text of one or more input lines put together for reading: envelopes off, wraps undone.
// A style reads a View; a View knows where each of its octets stood in the input.
type View struct {
	Text string
	segs []seg
	rows bool // lines are joined by '\n'

	json    jsonSpans // see spans
	spanned bool
	one     [1]seg
}

// seg maps Text[at:next segment] to the input at offset src, line num; src is -1-offset where the text was unescaped.
type seg struct {
	at, src, num int
	first        bool // the text of an input line begins here
}

// find returns the segment that holds Text[i].
func (v *View) find(i int) int {
	if len(v.segs) == 1 {
		return 0
	}
	lo, hi := 0, len(v.segs)
	for hi-lo > 1 {
		m := (lo + hi) / 2
		if v.segs[m].at <= i {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}

// Pos returns the octet offset in the input and the 1-based line of Text[i]. The offset is that of the line's
// start where the text was unescaped (JSON envelopes).
func (v *View) Pos(i int) (offset, line int) {
	if len(v.segs) == 0 {
		return i, 1
	}
	s := v.segs[v.find(i)]
	if s.src < 0 {
		return -s.src - 1, s.num
	}
	return s.src + i - s.at, s.num
}

// lineStart returns the offset in Text at which the input line of Text[i] begins.
func (v *View) lineStart(i int) int {
	if len(v.segs) == 0 {
		return 0
	}
	for k := v.find(i); k >= 0; k-- {
		if v.segs[k].first {
			return v.segs[k].at
		}
	}
	return 0
}

// lineEnd returns the offset in Text at which the input line of Text[i] ends; a blank put between lines belongs to the first.
func (v *View) lineEnd(i int) int {
	for k := v.find(i) + 1; k < len(v.segs); k++ {
		if v.segs[k].first {
			return v.segs[k].at
		}
	}
	return len(v.Text)
}

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

// views returns the record put together in each way that gives another text.
func (b *block) views(f *finder) []*View {
	one := len(b.lines) == 1
	p := b.putter()
	vs := make([]*View, 0, joiners)
	for j := joinBlank; j < joiners; j++ {
		if j != joinBlank && one && !b.multi() {
			break
		}
		if j == joinRows && !f.rowsIn(vs[0].Text) || !p.decide(j) {
			continue
		}
		v := p.join(j)
		same := false
		for _, o := range vs {
			same = same || o.Text == v.Text && o.rows == v.rows
		}
		if !same {
			vs = append(vs, v)
		}
	}
	return vs
}

// multi reports whether a single input line holds several lines of text (an unescaped message).
func (b *block) multi() bool { return len(b.lines[0].env.body) > 1 }

// row is a text line of a record: an input line, or a part of one that was unescaped.
type row struct {
	pieces []piece
	num    int
	width  int
	blank  bool // the line ends in a blank
	soft   bool
}

func (b *block) rows() []row {
	rs := make([]row, 0, len(b.lines))
	label := ""
	for i := range b.lines {
		l := &b.lines[i]
		l.parse()
		cur := row{num: l.num, soft: l.soft}
		for _, p := range l.env.body {
			for {
				k := strings.IndexByte(p.text, '\n')
				if k < 0 {
					break
				}
				cur.pieces = append(cur.pieces, piece{p.text[:k], p.src})
				rs = append(rs, cur)
				cur = row{num: l.num, soft: l.soft}
				p.text = p.text[k+1:]
			}
			cur.pieces = append(cur.pieces, p)
		}
		if len(cur.pieces) > 0 {
			label = l.unlabel(&cur.pieces[0], label)
		}
		rs = append(rs, cur)
	}
	for i := range rs {
		rs[i].width = widthOf(rs[i].pieces)
		if i < len(b.lines) && len(rs) == len(b.lines) {
			rs[i].width = b.lines[i].width()
		}
		rs[i].blank = endsInBlank(rs[i].pieces)
	}
	return rs
}

func endsInBlank(ps []piece) bool {
	if len(ps) == 0 {
		return false
	}
	t := ps[len(ps)-1].text
	return t != "" && isBlank(t[len(t)-1])
}

// unlabel drops the host name that a relay puts before each row of a dump: the host of the line's envelope, or the word in
// front of a row that begins with a marker. It returns the label for the rows that follow.
func (l *line) unlabel(p *piece, label string) string {
	if label == "" {
		label, _, _ = strings.Cut(l.env.host, ".")
	}
	n := strings.IndexByte(p.text[:min(len(p.text), 64)], ':')
	if n < 1 || !isName(p.text[:n]) || hexDigits(p.text) == n {
		return label
	}
	rest := strings.TrimSpace(p.text[n+1:])
	if strings.Trim(rest[:min(len(rest), 256)], "0123456789abcdefABCDEF ") != "" {
		return label
	}
	short, _, _ := strings.Cut(p.text[:n], ".")
	marker := strings.ReplaceAll(rest[:min(len(rest), 12)], " ", "")
	if short != label && !(len(marker) >= 8 && equalFold(marker[:8], "ffffffff")) {
		return label
	}
	p.text = p.text[n+1:]
	if p.src >= 0 {
		p.src += n + 1
	}
	return short
}

// putter puts the rows of a record together.
type putter struct {
	rows   []row
	full   int      // the width of the widest row
	indent int      // see commonIndent
	octets int      // of all rows
	keyed  bool     // see ofKeys
	tight  []bool   // for each row, whether the one before it ends in the middle of a word
	tried  [][]bool // the same of other ways
}

func (b *block) putter() *putter {
	p := &putter{rows: b.rows()}
	for _, r := range p.rows {
		p.full = max(p.full, r.width)
		for _, x := range r.pieces {
			p.octets += len(x.text)
		}
	}
	p.indent = commonIndent(p.rows)
	p.keyed = len(p.rows) > 2 && p.ofKeys()
	return p
}

// ofKeys reports whether each row but the first is "key = value" and no screen's width can have cut one: there is only one
// of the greatest width.
func (p *putter) ofKeys() bool {
	wide := 0
	for i, r := range p.rows {
		if r.width == p.full {
			wide++
		}
		if i > 0 && (len(r.pieces) == 0 || prettyKey(r.pieces[0].text, 0) == 0 || p.rows[i-1].soft) {
			return false
		}
	}
	return wide == 1
}

// join makes the view of a way that is not tried beside others.
func (b *block) join(j joiner) *View {
	p := b.putter()
	p.decide(j)
	return p.join(j)
}

// decide finds out how a joiner ties the rows. It reports whether the text that this gives may be a new one.
func (p *putter) decide(j joiner) bool {
	rs, tight := p.rows, false
	if p.keyed && j != joinBlank && j != joinRows {
		return false
	}
	p.tight = make([]bool, len(rs))
	for i := 1; i < len(rs); i++ {
		switch {
		case rs[i-1].soft:
			tight = true
		case j == joinNibble:
			tight = halves(rs[i-1], rs[i])
		case j == joinHard:
			tight = true
		case j == joinFull:
			tight = rs[i-1].width == p.full
		case j == joinFirst:
			tight = asWide(rs[i-1], rs[0])
		case j == joinLocal:
			tight = (i < 2 || rs[i-1].width >= rs[i-2].width) && rs[i-1].width >= rs[i].width
		}
		p.tight[i] = tight
	}
	if j == joinRows {
		return true
	}
	for _, o := range p.tried {
		if slices.Equal(o, p.tight) {
			return false
		}
	}
	p.tried = append(p.tried, p.tight)
	return true
}

// join makes the view of the way that was decided last.
func (p *putter) join(j joiner) *View {
	rs := p.rows
	v := &View{rows: j == joinRows, segs: make([]seg, 0, len(rs))}
	var t strings.Builder
	t.Grow(p.octets + len(rs))
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
				if !tight && t.Len() > 0 && !endsBlank(&t) {
					t.WriteByte(' ')
				}
			} else if i > 0 && k == 0 {
				t.WriteByte('\n')
			}
			v.segs = append(v.segs, seg{at: t.Len(), src: x.src, num: r.num, first: first})
			first = false
			t.WriteString(x.text)
		}
	}
	v.Text = t.String()
	return v
}

// asWide reports whether a row has the width of the first, a blank at its end aside.
func asWide(r, first row) bool {
	n := first.width - r.width
	if first.blank {
		n--
	}
	return n == 0 || n == -1 && r.blank
}

// halves reports whether a wrap between two rows has cut an octet: both sides of it are hex digits, of odd number.
func halves(a, b row) bool {
	if len(a.pieces) == 0 || len(b.pieces) == 0 {
		return false
	}
	l, r := a.pieces[len(a.pieces)-1].text, b.pieces[0].text
	l = l[strings.LastIndexAny(l, " \t")+1:]
	r = word(r)
	return len(l)%2 == 1 && len(r)%2 == 1 && hexDigits(l) == len(l) && hexDigits(r) == len(r)
}

func endsBlank(t *strings.Builder) bool {
	s := t.String()
	return isBlank(s[len(s)-1])
}

// commonIndent returns the number of blanks that all rows but the first begin with.
func commonIndent(rs []row) int {
	n := -1
	for i, r := range rs {
		if i == 0 || len(r.pieces) == 0 {
			continue
		}
		if k := blanks(r.pieces[0].text); n < 0 || k < n {
			n = k
		}
	}
	return max(n, 0)
}

func blanks(s string) int {
	n := 0
	for n < len(s) && (s[n] == ' ' || s[n] == '\t') {
		n++
	}
	return n
}

// unescaped reports whether Text[i] was unescaped, so that its offset is only that of its line.
func (v *View) unescaped(i int) bool { return len(v.segs) > 0 && v.segs[v.find(i)].src < 0 }
