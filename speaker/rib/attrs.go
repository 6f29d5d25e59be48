package rib

import (
	"bytes"
	"hash/maphash"
)

// handle stands for a set of attribute octets. 0 is none.
type handle uint32

// attrs keeps each distinct set of attribute octets once. Octets stand in chunks, in blocks of a few sizes; a block
// that is free again is used for the next set of its size.
type attrs struct {
	seed   maphash.Seed
	sets   []set  // by handle
	free   handle // the first unused set; they are linked through refs
	index  []slot // open addressing, by hash
	live   int
	chunks [][]byte
	next   int // octets used of the last chunk
	blocks [classes]uint32
	large  map[handle][]byte // those longer than the largest block
	bulk   int               // octets of these
}

// slot is a place of the index. It has the hash, so that sets need not be looked at that have another one.
type slot struct {
	hash uint32
	h    handle // 0: the place is empty
}

// set is one set of attribute octets.
type set struct {
	at   uint32 // unit where its block begins
	refs uint32 // routes that have it; of an unused set the next one
	n    uint16 // octets: an UPDATE has no more
}

// Blocks are multiples of a unit. A chunk is small so that a peer with few routes takes little.
const (
	unit      = 16
	chunkSize = 16 << 10
	classes   = 64
	largest   = unit * classes // 1024
)

// of returns the octets of a set.
func (a *attrs) of(h handle) []byte {
	s := &a.sets[h]
	if int(s.n) > largest {
		return a.large[h]
	}
	const perChunk = chunkSize / unit
	c := a.chunks[s.at/perChunk]
	off := int(s.at%perChunk) * unit
	return c[off : off+int(s.n) : off+int(s.n)]
}

// add returns the handle of a set of octets and counts n more routes that have it. The octets are copied.
func (a *attrs) add(b []byte, n int) handle {
	if a.sets == nil {
		a.seed, a.sets = maphash.MakeSeed(), make([]set, 1)
	}
	if (a.live+1)*4 > len(a.index)*3 {
		a.grow()
	}
	hash := a.hash(b)
	i := a.search(hash, b)
	h := a.index[i].h
	if h == 0 {
		h = a.fresh(b)
		a.index[i] = slot{hash, h}
		a.live++
	}
	a.sets[h].refs += uint32(n)
	return h
}

func (a *attrs) hash(b []byte) uint32 { return uint32(maphash.Bytes(a.seed, b)) }

// search returns the place in the index of a set of octets, or the empty one where it belongs.
func (a *attrs) search(hash uint32, b []byte) int {
	for i := a.home(hash); ; {
		s := a.index[i]
		if s.h == 0 || s.hash == hash && bytes.Equal(a.of(s.h), b) {
			return i
		}
		if i++; i == len(a.index) {
			i = 0
		}
	}
}

func (a *attrs) home(hash uint32) int { return int(uint64(hash) * uint64(len(a.index)) >> 32) }

// grow makes the index longer.
func (a *attrs) grow() {
	old, n := a.index, max(16, len(a.index)*3/2)
	a.index = make([]slot, n)
	for _, s := range old {
		if s.h == 0 {
			continue
		}
		i := a.home(s.hash)
		for a.index[i].h != 0 {
			if i++; i == n {
				i = 0
			}
		}
		a.index[i] = s
	}
}

// fresh makes a set.
func (a *attrs) fresh(b []byte) handle {
	h := a.free
	if h != 0 {
		a.free = handle(a.sets[h].refs)
	} else {
		h = handle(len(a.sets))
		a.sets = append(a.sets, set{})
	}
	a.sets[h] = set{n: uint16(len(b))}
	if len(b) > largest {
		if a.large == nil {
			a.large = map[handle][]byte{}
		}
		a.large[h] = bytes.Clone(b)
		a.bulk += len(b)
		return h
	}
	a.sets[h].at = a.block(class(len(b)))
	copy(a.of(h), b)
	return h
}

// class is the size of the block for n octets, in units less one.
func class(n int) int { return (max(n, 1) - 1) / unit }

// block takes a block: one that is free, or new from the last chunk. The first four octets of a free block say which is
// the next free one, as its unit + 1.
func (a *attrs) block(c int) uint32 {
	if at := a.blocks[c]; at != 0 {
		a.blocks[c] = le32(a.unit(at - 1))
		return at - 1
	}
	size := (c + 1) * unit
	if len(a.chunks) == 0 || a.next+size > chunkSize {
		a.giveUpRest()
		a.chunks = append(a.chunks, make([]byte, chunkSize))
		a.next = 0
	}
	at := uint32((len(a.chunks)-1)*chunkSize+a.next) / unit
	a.next += size
	return at
}

// giveUpRest makes a free block of what is left of the last chunk.
func (a *attrs) giveUpRest() {
	if len(a.chunks) == 0 || a.next == chunkSize {
		return
	}
	size := min(chunkSize-a.next, largest)
	a.release(uint32((len(a.chunks)-1)*chunkSize+a.next)/unit, class(size))
}

func (a *attrs) unit(at uint32) []byte {
	const perChunk = chunkSize / unit
	off := int(at%perChunk) * unit
	return a.chunks[at/perChunk][off : off+unit]
}

func (a *attrs) release(at uint32, c int) {
	putLE32(a.unit(at), a.blocks[c])
	a.blocks[c] = at + 1
}

// drop takes n routes from a set; one without routes is forgotten.
func (a *attrs) drop(h handle, n int) {
	s := &a.sets[h]
	if s.refs -= uint32(n); s.refs > 0 {
		return
	}
	a.unindex(h)
	if int(s.n) > largest {
		a.bulk -= int(s.n)
		delete(a.large, h)
	} else {
		a.release(s.at, class(int(s.n)))
	}
	*s = set{refs: uint32(a.free)}
	a.free = h
	if a.live--; a.live == 0 && len(a.chunks) > 1 {
		*a = attrs{} // all is forgotten: give the memory back
	}
}

// unindex takes a set out of the index, and moves up what could not be found behind an empty place.
func (a *attrs) unindex(h handle) {
	n := len(a.index)
	i := a.home(a.hash(a.of(h)))
	for a.index[i].h != h {
		if i++; i == n {
			i = 0
		}
	}
	for j := i; ; {
		if j++; j == n {
			j = 0
		}
		x := a.index[j]
		if x.h == 0 {
			break
		}
		if home := a.home(x.hash); (j-home+n)%n >= (j-i+n)%n {
			a.index[i] = x
			i = j
		}
	}
	a.index[i] = slot{}
}

// octets is the memory that is held.
func (a *attrs) octets() int {
	return cap(a.sets)*12 + cap(a.index)*8 + len(a.chunks)*chunkSize + a.bulk
}

func le32(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func putLE32(b []byte, v uint32) {
	b[0], b[1], b[2], b[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
}
