package logline

import (
	"strings"
	"sync"
)

// finder searches a text for all anchors of all styles in one pass (after Wu and Manber): it looks at pairs of octets,
// folded to lower case, and skips as far as the shortest anchor allows.
type finder struct {
	anchors []string
	styles  [][]int  // per anchor, the indexes of its styles
	next    *beside  // of the anchor "notification"
	rows    []string // Rows of the styles that want them
	blanks  bool     // some anchors have several words
	short   int      // length of the shortest anchor
	shift   [pairs]uint8
	bucket  [pairs][]begun // anchors whose first short octets end in this pair
	inside  [pairs]bool    // an anchor has this pair of octets somewhere
	slow    bool           // for tests: take anchors whatever stands beside them
}

// begun is an anchor and its first octets, those of headAt.
type begun struct {
	head   uint32
	anchor int32
}

// headAt returns three octets of a text, folded, as a number: no anchor has fewer in front of its last pair.
func headAt(t string, i int) uint32 {
	t = t[i : i+3]
	return uint32(fold[t[0]]) | uint32(fold[t[1]])<<8 | uint32(fold[t[2]])<<16
}

const (
	pairs     = 1 << 12
	maxAnchor = 16 // an anchor broken by more than one line end is not found
)

func pair(a, b byte) int { return (int(a)*61 ^ int(b)) & (pairs - 1) }

// fold61 is the part of a pair's number that its first octet makes, folded.
var fold61 = func() (t [256]uint16) {
	for i := range t {
		t[i] = uint16(int(fold[i]) * 61)
	}
	return t
}()

// fold lowers ASCII letters and makes every white space a blank.
var fold = func() (t [256]byte) {
	for i := range t {
		c := byte(i)
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == '\n' || c == '\r' || c == '\t':
			c = ' '
		}
		t[i] = c
	}
	return t
}()

// Fold lowers an ASCII letter and makes a line end or a tab a blank, as anchors are looked for.
func Fold(c byte) byte { return fold[c] }

var theFinder = sync.OnceValue(func() *finder { return newFinder(Styles()) })

// slowFinder is the finder for tests that take no short ways.
var slowFinder = sync.OnceValue(func() *finder {
	f := *theFinder()
	f.slow = true
	return &f
})

func newFinder(styles []*Style) *finder {
	f := &finder{short: maxAnchor}
	at := map[string]int{}
	for k, st := range styles {
		if st.Rows != "" {
			f.rows = append(f.rows, st.Rows)
		}
		for _, a := range st.Anchors {
			n, ok := at[a]
			if !ok {
				n = len(f.anchors)
				at[a] = n
				f.anchors = append(f.anchors, a)
				f.styles = append(f.styles, nil)
				f.short = min(f.short, len(a))
				f.blanks = f.blanks || strings.Contains(strings.Trim(a, " "), " ")
			}
			f.styles[n] = append(f.styles[n], k)
		}
	}
	// journald writes a message with unusual octets as a list of numbers: no style's anchor can be seen in it.
	for _, a := range [...]string{`"message":[`, `"message" : [`, `"message": [`} {
		f.anchors, f.styles = append(f.anchors, a), append(f.styles, nil)
	}
	if n, ok := at["notification"]; ok {
		f.next = newBeside(styles, f.styles[n], n)
	}
	for i := range f.shift {
		f.shift[i] = uint8(f.short - 1)
	}
	for n, a := range f.anchors {
		for j := 1; j < len(a); j++ {
			f.inside[pair(a[j-1], a[j])] = true
		}
		for j := 1; j < f.short; j++ {
			h := pair(a[j-1], a[j])
			f.shift[h] = min(f.shift[h], uint8(f.short-1-j))
			if j == f.short-1 {
				f.bucket[h] = append(f.bucket[h], begun{headAt(a, 0), int32(n)})
			}
		}
	}
	return f
}

// rowsIn reports whether a style may want the lines of a text apart.
func (f *finder) rowsIn(text string) bool {
	for _, w := range f.rows {
		if strings.Contains(text, w) {
			return true
		}
	}
	return f.slow
}

// search returns the first anchor at or behind from: its offset and its number. Of anchors at one place the longest wins.
func (f *finder) search(t string, from int) (at, n int, ok bool) {
	for i := from + f.short - 1; i < len(t); {
		h := (fold61[t[i-1]] ^ uint16(fold[t[i]])) & (pairs - 1)
		if s := f.shift[h]; s > 0 {
			i += int(s)
			continue
		}
		at, n = i-f.short+1, -1
		head := headAt(t, at)
		for _, x := range f.bucket[h] {
			if x.head != head {
				continue
			}
			a := f.anchors[x.anchor]
			if (n < 0 || len(a) > len(f.anchors[n])) && at+len(a) <= len(t) && equalFold(t[at:at+len(a)], a) && guard(t, at, a) && (f.slow || wanted(t, at, a)) {
				n = int(x.anchor)
			}
		}
		if n >= 0 {
			return at, n, true
		}
		i++
	}
	return 0, 0, false
}

func equalFold(s, lower string) bool {
	for i := 0; i < len(lower); i++ {
		if fold[s[i]] != lower[i] {
			return false
		}
	}
	return true
}

// hits walks over the places in a raw text that a record may stand at: anchors, and anchors broken by a line end.
type hits struct {
	f         *finder
	t         string
	main      int // next plain hit, -1 when used up, valid if known
	known     bool
	brk       int // line ends up to here have been looked at
	brkHit    int
	brkHitSet bool
}

func (f *finder) hits(t string) *hits { return &hits{f: f, t: t} }

// next returns the first hit at or behind from; from never decreases.
func (h *hits) next(from int) (int, bool) {
	if !h.known || h.main >= 0 && h.main < from {
		at, _, ok := h.f.search(h.t, from)
		h.known = true
		if h.main = at; !ok {
			h.main = -1
		}
	}
	if h.brkHitSet && h.brkHit < from {
		h.brkHitSet = false
	}
	limit := len(h.t)
	if h.main >= 0 {
		limit = h.main
	}
	h.brk = max(h.brk, from)
	for !h.brkHitSet && h.brk < limit {
		k := strings.IndexByte(h.t[h.brk:limit], '\n')
		if k < 0 {
			h.brk = limit
			break
		}
		at := h.brk + k
		h.brk = at + 1
		h.brkHitSet = h.f.broken(h.t, at)
		h.brkHit = at
	}
	if h.brkHitSet && (h.main < 0 || h.brkHit < h.main) {
		return h.brkHit, true
	}
	return h.main, h.main >= 0
}

// broken reports whether an anchor stands over the line end at t[at]: in one word, or in two of which one ends the line.
func (f *finder) broken(t string, at int) bool {
	left := at
	if left > 0 && t[left-1] == '\r' {
		left--
	}
	if left > 0 && t[left-1] == '=' {
		left--
	}
	trimmed := left
	for trimmed > 0 && left-trimmed < 32 && fold[t[trimmed-1]] == ' ' {
		trimmed--
	}
	right := at + 1
	for n := 0; right < len(t) && n < 32 && (t[right] == ' ' || t[right] == '\t' || t[right] == '>'); n++ {
		right++
	}
	if right == len(t) || trimmed == 0 {
		return false
	}
	l, r := fold[t[trimmed-1]], fold[t[right]]
	return trimmed == left && f.inside[pair(l, r)] && f.over(t, trimmed, right, "") ||
		f.blanks && f.inside[pair(l, ' ')] && f.inside[pair(' ', r)] && f.over(t, trimmed, right, " ")
}

// over reports whether an anchor stands over the end of t[:left] and the start of t[right:] when they are joined.
func (f *finder) over(t string, left, right int, glue string) bool {
	var buf [2*maxAnchor + 1]byte
	w := append(buf[:0], t[max(0, left-maxAnchor+1):left]...)
	mid := len(w)
	joined := string(append(append(w, glue...), t[right:min(len(t), right+maxAnchor-1)]...))
	for i := 0; ; {
		k, n, ok := f.search(joined, i)
		if !ok || k >= mid {
			return false
		}
		if k+len(f.anchors[n]) > mid+len(glue) {
			return true
		}
		i = k + 1
	}
}
