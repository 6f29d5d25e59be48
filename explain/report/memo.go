package report

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain"
)

// memo remembers what a builder made of octets and of evidence: in a log the same causes come again and again. Its keys
// hold everything that goes into what is remembered, so that nobody can tell whether something came from here.
type memo struct {
	octets   generations[decodedKey, decoded]
	evidence generations[string, judged]
	serial   uint64
	key      []byte // of the evidence asked for last
	keeps    bool   // whether what follows from it is to be remembered
	seed     maphash.Seed
	seen     [1 << 12]uint16 // of what was met, a part of its hash
}

// decodedKey is what a decoded follows from.
type decodedKey struct {
	piece  codec.Piece
	known  codec.Known
	octets string
}

// Bounds of what is remembered. A generation is full when it takes about so many octets; there are two of each kind.
const (
	fullGeneration = 1 << 20
	longOctets     = 4096 // longer ones are not remembered
	entryCost      = 512  // of an entry beside what it holds
	judgedCost     = 3072 // an explanation with its JSON, about
)

func newMemo() *memo { return &memo{seed: maphash.MakeSeed()} }

// decoded gives what is remembered of octets, nil when nothing is. key is without them.
func (m *memo) decoded(key decodedKey, octets []byte) *decoded {
	d := m.octets.young[decodedKey{key.piece, key.known, string(octets)}]
	if d != nil {
		return d
	}
	if d = m.octets.old[decodedKey{key.piece, key.known, string(octets)}]; d != nil {
		key.octets = string(d.tree.Bytes)
		m.octets.put(key, d, d.cost())
	}
	return d
}

// again reports whether octets or a key were met before: of those that come only once nothing is remembered. It may be wrong, which
// does no harm.
func (m *memo) again(octets []byte) bool {
	if len(octets) > longOctets {
		return false
	}
	h := maphash.Bytes(m.seed, octets)
	at, mark := h%uint64(len(m.seen)), uint16(h>>48)|1
	before := m.seen[at]
	m.seen[at] = mark
	return before == mark
}

// keep remembers a decoded, which must own what it holds. key is without its octets.
func (m *memo) keep(key decodedKey, d *decoded) {
	m.serial++
	d.serial = m.serial
	key.octets = string(d.tree.Bytes)
	m.octets.put(key, d, d.cost())
}

// cost is the memory that a decoded takes, about, with its JSON.
func (d *decoded) cost() int {
	const node, finding = 32, 96
	return entryCost + 8*len(d.tree.Bytes) + 2*node*len(d.tree.Nodes) + 4*finding*len(d.tree.Findings)
}

// judged gives the explanation for evidence, nil when it is not remembered. serial stands for the tree, 0 where there are
// no octets.
func (m *memo) judged(serial uint64, e *explain.Evidence) *judged {
	m.key = e.AppendKey(binary.LittleEndian.AppendUint64(m.key[:0], serial))
	x := m.lookup()
	if x == nil {
		m.keeps = serial != 0 || m.again(m.key)
		return nil
	}
	m.keeps = false
	if !x.fits(e) && x.Reads().AS {
		m.key = binary.LittleEndian.AppendUint32(m.key, e.LocalAS) // no key is the beginning of another one
		m.key = binary.LittleEndian.AppendUint32(m.key, e.PeerAS)
		if x = m.lookup(); x == nil {
			m.keeps = m.again(m.key)
			return nil
		}
	}
	if !x.fits(e) {
		return nil // for other OPENs: they seldom come again
	}
	return x
}

// lookup gives what is remembered under m.key.
func (m *memo) lookup() *judged {
	x := m.evidence.young[string(m.key)]
	if x == nil {
		if x = m.evidence.old[string(m.key)]; x != nil {
			m.evidence.put(string(m.key), x, judgedCost)
		}
	}
	return x
}

// fits reports whether what was read and is not in the key is the same.
func (j *judged) fits(e *explain.Evidence) bool {
	reads := j.Reads()
	return (!reads.AS || j.localAS == e.LocalAS && j.peerAS == e.PeerAS) &&
		(!reads.Opens || j.opens == opensOf(e))
}

// keepJudged remembers the explanation for the evidence of which judged was just asked in vain, if it is likely to come
// again; else it gives nil.
func (m *memo) keepJudged(x *explain.Explanation, e *explain.Evidence) *judged {
	if !m.keeps {
		return nil
	}
	j := &judged{Explanation: x}
	if reads := x.Reads(); reads.AS || reads.Opens {
		j.localAS, j.peerAS, j.opens = e.LocalAS, e.PeerAS, opensOf(e)
	}
	m.evidence.put(string(m.key), j, judgedCost)
	return j
}

// generations are two maps: what is used goes into the young one, and when that is full it becomes the old one, whose
// entries are forgotten unless they are used again.
type generations[K comparable, V any] struct {
	young, old map[K]*V
	cost       int // of the young one
}

func (g *generations[K, V]) put(key K, v *V, cost int) {
	if g.cost += cost; g.young == nil || g.cost > fullGeneration {
		g.old, g.young, g.cost = g.young, make(map[K]*V), cost
	}
	g.young[key] = v
}
