package rib

import "math/bits"

// key is a prefix with its path identifier: the length is the size, which stands beside it in the entry.
type key interface {
	comparable
	hash(size uint8, seed [2]uint64) uint64
}

type key4 struct {
	addr uint32
	id   uint32
}

type key6 struct {
	addr [4]uint32
	id   uint32
}

// mix is a hash of two words. Without the seeds, which a peer does not know, it cannot make prefixes that collide.
func mix(a, b uint64, seed [2]uint64) uint64 {
	hi, lo := bits.Mul64(a^seed[0], b^seed[1])
	return hi ^ lo
}

func (k key4) hash(size uint8, seed [2]uint64) uint64 {
	x := mix(uint64(k.addr)<<8|uint64(size), uint64(k.id), seed)
	return mix(x, seed[0]|1, seed)
}

func (k key6) hash(size uint8, seed [2]uint64) uint64 {
	x := mix(uint64(k.addr[0])<<32|uint64(k.addr[1]), uint64(k.addr[2])<<32|uint64(k.addr[3]), seed)
	return mix(x, uint64(k.id)<<8|uint64(size), seed)
}

// entry is a route: 16 octets for IPv4, 28 for IPv6.
type entry[K key] struct {
	key   K
	attrs handle
	size  uint8 // prefix length + 1; 0: the place is empty
	stale bool
}

// A table is in shards, which grow and shrink by themselves: not all at once, so that it takes little memory on top.
const (
	shardBits = 6
	shards    = 1 << shardBits
	leastCap  = 4
)

// table is a hash table with open addressing and linear probing. The highest bits of a hash say which shard, those
// behind them which place.
type table[K key] struct {
	shard [shards]shard[K]
	count int
	slots int // of all shards, empty ones included
	seed  [2]uint64
	fetch uint8 // nothing: it keeps the reads of touch
}

type shard[K key] struct {
	slots []entry[K]
	used  int
}

// home is the place where the search for a hash begins.
func (s *shard[K]) home(hash uint64) int {
	hi, _ := bits.Mul64(hash<<shardBits, uint64(len(s.slots)))
	return int(hi)
}

// find returns the place of a key, or the empty one where its search ended. The shard has an empty place.
func (s *shard[K]) find(hash uint64, k K, size uint8) (at int, ok bool) {
	for i := s.home(hash); ; {
		e := &s.slots[i]
		if e.size == 0 {
			return i, false
		}
		if e.size == size && e.key == k {
			return i, true
		}
		if i++; i == len(s.slots) {
			i = 0
		}
	}
}

func (t *table[K]) of(hash uint64) *shard[K] { return &t.shard[hash>>(64-shardBits)] }

// touch reads where the searches for some hashes begin, so that the memory is there when they do.
func (t *table[K]) touch(hashes []uint64) {
	var x uint8
	for _, hash := range hashes {
		if s := t.of(hash); len(s.slots) > 0 {
			x |= s.slots[s.home(hash)].size
		}
	}
	t.fetch = x
}

// get returns the entry of a key, nil if there is none.
func (t *table[K]) get(k K, size uint8) *entry[K] {
	hash := k.hash(size, t.seed)
	s := t.of(hash)
	if s.used == 0 {
		return nil
	}
	if i, ok := s.find(hash, k, size); ok {
		return &s.slots[i]
	}
	return nil
}

// put returns the entry of a key with its hash, a new one with fresh set if there was none.
func (t *table[K]) put(hash uint64, k K, size uint8) (e *entry[K], fresh bool) {
	s := t.of(hash)
	i := 0
	if len(s.slots) > 0 {
		var ok bool
		if i, ok = s.find(hash, k, size); ok {
			return &s.slots[i], false
		}
	}
	if n := len(s.slots); (s.used+1)*5 > n*4 {
		t.resize(s, max(leastCap, n+n/2))
		i, _ = s.find(hash, k, size)
	}
	s.used++
	t.count++
	e = &s.slots[i]
	e.key, e.size = k, size
	return e, true
}

// resize moves a shard into n places, which are more than it uses.
func (t *table[K]) resize(s *shard[K], n int) {
	old := s.slots
	t.slots += n - len(old)
	s.slots = make([]entry[K], n)
	for i := range old {
		if e := &old[i]; e.size != 0 {
			j, _ := s.find(e.key.hash(e.size, t.seed), e.key, e.size)
			s.slots[j] = *e
		}
	}
}

// remove deletes the entry of a key with its hash and returns it.
func (t *table[K]) remove(hash uint64, k K, size uint8) (gone entry[K], ok bool) {
	s := t.of(hash)
	if s.used == 0 {
		return gone, false
	}
	i, ok := s.find(hash, k, size)
	if !ok {
		return gone, false
	}
	gone = s.slots[i]
	t.vacate(s, i)
	if n := len(s.slots); s.used*4 < n && n > leastCap {
		t.resize(s, max(leastCap, s.used*2))
	}
	return gone, true
}

// vacate empties place i, and moves up what a search would not find behind an empty place.
func (t *table[K]) vacate(s *shard[K], i int) {
	n := len(s.slots)
	for j := i; ; {
		if j++; j == n {
			j = 0
		}
		e := &s.slots[j]
		if e.size == 0 {
			break
		}
		// The search for e begins at its home h. It still finds it at i when i does not stand before h.
		if h := s.home(e.key.hash(e.size, t.seed)); (j-h+n)%n >= (j-i+n)%n {
			s.slots[i] = *e
			i = j
		}
	}
	s.slots[i] = entry[K]{}
	s.used--
	t.count--
}

// each calls f for every entry; f must not change which there are.
func (t *table[K]) each(f func(*entry[K])) {
	for n := range t.shard {
		slots := t.shard[n].slots
		for i := range slots {
			if slots[i].size != 0 {
				f(&slots[i])
			}
		}
	}
}

// drop removes the entries for which f says so.
func (t *table[K]) drop(f func(*entry[K]) bool) {
	for n := range t.shard {
		s := &t.shard[n]
		keep := 0
		for i := range s.slots {
			if e := &s.slots[i]; e.size != 0 {
				if f(e) {
					e.size = 0
					t.count--
				} else {
					keep++
				}
			}
		}
		if keep == s.used {
			continue
		}
		s.used = keep
		if keep == 0 {
			t.slots -= len(s.slots)
			s.slots = nil
			continue
		}
		t.resize(s, max(leastCap, keep*3/2+1))
	}
}
