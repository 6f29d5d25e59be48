package excerpt

import (
	"encoding/binary"
	"slices"
	"sync"
	"unsafe"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/sieve"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// anchors finds the places of a text at which there may be something to read: the anchors of all styles, anchors that a
// line end has broken, and the ones of markers. A sieve looks at every octet; what it lets through is looked up here. It
// only has to miss nothing: what is found is read again.
type anchors struct {
	words   []string
	more    []eight // of each word, octets that its window has not
	sieve   *sieve.Sieve
	windows index           // of four octets of each word, folded: those that the sieve looks for
	breaks  index           // of the two octets beside each place at which a line end can break a word
	beside  [1 << 10]uint64 // a bit for a number made of these two and the next one behind them: whether it is worth to look
}

// besideOf numbers the octets beside a break, folded; of words that end behind the second one, the third is 0.
func besideOf(left, right, next byte) uint32 {
	return (uint32(logline.Fold(left))<<16 | uint32(logline.Fold(right))<<8 | uint32(logline.Fold(next))) * 0x9e3779b1 >> 16
}

func (a *anchors) near(n uint32) bool { return a.beside[n>>6]>>(n&63)&1 != 0 }

// part is a place in a word.
type part struct {
	key  uint32 // the octets there, as keyOf gives them
	word int16
	at   uint8 // of the first octet, or of the break
	next uint8 // where the word goes on behind a break: at, or behind the blank that stood there
}

// index finds parts by their key.
type index struct {
	head  [buckets + 1]uint16 // the parts of bucket k are those from head[k] to head[k+1]
	parts []part
}

const buckets = 1 << 12

func bucketOf(key uint32) uint32 { return key * 0x9e3779b1 >> 20 }

func newIndex(parts []part) (x index) {
	for _, p := range parts {
		x.head[bucketOf(p.key)+1]++
	}
	for k := range buckets {
		x.head[k+1] += x.head[k]
	}
	x.parts = make([]part, len(parts))
	next := x.head
	for _, p := range parts {
		k := bucketOf(p.key)
		x.parts[next[k]] = p
		next[k]++
	}
	return x
}

func (x *index) of(key uint32) []part {
	k := bucketOf(key)
	return x.parts[x.head[k]:x.head[k+1]]
}

// keyOf folds four octets.
func keyOf(a, b, c, d byte) uint32 {
	return uint32(logline.Fold(a))<<24 | uint32(logline.Fold(b))<<16 | uint32(logline.Fold(c))<<8 | uint32(logline.Fold(d))
}

var theAnchors = sync.OnceValue(func() *anchors { return newAnchors(logline.Anchors()) })

// stepAnchors are those and the ones of the lines that tell the course of a session.
var stepAnchors = sync.OnceValue(func() *anchors {
	return newAnchors(slices.Concat(logline.Anchors(), logline.TransitionAnchors()))
})

func newAnchors(words []string) *anchors {
	a := &anchors{words: words}
	class := foldedClasses()
	var choices [][]sieve.Pattern
	for _, p := range onesPatterns() {
		choices = append(choices, []sieve.Pattern{p})
	}
	fixed := len(choices)
	for _, w := range words {
		choices = append(choices, patternsOf(w, class))
	}
	breaks, borders := breaksOf(words), wrapBorders()
	for _, b := range breaks {
		w := words[b.word]
		borders = append(borders, borderOf(w[:b.at], w[b.next:], class))
		third := byte(0)
		if int(b.next)+1 < len(w) {
			third = w[b.next+1]
		}
		n := besideOf(w[b.at-1], w[b.next], third)
		a.beside[n>>6] |= 1 << (n & 63)
	}
	s, chosen := sieve.New(choices, borders)
	var windows []part
	for n, w := range words {
		at := chosen[fixed+n]
		windows = append(windows, part{key: keyOf(w[at], w[at+1], w[at+2], w[at+3]), word: int16(n), at: uint8(at)})
		a.more = append(a.more, eightOf(w, at+4))
	}
	a.sieve, a.windows, a.breaks = s, newIndex(windows), newIndex(breaks)
	return a
}

// patternsOf gives the patterns of which each is enough to find a word.
func patternsOf(word string, class *[256]sieve.Class) (patterns []sieve.Pattern) {
	for i := 0; i == 0 || i+sieve.Width <= len(word); i++ {
		var p sieve.Pattern
		for k := range p {
			p[k] = sieve.Any // behind a word that is shorter
			if i+k < len(word) {
				p[k] = class[word[i+k]]
			}
		}
		patterns = append(patterns, p)
	}
	return patterns
}

// breaksOf gives the places at which a line end can break words: between two octets, and for a blank.
func breaksOf(words []string) (breaks []part) {
	for n, w := range words {
		for i := 1; i < len(w); i++ {
			breaks = append(breaks, part{key: pairOf(w[i-1], w[i]), word: int16(n), at: uint8(i), next: uint8(i)})
			if i+1 < len(w) && w[i] == ' ' {
				breaks = append(breaks, part{key: pairOf(w[i-1], w[i+1]), word: int16(n), at: uint8(i), next: uint8(i + 1)})
			}
		}
	}
	return breaks
}

// anyBorder asks for nothing.
var anyBorder = sieve.Border{Left: [2]sieve.Class{sieve.Any, sieve.Any}, Right: [3]sieve.Class{sieve.Any, sieve.Any, sieve.Any}}

// borderOf gives the border of a word that a line end broke.
func borderOf(left, right string, class *[256]sieve.Class) sieve.Border {
	b := anyBorder
	for i := range min(len(left), len(b.Left)) {
		b.Left[len(b.Left)-1-i] = class[left[len(left)-1-i]]
	}
	for i := range min(len(right), len(b.Right)) {
		b.Right[i] = class[right[i]]
	}
	return b
}

// wrapBorders gives the borders of what a wrap puts beside a line end, which stands for anything.
func wrapBorders() (borders []sieve.Border) {
	for _, filler := range []string{" \t", "\r\n", "="} {
		b := anyBorder
		b.Left[1] = setOf(filler)
		borders = append(borders, b)
	}
	for _, filler := range []string{" \t", ">"} {
		b := anyBorder
		b.Right[0] = setOf(filler)
		borders = append(borders, b)
	}
	return borders
}

func pairOf(a, b byte) uint32 { return uint32(logline.Fold(a))<<8 | uint32(logline.Fold(b)) }

// foldedClasses gives for each octet the class of those that fold to it.
func foldedClasses() *[256]sieve.Class {
	var k [256]sieve.Class
	for b := range 256 {
		k[logline.Fold(byte(b))].Add(byte(b))
	}
	return &k
}

func setOf(octets string) (k sieve.Class) {
	k.Add([]byte(octets)...)
	return k
}

// maxWord is more than an anchor has octets.
const maxWord = 32

// find appends the places in t[from:to] at which something begins, and the line ends there that break a word, in rising
// order. Words may reach behind to. It looks no more than lookahead octets behind a place, and 128 in front of it.
func (a *anchors) find(places []int, t []byte, from, to int) []int {
	first := len(places)
	whole := unsafe.String(unsafe.SliceData(t), len(t)) // for as long as this call takes
	ones := onesRow{last: -1, refused: [2]int{-4, -4}}
	a.sieve.Scan(t, from, min(len(t), to+maxWord), func(p int) {
		if p < to && hexdump.StartsOnes(t[p]) && ones.begins(whole, p) {
			places = append(places, p)
		}
		if p+sieve.Width > len(t) {
			return
		}
		key := keyOf(t[p], t[p+1], t[p+2], t[p+3])
		for _, w := range a.windows.of(key) {
			if at := p - int(w.at); w.key == key && at >= from && at < to && a.more[w.word].fits(t, at) && logline.AnchorAt(whole, at, a.words[w.word]) {
				places = append(places, at)
			}
		}
	}, func(p int) {
		if p < to && a.broken(t, p) {
			places = append(places, p)
		}
	})
	slices.Sort(places[first:])
	return places
}

// eight are octets of a word, at most so many, from one of its octets on: a quick look before all are compared. Bit 5 of
// each counts for nothing, which folds letters, and blanks stand for anything.
type eight struct {
	octets, mask uint64
	at           int
}

// eightOf takes the octets of a word that stand behind those at from, as far as it has some.
func eightOf(word string, from int) (e eight) {
	e.at = max(0, min(from, len(word)-8))
	for i := 0; i < 8 && e.at+i < len(word); i++ {
		if c := word[e.at+i]; c != ' ' {
			e.octets |= uint64(c|0x20) << (8 * i)
			e.mask |= 0xff << (8 * i)
		}
	}
	return e
}

// fits reports whether a word may stand at t[at:].
func (e *eight) fits(t []byte, at int) bool {
	at += e.at
	return at+8 > len(t) || (binary.LittleEndian.Uint64(t[at:])|0x2020202020202020)&e.mask == e.octets
}

// broken reports whether a word stands over the line end at t[at]: a wrap cut it, or put a line end between two words.
func (a *anchors) broken(t []byte, at int) bool {
	left := at
	for n := 0; left > 0 && n < 32 && (logline.Fold(t[left-1]) == ' ' || t[left-1] == '='); n++ {
		left--
	}
	right := at + 1
	for n := 0; right < len(t) && n < 32 && (t[right] == ' ' || t[right] == '\t' || t[right] == '>'); n++ {
		right++
	}
	if left == 0 || right == len(t) {
		return false
	}
	if right+1 < len(t) && !a.near(besideOf(t[left-1], t[right], t[right+1])) && !a.near(besideOf(t[left-1], t[right], 0)) {
		return false
	}
	key := pairOf(t[left-1], t[right])
	for _, b := range a.breaks.of(key) {
		if w := a.words[b.word]; b.key == key && ends(t[:left], w[:b.at]) && begins(t[right:], w[b.next:]) {
			return true
		}
	}
	return false
}

func begins(t []byte, word string) bool {
	if len(t) < len(word) {
		return false
	}
	for i := range len(word) {
		if logline.Fold(t[i]) != word[i] {
			return false
		}
	}
	return true
}

func ends(t []byte, word string) bool {
	return len(t) >= len(word) && begins(t[len(t)-len(word):], word)
}
