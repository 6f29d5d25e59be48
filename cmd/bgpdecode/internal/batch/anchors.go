package batch

import (
	"sync"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// anchors finds the places of a text at which a log style may have something to read: the anchors of all styles, in one
// pass that skips over most octets (after Wu and Manber). It only has to miss nothing: what it finds is read again.
type anchors struct {
	words  []string
	short  int             // length of the shortest word
	shift  [1 << 16]uint8  // for two octets as they stand: how far the next word may be skipped to
	bucket [hashes][]int16 // words whose first short octets end in this pair
	long   int             // length of the longest word
	seam   [1 << 16]bool   // pairs of octets that follow each other in a word
	gap    [1 << 16]bool   // pairs of octets with a blank between them in a word
}

const hashes = 1 << 12

func hash(a, b byte) int { return (int(a)*61 ^ int(b)) & (hashes - 1) }

var theAnchors = sync.OnceValue(func() *anchors { return newAnchors(anchorWords()) })

// stepAnchors are those and the ones of the lines that tell the course of a session.
var stepAnchors = sync.OnceValue(func() *anchors { return newAnchors(append(anchorWords(), logline.TransitionAnchors()...)) })

func anchorWords() []string {
	var words []string
	for _, st := range logline.Styles() {
		words = append(words, st.Anchors...)
	}
	// journald writes a message with unusual octets as a list of numbers, in which no anchor can be seen.
	words = append(words, `"message":[`, `"message" : [`, `"message": [`)
	return words
}

func newAnchors(words []string) *anchors {
	a := &anchors{short: 255}
	seen := map[string]bool{}
	for _, w := range words {
		if len(w) < 2 || seen[w] {
			continue
		}
		seen[w] = true
		a.words = append(a.words, w)
		a.short, a.long = min(a.short, len(w)), max(a.long, len(w))
		for i := 1; i < len(w); i++ {
			a.seam[seam(w[i-1], w[i])] = true
			if i+1 < len(w) && w[i] == ' ' {
				a.gap[seam(w[i-1], w[i+1])] = true
			}
		}
	}
	var shift [hashes]uint8
	for i := range shift {
		shift[i] = uint8(a.short - 1)
	}
	for n, w := range a.words {
		for j := 1; j < a.short; j++ {
			h := hash(w[j-1], w[j])
			shift[h] = min(shift[h], uint8(a.short-1-j))
			if j == a.short-1 {
				a.bucket[h] = append(a.bucket[h], int16(n))
			}
		}
	}
	for i := range a.shift {
		a.shift[i] = shift[hash(lower[i>>8], lower[i&0xff])]
	}
	return a
}

func seam(a, b byte) int { return int(a)<<8 | int(b) }

// lower folds ASCII letters, and white space to a blank.
var lower = func() (t [256]byte) {
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

// find returns the first place in t[from:to] at which a word begins, or -1. The word may reach behind to.
func (a *anchors) find(t []byte, from, to int) int {
	end := min(len(t), to+a.short-1)
	for i := from + a.short - 1; i < end; {
		if s := a.shift[seam(t[i-1], t[i])]; s > 0 {
			i += int(s)
			continue
		}
		h := hash(lower[t[i-1]], lower[t[i]])
		at := i - a.short + 1
		for _, k := range a.bucket[h] {
			if w := a.words[k]; at+len(w) <= len(t) && folds(t[at:at+len(w)], w) && wanted(t, at, w) {
				return at
			}
		}
		i++
	}
	return -1
}

func folds(t []byte, word string) bool {
	for i := range word {
		if lower[t[i]] != word[i] {
			return false
		}
	}
	return true
}

// reach is how far wanted and broken look around a place.
const reach = 96

// wanted refuses words that are common in all logs where no style can want them: "notification" must end a word, a number
// must follow "code ", and a closed parenthesis and a number must stand before " byte".
func wanted(t []byte, at int, word string) bool {
	filler := func(c byte) bool { return lower[c] == ' ' || c == '>' || c == '=' }
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch word {
	case "notification":
		end := at + len(word)
		return end >= len(t) || lower[t[end]] < 'a' || lower[t[end]] > 'z'
	case "code ":
		i := at + len(word)
		for end := min(len(t), i+reach); i < end && filler(t[i]); {
			i++
		}
		return i == len(t) || i >= at+len(word)+reach || digit(t[i])
	case " byte":
		i, n := at, 0
		for stop := max(0, at-reach); i > stop && (filler(t[i-1]) || digit(t[i-1])); i-- {
			if digit(t[i-1]) {
				n++
			}
		}
		return i > 0 && t[i-1] == ')' && n > 0
	}
	return true
}

// broken reports whether a word stands over the line end at t[at]: a wrap cut it, or put a line end between two words.
func (a *anchors) broken(t []byte, at int) bool {
	left := at
	for n := 0; left > 0 && n < 32 && (lower[t[left-1]] == ' ' || t[left-1] == '='); n++ {
		left--
	}
	right := at + 1
	for n := 0; right < len(t) && n < 32 && (t[right] == ' ' || t[right] == '\t' || t[right] == '>'); n++ {
		right++
	}
	if left == 0 || right == len(t) {
		return false
	}
	k := seam(lower[t[left-1]], lower[t[right]])
	if !a.seam[k] && !a.gap[k] {
		return false
	}
	var buf [64]byte
	w := append(buf[:0], t[max(0, left-a.long+1):left]...)
	mid := len(w)
	if a.seam[k] && a.over(append(w, t[right:min(len(t), right+a.long-1)]...), mid, mid) {
		return true
	}
	return a.gap[k] && a.over(append(append(w, ' '), t[right:min(len(t), right+a.long-1)]...), mid, mid+1)
}

// over reports whether a word begins in t before mid and ends behind end.
func (a *anchors) over(t []byte, mid, end int) bool {
	for i := 0; i < mid; {
		at := a.findRaw(t, i, mid)
		if at < 0 {
			return false
		}
		for _, w := range a.words {
			if at+len(w) > end && at+len(w) <= len(t) && folds(t[at:at+len(w)], w) {
				return true
			}
		}
		i = at + 1
	}
	return false
}

// findRaw is find without regard to what stands around a word.
func (a *anchors) findRaw(t []byte, from, to int) int {
	end := min(len(t), to+a.short-1)
	for i := from + a.short - 1; i < end; {
		if s := a.shift[seam(t[i-1], t[i])]; s > 0 {
			i += int(s)
			continue
		}
		h := hash(lower[t[i-1]], lower[t[i]])
		at := i - a.short + 1
		for _, k := range a.bucket[h] {
			if w := a.words[k]; at+len(w) <= len(t) && folds(t[at:at+len(w)], w) {
				return at
			}
		}
		i++
	}
	return -1
}
