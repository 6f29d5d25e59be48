package sieve

import (
	"math"
	"math/bits"
	"strings"
)

// New makes a sieve. Each element of choices is a list of patterns of which one is enough to find what is meant; New takes
// of each the one that it thinks best, and tells which. Borders are all taken.
func New(choices [][]Pattern, borders []Border) (s *Sieve, chosen []int) {
	s = &Sieve{}
	patterns, chosen := cover(choices)
	var narrow, broad [][]Class
	for _, p := range patterns {
		if s.exact(p) {
			narrow = append(narrow, p[:])
		} else {
			broad = append(broad, p[:]) // in a set with others it would let through all that they do
		}
	}
	most := sets - min(len(broad), sets/4)
	for i, set := range share(narrow, most) {
		s.put(narrow[i], set)
	}
	for i, set := range share(broad, sets-most) {
		s.put(broad[i], most+set)
	}
	for _, b := range borders {
		s.exactBorder(b)
	}
	return s, chosen
}

// put adds a pattern to a set.
func (s *Sieve) put(p []Class, set int) {
	for w := range p {
		s.tab[w].add(p[w], set)
	}
}

// cover finds few patterns, of octets that are rare, of which each choice has one: the fewer they are the better they can
// be told from the rest.
func cover(choices [][]Pattern) (taken []Pattern, chosen []int) {
	type candidate struct {
		p     Pattern
		cost  float64
		users []int32 // pairs: a choice, and which of its patterns it is
		open  int
	}
	var all []candidate
	at := map[Pattern]int{}
	chosen = make([]int, len(choices))
	uses := make([][]int, len(choices))
	for i, patterns := range choices {
		chosen[i] = -1
		for k, p := range patterns {
			n, ok := at[p]
			if !ok {
				n = len(all)
				at[p] = n
				all = append(all, candidate{p: p, cost: cost(p)})
			}
			if u := all[n].users; len(u) == 0 || u[len(u)-2] != int32(i) {
				all[n].users = append(u, int32(i), int32(k))
				all[n].open++
				uses[i] = append(uses[i], n)
			}
		}
	}
	for {
		best, bestScore := -1, 0.0
		for n := range all {
			if score := float64(all[n].open) / all[n].cost; score > bestScore {
				best, bestScore = n, score
			}
		}
		if best < 0 {
			return taken, chosen
		}
		taken = append(taken, all[best].p)
		for u := all[best].users; len(u) > 0; u = u[2:] {
			if chosen[u[0]] < 0 {
				chosen[u[0]] = int(u[1])
				for _, n := range uses[u[0]] {
					all[n].open--
				}
			}
		}
	}
}

// cost is what a further pattern costs: something in any case, and more if its octets are common.
func cost(p Pattern) float64 {
	c := 1.0
	var word [Width]byte
	for w, class := range p {
		c *= product{}.with(class).weight()
		for b := range byte(0x80) {
			if class.has(int(b)) {
				word[w] = b // of a letter the lower case, which is the last
			}
		}
	}
	c = 0.1 + math.Sqrt(math.Sqrt(c))
	if strings.Contains(common, string(word[:])) {
		c *= 16
	}
	return c
}

// common has words that all logs are full of: what is in them is no good pattern.
const common = "information connection session statement status interface service server message processed request response " +
	"protocol systemd started stopped finished failed failure received receive error warning change changed timestamp datetime " +
	"username hostname address byte bytes packet header content authentication authorization accepted password invalid " +
	"connected disconnected client remote local internal external root path config configuration update uploaded download " +
	"opened closed close type name level debug notice kernel network number reset result router route application version " +
	`"message":" "msg":" "message": " "msg": " \"msg\":\" notification changes: connect : error: error, peer `

// share puts each row into one of n sets, so that all together let little through.
func share(rows [][]Class, n int) []int {
	products := make([][Width]product, len(rows))
	for i, row := range rows {
		for w, c := range row {
			products[i][w] = product{}.with(c)
		}
	}
	in := make([]int, len(rows))
	for i := range in {
		in[i] = -1
	}
	for range 2 {
		for i := range rows {
			in[i] = -1
			var union [sets][Width]product
			for k, set := range in {
				for w := range rows[i] {
					if set >= 0 {
						union[set][w] = union[set][w].or(products[k][w])
					}
				}
			}
			best, bestCost := 0, math.Inf(1)
			for set := range n {
				with, alone := 1.0, 1.0
				for w := range rows[i] {
					with *= union[set][w].or(products[i][w]).weight()
					alone *= union[set][w].weight()
				}
				if c := with - alone; c < bestCost {
					best, bestCost = set, c
				}
			}
			in[i] = best
		}
	}
	return in
}

// product is a set of octets as nibbles know it: a set of low and a set of high digits.
type product struct{ lo, hi uint16 }

func (p product) with(c Class) product {
	for _, b := range c.octets() {
		p.lo |= 1 << (b & 15)
		p.hi |= 1 << (b >> 3)
	}
	return p
}

func (p product) or(q product) product { return product{p.lo | q.lo, p.hi | q.hi} }

// weight is the share of the octets of a log that are in the set.
func (p product) weight() float64 {
	n := 0
	for hi := p.hi; hi != 0; hi &= hi - 1 {
		h := bits.TrailingZeros16(hi)
		row := frequency[h<<3:]
		for lo := p.lo >> (h & 1 << 3) & 0xff; lo != 0; lo &= lo - 1 {
			n += int(row[bits.TrailingZeros16(lo)])
		}
	}
	return float64(n) / 10000
}

// frequency is how often octets are met in logs, of ten thousand.
var frequency = [128]uint16{
	'\n': 80, '\t': 5, ' ': 1000, '!': 3, '"': 250, '#': 10, '$': 5, '%': 30, '&': 10, '\'': 20, '(': 35, ')': 35, '*': 8, '+': 12,
	',': 120, '-': 200, '.': 280, '/': 120, '0': 420, '1': 430, '2': 380, '3': 260, '4': 240, '5': 230, '6': 210, '7': 200, '8': 200,
	'9': 200, ':': 300, ';': 20, '<': 20, '=': 90, '>': 25, '?': 5, '@': 10, 'A': 40, 'B': 20, 'C': 40, 'D': 40, 'E': 45, 'F': 25,
	'G': 20, 'H': 20, 'I': 40, 'J': 10, 'K': 12, 'L': 30, 'M': 30, 'N': 60, 'O': 40, 'P': 40, 'Q': 8, 'R': 40, 'S': 50, 'T': 60,
	'U': 25, 'V': 12, 'W': 15, 'X': 10, 'Y': 10, 'Z': 15, '[': 60, '\\': 15, ']': 60, '^': 2, '_': 70, '`': 2, 'a': 330, 'b': 120,
	'c': 220, 'd': 260, 'e': 550, 'f': 150, 'g': 110, 'h': 130, 'i': 330, 'j': 12, 'k': 70, 'l': 210, 'm': 150, 'n': 350, 'o': 370,
	'p': 170, 'q': 15, 'r': 330, 's': 340, 't': 420, 'u': 160, 'v': 80, 'w': 70, 'x': 40, 'y': 80, 'z': 15, '{': 25, '|': 10, '}': 25, '~': 2,
}
