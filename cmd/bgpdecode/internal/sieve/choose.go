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
	for w := range s.tab {
		for b := range s.in[w] {
			s.in[w][b] = s.tab[w].of(byte(b))
		}
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
	at, known := map[Pattern]int{}, weights{}
	chosen = make([]int, len(choices))
	uses := make([][]int, len(choices))
	for i, patterns := range choices {
		chosen[i] = -1
		for k, p := range patterns {
			n, ok := at[p]
			if !ok {
				n = len(all)
				at[p] = n
				all = append(all, candidate{p: p, cost: known.cost(p)})
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

// weights remembers how common the octets of a class are.
type weights map[Class]float64

func (w weights) of(c Class) float64 {
	v, ok := w[c]
	if !ok {
		v = product{}.with(c).weight()
		w[c] = v
	}
	return v
}

// cost is what a further pattern costs: something in any case, and more if its octets are common.
func (w weights) cost(p Pattern) float64 {
	c := 1.0
	var word [Width]byte
	for i, class := range p {
		c *= w.of(class)
		word[i] = class.most() // of a letter the lower case
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
	`"message":" "msg":" "message": " "msg": " \"msg\":\" notification changes: connect : error: error, peer changed state to up states `

// share puts each row into one of n sets, so that all together let little through: of the sample, and of texts in which
// octets stand as often as they do in logs.
func share(rows [][]Class, n int) []int {
	products := make([][Width]product, len(rows))
	for i, row := range rows {
		for w, c := range row {
			products[i][w] = product{}.with(c)
		}
	}
	reaches := reachOf(products)
	in := make([]int, len(rows))
	for i := range in {
		in[i] = -1
	}
	all := make([]union, n)
	for range 2 {
		for i := range rows {
			if set := in[i]; set >= 0 {
				in[i] = -1
				all[set] = union{}
				for k := range in {
					if in[k] == set {
						all[set].add(&products[k], &reaches[k])
					}
				}
				all[set].measure()
			}
			best, bestCost := 0, math.Inf(1)
			for set := range all {
				if c := all[set].cost(&products[i], &reaches[i]); c < bestCost {
					best, bestCost = set, c
				}
			}
			in[i] = best
			all[best].add(&products[i], &reaches[i])
			all[best].measure()
		}
	}
	return in
}

// union is a set of rows: what they let through together.
type union struct {
	products [Width]product
	reach    reach
	weight   float64
	through  int
}

func (u *union) add(p *[Width]product, r *reach) {
	for w := range p {
		u.products[w] = u.products[w].or(p[w])
	}
	u.reach.add(r)
}

// measure notes what the set lets through.
func (u *union) measure() {
	u.weight = 1
	for w := range u.products {
		u.weight *= u.products[w].weight()
	}
	u.through = u.reach.through(&u.reach)
}

// cost is what one more row makes the set let through.
func (u *union) cost(p *[Width]product, r *reach) float64 {
	with := 1.0
	for w := range p {
		with *= u.products[w].or(p[w]).weight()
	}
	return with - u.weight + float64(u.reach.through(r)-u.through)/float64(len(logSample))
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
